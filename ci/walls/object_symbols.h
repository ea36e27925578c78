/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CI_WALLS_OBJECT_SYMBOLS_H
#define CI_WALLS_OBJECT_SYMBOLS_H

/*
 * What a compiled object needs from elsewhere, as `nm -u` tells it, and what an archive
 * offers: 64-bit little-endian ELF, and the symbol index at the front of a Unix archive.
 */

#include "reference-impl/base/bytes.h"

/*
 * Calls `take` with the name of each undefined symbol, in the order of the file.
 * RESULT_MALFORMED or RESULT_TRUNCATED if it is no such file, RESULT_NOT_FOUND if it has
 * no symbols at all.
 */
enum result object_undefined_each(struct bytes object, void (*take)(const char *name, void *context),
				  void *context) MUST_CHECK;

/*
 * Sets *ret_names to the names of all symbols that an archive defines, one behind the
 * other, each with its NUL. RESULT_MALFORMED or RESULT_TRUNCATED if it has no index.
 */
enum result object_archive_names(struct bytes archive, struct bytes *ret_names) MUST_CHECK;

#endif
