# SPDX-License-Identifier: Apache-2.0
# Requirements and profiles become a table in C, by a program of their own that is built
# before anything else: it needs no generated header and not the archive.

REQUIREMENT_FILES := $(sort $(wildcard conformance/requirements/* conformance/requirements/*/* conformance/profiles/*))
REQUIREMENT_GENERATOR := $(BUILD)/generated/generate-requirements
REQUIREMENT_GENERATOR_C := conformance/requirement_names.c \
	$(addprefix conformance/scoring/,main/generate-requirements.c field.c gate.c crosswalk_clause.c \
	requirement_file.c profile_file.c requirement_tables.c requirement_tables_write.c)
REQUIREMENT_GENERATOR_H := conformance/requirement.h reference-impl/base/result.h \
	$(addprefix conformance/scoring/,field.h gate.h crosswalk_clause.h requirement_file.h requirement_tables.h)

GENERATED_C += $(BUILD)/generated/requirements_table.c
OWN_RULE_MAINS += conformance/scoring/main/generate-requirements.c

$(REQUIREMENT_GENERATOR): $(REQUIREMENT_GENERATOR_C) $(REQUIREMENT_GENERATOR_H) $(BUILD)/flags
	@mkdir -p $(@D)
	$(if $Q,@echo "  LD    $@")
	$Q$(CC) $(CFLAGS) $(LDFLAGS) $(REQUIREMENT_GENERATOR_C) -ljansson -o $@

# The list makes a deleted file count as a change.
$(BUILD)/generated/requirements.list: $$(call unless_holds,$$@,$$(REQUIREMENT_FILES))
	$(call write,$(REQUIREMENT_FILES))

$(BUILD)/generated/requirements_table.c: $(REQUIREMENT_GENERATOR) $(BUILD)/generated/requirements.list \
		$(REQUIREMENT_FILES) conformance/protocol.json
	$(if $Q,@echo "  GEN   $@")
	$Q$< conformance >$@.$$$$ && mv $@.$$$$ $@
