# SPDX-License-Identifier: Apache-2.0
# `make fuzz`: from nothing to a fuzz campaign, by one command. ARGS=... goes to `assay fuzz` as it is.

.PHONY: fuzz run-fuzz
fuzz: ## build the fuzzers and run a campaign (ARGS="--time 10m mcuboot_image")
	@ci/install-deps.sh build fuzz && $(MAKE) $(PARALLEL) fuzz-libfuzzer fuzz-afl && $(MAKE) $(PARALLEL) run-fuzz

run-fuzz: $(BUILD)/bin/assay $(BUILD)/bin/assay-fuzz $$(REPLAY_PROGRAMS)
	@$(BUILD)/bin/assay fuzz $(ARGS)
