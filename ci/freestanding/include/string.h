/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FREESTANDING_STRING_H
#define FREESTANDING_STRING_H

/*
 * All of <string.h> that a device without a C library has. What is missing here does
 * not compile in the freestanding folders.
 */

#include <stddef.h>

void *memcpy(void *restrict to, const void *restrict from, size_t len);
void *memmove(void *to, const void *from, size_t len);
void *memset(void *at, int value, size_t len);
int memcmp(const void *a, const void *b, size_t len);
void *memchr(const void *at, int value, size_t len);

#endif
