# SPDX-License-Identifier: Apache-2.0
# How a .c file becomes an object, an archive member, a program or a test.
#
#   <folder>/x.c            -> member of one archive, linked where somebody needs it
#   <folder>/x_fixture.c    -> the same for tests only
#   <folder>/x_test.c       -> program $(BUILD)/test/<folder>/x_test, on the Check library
#   <folder>/main/y.c       -> program $(BUILD)/bin/y
# Folders whose files are built in another way (payloads, probes, stages, surfaces) are
# left out here and have a part of their own.
#
# Hooks, to be used in other parts:
#   GENERATED_C += files under $(BUILD)/generated that become members too
#   GENERATED_H += headers that must exist before anything outside reference-impl is compiled
#   OWN_RULE_MAINS += <folder>/main/y.c that a rule of the part builds
#   BINARIES += and TESTS += programs made by rules of the part
#   CFLAGS_<path with _ for /, without .c> and LDLIBS_<program>

# A few folders can be built aside from the whole, and do not mind if the rest is broken:
#   make ROOTS="reference-impl/base ci" PARTS=ci/make/test.mk BUILD=build/aside test ONLY=base/
ROOTS := reference-impl conformance reports harnesses ci
EVERY_C := $(sort $(shell find $(wildcard $(ROOTS)) -name '*.c' -not -path '*/.*'))
BUILT_ELSEWHERE := conformance/payloads/% conformance/probes/% conformance/rogue/% conformance/cheats/% \
	harnesses/surfaces/% harnesses/engines/% harnesses/peers/% conformance/targets/% reference-impl/apps/% ci/fault/% ci/ct/%
PLAIN_C := $(filter-out $(BUILT_ELSEWHERE),$(EVERY_C))

TEST_C := $(filter %_test.c,$(PLAIN_C))
MAIN_C := $(foreach f,$(filter-out $(TEST_C),$(PLAIN_C)),$(if $(findstring /main/,$f),$f))
PART_C := $(filter-out $(MAIN_C) $(TEST_C) %_fixture.c,$(PLAIN_C))
FIXTURE_C := $(filter %_fixture.c,$(PLAIN_C))

GENERATED_C ?=
GENERATED_H ?=
OWN_RULE_MAINS ?=

OBJ := $(BUILD)/obj
LIB := $(BUILD)/lib
object_of = $(patsubst %.c,$(OBJ)/%.o,$(patsubst $(BUILD)/generated/%,generated/%,$1))
ARCHIVE := $(LIB)/assay.a
FIXTURES := $(LIB)/fixtures.a
PART_O = $(call object_of,$(PART_C) $(GENERATED_C))
FIXTURE_O = $(call object_of,$(FIXTURE_C))

BINARIES = $(foreach f,$(filter-out $(OWN_RULE_MAINS),$(MAIN_C)),$(BUILD)/bin/$(notdir $(basename $f)))
TESTS = $(patsubst %.c,$(BUILD)/test/%,$(TEST_C))
ALL_BINARIES = $(BINARIES)

.SECONDEXPANSION:
.SECONDARY:
.PHONY: FORCE binaries
binaries: $$(ALL_BINARIES)

# A file that is written exactly when its words differ: something to depend on. (How $(file <)
# treats the end of line differs from one call to the next, so only words are compared.)
differ = $(subst x$1,,x$2)$(subst x$2,,x$1)
unless_holds = $(if $(call differ,$(strip $2),$(strip $(file <$1))),FORCE)
write = $(shell mkdir -p $(@D))$(file >$@,$1)

COMPILING = $(CC) $(CFLAGS)
$(BUILD)/flags: $$(call unless_holds,$$@,$$(COMPILING))
	$(call write,$(COMPILING))
$(LIB)/members: $$(call unless_holds,$$@,$$(PART_O))
	$(call write,$(PART_O))
$(LIB)/fixtures: $$(call unless_holds,$$@,$$(FIXTURE_O))
	$(call write,$(FIXTURE_O))

# An object with flags of its own follows the parts, which set them.
own_flags = $(CFLAGS_$(subst /,_,$1))
headers_first = $(if $(filter reference-impl/%,$1),,$(GENERATED_H))

$(OBJ)/%.o: %.c $(BUILD)/flags $$(if $$(call own_flags,$$*),$$(PARTS)) | $$(call headers_first,$$*)
	@mkdir -p $(@D)
	$(if $Q,@echo "  CC    $<")
	$Q$(COMPILING) $(call own_flags,$*) -MMD -MP -c $< -o $@

$(OBJ)/generated/%.o: $(BUILD)/generated/%.c $(BUILD)/flags | $$(GENERATED_H)
	@mkdir -p $(@D)
	$(if $Q,@echo "  CC    $<")
	$Q$(COMPILING) -MMD -MP -c $< -o $@

# Archives are made whole, so that a deleted file leaves no member behind, and appear at
# once, so that a second make never links half of one.
define archive
$(if $Q,@echo "  AR    $@")
$Qrm -f $@.$$$$; $(AR) rcs $@.$$$$ @$<; mv $@.$$$$ $@
endef
$(ARCHIVE): $(LIB)/members $$(PART_O)
	$(archive)
$(FIXTURES): $(LIB)/fixtures $$(FIXTURE_O)
	$(archive)

# $1: libraries beyond LDLIBS. The objects named on the line come first, archives fill in.
define link
@mkdir -p $(@D)
$(if $Q,@echo "  LD    $@")
$Q$(CC) $(CFLAGS) $(LDFLAGS) $(filter %.o,$^) -Wl,--start-group $(filter %.a,$^) -Wl,--end-group $1 $(LDLIBS) -o $@
endef

define program_rule
$(BUILD)/bin/$(notdir $(basename $1)): $(call object_of,$1) $(ARCHIVE)
	$$(call link,$$(LDLIBS_$(notdir $(basename $1))))
endef
# Expanded by the Makefile behind all parts, when OWN_RULE_MAINS is known.
program_rules = $(foreach f,$(filter-out $(OWN_RULE_MAINS),$(MAIN_C)),$(eval $(call program_rule,$f)))

LIBS_CHECK = $(shell pkg-config --libs check)
$(BUILD)/test/%_test: $(OBJ)/%_test.o $(FIXTURES) $(ARCHIVE)
	$(call link,$(LIBS_CHECK) $(LDLIBS_$(notdir $@)))

-include $(shell test -d $(OBJ) && find $(OBJ) -name '*.d')
