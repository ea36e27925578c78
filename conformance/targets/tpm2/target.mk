# SPDX-License-Identifier: Apache-2.0
# A TPM 2.0 as a target: two programs, and the authority that certifies our own software TPMs.

TPM2 := conformance/targets/tpm2
TPM2_BIN := $(BUILD)/bin/targets/tpm2
TPM2_LIBS := -ltss2-esys -ltss2-tctildr -ltss2-mu -ltss2-rc

TPM2_SHARED := $(addprefix $(OBJ)/$(TPM2)/,settings.o tpm.o) $(TARGET_CHILDREN) $(ADAPTER_SERVER)
TPM2_rig := $(addprefix $(TPM2)/,rig manufacture)
TPM2_device := $(addprefix $(TPM2)/,device registers keys locked identity)

define tpm2_program_rule
$(TPM2_BIN)/$1: $(patsubst %,$(OBJ)/%.o,$(TPM2)/main/$1 $(TPM2_$1)) $(TPM2_SHARED) $(ARCHIVE)
	$$(call link,$(TPM2_LIBS))
endef
$(foreach program,rig device,$(eval $(call tpm2_program_rule,$(program))))

TPM2_TEST := $(BUILD)/test/$(TPM2)/settings_test
$(TPM2_TEST): $(OBJ)/$(TPM2)/settings.o
TESTS += $(TPM2_TEST)

# swtpm makes its authority the first time that it needs one: for a TPM that nobody keeps.
TPM2_ROOT := $(TPM2_BIN)/ca/swtpm-localca-rootca-cert.pem
$(TPM2_ROOT): $(TPM2)/make-authority.sh
	$(if $Q,@echo "  GEN   $(@D)")
	$Q$< $(@D)

# Where the TPM software stack is not installed, all else is built without it, and says so.
.PHONY: targets tpm2-is-left-out
ifeq ($(shell command -v swtpm_setup >/dev/null && pkg-config --exists tss2-esys && echo there),there)
BINARIES += $(TPM2_BIN)/rig $(TPM2_BIN)/device $(TPM2_ROOT) $(TPM2_CHEATS)
else
BINARIES += tpm2-is-left-out
endif
tpm2-is-left-out:
	@echo "  --    conformance/targets/tpm2 is left out: make targets installs what it needs"

targets: ## build the targets beside the reference device too (installs their packages)
	@ci/install-deps.sh build targets && $(MAKE) $(PARALLEL) binaries
