# SPDX-License-Identifier: Apache-2.0
# The skeleton target. Copied with its folder, from which it takes its name; nothing here has to be changed.

HERE := $(patsubst %/,%,$(dir $(lastword $(MAKEFILE_LIST))))

$(BUILD)/bin/targets/$(notdir $(HERE))/adapter: $(patsubst %.c,$(OBJ)/%.o,$(wildcard $(HERE)/*.c)) $(ADAPTER_SERVER) $(ARCHIVE)
	$(call link)
# At once, since another target's folder is HERE later.
$(eval BINARIES += $(BUILD)/bin/targets/$(notdir $(HERE))/adapter)
