# SPDX-License-Identifier: Apache-2.0
# A surface is one file, harnesses/surfaces/<name>.c, and becomes a program in each of three trees:
#
#   $(BUILD)/bin/replay_<name>             with this compiler, a plain main over stored inputs
#   build/fuzz/libfuzzer/bin/fuzz_<name>   clang with ASan and UBSan, libFuzzer
#   build/fuzz/afl/bin/fuzz_<name>         afl-clang-fast, persistent, shared memory
#
# A tree is this Makefile run again. fuzz_empty is a surface that does nothing: what an engine
# does with it is the measure for what it does with the others.

SURFACES := $(sort $(basename $(notdir $(wildcard harnesses/surfaces/*.c))))
FUZZ_ROOTS := $(addprefix reference-impl/,base crypto codec platform boot root_of_trust update device) conformance \
	harnesses/oracles harnesses/mutators harnesses/worlds
FUZZ_PROGRAMS := $(patsubst %,$(BUILD)/bin/fuzz_%,$(SURFACES) empty)
REPLAY_PROGRAMS := $(SURFACES:%=$(BUILD)/bin/replay_%)
BINARIES += $(REPLAY_PROGRAMS)

ENGINE_C := harnesses/engines/engine.c
# A device that boots again and again asks about the same signatures (harnesses/worlds/known_signatures.c).
LDLIBS_surface_boot_decision := -Wl,--wrap=crypto_p256_verify
# A root of trust derives the same few keys at each power-on and signs with them (harnesses/worlds/known_keys.c), and
# its noise is the world's own (rot_factory.c).
ROOT_OF_TRUST_SURFACES := root_of_trust_mailbox debug_token lifecycle
$(foreach s,$(ROOT_OF_TRUST_SURFACES),$(eval LDLIBS_surface_$s := $(addprefix -Wl$(comma)--wrap=,\
	crypto_hkdf dice_key_from_seed crypto_p256_sign crypto_p256_verify entropy_health_take)))
REPLAY_C := $(ENGINE_C) $(addprefix harnesses/engines/,replay.c seeds.c)
FUZZ_C := $(ENGINE_C) harnesses/engines/libfuzzer.c
# What the engine that calls LLVMFuzzerTestOneInput is linked with, and by which compiler.
ENGINE_LINK ?= -fsanitize=fuzzer
ENGINE_LD ?= $(CC)

$(BUILD)/generated/surface_%.c: ci/make/fuzz.mk
	@mkdir -p $(@D)
	$(if $Q,@echo "  GEN   $@")
	$Qprintf '%s\n' '#include "harnesses/engines/engine.h"' '' 'extern const struct surface surface_$*;' \
		'const struct surface *const engine_surface = &surface_$*;' 'const char engine_surface_name[] = "$*";' >$@.$$$$; \
	mv $@.$$$$ $@

surface_source = $(or $(wildcard harnesses/surfaces/$1.c),harnesses/engines/$1_surface.c)
# $1: the surface, $2: sources of the engine. A surface may have SURFACE_C_<name> and LDLIBS_surface_<name> of its own.
surface_objects = $(call object_of,$(call surface_source,$1) $(SURFACE_C_$1) $(BUILD)/generated/surface_$1.c $2)

define link_engine
@mkdir -p $(@D)
$(if $Q,@echo "  LD    $@")
$Q$(ENGINE_LD) $(filter-out -std=%,$(CFLAGS)) $(LDFLAGS) $(filter %.o,$^) -Wl,--start-group $(filter %.a,$^) -Wl,--end-group \
	$(ENGINE_LINK) $1 $(LDLIBS) -o $@
endef

define surface_rules
$(BUILD)/bin/replay_$1: $(call surface_objects,$1,$(REPLAY_C)) $(ARCHIVE)
	$$(call link,$$(LDLIBS_surface_$1))
$(BUILD)/bin/fuzz_$1: $(call surface_objects,$1,$(FUZZ_C)) $(ARCHIVE)
	$$(call link_engine,$$(LDLIBS_surface_$1))
endef
$(foreach s,$(SURFACES) empty,$(eval $(call surface_rules,$s)))

# The newest clang that can link a fuzzer, since some are installed without their runtime.
FUZZ_CLANG = $(or $(shell out=$$(mktemp); trap 'rm -f $$out' EXIT; \
	for clang in clang-19 clang-18 clang-17 clang-16 clang-15 clang-14 clang; do \
		echo 'int LLVMFuzzerTestOneInput(void); int LLVMFuzzerTestOneInput(void) { return 0; }' | \
		$$clang -fsanitize=fuzzer,address -x c - -o $$out 2>/dev/null && echo $$clang && break; done),clang)
# Oracles and engines are sanitized but not traced: what a fuzzer explores is the code under test. Flags for these alone:
UNTRACED ?=
UNTRACED_C := $(foreach folder,oracles engines peers,$(wildcard harnesses/$(folder)/*.c))
$(if $(UNTRACED),$(foreach c,$(UNTRACED_C),$(eval CFLAGS_$(subst /,_,$(basename $c)) := $(UNTRACED))))
FUZZ_SANITIZING := -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer

# Neither warnings nor hardening: the product has them in its own build, and other compilers have other opinions.
in_tree = +$(MAKE) --no-print-directory ROOTS="$(FUZZ_ROOTS)" HARDENING= WARNINGS= LDFLAGS=-Wl,--as-needed SANITIZE= VALGRIND=
in_libfuzzer_tree = $(in_tree) BUILD=build/fuzz/libfuzzer CC=$(FUZZ_CLANG) SANITIZING="$(FUZZ_SANITIZING)" UNTRACED=-fno-sanitize=fuzzer-no-link
in_afl_tree = +AFL_QUIET=1 $(in_tree:+%=%) BUILD=build/fuzz/afl CC=afl-clang-fast SANITIZING=

# bench-fuzz looks at these.
bench: fuzz-engines

.PHONY: fuzz-engines fuzz-libfuzzer fuzz-afl fuzz-programs seeds
fuzz-engines: ## build every surface for libFuzzer and AFL++
	@ci/install-deps.sh build fuzz && $(MAKE) $(PARALLEL) fuzz-libfuzzer fuzz-afl
fuzz-libfuzzer:
	$Q$(in_libfuzzer_tree) fuzz-programs
fuzz-afl:
	$Q$(in_afl_tree) fuzz-programs
fuzz-programs: $(FUZZ_PROGRAMS)

# ONLY=text: of the surfaces whose name contains it.
CHOSEN_SURFACES = $(call chosen,$(SURFACES))
seeds: $$(patsubst %,$(BUILD)/bin/replay_%,$$(CHOSEN_SURFACES)) ## make seeds, their intentions and dictionaries in corpora/ anew
	$Q$(foreach s,$(CHOSEN_SURFACES),rm -rf corpora/$s/seeds; $(BUILD)/bin/replay_$s --make-seeds corpora/$s;)

# Each defect that an oracle has to see has a stored witness, corpora/<surface>/witness/<defect>.bin; the
# programs that it is replayed with are overlays (prove.mk).
witness_surface = $(word 2,$(subst /, ,$1))
witness_defect = $(basename $(notdir $1))
WITNESSES := $(sort $(wildcard corpora/*/witness/*.bin))

.PHONY: overlay-witnesses fuzz-witnesses fuzz-defect
overlay-witnesses: $(foreach w,$(WITNESSES),$(BUILD)/overlay/$(call witness_defect,$w)/bin/replay_$(call witness_surface,$w))
fuzz-witnesses: $(REPLAY_PROGRAMS)
	$Q+$(MAKE) --no-print-directory overlay-witnesses
run-tests: $$(if $$(filter ci/e2e/fuzz_defects.sh,$$(CHOSEN_SCRIPTS)),fuzz-witnesses)

# One defect under all engines, in a folder that `assay fuzz --bin` takes.
define overlay_fuzz_rule
$(BUILD)/overlay/%/bin/fuzz_$1: $(call surface_objects,$1,$(FUZZ_C)) $(ARCHIVE)
	$$(call link_engine,$$(LDLIBS_surface_$1))
endef
$(foreach s,$(SURFACES),$(eval $(call overlay_fuzz_rule,$s)))
as_fuzzers = overlay-$(DEFECT) overlay_programs='$$(patsubst %,fuzz_%,$$(overlay_surfaces))'
DEFECT_SURFACE = $(call witness_surface,$(wildcard corpora/*/witness/$(DEFECT).bin))
DEFECT_BIN := build/fuzz/defect/$(DEFECT)

fuzz-defect: $(REPLAY_PROGRAMS) ## build one defect's surface for every engine: DEFECT=name
	$(if $(DEFECT_SURFACE),,$(error DEFECT=name must be one of those with a witness: $(foreach w,$(WITNESSES),$(call witness_defect,$w))))
	$Q+$(MAKE) --no-print-directory overlay-$(DEFECT) overlay_programs='$$(patsubst %,replay_%,$$(overlay_surfaces))'
	$Q$(in_libfuzzer_tree) $(as_fuzzers)
	$Q$(in_afl_tree) $(as_fuzzers)
	@mkdir -p $(addprefix $(DEFECT_BIN)/,bin libfuzzer/bin afl/bin)
	@ln -sf $(CURDIR)/$(BUILD)/overlay/$(DEFECT)/bin/replay_$(DEFECT_SURFACE) $(DEFECT_BIN)/bin/
	@$(foreach e,libfuzzer afl,ln -sf $(CURDIR)/build/fuzz/$e/overlay/$(DEFECT)/bin/fuzz_$(DEFECT_SURFACE) $(DEFECT_BIN)/$e/bin/;)
	@echo "build/bin/assay fuzz $(DEFECT_SURFACE) --bin $(DEFECT_BIN)"
