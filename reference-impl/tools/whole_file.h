/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TOOLS_WHOLE_FILE_H
#define TOOLS_WHOLE_FILE_H

/*
 * Files of the maker, read whole within a bound and written whole or not at all.
 *
 * A failure has been told on stderr with the file's name and the way out, in the name of the
 * program, when one of these returns.
 */

#include "reference-impl/base/bytes.h"

/* Sets *ret_content to memory that the caller frees. RESULT_TOO_LARGE beyond max_len, RESULT_IO. */
enum result whole_file_read(const char *path, size_t max_len, struct buffer *ret_content) MUST_CHECK;

/* Writes under a temporary name beside path, syncs and renames. */
enum result whole_file_write(const char *path, struct bytes content, unsigned int mode) MUST_CHECK;

/* The same, for a file that must not be there yet. RESULT_REFUSED if it is. */
enum result whole_file_create(const char *path, struct bytes content, unsigned int mode) MUST_CHECK;

#endif
