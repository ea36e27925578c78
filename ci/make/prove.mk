# SPDX-License-Identifier: Apache-2.0
# `make prove`: does the suite see bad devices, and does it leave good ones alone?
#
# A patch (reference-impl/defects, harnesses/defects, conformance/cheats/variants) is applied to a copy
# of the files that it touches; those are compiled with the flags of the others, and the programs that
# they are in are linked anew, the changed objects before the archive:
#
#   make overlay-NAME      $(BUILD)/overlay/NAME/bin/...: what `assay prove` asks for, one patch at a time
#   ASSAY_OVERLAY=$(BUILD)/overlay/NAME/bin build/bin/assay certify reference     to look at it by hand
#
# DEFECT=name proves one, FULL=1 runs every check on every defect and tells who else saw it.

DEFECT ?=
FULL ?=
OVERLAY := $(BUILD)/overlay
PATCHES := $(sort $(wildcard reference-impl/defects/*.patch harnesses/defects/*.patch conformance/cheats/variants/*.patch))
OVERLAY_EYES := check oracle ct fault variant
# Programs that look at the code itself. They are made of what the test tier installs, so certifying does without.
GUARDS :=

# The single-fault sweep steps through the decisions themselves, about images and about tokens: their code lies in
# sections of its own, and the rest of the program (crypto, the simulated chip, the sweep) does not. It knows one processor.
FAULT_DECISION_C := $(filter-out %_test.c %_fixture.c %/mcuboot_build.c,$(wildcard reference-impl/boot/*.c reference-impl/codec/mcuboot_*.c) \
	$(addprefix reference-impl/base/,bytes.c reader.c secret.c writer.c) \
	$(wildcard reference-impl/root_of_trust/service_*.c reference-impl/root_of_trust/lifecycle*.c) \
	$(addprefix reference-impl/codec/,cbor_check.c cbor_head.c cbor_keys.c cbor_reader.c cbor_utf8.c cbor_writer.c \
	cose_sign1_headers.c cose_sign1_parse.c cose_sign1_verify.c ecdsa_raw.c))
FAULT_DECISION_O := $(call object_of,$(FAULT_DECISION_C))
FAULT_O := $(call object_of,$(wildcard ci/fault/*.c) ci/fault/main/fault-decision.c)
# $1: objects
link_decision = $(Q)ld -r -T ci/fault/decision.ld $1 -o $@

$(BUILD)/fault/decision.o: ci/fault/decision.ld ci/make/prove.mk $(FAULT_DECISION_O)
	@mkdir -p $(@D)
	$(call link_decision,$(FAULT_DECISION_O))
$(BUILD)/bin/fault-decision: $(FAULT_O) $(BUILD)/fault/decision.o $$(FIXTURES) $(ARCHIVE)
	$(call link,$(LIBS_CHECK))
GUARDS += $(if $(filter x86_64,$(shell uname -m)),$(BUILD)/bin/fault-decision)

.PHONY: fault-sweep
fault-sweep: ## give every single fault to the decisions about images that must not start and tokens that must not open
	@ci/install-deps.sh build test && $(MAKE) $(PARALLEL) $(BUILD)/bin/fault-decision && $(BUILD)/bin/fault-decision

# Secrets are marked for valgrind, by a header that comes with it. The functions at which a mark is lifted
# are called through ci/ct/lift.c, which says why.
CT_O := $(call object_of,$(wildcard ci/ct/*.c) ci/ct/main/ct-secrets.c)
CT_LIFT := $(patsubst %,-Wl$(comma)--wrap=%,secret_equal secret_is_uniform BN_bin2bn EVP_CipherFinal_ex entropy_health_take)
$(BUILD)/bin/ct-secrets: $(CT_O) $(ARCHIVE)
	$(call link,$(CT_LIFT))
GUARDS += $(if $(wildcard /usr/include/valgrind/memcheck.h),$(BUILD)/bin/ct-secrets)

.PHONY: ct
ct: ## prove that what gets secrets does not branch on them
	@ci/install-deps.sh build test && $(MAKE) $(PARALLEL) $(BUILD)/bin/ct-secrets && $(BUILD)/bin/ct-secrets

# $1: name, $2: source
overlay_source = $(OVERLAY)/$1/src/$2
overlay_object = $(OVERLAY)/$1/obj/$(2:.c=.o)
overlay_stage_object = $(OVERLAY)/$1/stage/$(2:.c=.o)

# The programs that a patch is seen through. $1: name, $2: sources, $3: eyes
overlay_surfaces = $(patsubst corpora/%/witness/$1.bin,%,$(wildcard corpora/*/witness/$1.bin))
OVERLAY_STAGES := assay-root-of-trust assay-loader assay-os
overlay_programs_check = assay-device $(if $(filter $(STAGE_C),$2),$(OVERLAY_STAGES)) $(if $(filter reference-impl/tools/%,$2),provision)
overlay_programs_variant = $(overlay_programs_check) sign_image provision
overlay_programs_oracle = $(patsubst %,replay_%,$(overlay_surfaces))
overlay_programs_ct = ct-secrets
overlay_programs_fault = fault-decision
overlay_programs = $(sort $(foreach eye,$3,$(call overlay_programs_$(eye),$1,$2)))

