/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Settings that nobody signed change what a device does; evidence must tell them, and tell when nobody could read them.
 *
 * Control:  an image of the suite runs; the same settings are measured alike over a power cycle.
 * Proof:    one of the regions in target.json settings "unsigned_regions" is measured in the components for which the register
 *           "config" stands: with the first, middle or last byte of what is there or of 512 bytes changed, or all erased,
 *           they differ; and while the region can't be read there is no evidence, or it differs from that of what was
 *           there and of nothing.
 * Blind to: settings that target.json does not name.
 * Defects:  settings_are_measured_as_shipped, settings_are_measured_in_part, first_settings_are_measured, unreadable_settings_pass_for_none.
 */
#include <string.h>

#include "conformance/check_components.h"
#include "conformance/check_device.h"
#include "conformance/check_storage.h"

enum { CHALLENGE_LEN = 32, SETTINGS_LEN = 512, NAME_LEN = 64, PLACES = 3 };

/* What was measured of the settings. */
struct told {
	bool attested;
	struct crypto_sha256 settings;
};

static bool same(const struct told *one, const struct told *two)
{
	return bytes_equal(BYTES_OF(one->settings.at), BYTES_OF(two->settings.at));
}

static struct told tell(struct bench *b, struct bytes type, const char *moment)
{
	struct told told = { .attested = false };
	struct attester attester;
	struct appraisal appraisal;

	if (boot(b).kind != SEEN_IMAGE || decided(b) || !attester_find(b, &attester))
		return told;
	appraisal = must_attest(b, &attester, challenge(b, moment, CHALLENGE_LEN));
	told.attested = appraisal.holds;
	told.settings = register_replayed(&appraisal.token.claims, type);
	return told;
}

static struct told tell_with(struct bench *b, struct bytes type, const char *region, struct bytes settings)
{
	struct told told;

	power(b, POWER_OFF);
	storage_write(b, region, 0, settings);
	told = tell(b, type, region);
	given_that(b, told.attested, "the unit runs and attests whatever its unsigned settings say");
	return told;
}

/* Up to where the region is not erased. */
static size_t used_of(struct bytes region)
{
	size_t len = region.len;

	while (len > 0 && (region.at[len - 1] == 0xff || region.at[len - 1] == 0))
		len--;
	return len;
}

/* In how many of the places a changed byte shows. */
static unsigned int places_that_show(struct bench *b, struct bytes type, const char *region, struct bytes before)
{
	struct told first = tell_with(b, type, region, before), again = tell_with(b, type, region, before), changed;
	size_t used = used_of(before);
	unsigned int shows = 0;
	uint8_t altered[SETTINGS_LEN];

	given_that(b, same(&first, &again), "the same settings are measured alike over a power cycle");
	for (size_t i = 0; i < PLACES && used > 0 && before.len <= sizeof(altered) && !decided(b); i++) {
		memcpy(altered, before.at, before.len);
		altered[(used - 1) * i / (PLACES - 1)] ^= 0x01;
		changed = tell_with(b, type, region, bytes_from(altered, before.len));
		shows += !same(&first, &changed);
	}
	return shows;
}

static void must_show_when_unreadable(struct bench *b, struct bytes type, const char *region, struct bytes before)
{
	uint8_t erased[SETTINGS_LEN];
	struct told with, without, unreadable;

	memset(erased, 0xff, sizeof(erased));
	without = tell_with(b, type, region, bytes_from(erased, before.len));
	with = tell_with(b, type, region, before);
	must_be_so(b, !same(&with, &without), "settings that are gone show in evidence");
	fault_read_error(b, region, 0, before.len);
	unreadable = tell(b, type, "unreadable");
	given_that(b, fault_clear(b) > 0, "the unit tried to read its settings");
	must_be_so(b, !unreadable.attested || (!same(&unreadable, &with) && !same(&unreadable, &without)),
		   "settings that could not be read are measured neither as those that were there nor as none");
}

/* Lines that say nothing to anybody, as many as are looked at. */
static struct bytes long_settings(uint8_t room[SETTINGS_LEN])
{
	static const char line[] = "unknown=setting\n";

	for (size_t i = 0; i < SETTINGS_LEN; i++)
		room[i] = (uint8_t)line[i % (sizeof(line) - 1)];
	return bytes_from(room, SETTINGS_LEN);
}

/* Is it measured? */
static bool look_at(struct bench *b, struct bytes type, const char *region)
{
	uint8_t room[SETTINGS_LEN];
	struct bytes before = storage_read(b, region, 0, SETTINGS_LEN), some = used_of(before) > 0 ? before : long_settings(room);
	unsigned int shows = places_that_show(b, type, region, some);

	must_be_so(b, shows == 0 || shows == PLACES, "each byte of the settings is measured");
	if (shows > 0) {
		must_be_so(b, places_that_show(b, type, region, long_settings(room)) == PLACES, "each byte of long settings is measured");
		must_show_when_unreadable(b, type, region, some);
	}
	note(b, "%s: %s", region, shows > 0 ? "measured" : "not measured");
	power(b, POWER_OFF);
	storage_write(b, region, 0, before);
	return shows > 0;
}

static void run(struct bench *b)
{
	struct image runs = kit_image(b, .security_version = newest(b));
	const char *names = device_setting(b, "unsigned_regions");
	char region[NAME_LEN] = "";
	unsigned int measured = 0;
	struct bytes type = { 0 };

	given_runs(b, runs, "an image of the suite runs");
	given_that(b, names != NULL && register_type(b, "config", &type), "target.json names unsigned regions, and the register for them");
	for (; !decided(b) && *names != '\0'; names += strcspn(names, " "), names += strspn(names, " ")) {
		size_t len = strcspn(names, " ");

		given_that(b, len < sizeof(region), "the name of an unsigned region has at most 63 characters");
		if (decided(b))
			return;
		memcpy(region, names, len);
		region[len] = '\0';
		measured += look_at(b, type, region);
	}
	must_be_so(b, measured > 0, "settings that nobody signed are measured");
	must_still_run(b, runs, "the image runs under the settings as they were");
}

static const char *const NEEDS[] = { "rig.storage", "rig.fault", "device.attest", NULL };

CHECK(settings_show_in_evidence) = {
	.requirement = "hardware_root_of_trust/attests_what_runs",
	.needs = NEEDS,
	.run = run,
};
