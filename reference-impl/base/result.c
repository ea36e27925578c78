/* SPDX-License-Identifier: Apache-2.0 */
/* One table of names and sentences: the only place where a result gets its words. */

#include "reference-impl/base/result.h"

#include <stddef.h>

struct wording {
	const char *name;
	const char *sentence;
};

static const struct wording wordings[] = {
	[RESULT_OK] = { "ok", "it was done" },
	[RESULT_MALFORMED] = { "malformed", "the bytes are not of the expected format" },
	[RESULT_TRUNCATED] = { "truncated", "the input ends before what it announces" },
	[RESULT_TOO_LARGE] = { "too-large", "it does not fit the space or the limit" },
	[RESULT_UNSUPPORTED] = { "unsupported", "it is well-formed, but outside the supported profile" },
	[RESULT_REFUSED] = { "refused", "it was understood and is not allowed" },
	[RESULT_BAD_HASH] = { "bad-hash", "the hash differs" },
	[RESULT_BAD_SIGNATURE] = { "bad-signature", "the signature does not verify" },
	[RESULT_UNKNOWN_KEY] = { "unknown-key", "no trusted key was named" },
	[RESULT_NOT_FOUND] = { "not-found", "there is no such thing" },
	[RESULT_BUSY] = { "busy", "it is in use; try again later" },
	[RESULT_TIMEOUT] = { "timeout", "it did not happen in time" },
	[RESULT_IO] = { "io", "storage, a socket or a process failed" },
	[RESULT_CRYPTO] = { "crypto", "the cryptographic library failed, so nothing is known" },
	[RESULT_INTERNAL] = { "internal", "a promise of this program itself is broken" },
};

static const struct wording *wording_of(enum result result)
{
	static const struct wording unknown = { "unknown", "a result outside the table of results" };
	size_t index = (size_t)result;

	return index < sizeof(wordings) / sizeof(wordings[0]) ? &wordings[index] : &unknown;
}

const char *result_name(enum result result)
{
	return wording_of(result)->name;
}

const char *result_sentence(enum result result)
{
	return wording_of(result)->sentence;
}
