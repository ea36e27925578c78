# SPDX-License-Identifier: Apache-2.0
# The programs that run on the chip: static, since nothing but the image is there when they run,
# and never with sanitizers, which need files and calls that a stage does not have. So they are
# compiled a second time, in functions' own sections, of which the link keeps what is used.
#
#   $(BUILD)/bin/assay-loader, assay-os     the payloads that sign_image takes
#   $(BUILD)/bin/assay-root-of-trust        what the board starts beside itself
#   $(BUILD)/stage/assay-stage-probe        what the board's own tests run as stages

STAGE_MAINS := $(wildcard $(addprefix reference-impl/device/main/,assay-root-of-trust.c assay-loader.c assay-os.c))
STAGE_PROBE_MAIN := reference-impl/device/main/assay-stage-probe.c
STAGE_FOLDERS := base codec crypto platform boot update device attestation root_of_trust
STAGE_C := $(filter-out reference-impl/platform/sim/% reference-impl/device/board/%, \
	$(filter $(STAGE_FOLDERS:%=reference-impl/%/%),$(PART_C))) \
	reference-impl/platform/platform_script_fixture.c \
	reference-impl/device/board/stage_probe_fixture.c reference-impl/device/board/stage_acts_fixture.c
OWN_RULE_MAINS += $(STAGE_MAINS) $(STAGE_PROBE_MAIN)
STAGES := $(patsubst reference-impl/device/main/%.c,$(BUILD)/bin/%,$(STAGE_MAINS))
STAGE_PROBE := $(BUILD)/stage/assay-stage-probe
BINARIES += $(STAGES)

STAGE_OBJ := $(BUILD)/stage/obj
STAGE_LIB := $(BUILD)/stage/lib
STAGE_ARCHIVE := $(STAGE_LIB)/stage.a
STAGE_O := $(patsubst %.c,$(STAGE_OBJ)/%.o,$(STAGE_C))
STAGE_COMPILING := $(CC) -std=gnu11 -O2 -fPIE -ffunction-sections -fdata-sections -D_GNU_SOURCE= -I. \
	-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 $(WARNINGS) $(HARDENING)
# Pages of 4 KiB: larger ones would be padding that is measured, loaded and verified.
STAGE_LDFLAGS := -static-pie -s -Wl,--gc-sections -Wl,-z,relro,-z,now,-z,noexecstack,-z,max-page-size=4096,--build-id=none

$(BUILD)/stage/flags: $$(call unless_holds,$$@,$$(STAGE_COMPILING))
	$(call write,$(STAGE_COMPILING))
$(STAGE_LIB)/members: $$(call unless_holds,$$@,$$(STAGE_O))
	$(call write,$(STAGE_O))

$(STAGE_OBJ)/%.o: %.c $(BUILD)/stage/flags
	@mkdir -p $(@D)
	$(if $Q,@echo "  CC    $< (stage)")
	$Q$(STAGE_COMPILING) -MMD -MP -c $< -o $@

$(STAGE_ARCHIVE): $(STAGE_LIB)/members $(STAGE_O)
	$(archive)

# The library's offer to load other libraries is never taken, so its warnings tell nothing. The map says what went in.
define link_stage
@mkdir -p $(@D)
$(if $Q,@echo "  LD    $@")
$Q$(CC) $(STAGE_LDFLAGS) $(filter %.o,$^) -Wl,--start-group $(filter %.a,$^) -Wl,--end-group \
	-Wl,--no-warnings -lcrypto -Wl,-Map=$@.map -o $@.$$$$ && mv $@.$$$$ $@
endef
$(STAGES): $(BUILD)/bin/%: $(STAGE_OBJ)/reference-impl/device/main/%.o $(STAGE_ARCHIVE)
	$(link_stage)
$(STAGE_PROBE): $(STAGE_OBJ)/$(STAGE_PROBE_MAIN:.c=.o) $(STAGE_ARCHIVE)
	$(link_stage)

# Tests of the board find the probe where it was built.
STAGE_PROBE_PATH = -DSTAGE_PROBE_PATH='"$(abspath $(STAGE_PROBE))"' \
	-DROOT_OF_TRUST_PATH='"$(abspath $(BUILD)/bin/assay-root-of-trust)"'
CFLAGS_reference-impl_device_board_board_fixture = $(STAGE_PROBE_PATH)
$(patsubst %.c,$(BUILD)/test/%,$(wildcard reference-impl/device/board/*_test.c)): $(STAGE_PROBE) $(BUILD)/bin/assay-root-of-trust

# The search for secrets runs the programs of the whole device.
CFLAGS_reference-impl_tools_whole_unit_fixture = $(STAGE_PROBE_PATH) -DPROGRAMS_PATH='"$(abspath $(BUILD)/bin)"'
$(BUILD)/test/reference-impl/tools/secrets_test: $(STAGE_PROBE) $(STAGES) $(BUILD)/bin/assay-device

-include $(shell test -d $(STAGE_OBJ) && find $(STAGE_OBJ) -name '*.d')
