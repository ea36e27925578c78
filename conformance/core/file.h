/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_FILE_H
#define CORE_FILE_H

/*
 * Whole files: bounded when read, all or nothing when written. A crash, a full disk or a
 * second writer leaves the old file or the new one, never a part.
 */

#include "reference-impl/base/bytes.h"

/* All of a file in memory that the caller frees; RESULT_TOO_LARGE beyond max_len bytes, RESULT_IO with errno set. */
enum result file_load(const char *path, size_t max_len, struct buffer *ret_content) MUST_CHECK;

/* Writes by way of a temporary name in the same folder, synced and renamed. RESULT_IO with errno set. */
enum result file_store(const char *path, struct bytes content, unsigned int mode) MUST_CHECK;

#endif
