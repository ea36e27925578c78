# SPDX-License-Identifier: Apache-2.0
# What the suite consists of, found by file names: the tables of checks and of formats, and the
# digest over every source that can change a verdict. Deleting a file takes its row away.

SUITE_VERSION := 0.1.0
# The benches that the suite vouches for; a run with another rig is practice.
SUITE_RIGS := reference tpm2

not_tests = $(filter-out %_test.c %_fixture.c %_fixture.h,$(sort $1))
CHECK_C := $(call not_tests,$(wildcard conformance/checks/*/*.c))
READER_C := $(call not_tests,$(wildcard conformance/readers/*.c))
SUITE_FOLDERS := $(wildcard conformance/checks conformance/requirements conformance/profiles conformance/readers \
	conformance/core conformance/scoring conformance/certificate reference-impl/base reference-impl/crypto \
	conformance/targets/server $(SUITE_RIGS:%=conformance/targets/%))
SUITE_SOURCES := $(call not_tests,conformance/protocol.json $(wildcard conformance/*.c conformance/*.h) \
	$(shell find $(SUITE_FOLDERS) -name '*.[ch]' -o -name '*.json'))

GENERATED_C += $(addprefix $(BUILD)/generated/,checks_table.c formats_table.c suite_digest.c)

$(BUILD)/generated/check_files: $$(call unless_holds,$$@,$$(CHECK_C))
	$(call write,$(CHECK_C))
$(BUILD)/generated/reader_files: $$(call unless_holds,$$@,$$(READER_C))
	$(call write,$(READER_C))
$(BUILD)/generated/suite_files: $$(call unless_holds,$$@,$$(SUITE_VERSION) $$(SUITE_SOURCES))
	$(call write,$(SUITE_VERSION) $(SUITE_SOURCES))

$(BUILD)/generated/checks_table.c: ci/make/checks_table.awk $(BUILD)/generated/check_files $(CHECK_C)
	$(if $Q,@echo "  GEN   $@")
	$Qawk -f $< $(CHECK_C) </dev/null >$@.$$$$; mv $@.$$$$ $@

$(BUILD)/generated/formats_table.c: ci/make/formats_table.awk $(BUILD)/generated/reader_files $(READER_C)
	$(if $Q,@echo "  GEN   $@")
	$Qawk -f $< $(READER_C) </dev/null >$@.$$$$; mv $@.$$$$ $@

$(BUILD)/generated/suite_digest.c: $(BUILD)/generated/suite_files $(SUITE_SOURCES)
	$(if $Q,@echo "  GEN   $@")
	$Qdigest=$$(sha256sum -- $(SUITE_SOURCES) | sha256sum | cut -d ' ' -f 1); \
	printf '%s\n' '/* SPDX-License-Identifier: Apache-2.0 */' '/* Generated over the sources of the suite; not to be edited. */' '' \
		'#include "conformance/suite.h"' '' "const char suite_digest[65] = \"$$digest\";" \
		'const char suite_version[] = "$(SUITE_VERSION)";' \
		'const char *const suite_rigs[] = { $(SUITE_RIGS:%="%",) NULL };' >$@.$$$$; mv $@.$$$$ $@
