# SPDX-License-Identifier: Apache-2.0
# `make certify`: everything from nothing to a certified reference device, by one command.

# TARGET=name judges another device, ARGS=... goes to `assay certify` as it is.
TARGET ?= reference
ARGS ?=

.PHONY: certify run-certify
certify: ## build what is needed and certify the reference device (TARGET=name: another one)
	@ci/install-deps.sh build $(if $(filter tpm2,$(TARGET)),targets) && $(MAKE) $(PARALLEL) run-certify

run-certify: $$(ALL_BINARIES)
	@$(BUILD)/bin/assay certify $(TARGET) $(ARGS)
