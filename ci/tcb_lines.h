/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CI_TCB_LINES_H
#define CI_TCB_LINES_H

/* How many lines of a C source say something: neither blank nor comment alone. */

#include "reference-impl/base/bytes.h"

size_t tcb_lines_of_code(struct bytes source);

/*
 * Of the source of an object ("dice.o"), as the list of members of an archive knows them ("build/stage/obj/
 * reference-impl/root_of_trust/dice.o" for reference-impl/root_of_trust/dice.c). RESULT_IO if it can't be read.
 */
enum result tcb_lines_of_object(struct bytes members, const char *object, size_t *ret_lines) MUST_CHECK;

#endif