define overlay_source_rule
$(call overlay_source,$1,$3): $2 $3
	@mkdir -p $$(@D)
	$$Qcp $3 $$@.$$$$$$$$ && patch --quiet --fuzz=0 --no-backup-if-mismatch --reject-file=- -p1 $$@.$$$$$$$$ < <(awk '/^--- /{on = $$$$2 == "a/$3"} on' $2) && \
		mv $$@.$$$$$$$$ $$@ || { rm -f $$@.$$$$$$$$; echo "overlay: $2 no longer applies to $3: make defect-refresh, or mend it by hand" >&2; exit 1; }
$(call overlay_object,$1,$3): $(call overlay_source,$1,$3) $(BUILD)/flags
	@mkdir -p $$(@D)
	$$Q$$(COMPILING) $$(call own_flags,$(basename $3)) -MMD -MP -c $$< -o $$@
$(call overlay_stage_object,$1,$3): $(call overlay_source,$1,$3) $(BUILD)/stage/flags
	@mkdir -p $$(@D)
	$$Q$$(STAGE_COMPILING) -MMD -MP -c $$< -o $$@
endef

define overlay_rules
$(foreach source,$3,$(eval $(call overlay_source_rule,$1,$2,$(source))))
$(foreach program,$(filter-out $(OVERLAY_STAGES) fault-decision,$(call overlay_programs,$1,$3,$4)),$(eval $(OVERLAY)/$1/bin/$(program): \
	$(foreach source,$3,$(call overlay_object,$1,$(source)))))
$(if $(filter fault,$4),$(eval $(OVERLAY)/$1/fault/decision.o: $(foreach source,$3,$(call overlay_object,$1,$(source)))))
$(foreach program,$(filter $(OVERLAY_STAGES),$(call overlay_programs,$1,$3,$4)),$(eval $(OVERLAY)/$1/bin/$(program): \
	$(foreach source,$(filter $(STAGE_C),$3),$(call overlay_stage_object,$1,$(source)))))
.PHONY: overlay-$1
overlay-$1: $(patsubst %,$(OVERLAY)/$1/bin/%,$(call overlay_programs,$1,$3,$4))
-include $(patsubst %.c,$(OVERLAY)/$1/obj/%.d,$3) $(patsubst %.c,$(OVERLAY)/$1/stage/%.d,$3)
endef

# Which program is made of what, beside the changed objects, which come first.
$(OVERLAY)/%/bin/assay-device: $(OBJ)/reference-impl/device/main/assay-device.o $(ARCHIVE)
	$(call link)
define overlay_link_stage_rule
$(OVERLAY)/%/bin/$1: $$$$(STAGE_OBJ)/reference-impl/device/main/$1.o $$$$(STAGE_ARCHIVE)
	$$(link_stage)
endef
$(foreach stage,$(OVERLAY_STAGES),$(eval $(call overlay_link_stage_rule,$(stage))))
$(OVERLAY)/%/bin/sign_image: $(OBJ)/reference-impl/tools/main/sign_image.o $(ARCHIVE)
	$(call link)
$(OVERLAY)/%/bin/provision: $(OBJ)/reference-impl/tools/main/provision.o $(ARCHIVE)
	$(call link)
$(OVERLAY)/%/bin/ct-secrets: $(CT_O) $(ARCHIVE)
	$(call link,$(CT_LIFT))
$(OVERLAY)/%/bin/fault-decision: $(FAULT_O) $(OVERLAY)/%/fault/decision.o $$(FIXTURES) $(ARCHIVE)
	$(call link,$(LIBS_CHECK))
$(OVERLAY)/%/fault/decision.o: ci/fault/decision.ld ci/make/prove.mk $(FAULT_DECISION_O)
	@mkdir -p $(@D)
	$(call link_decision,$(foreach o,$(FAULT_DECISION_O),$(firstword $(filter $(OVERLAY)/$*/obj/$(o:$(OBJ)/%=%),$^) $o)))
# A surface's own objects are named by fuzz.mk, which is read before this part.
define overlay_replay_rule
$(OVERLAY)/%/bin/replay_$1: $(call surface_objects,$1,$(REPLAY_C)) $(ARCHIVE)
	$$(call link,$$(LDLIBS_surface_$1))
endef
$(foreach surface,$(SURFACES),$(eval $(call overlay_replay_rule,$(surface))))

$(BUILD)/generated/overlays.list: $$(call unless_holds,$$@,$$(PATCHES))
	$(call write,$(PATCHES))
$(BUILD)/generated/overlays.mk: ci/make/overlays.awk $(BUILD)/generated/overlays.list $(PATCHES)
	@awk -f $< $(PATCHES) </dev/null >$@.$$$$; mv $@.$$$$ $@
# Read behind all parts, as the rules of programs are, since it asks what is a stage's.
program_rules += $(if $(filter overlay-%,$(MAKECMDGOALS)),$(eval include $(BUILD)/generated/overlays.mk))

.PHONY: prove run-prove defect-refresh
prove: ## prove that the suite catches bad devices and leaves good ones alone (DEFECT=name: one; FULL=1: every check on every defect)
	@ci/install-deps.sh build test targets && $(MAKE) $(PARALLEL) run-prove

run-prove: $$(ALL_BINARIES) $(GUARDS)
	@$(BUILD)/bin/assay-prove $(if $(DEFECT),--defect $(DEFECT)) $(if $(FULL),--full) $(ARGS)

# Lets patch(1) look around for the places and writes the patches anew; what it can't place stays and is told.
defect-refresh: ## re-apply the patches of defects and variants after a refactor, and rewrite those that moved
	@ci/defect-refresh.sh $(PATCHES)
