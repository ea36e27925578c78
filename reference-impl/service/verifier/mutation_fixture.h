/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SERVICE_VERIFIER_MUTATION_FIXTURE_H
#define SERVICE_VERIFIER_MUTATION_FIXTURE_H

/*
 * Changes to good evidence, always the same ones for one seed: flipped bits, heads that mean something, cuts,
 * doubled ends. Whatever differs in one bit from what was signed has to be refused, in words.
 */

#include "reference-impl/service/verifier/evidence_fixture.h"

/* Changed bytes in memory of exactly their length, so that a read beyond it is seen. The caller frees .at. */
struct buffer mutation_of(struct bytes good, uint64_t *seed);

/* The first len bytes, likewise. */
struct buffer mutation_cut(struct bytes good, size_t len);

/*
 * Appraises world->request once for each of count changes to *evidence, which is a part of that request, and for
 * each cut of it; asserts that none is affirmed, and that the changes are refused for at least five reasons.
 */
void mutation_must_be_refused(struct fixture_world *world, struct bytes *evidence, unsigned int count, uint64_t seed);

#endif
