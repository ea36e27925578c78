/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CONFORMANCE_CHECK_KNOWN_KEY_H
#define CONFORMANCE_CHECK_KNOWN_KEY_H

/*
 * Images signed by keys that everybody knows: samples of boot loaders, examples of standards.
 */

#include "conformance/check_image.h"

size_t well_known_keys(void);
/* What the key is, for a note. */
const char *well_known_key_story(size_t index);
/* The image, digests mended, named and signed by that key instead of the maker's. */
struct image image_signed_by_well_known_key(struct bench *b, struct image image, size_t index);

#endif
