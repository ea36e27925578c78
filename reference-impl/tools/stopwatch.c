/* SPDX-License-Identifier: Apache-2.0 */
/* Two jobs in turns, and the medians of their times. */

#include "reference-impl/tools/stopwatch.h"

#include <stdlib.h>
#include <time.h>

static double now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static int compare_doubles(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double median(double *values, size_t count)
{
	qsort(values, count, sizeof(values[0]), compare_doubles);
	return values[count / 2];
}

static enum result take_time(struct stopwatch_job job, double *ret_us)
{
	double begin = now_us();
	enum result result = job.run(job.context);

	*ret_us = now_us() - begin;
	return result;
}

enum result stopwatch_compare(struct stopwatch_job first, struct stopwatch_job second, size_t rounds,
			      struct stopwatch_times *ret_times)
{
	double a[STOPWATCH_MAX_ROUNDS], b[STOPWATCH_MAX_ROUNDS], ratio[STOPWATCH_MAX_ROUNDS];
	enum result result;

	if (rounds > STOPWATCH_MAX_ROUNDS || rounds % 2 == 0)
		return RESULT_MALFORMED;
	result = take_time(first, &a[0]);
	if (result == RESULT_OK)
		result = take_time(second, &b[0]);
	for (size_t i = 0; i < rounds && result == RESULT_OK; i++) {
		result = take_time(first, &a[i]);
		if (result == RESULT_OK)
			result = take_time(second, &b[i]);
		ratio[i] = a[i] / b[i];
	}
	if (result == RESULT_OK)
		*ret_times = (struct stopwatch_times){ median(a, rounds), median(b, rounds), median(ratio, rounds) };
	return result;
}
