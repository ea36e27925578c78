/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_TRANSCRIPT_READ_H
#define CORE_TRANSCRIPT_READ_H

/*
 * Reads a transcript strictly, from hostile bytes: every line is byte-equal to its canonical
 * form, carries its own number and the digest of the line before, has the members of its kind
 * and no others, and every blob is what its name says. Size and depth are bounded before a
 * parser sees a line. What is wrong is told with the number of the line, from 1.
 */

#include "conformance/core/transcript.h"

/* A run that was killed has no last line, and perhaps half of one: CUT_OFF reads up to there. */
enum transcript_need { TRANSCRIPT_WHOLE, TRANSCRIPT_CUT_OFF };

enum { TRANSCRIPT_LANES_MAX = 64 };

struct transcript_line {
	size_t offset, len;
	int lane; /* -1: head, blob or end */
};

struct transcript_reading {
	struct bytes all; /* borrowed */
	struct transcript_line *lines;
	size_t count, room;
	json_t *head;  /* the object under "head" */
	json_t *end;   /* the object under "end"; NULL: cut off */
	json_t *blobs; /* digest -> index of its line */
	uint64_t last_ms;
	size_t good_len; /* bytes of the whole lines */
	char last_digest[TRANSCRIPT_DIGEST_CHARS + 1];
};

/* RESULT_MALFORMED, RESULT_TOO_LARGE. Release *ret_reading; `all` must outlive it. */
enum result transcript_read(struct bytes all, enum transcript_need need, struct transcript_reading *ret_reading,
			    struct complaint *ret_why) MUST_CHECK;
void transcript_reading_release(struct transcript_reading *reading);

/* The line of that number as a new object; NULL if there is none. */
json_t *transcript_line_json(const struct transcript_reading *reading, size_t index);

/*
 * A copy with {"$blob"} replaced by the base64 text. NULL if a blob is missing, or stands at or
 * behind line `before`. Digests that were met become members of `used`.
 */
json_t *transcript_unpack(const struct transcript_reading *reading, const json_t *value, size_t before, json_t *used);

/* The answer of an observation, unpacked; RESULT_MALFORMED. Release *ret_answer. */
enum result transcript_answer(const struct transcript_reading *reading, size_t index, const json_t *line, json_t *used,
			      struct answer *ret_answer) MUST_CHECK;

#endif
