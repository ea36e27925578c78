/* SPDX-License-Identifier: Apache-2.0 */
/* Reads the component field; its absence has one meaning and is never a wildcard. */

#include "reference-impl/boot/component.h"
#include "reference-impl/codec/mcuboot_tlv.h"

enum result boot_component_check(const struct mcuboot_image *image, enum boot_component place)
{
	static const uint8_t os = BOOT_COMPONENT_OS;
	struct bytes made_for = { &os, 1 };
	enum result result = mcuboot_tlv_find(image->protected, MCUBOOT_TLV_COMPONENT, &made_for);

	if (result != RESULT_OK && result != RESULT_NOT_FOUND)
		return result;
	if (made_for.len != 1)
		return RESULT_MALFORMED;
	return made_for.at[0] == place ? RESULT_OK : RESULT_REFUSED;
}
