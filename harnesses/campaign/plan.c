/* SPDX-License-Identifier: Apache-2.0 */
/* Pairs, times and seeds. */
#include "harnesses/campaign/plan.h"

#include <string.h>

#include "harnesses/campaign/said.h"

enum { SECOND_MS = 1000, LONGEST_S = 30 * 24 * 3600 };

const char *plan_engine_name(enum plan_engine engine)
{
	return engine == PLAN_LIBFUZZER ? "libfuzzer" : "afl";
}

bool plan_time_read(const char *text, uint64_t *ret_ms)
{
	size_t digits = strspn(text, "0123456789");
	const char *unit = text + digits;
	uint64_t number, times;

	if (strcmp(unit, "") == 0 || strcmp(unit, "s") == 0)
		times = 1;
	else if (strcmp(unit, "m") == 0)
		times = 60;
	else if (strcmp(unit, "h") == 0)
		times = 3600;
	else
		return false;
	if (!said_number(bytes_from(text, digits), &number) || number == 0 || number > LONGEST_S / times)
		return false;
	*ret_ms = number * times * SECOND_MS;
	return true;
}

bool plan_engines_read(const char *text, unsigned int *ret_engines)
{
	if (strcmp(text, "both") == 0)
		*ret_engines = 1u << PLAN_LIBFUZZER | 1u << PLAN_AFL;
	else if (strcmp(text, "libfuzzer") == 0)
		*ret_engines = 1u << PLAN_LIBFUZZER;
	else if (strcmp(text, "afl") == 0)
		*ret_engines = 1u << PLAN_AFL;
	else
		return false;
	return true;
}

bool plan_is_surface(const char *name)
{
	size_t len = strlen(name);

	return len > 0 && len < PLAN_NAME_LEN && strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_") == len;
}

size_t plan_pairs(const char *const *surfaces, size_t count, unsigned int engines, struct plan_pair ret_pairs[PLAN_PAIRS_MAX])
{
	size_t pairs = 0;

	for (size_t i = 0; i < count; i++)
		for (unsigned int engine = 0; engine < PLAN_ENGINES; engine++) {
			if ((engines & 1u << engine) == 0)
				continue;
			if (pairs == PLAN_PAIRS_MAX)
				return 0;
			ret_pairs[pairs++] = (struct plan_pair){ surfaces[i], (enum plan_engine)engine };
		}
	return pairs;
}

uint64_t plan_duration_ms(size_t pairs, unsigned int jobs, uint64_t each_ms)
{
	return jobs == 0 ? 0 : (pairs + jobs - 1) / jobs * each_ms;
}

/* splitmix64. */
uint32_t plan_seed(uint64_t seed, size_t pair, unsigned int start)
{
	uint64_t z = seed + 0x9e3779b97f4a7c15u * (((uint64_t)pair << 32) + start + 1);

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	z ^= z >> 31;
	return (uint32_t)z != 0 ? (uint32_t)z : 1;
}
