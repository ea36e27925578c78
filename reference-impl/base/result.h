/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BASE_RESULT_H
#define BASE_RESULT_H

/*
 * Could it be done? The one answer every function gives that can fail.
 *
 * A result says why a thing could not be done; it never carries the answer of
 * a question. Domain answers (which slot, which verdict) are types of their
 * own, so that an answer is never mistaken for an error.
 *
 * Results must be checked. Outputs of a function that did not return RESULT_OK
 * are untouched.
 */

#define MUST_CHECK __attribute__((warn_unused_result))

enum result {
	RESULT_OK = 0,
	RESULT_MALFORMED,   /* bytes that are not of the format */
	RESULT_TRUNCATED,   /* the input ends before what it announces */
	RESULT_TOO_LARGE,   /* does not fit the space or the limit */
	RESULT_UNSUPPORTED, /* well-formed, but outside our profile */
	RESULT_REFUSED,     /* understood, and not allowed */
	RESULT_BAD_HASH,
	RESULT_BAD_SIGNATURE,
	RESULT_UNKNOWN_KEY,
	RESULT_NOT_FOUND,
	RESULT_BUSY,
	RESULT_TIMEOUT,
	RESULT_IO,      /* storage, socket or process failed */
	RESULT_CRYPTO,  /* the cryptographic library failed; nothing is known */
	RESULT_INTERNAL /* a promise of our own is broken */
};

/* A short lower-case name ("bad-hash") for machines; never NULL. */
const char *result_name(enum result result);

/* A sentence without a full stop ("the hash differs") for people; never NULL. */
const char *result_sentence(enum result result);

#endif
