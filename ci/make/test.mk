# SPDX-License-Identifier: Apache-2.0
# `make test`: every test program and every whole-system script, through one runner.
# `make valgrind`: the parts that read hostile bytes and hold memory themselves, once more.

# ONLY=text takes the tests whose path contains it.
ONLY ?=
chosen = $(if $(ONLY),$(strip $(foreach t,$1,$(if $(findstring $(ONLY),$t),$t))),$1)
# Whole-system tests take longest, so they are started first.
E2E_SCRIPTS := $(sort $(wildcard ci/e2e/*.sh))
SCRIPTS := $(E2E_SCRIPTS) $(sort $(shell find $(wildcard $(ROOTS)) -name '*_test.sh' -not -path '*/.*'))
CHOSEN_TESTS = $(call chosen,$(TESTS))
CHOSEN_SCRIPTS = $(call chosen,$(SCRIPTS))
RUN_TESTS := $(BUILD)/bin/run-tests

# For who hangs. One of the scripts builds all from nothing, which takes minutes where others use the machine too.
TEST_LIMIT_S := 900

# What the scripts and the programs they start find their way with.
run-tests run-valgrind: export ASSAY_BUILD := $(BUILD)

# The rules of the house are a test like the others.
TESTS += $(BUILD)/bin/check-walls

.PHONY: test tests run-tests
test: ## build and run all tests
	@ci/install-deps.sh build test targets && $(MAKE) $(PARALLEL) run-tests

tests: $$(TESTS)

run-tests: $(RUN_TESTS) $$(CHOSEN_TESTS) $$(if $$(filter ci/e2e/%,$$(CHOSEN_SCRIPTS)),$$(ALL_BINARIES))
	$(if $(strip $(CHOSEN_TESTS) $(CHOSEN_SCRIPTS)),,$(error no test has "$(ONLY)" in its path))
	@$(RUN_TESTS) --limit $(TEST_LIMIT_S) $(CHOSEN_SCRIPTS) $(CHOSEN_TESTS)

# This one looks at the objects of everything.
run-tests: $$(if $$(filter ci/every_name_is_used_test.sh,$$(CHOSEN_SCRIPTS)),$$(ALL_BINARIES) $$(TESTS) $$(GUARDS))

VALGRIND_FOLDERS := boot codec update platform root_of_trust
VALGRIND_TESTS = $(call chosen,$(filter $(VALGRIND_FOLDERS:%=$(BUILD)/test/reference-impl/%/%),$(TESTS)))
# A tree for valgrind is some thirty times slower, so the long loops of its tests take every TEST_STRIDE-th case
# alone. It is prime, so that thinning a product of small dimensions still meets every value of each.
TEST_STRIDE := $(if $(VALGRIND),13,1)
CFLAGS += -DTEST_STRIDE=$(TEST_STRIDE)
UNDER_VALGRIND := valgrind --quiet --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite,possible

.PHONY: valgrind run-valgrind
valgrind: ## run the tests of boot, codec, update and platform under valgrind
	@ci/install-deps.sh build test && $(MAKE) VALGRIND=1 $(PARALLEL) run-valgrind

run-valgrind: $(RUN_TESTS) $$(VALGRIND_TESTS)
	$(if $(VALGRIND_TESTS),,$(error no test of $(VALGRIND_FOLDERS) has "$(ONLY)" in its path))
	@echo "every $(TEST_STRIDE)th case of the long loops, each under $(UNDER_VALGRIND)"
	@$(RUN_TESTS) --limit $(TEST_LIMIT_S) --under "$(UNDER_VALGRIND)" $(VALGRIND_TESTS)
