# SPDX-License-Identifier: Apache-2.0
# The report's schema and style sheet are compiled in, so that a program needs nothing beside it.

GENERATED_C += $(BUILD)/generated/report_schema.c $(BUILD)/generated/report_css.c

# $1: the name of the array
define embed
@mkdir -p $(@D)
$(if $Q,@echo "  GEN   $@")
$Q{ printf '/* Generated from %s; not to be edited. */\n#include "reports/embedded.h"\n\n' $<; \
	printf 'const unsigned char $1[] = {\n'; od -An -v -tx1 $< | sed 's/ \(..\)/ 0x\1,/g'; \
	printf '};\nconst size_t $1_len = sizeof($1);\n'; } >$@.$$$$ && mv $@.$$$$ $@
endef
$(BUILD)/generated/report_schema.c: reports/report.schema.json ci/make/reports.mk
	$(call embed,report_schema_json)
$(BUILD)/generated/report_css.c: reports/report.css ci/make/reports.mk
	$(call embed,report_css)
