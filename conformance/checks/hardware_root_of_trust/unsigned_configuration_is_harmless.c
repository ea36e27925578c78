/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Settings that nobody signed may choose between good things, never make a bad one good.
 *
 * Control:  good images run under the settings as they were, and one of them under each altered one.
 * Proof:    each region that holds neither image nor key (target.json settings "unsigned_regions") takes
 *           words that loosen verification elsewhere in the world, all ones, all zeros and noise;
 *           each time an unsigned image is still refused.
 * Blind to: settings in regions that target.json does not name, and words that nobody uses yet.
 * Defects:  config_turns_verification_off, erased_config_means_unlocked.
 */
#include <string.h>

#include "conformance/check_boot.h"
#include "conformance/check_device.h"
#include "conformance/check_storage.h"

static const char *const WORDS[] = {
	"verify=no\nverify=n\nsecure_boot=0\nsecureboot=off\nsignature=off\nchecks=off\n",
	"debug=1\nconsole=shell\ninit=/bin/sh\nbootargs=init=/bin/sh single\nlocked=0\nunlocked=1\n",
	"bootcmd=run raw\nboot_delay=10\nrecovery=unsigned\nrollback=off\nmin_version=0\nprefer=b\nprefer=a\n",
};

struct cast {
	struct image one, other, unsigned_one;
};

/* Settings may choose between good images; both of them are there. */
static void must_run_a_good_one(struct bench *b, const struct cast *cast)
{
	struct seen seen = boot(b);

	must_be_so(b, seen.kind == SEEN_IMAGE && (seen.image.handle == cast->one.handle || seen.image.handle == cast->other.handle),
		   "a good image runs whatever the unsigned settings say");
}

static void hold_firm(struct bench *b, const char *region, struct bytes settings, const struct cast *cast)
{
	if (decided(b))
		return;
	power(b, POWER_OFF);
	storage_write(b, region, 0, settings);
	must_run_a_good_one(b, cast);
	must_not_run(b, cast->unsigned_one, "an unsigned image is refused whatever the unsigned settings say");
	must_run_a_good_one(b, cast);
}

static void try_region(struct bench *b, const char *region, const struct cast *cast)
{
	struct bytes before = storage_read(b, region, 0, 512);
	uint8_t fill[512];

	for (size_t i = 0; i < sizeof(WORDS) / sizeof(WORDS[0]) && !decided(b); i++)
		hold_firm(b, region, bytes_of_text(WORDS[i]), cast);
	memset(fill, 0, sizeof(fill));
	hold_firm(b, region, BYTES_OF(fill), cast);
	memset(fill, 0xff, sizeof(fill));
	hold_firm(b, region, BYTES_OF(fill), cast);
	hold_firm(b, region, challenge(b, region, 64), cast);
	if (before.len > 0)
		storage_write(b, region, 0, before);
}

static void run(struct bench *b)
{
	const struct cast cast = { .one = kit_image(b, .security_version = newest(b)),
				   .other = kit_image(b, .security_version = newest(b)),
				   .unsigned_one = kit_image(b, .security_version = newest(b), .key = KEY_NONE) };
	const char *names = device_setting(b, "unsigned_regions");
	char name[64];

	given_runs(b, cast.one, "a good image runs under the settings as they are");
	given_runs(b, cast.other, "so does another one");
	given_that(b, names != NULL && names[0] != '\0', "target.json names the unsigned regions in settings.unsigned_regions");
	while (!decided(b) && names != NULL && names[0] != '\0') {
		size_t len = strcspn(names, " ");

		given_that(b, len < sizeof(name), "the name of an unsigned region has at most 63 characters");
		if (len < sizeof(name)) {
			memcpy(name, names, len);
			name[len] = '\0';
			try_region(b, name, &cast);
		}
		names += len + strspn(names + len, " ");
	}
}

static const char *const NEEDS[] = { "rig.storage", NULL };

CHECK(unsigned_configuration_is_harmless) = {
	.requirement = "hardware_root_of_trust/unsigned_configuration_is_harmless",
	.needs = NEEDS,
	.run = run,
};
