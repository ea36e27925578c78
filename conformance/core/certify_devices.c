/* SPDX-License-Identifier: Apache-2.0 */
/* Opening planes for a lane, and naming what makes a run practice. */

#include "conformance/core/certify_devices.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "conformance/suite.h"

static enum result open_lane(void *context, unsigned int lane, struct link *ret_link, struct complaint *ret_why)
{
	struct certify_devices *devices = context;
	char log_dir[TARGET_PATH_LEN];
	struct planes_order order = { .target = devices->target };
	enum result result;

	if (devices->log_dir != NULL && snprintf(log_dir, sizeof(log_dir), "%s/lane-%u", devices->log_dir, lane) < TARGET_PATH_LEN) {
		(void)mkdir(devices->log_dir, 0755);
		(void)mkdir(log_dir, 0755);
		order.log_dir = log_dir;
	}
	result = planes_open(&order, &devices->planes[lane], ret_why);
	if (result == RESULT_OK)
		*ret_link = planes_link(devices->planes[lane]);
	return result;
}

static void close_lane(void *context, unsigned int lane)
{
	struct certify_devices *devices = context;

	planes_close(devices->planes[lane]);
	devices->planes[lane] = NULL;
}

/* A rig is the suite's where it lies among the suite's programs and is one that the digest covers. */
static bool rig_is_of_the_suite(const struct planes *planes)
{
	for (size_t i = 0; suite_rigs[i] != NULL; i++)
		if (planes_rig_is_of_target(planes, suite_rigs[i]))
			return true;
	return false;
}

/* The walls are the same in every lane. */
static void name_practice(void *context, json_t *because)
{
	struct certify_devices *devices = context;
	const struct planes *planes = devices->planes[0];

	for (size_t i = 0; i < planes_missing_count(planes); i++)
		(void)json_array_append_new(because, json_string(planes_missing(planes, i)));
	if (!rig_is_of_the_suite(planes))
		(void)json_array_append_new(because, json_string("the rig is not a program of this suite"));
	if (getenv("ASSAY_OVERLAY") != NULL)
		(void)json_array_append_new(because, json_string("ASSAY_OVERLAY puts other programs in the place of the suite's"));
}

struct run_devices certify_run_devices(struct certify_devices *devices)
{
	return (struct run_devices){ .context = devices, .open = open_lane, .close = close_lane, .practice = name_practice };
}
