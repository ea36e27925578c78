# SPDX-License-Identifier: Apache-2.0
# Everything is found by globbing: a new file in the right folder is built, tested and
# listed without an edit here. `make help` lists what there is to make; ci/make/*.mk hold the parts.

SHELL := /bin/bash
.SHELLFLAGS := -o pipefail -ec
.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules --no-builtin-variables
export LC_ALL := C

# SANITIZE=address,undefined builds a second tree beside the plain one; so does VALGRIND=1,
# without the zeroing of locals that would hide uninitialised reads from it.
SANITIZE ?=
VALGRIND ?=
comma := ,
BUILD := build$(if $(SANITIZE),/sanitize-$(subst $(comma),-,$(SANITIZE)))$(if $(VALGRIND),/valgrind)
elsewhere := $(filter-out $(BUILD)/%,$(filter build/%,$(MAKECMDGOALS)))
$(if $(elsewhere),$(error With these settings everything is under $(BUILD): make $(elsewhere:build/%=$(BUILD)/%)))

CC := gcc
AR := gcc-ar
WARNINGS := -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Werror
# Only what this compiler and processor know; before the packages are there, that is nothing.
HARDENING := $(shell for flag in -fstack-protector-strong -fstack-clash-protection -fcf-protection \
	-mbranch-protection=standard $(if $(VALGRIND),,-ftrivial-auto-var-init=zero); do \
	$(CC) -Werror $$flag -fsyntax-only -x c /dev/null 2>/dev/null && echo $$flag; done)
SANITIZING := $(if $(SANITIZE),-fsanitize=$(SANITIZE) -fno-sanitize-recover=all -fno-omit-frame-pointer)
FORTIFYING := $(if $(findstring -fsanitize,$(SANITIZING))$(VALGRIND),,-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)
CFLAGS := -std=gnu11 -O2 -g -fPIE -D_GNU_SOURCE= -I. -I$(BUILD)/generated $(WARNINGS) $(HARDENING) $(FORTIFYING) $(SANITIZING)
LDFLAGS := -pie -Wl,-z,relro,-z,now,-z,noexecstack -Wl,--as-needed $(if $(SANITIZE),-fsanitize=$(SANITIZE))
LDLIBS := -lcrypto -ljansson -lseccomp -lcap

# Tools of which the release is not ours to choose: the first name that is on the path.
on_path = $(firstword $(foreach name,$1,$(if $(wildcard $(addsuffix /$(name),$(subst :, ,$(PATH)))),$(name))))
CLANG := $(or $(call on_path,clang-14 clang),clang)
LLVM_NM := $(CLANG:clang%=llvm-nm%)

# V=1 shows whole commands, else one word and the file.
V ?=
Q := $(if $(V),,@)
# What a target that the user types hands to its inner make, unless the user chose -j himself.
PARALLEL = --no-print-directory $(if $(filter -j%,$(MAKEFLAGS)),,-j$(shell nproc))

include ci/make/build.mk
PARTS := $(sort $(filter-out ci/make/build.mk,$(wildcard ci/make/*.mk)) $(wildcard conformance/targets/*/target.mk))
include $(PARTS)
$(program_rules)

.PHONY: all help clean
all: ## build everything that the suite runs
	@ci/install-deps.sh build && $(MAKE) $(PARALLEL) binaries

help: ## list what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | sort -u | expand -t 24
	@echo
	@echo "  SANITIZE=address,undefined   builds and tests with sanitizers, in build/sanitize-..."
	@echo "  ONLY=text                    test: only the programs whose path contains it"
	@echo "  V=1                          shows whole commands"
	@echo "  ASSAY_NO_INSTALL=1           never installs packages, says what is missing instead"

clean: ## remove everything that was built
	rm -rf build
