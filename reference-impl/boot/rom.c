/* SPDX-License-Identifier: Apache-2.0 */
/* Load, judge, lock, measure, start; whatever fails ends it. */

#include "reference-impl/boot/console_line.h"
#include "reference-impl/boot/load.h"
#include "reference-impl/boot/measure.h"
#include "reference-impl/boot/rom.h"
#include "reference-impl/boot/verdict.h"

static enum result hand_over(const struct platform *platform, const struct boot_verdict *verdict)
{
	enum result result = platform->control.lock(platform->control.context, LOCK_LOADER_SLOT);

	if (result == RESULT_OK)
		result = boot_measure_image(platform, COMPONENT_LOADER, verdict);
	if (result == RESULT_OK)
		result = boot_permit_start(platform, &verdict->permit);
	return result;
}

static enum result boot(const struct platform *platform)
{
	struct boot_verdict verdict = { 0 };
	struct bytes image;
	enum result result = boot_load(platform, FLASH_LOADER, &image);

	if (result == RESULT_OK)
		result = boot_judge(platform, BOOT_COMPONENT_LOADER, image, &verdict);
	return result == RESULT_OK ? hand_over(platform, &verdict) : result;
}

enum result rom_boot(const struct platform *platform)
{
	enum result result = boot(platform);

	if (result != RESULT_OK)
		boot_say(platform, "ROM: recovery: ", result_sentence(result), "");
	return result;
}
