# SPDX-License-Identifier: Apache-2.0
# The suite's payload. Each target builds it for its chip, with a port of its own
# (target.mk); here are the tests, which run it on the host.

PAYLOAD_C := conformance/payloads/block.c conformance/payloads/payload.c conformance/payloads/sha256.c

PAYLOAD_TEST_C := $(wildcard conformance/payloads/*_test.c)
TESTS += $(PAYLOAD_TEST_C:%.c=$(BUILD)/test/%)
$(PAYLOAD_TEST_C:%.c=$(BUILD)/test/%): $(patsubst %.c,$(OBJ)/%.o,$(PAYLOAD_C))
