/* SPDX-License-Identifier: Apache-2.0 */
/* One set of claims as a device sends them, and the two jobs over it. */

#include "reference-impl/tools/cbor_bench.h"

#include <stdio.h>

#include "reference-impl/codec/cbor_writer.h"

enum { CLAIMS_MAX_LEN = 512 };

struct subject {
	uint8_t room[CLAIMS_MAX_LEN];
	struct bytes claims;
	cbor_bench_peer *peer;
	bool takes_claims;
};

/* The claims of RFC 9783 that a token must have, of a device with one measured component. */
static enum result write_claims(struct subject *subject)
{
	static const uint8_t digest[33] = { 0xa5 };
	struct writer w = writer_over(BUFFER_OF(subject->room));

	cbor_write_map(&w, 7);
	cbor_write_int(&w, 10);
	cbor_write_bytes(&w, bytes_from(digest, 32));
	cbor_write_int(&w, 256);
	cbor_write_bytes(&w, BYTES_OF(digest));
	cbor_write_int(&w, 265);
	cbor_write_text(&w, "tag:psacertified.org,2023:psa");
	cbor_write_int(&w, 2394);
	cbor_write_int(&w, -1);
	cbor_write_int(&w, 2395);
	cbor_write_int(&w, 0x3000);
	cbor_write_int(&w, 2396);
	cbor_write_bytes(&w, bytes_from(digest, 32));
	cbor_write_int(&w, 2399);
	cbor_write_array(&w, 1);
	cbor_write_map(&w, 2);
	cbor_write_int(&w, 2);
	cbor_write_bytes(&w, bytes_from(digest, 32));
	cbor_write_int(&w, 5);
	cbor_write_bytes(&w, bytes_from(digest, 32));
	return cbor_write_finish(&w, &subject->claims);
}

static enum result take_component(const struct cbor_item *component)
{
	struct cbor_reader r = cbor_reader_over(component);

	while (cbor_reader_has_more(&r)) {
		(void)cbor_take_int(&r);
		(void)cbor_take(&r);
	}
	return cbor_reader_finish(&r);
}

static enum result take_components(const struct cbor_item *components)
{
	struct cbor_reader r = cbor_reader_over(components);
	enum result result = RESULT_OK;

	while (result == RESULT_OK && cbor_reader_has_more(&r)) {
		struct cbor_item component = cbor_take_kind(&r, CBOR_MAP);

		result = take_component(&component);
	}
	return result == RESULT_OK ? cbor_reader_finish(&r) : result;
}

static enum result read_claims(struct bytes claims, bool takes_them)
{
	struct cbor_item map;
	struct cbor_reader r;
	enum result result = cbor_parse(claims, CBOR_TOLERANT, &map);

	if (result != RESULT_OK || !takes_them)
		return result;
	r = cbor_reader_over(&map);
	while (result == RESULT_OK && cbor_reader_has_more(&r)) {
		(void)cbor_take_int(&r);
		map = cbor_take(&r);
		if (map.kind == CBOR_ARRAY)
			result = take_components(&map);
	}
	return result == RESULT_OK ? cbor_reader_finish(&r) : result;
}

static enum result run_reader(void *context)
{
	const struct subject *subject = context;
	enum result result = RESULT_OK;

	for (size_t i = 0; result == RESULT_OK && i < CBOR_BENCH_REPEATS; i++)
		result = read_claims(subject->claims, subject->takes_claims);
	return result;
}

static enum result run_peer(void *context)
{
	const struct subject *subject = context;
	enum result result = RESULT_OK;

	for (size_t i = 0; result == RESULT_OK && i < CBOR_BENCH_REPEATS; i++)
		result = subject->peer(subject->claims);
	return result;
}

static enum result compare(struct subject *subject, size_t rounds, const char *what, const char *goal)
{
	struct stopwatch_times times;
	enum result result = stopwatch_compare((struct stopwatch_job){ run_peer, subject }, (struct stopwatch_job){ run_reader, subject },
					       rounds, &times);

	if (result == RESULT_OK)
		printf("claims of %zu bytes: %s in %.3f us; libcbor's tree takes %.2f us; %.1f times its speed%s\n", subject->claims.len,
		       what, times.second_us / CBOR_BENCH_REPEATS, times.first_us / CBOR_BENCH_REPEATS, times.ratio, goal);
	return result;
}

enum result cbor_bench(cbor_bench_peer *peer, size_t rounds)
{
	struct subject subject = { .peer = peer };
	enum result result = write_claims(&subject);

	if (result == RESULT_OK)
		result = compare(&subject, rounds, "checked (well-formed, definite lengths, UTF-8, no duplicate keys), without any allocation,",
				    " (goal: at least 10)");
	subject.takes_claims = true;
	if (result == RESULT_OK)
		result = compare(&subject, rounds, "checked so and every claim taken", "");
	return result;
}
