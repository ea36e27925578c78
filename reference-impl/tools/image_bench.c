/* SPDX-License-Identifier: Apache-2.0 */
/* One image, and the two jobs over it. */

#include "reference-impl/tools/image_bench.h"

#include <stdlib.h>

#include "reference-impl/codec/mcuboot_build.h"

enum { ROOM_LEN = IMAGE_BENCH_PAYLOAD_LEN + 1024 };

struct subject {
	struct bytes slot;
	struct mcuboot_image image;
	struct mcuboot_key key;
};

static enum result run_bare(void *context)
{
	const struct subject *subject = context;
	struct crypto_sha256 digest;
	enum result result = crypto_sha256(subject->image.signed_range, &digest);

	if (result != RESULT_OK)
		return result;
	return crypto_p256_verify(subject->key.spki, BYTES_OF(digest), subject->image.signatures[0].der);
}

static enum result run_verifier(void *context)
{
	const struct subject *subject = context;
	struct mcuboot_policy policy = { .keys = &subject->key, .key_count = 1 };
	struct mcuboot_image image;
	enum result result = mcuboot_image_parse(subject->slot, &image);

	return result == RESULT_OK ? mcuboot_image_verify(&image, &policy) : result;
}

static enum result make_subject(const struct crypto_p256_key *maker, struct bytes payload, struct buffer room, struct subject *subject)
{
	struct mcuboot_build build = { .payload = payload, .has_security_counter = true, .key = maker };
	enum result result = mcuboot_image_build(&build, room, &subject->slot);

	subject->key = (struct mcuboot_key){ .spki = BYTES_OF(maker->spki) };
	return result == RESULT_OK ? mcuboot_image_parse(subject->slot, &subject->image) : result;
}

enum result image_bench(size_t rounds, struct stopwatch_times *ret_times)
{
	uint8_t *payload = calloc(1, IMAGE_BENCH_PAYLOAD_LEN);
	uint8_t *room = calloc(1, ROOM_LEN);
	struct crypto_p256_key maker;
	struct subject subject;
	enum result result = payload && room ? crypto_p256_generate(&maker) : RESULT_TOO_LARGE;

	if (result == RESULT_OK)
		result = make_subject(&maker, bytes_from(payload, IMAGE_BENCH_PAYLOAD_LEN), (struct buffer){ room, ROOM_LEN }, &subject);
	if (result == RESULT_OK)
		result = stopwatch_compare((struct stopwatch_job){ run_bare, &subject },
					   (struct stopwatch_job){ run_verifier, &subject }, rounds, ret_times);
	free(payload);
	free(room);
	return result;
}
