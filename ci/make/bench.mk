# SPDX-License-Identifier: Apache-2.0
# Every program that a folder calls main/bench-*.c measures one thing and prints it in a line or two.

BENCHES = $(filter $(BUILD)/bin/bench-%,$(BINARIES))

.PHONY: bench run-bench tcb
bench: ## measure what has a goal for its speed (four minutes, and one more to build the fuzz engines the first time)
	@ci/install-deps.sh build && $(MAKE) $(PARALLEL) run-bench

# Some of them run the others' programs.
run-bench: $$(ALL_BINARIES)
	@$(foreach b,$(BENCHES),echo '$$ $b'; $b;)

tcb: ## tell what the root of trust's process is made of (ARGS=--json)
	@ci/install-deps.sh build && $(MAKE) $(PARALLEL) $(BUILD)/bin/bench-tcb $(BUILD)/bin/assay-root-of-trust && $(BUILD)/bin/bench-tcb $(ARGS)
