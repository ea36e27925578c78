/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a unit prints, and what it writes to its storage, is for everybody who opens its case.
 *
 * Control:  as for answers (no_answer_holds_a_secret): the unit seals a text and shows its public keys; its console speaks.
 * Proof:    it boots, is refused an image and a token, runs one that crashes, enters download mode, and starts while each region
 *           of its flash in turn can't be read; then neither the console nor the storage, but for regions of 1 MiB
 *           and more, which are for images, holds the sealed text or a private key.
 * Blind to: the device's secret, which has no public half; secrets among images, or behind the first 64 KiB of a
 *           region or of what was printed.
 * Defects:  console_logs_the_port, last_answer_is_kept_in_flash.
 */
#include <string.h>

#include "conformance/check_secrets.h"
#include "conformance/check_storage.h"
#include "conformance/check_token.h"

enum { LISTEN_MS = 300, LOOK = 64 * 1024, LARGE = 1024 * 1024 };

static void fail_on_each_region(struct bench *b)
{
	struct storage_list regions = storage_list(b);

	for (size_t i = 0; i < regions.count && !decided(b); i++) {
		if (strcmp(regions.at[i].kind, "flash") != 0)
			continue;
		power(b, POWER_OFF);
		fault_read_error(b, regions.at[i].name, 0, regions.at[i].length);
		power(b, POWER_CYCLE);
		let_time_pass(b, LISTEN_MS);
		(void)fault_clear(b);
	}
}

/* What makes a unit talkative. */
static void lead_a_life(struct bench *b, struct image runs)
{
	struct image crashes = kit_image(b, .security_version = newest(b), .script = SCRIPT_CRASH);

	(void)unlock(b, given_token(b, TOKEN_DEBUG, KEY_ATTACKER), NULL);
	(void)offer(b, image_made(b, bytes_from(image_bytes(b, runs).at, image_bytes(b, runs).len / 2), runs, "its first half"), PATH_NORMAL);
	given_that(b, offer(b, crashes, PATH_NORMAL).given, "the unit takes an image that crashes");
	power(b, POWER_CYCLE);
	let_time_pass(b, LISTEN_MS);
	must_still_run(b, runs, "the image from before runs behind one that crashes");
	power(b, POWER_DOWNLOAD);
	given_that(b, look(b).kind == SEEN_DOWNLOAD, "the unit shows itself in download mode");
	fail_on_each_region(b);
	must_still_run(b, runs, "the image still runs when all can be read again");
}

static void look_into_storage(struct bench *b, struct unit_secrets *secrets)
{
	struct storage_list regions = storage_list(b);

	for (size_t i = 0; i < regions.count && !decided(b); i++) {
		uint64_t len = regions.at[i].length < LOOK ? regions.at[i].length : LOOK;
		bool shows;

		if (regions.at[i].length >= LARGE)
			continue;
		shows = secrets_show_in(storage_read(b, regions.at[i].name, 0, len), secrets);
		if (shows)
			note(b, "in the region %s", regions.at[i].name);
		must_be_so(b, !shows, "the unit's storage holds no secret that can be read");
	}
}

static void run(struct bench *b)
{
	struct image runs = kit_image(b, .security_version = newest(b));
	struct unit_secrets secrets;
	struct bytes heard;

	given_runs(b, runs, "an image of the suite runs");
	secrets = given_secrets(b);
	lead_a_life(b, runs);
	heard = console_heard(b);
	given_that(b, heard.len > 0, "the unit's console speaks");
	must_be_so(b, decided(b) || !secrets_show_in(heard, &secrets), "the unit's console tells no secret");
	look_into_storage(b, &secrets);
	note(b, "%zu bytes of console, %u texts, %u values in them", heard.len, secrets.looked_at, secrets.values);
}

static const char *const NEEDS[] = { "rig.fault", "rig.storage", "device.attest", "device.challenge", "device.key",
				     "device.seal", "device.unlock",   "kit.token",	NULL };

CHECK(nothing_left_behind_holds_a_secret) = {
	.requirement = "hardware_root_of_trust/secrets_stay_inside",
	.needs = NEEDS,
	.spends = SPENDS_UNIT,
	.run = run,
};
