/* SPDX-License-Identifier: Apache-2.0 */
/* The places where the optimiser is told what it cannot know. */

#include "reference-impl/base/secret.h"

#include <string.h>

void secret_wipe(struct buffer secret)
{
	if (secret.len > 0)
		memset(secret.at, 0, secret.len);
	/* Claims that the memory is looked at afterwards, so the zeros must be there. */
	__asm__ __volatile__("" : : "r"(secret.at) : "memory");
}

bool secret_equal(struct bytes a, struct bytes b)
{
	/* volatile: without it the loop may be left as soon as the answer is known. */
	volatile uint8_t difference = 0;

	if (a.len != b.len)
		return false;
	for (size_t i = 0; i < a.len; i++)
		difference = (uint8_t)(difference | (a.at[i] ^ b.at[i]));
	return difference == 0;
}

bool secret_is_uniform(struct bytes secret)
{
	volatile uint8_t difference = 0;

	for (size_t i = 1; i < secret.len; i++)
		difference = (uint8_t)(difference | (secret.at[i] ^ secret.at[0]));
	return difference == 0;
}
