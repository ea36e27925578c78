# SPDX-License-Identifier: Apache-2.0
# What target programs in C share, beside the adapter server (protocol.mk): starting and reaching
# programs of their own.

TARGET_CHILDREN := $(addprefix $(OBJ)/conformance/targets/server/,child.o folder.o unix_socket.o)

TARGET_CHILD_TEST := $(BUILD)/test/conformance/targets/server/child_test
$(TARGET_CHILD_TEST): $(TARGET_CHILDREN)
TESTS += $(TARGET_CHILD_TEST)
