/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_COMPLAINT_H
#define CORE_COMPLAINT_H

/*
 * What is wrong, in a sentence for the person who must mend it: which file, which field,
 * which value, and the way out. The enum result beside it is for the program.
 */

enum { COMPLAINT_LEN = 1024 };

struct complaint {
	char text[COMPLAINT_LEN]; /* printable UTF-8, one line, without a full stop */
};

/* Writes the sentence, cut off at its room; control characters become '?'. NULL: nobody listens. */
void complain(struct complaint *ret_complaint, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
