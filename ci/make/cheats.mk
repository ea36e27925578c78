# SPDX-License-Identifier: Apache-2.0
# conformance/cheats/<name>/lie.c -> $(BUILD)/bin/cheats/<name>: the relay with one table of lies.

CHEATS := conformance/cheats
CHEAT_RELAY := $(patsubst %.c,$(OBJ)/%.o,$(wildcard $(CHEATS)/relay/*.c $(CHEATS)/relay/main/*.c))

define cheat_rule
$(BUILD)/bin/cheats/$1: $(OBJ)/$(CHEATS)/$1/lie.o $(CHEAT_RELAY) $(ARCHIVE)
	$$(call link)
BINARIES += $(BUILD)/bin/cheats/$1
endef
$(foreach lie,$(wildcard $(CHEATS)/*/lie.c),$(eval $(call cheat_rule,$(notdir $(patsubst %/,%,$(dir $(lie)))))))

# One cheat can't be told in words over the real program, since a key's attributes are in the chip: the
# TPM target's device program with another template. Its chip is real, and so is the weak key in it.
UNCONFINED := unconfined_attestation_key
UNCONFINED_C := $(BUILD)/generated/cheats/$(UNCONFINED)/identity.c
TPM2_CHEATS := $(BUILD)/bin/cheats/$(UNCONFINED)/device
$(UNCONFINED_C): conformance/targets/tpm2/identity.c ci/make/cheats.mk
	@mkdir -p $(@D)
	$Qsed 's/TPMA_OBJECT_NODA | TPMA_OBJECT_RESTRICTED |/TPMA_OBJECT_NODA |/' $< >$@
	$Q! cmp --quiet $< $@ || { echo "$@: $< has no such template any more: mend ci/make/cheats.mk" >&2; exit 1; }
$(TPM2_CHEATS): $(OBJ)/generated/cheats/$(UNCONFINED)/identity.o \
		$$(patsubst %,$(OBJ)/%.o,$$(TPM2)/main/device $$(filter-out %/identity,$$(TPM2_device))) $$(TPM2_SHARED) $(ARCHIVE)
	$(call link,$(TPM2_LIBS))
