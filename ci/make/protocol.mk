# SPDX-License-Identifier: Apache-2.0
# What follows from conformance/protocol.json. The generator is compiled in one step, without
# GENERATED_H, since it makes a part of it.

PROTOCOL_GENERATOR_C := conformance/core/main/generate-protocol.c $(wildcard conformance/core/protocol_write*.c) \
	conformance/core/protocol_schema.c conformance/core/complaint.c
PROTOCOL_GENERATED := $(addprefix $(BUILD)/generated/,protocol_calls.h protocol_calls.c protocol_table.h \
	protocol_table.c protocol.dict PORTING.md)

GENERATED_C += $(filter %.c,$(PROTOCOL_GENERATED))
GENERATED_H += $(filter %.h,$(PROTOCOL_GENERATED))
OWN_RULE_MAINS += conformance/core/main/generate-protocol.c
BINARIES += $(BUILD)/generated/PORTING.md $(BUILD)/generated/protocol.dict

$(BUILD)/generate/generate-protocol: $(PROTOCOL_GENERATOR_C) conformance/core/protocol_schema.h \
		conformance/core/protocol_write.h conformance/core/protocol.h conformance/core/complaint.h $(BUILD)/flags
	@mkdir -p $(@D)
	$(if $Q,@echo "  CC    $@")
	$Q$(CC) $(CFLAGS) $(LDFLAGS) $(filter %.c,$^) -ljansson -o $@

$(PROTOCOL_GENERATED) &: $(BUILD)/generate/generate-protocol conformance/protocol.json
	@mkdir -p $(BUILD)/generated
	$(if $Q,@echo "  GEN   protocol")
	$Q$< conformance/protocol.json $(BUILD)/generated

# What target programs in C link to, beside the archive.
ADAPTER_SERVER := $(OBJ)/conformance/targets/server/adapter.o
