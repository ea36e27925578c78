/* SPDX-License-Identifier: Apache-2.0 */
/* A forgery like any other, by a key that is not the suite's secret but everybody's. */

#include "conformance/check_known_key.h"
#include "conformance/core/bench.h"
#include "conformance/core/bench_sign.h"
#include "conformance/core/known_keys.h"

size_t well_known_keys(void)
{
	return known_key_count();
}

const char *well_known_key_story(size_t index)
{
	return known_key_story(index);
}

struct image image_signed_by_well_known_key(struct bench *b, struct image image, size_t index)
{
	struct forge_order order = { .act = FORGE_NOTHING, .mend_digests = true };
	struct bench_signer signer;

	if (bench_signer_init(b, known_key_name(index), &signer) != RESULT_OK) {
		bench_decide(b, VERDICT_ERROR, NULL, "a well-known key cannot be made");
		return (struct image){ 0 };
	}
	order.signer = &signer.signer;
	return image_forged(b, image, order, false);
}
