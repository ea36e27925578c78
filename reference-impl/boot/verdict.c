/* SPDX-License-Identifier: Apache-2.0 */
/* Two examinations that share nothing but the frozen bytes, and a start that needs both. */

#include "reference-impl/boot/trust.h"
#include "reference-impl/boot/verdict.h"

static enum result examine(const struct platform *platform, enum boot_component place, struct bytes frozen,
			   struct boot_verdict *ret_verdict)
{
	struct boot_trust trust;
	struct boot_policy policy;
	struct mcuboot_image image;
	enum result result;

	result = mcuboot_image_parse(frozen, &image);
	if (result != RESULT_OK)
		return result;
	result = boot_trust_read(platform, place, &trust);
	if (result != RESULT_OK)
		return result;
	boot_trust_policy(&trust, &policy);
	result = mcuboot_image_verify(&image, &policy.policy);
	if (result != RESULT_OK)
		return result;
	result = boot_component_check(&image, place);
	if (result != RESULT_OK)
		return result;
	ret_verdict->image = image;
	ret_verdict->signer = boot_trust_signer(&trust, &image);
	return RESULT_OK;
}

static void deny(struct boot_permit *permit)
{
	permit->first = 0;
	permit->second = 0;
	permit->sealed_len = 0;
}

static bool same_payload(const struct mcuboot_image *a, const struct mcuboot_image *b)
{
	return a->payload.at == b->payload.at && a->payload.len == b->payload.len;
}

enum result boot_judge(const struct platform *platform, enum boot_component place, struct bytes frozen,
		       struct boot_verdict *ret_verdict)
{
	struct boot_permit *permit = &ret_verdict->permit;
	struct boot_verdict again;
	enum result result;

	deny(permit);
	result = examine(platform, place, frozen, ret_verdict);
	if (result != RESULT_OK)
		return result;
	permit->first = BOOT_PERMIT_FIRST;
	result = examine(platform, place, frozen, &again);
	if (result != RESULT_OK)
		return result;
	if (!same_payload(&ret_verdict->image, &again.image))
		return RESULT_INTERNAL;
	result = bytes_copy(BUFFER_OF(ret_verdict->digest), again.image.hash);
	if (result != RESULT_OK)
		return result;
	permit->sealed_len = ~(uint32_t)again.image.payload.len;
	permit->second = BOOT_PERMIT_SECOND;
	return RESULT_OK;
}

bool boot_permit_holds(const struct boot_permit *permit)
{
	if (permit->first != BOOT_PERMIT_FIRST)
		return false;
	return permit->second == BOOT_PERMIT_SECOND;
}

enum result boot_permit_start(const struct platform *platform, const struct boot_permit *permit)
{
	if (permit->first != BOOT_PERMIT_FIRST)
		return RESULT_REFUSED;
	if (permit->second != BOOT_PERMIT_SECOND)
		return RESULT_REFUSED;
	if ((permit->first ^ permit->second) != UINT32_MAX)
		return RESULT_REFUSED;
	return platform->memory.start(platform->memory.context, permit->sealed_len ^ permit->first ^ permit->second);
}
