/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_TRANSCRIPT_H
#define CORE_TRANSCRIPT_H

/*
 * The transcript: all that was observed while a device was run, and nothing else.
 *
 * One canonical JSON object a line, each with `seq` (from 0) and `prev`, the SHA-256 of the
 * line before (64 zeros in the first), so nothing can be left out, added or moved:
 *   {"head": {...}}                       first: suite, target, seed's hash, checks in their order
 *   {"blob": sha256, "bytes": base64}     a byte string too long to repeat, before its first use
 *   {"answer", "check", "lane", "method", "ms", "request"}   an observation; ms since the start
 *   {"end": {"complete", "records", "seed", "self"}}         last: reveals the seed
 * In requests and answers {"$blob": sha256} stands for the base64 text of that blob. `self` is
 * the SHA-256 of the last line without it: no line follows that could hold its digest.
 *
 * Appending may be done by several lanes at once. A line that cannot be written whole is taken
 * back, and every later append fails in the same way.
 */

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "conformance/core/complaint.h"
#include "conformance/core/link.h"
#include "reference-impl/base/bytes.h"

enum { TRANSCRIPT_LINE_MAX = 12 * 1024 * 1024, TRANSCRIPT_BLOB_CHARS = 256, TRANSCRIPT_DIGEST_CHARS = 64 };
#define TRANSCRIPT_FILE_MAX (UINT64_C(1) << 30)
#define TRANSCRIPT_NO_LINE_BEFORE "0000000000000000000000000000000000000000000000000000000000000000"

struct transcript;

/* One observation: who asked what, and what came. */
struct transcript_entry {
	unsigned int lane, unit;
	const char *check, *method;
	const json_t *params;        /* borrowed */
	const struct answer *answer; /* borrowed */
};

/* Starts a new file with its head (borrowed). RESULT_REFUSED if path exists. */
enum result transcript_create(const char *path, const json_t *head, struct transcript **ret_transcript,
			      struct complaint *ret_why) MUST_CHECK;

/*
 * Opens the file of a run that was killed, to append to it: a line cut off at its end is
 * removed. RESULT_REFUSED if the run was ended, RESULT_MALFORMED if it is no transcript.
 */
enum result transcript_continue(const char *path, struct transcript **ret_transcript, struct complaint *ret_why) MUST_CHECK;

/* Appends an observation; its sequence number in *ret_seq. RESULT_IO, RESULT_TOO_LARGE. */
enum result transcript_append(struct transcript *transcript, const struct transcript_entry *entry, uint64_t *ret_seq) MUST_CHECK;

/* Appends the last line and syncs the file. seed: 64 characters of hexadecimal. */
enum result transcript_end(struct transcript *transcript, bool complete, const char *seed) MUST_CHECK;

/* Why appending failed first, or NULL. */
const char *transcript_failure(const struct transcript *transcript);

/* Milliseconds since the run began, on the host's monotonic clock. */
uint64_t transcript_now_ms(const struct transcript *transcript);

void transcript_close(struct transcript *transcript);

/*
 * Can the transcript hold this answer and give it back as it is? Not if it holds a float, is
 * nested too deeply, or has a member "$blob".
 */
bool transcript_can_hold(const json_t *value);

/* Told of each blob that pack finds. */
struct transcript_blobs {
	void *context;
	enum result (*blob)(void *context, const char *sha256, const char *base64);
};

/* A copy with long base64 texts replaced by {"$blob"}; NULL if memory is out or a blob was not taken. blobs may be NULL. */
json_t *transcript_pack(const json_t *value, const struct transcript_blobs *blobs);

/* The SHA-256 of text in hexadecimal, NUL-terminated. */
enum result transcript_digest(struct bytes text, char ret_hex[TRANSCRIPT_DIGEST_CHARS + 1]) MUST_CHECK;

/* The sum that the last line holds as end.self: over the line without it. The line is borrowed. */
enum result transcript_end_sum(const json_t *line, char ret_hex[TRANSCRIPT_DIGEST_CHARS + 1]) MUST_CHECK;

#endif
