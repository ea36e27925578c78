# SPDX-License-Identifier: Apache-2.0
# The skeleton target. Copied with its folder: change the name in the first line, and nothing else.

SKELETON := conformance/targets/skeleton

$(BUILD)/bin/targets/$(notdir $(SKELETON))/adapter: $(patsubst %.c,$(OBJ)/%.o,$(wildcard $(SKELETON)/*.c)) $(ADAPTER_SERVER) $(ARCHIVE)
	$(call link)
BINARIES += $(BUILD)/bin/targets/$(notdir $(SKELETON))/adapter
