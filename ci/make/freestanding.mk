# SPDX-License-Identifier: Apache-2.0
# The trusted core must fit a microcontroller: no allocation, no stdio, no operating system.
#
# Its folders are compiled for a Cortex-M33 without a C library, and may need nothing from
# outside but mem*, crypto_*, platform_* and the compiler's own run time. A file that serves the
# core on a host (processes, sockets) is named *_host.c and stays out. Told: the deepest
# stack frame of each folder; a frame of unknown depth fails.

FREESTANDING_FOLDERS := base codec boot update root_of_trust
# And what of the platform is no home: the boot log, which both keep.
FREESTANDING_C := $(sort reference-impl/platform/boot_log.c $(filter-out %_test.c %_fixture.c %_host.c,$(wildcard $(FREESTANDING_FOLDERS:%=reference-impl/%/*.c))))
FREESTANDING := $(BUILD)/freestanding
FREESTANDING_O := $(FREESTANDING_C:%.c=$(FREESTANDING)/%.o)
# CLANG is chosen in fuzz.mk.
FREESTANDING_CC = $(CLANG) --target=thumbv8m.main-none-eabi -mcpu=cortex-m33 -ffreestanding -nostdlibinc -std=gnu11 -Os \
	-I. -isystem ci/freestanding/include $(WARNINGS) -fstack-usage
FREESTANDING_NM = $(patsubst clang%,llvm-nm%,$(CLANG))
FREESTANDING_MAY_NEED := mem(cpy|move|set|cmp|chr)|(crypto|platform)_[a-z0-9_]+|__aeabi_[a-z0-9_]+

$(FREESTANDING)/%.o: %.c ci/make/freestanding.mk
	@mkdir -p $(@D)
	$(if $Q,@echo "  CC    $< (freestanding)")
	$Q$(FREESTANDING_CC) -MMD -MP -c $< -o $@

.PHONY: freestanding
freestanding: $(FREESTANDING_O) ## compile the trusted core for a Cortex-M33 and check what it needs
	@cd $(FREESTANDING); $(FREESTANDING_NM) --undefined-only --format=just-symbols $(FREESTANDING_C:.c=.o) | grep -v -e : -e '^$$' | sort -u > needed
	@cd $(FREESTANDING); $(FREESTANDING_NM) --defined-only --extern-only --format=just-symbols $(FREESTANDING_C:.c=.o) | grep -v -e : -e '^$$' | sort -u > defined
	@cd $(FREESTANDING); comm -23 needed defined | { grep -vxE '$(FREESTANDING_MAY_NEED)' || true; } > foreign
	@while read -r symbol; do \
		echo "freestanding: $$symbol is needed by $$(cd $(FREESTANDING); $(FREESTANDING_NM) -A -u $(FREESTANDING_C:.c=.o) | grep -w "$$symbol" | cut -d: -f1 | sort -u | xargs)," \
			"but only mem*, crypto_* and platform_* may be; use those, or name a file for hosts *_host.c" >&2; \
	done < $(FREESTANDING)/foreign; test ! -s $(FREESTANDING)/foreign
	@cd $(FREESTANDING); awk -F '\t' -f $(CURDIR)/ci/freestanding/stack.awk $(FREESTANDING_C:.c=.su)

-include $(FREESTANDING_O:.o=.d)
