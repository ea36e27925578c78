# SPDX-License-Identifier: Apache-2.0
# The reference device as a target: the payload as the chip starts it, and the three programs.

REFERENCE := conformance/targets/reference
REFERENCE_BIN := $(BUILD)/bin/targets/reference

# The payload stands alone: none of the flags and none of the libraries of the other programs.
REFERENCE_PAYLOAD_C := $(PAYLOAD_C) $(addprefix $(REFERENCE)/payload/,port.c bus.c relay.c) $(REFERENCE)/payload/entry_$(shell uname -m).c
REFERENCE_PAYLOAD_FLAGS := -std=gnu11 -Os -ffreestanding -fno-pic -fno-pie -fno-stack-protector -fcf-protection=none \
	-fno-asynchronous-unwind-tables -ffunction-sections -fdata-sections -I. $(WARNINGS) \
	-static -nostdlib -no-pie -Wl,--gc-sections,--build-id=none,-z,max-page-size=4096,--strip-all,-T,$(REFERENCE)/payload/payload.ld

$(REFERENCE_BIN)/payload.elf: $(REFERENCE_PAYLOAD_C) $(wildcard $(REFERENCE)/payload/*) conformance/payloads/payload.h \
		conformance/payloads/sha256.h $(addprefix reference-impl/platform/,bus.h vault_bus.h port.h mailbox_message.h) $(REFERENCE)/target.mk
	@mkdir -p $(@D)
	$(if $Q,@echo "  LD    $@")
	$Q$(CC) $(REFERENCE_PAYLOAD_FLAGS) $(REFERENCE_PAYLOAD_C) -o $@
BINARIES += $(REFERENCE_BIN)/payload.elf

# Each program is its main, its plane and what the planes share.
REFERENCE_SHARED := $(OBJ)/$(REFERENCE)/unit.o $(TARGET_CHILDREN) $(ADAPTER_SERVER)
REFERENCE_rig := $(addprefix $(REFERENCE)/,rig rig_storage rig_fault rig_debug board make_unit keys)
REFERENCE_device := $(addprefix $(REFERENCE)/,device root_of_trust root_of_trust_service mail answer port_client)
REFERENCE_kit := $(addprefix $(REFERENCE)/,kit image_order token_order order_place keys)

define reference_program_rule
$(REFERENCE_BIN)/$1: $(patsubst %,$(OBJ)/%.o,$(REFERENCE)/main/$1 $(REFERENCE_$1)) $(REFERENCE_SHARED) $(ARCHIVE)
	$$(call link)
BINARIES += $(REFERENCE_BIN)/$1
endef
$(foreach program,rig device kit,$(eval $(call reference_program_rule,$(program))))

REFERENCE_TESTS := $(addprefix $(BUILD)/test/$(REFERENCE)/,device_test root_of_trust_test)
$(REFERENCE_TESTS): $(patsubst %,$(OBJ)/%.o,$(REFERENCE_device)) $(OBJ)/$(REFERENCE)/board_fixture.o $(REFERENCE_SHARED)
TESTS += $(REFERENCE_TESTS)

# The maker's root outlives the runs, since target.json names it. It vouches for units on this bench and for nothing else,
# and the rig that makes them may be another user.
REFERENCE_ROOT := $(REFERENCE_BIN)/root.pem
$(REFERENCE_BIN)/root.key: | $(BUILD)/bin/sign_image
	$(if $Q,@echo "  GEN   $@")
	$Qmkdir -p $(@D) && rm -f $@ $@.pub && $(BUILD)/bin/sign_image --new-key $@ && chmod 644 $@
$(REFERENCE_ROOT): $(REFERENCE_BIN)/root.key | $(BUILD)/bin/make_root
	$(if $Q,@echo "  GEN   $@")
	$Q$(BUILD)/bin/make_root --key $< --out $@
BINARIES += $(REFERENCE_ROOT)
