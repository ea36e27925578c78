/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The mode in which the factory wrote the first image is the way in for whoever holds the cable.
 *
 * Control:  an image runs; the unit shows itself in download mode, and its port serves the command that target.json names.
 * Proof:    every command number that the maker does not name is refused, with fields of 0 to 16 bytes and of 64, zeros and small
 *           numbers, in download mode; all of its storage is what it was, of large regions the first and the last
 *           16 KiB, and the image still runs.
 * Blind to: what the commands that are named do with wrong fields, which the recovery checks ask about.
 * Defects:  port_obeys_unknown_commands, port_shows_its_memory, port_peeks_for_fields_of_five_bytes, port_erases_settings_in_silence.
 */
#include <string.h>

#include "conformance/check_boot.h"
#include "conformance/check_device.h"
#include "conformance/check_storage.h"

enum { COMMANDS = 256, FIELDS_MAX = 64, SHORT_FIELDS = 16, LOOK = 16 * 1024, REGIONS_MAX = 32 };

/* What stood in storage before: of each region its beginning and its end. */
struct remembered {
	struct storage_list regions;
	struct bytes first[REGIONS_MAX], last[REGIONS_MAX];
};

/* " 1 2 16 " holds 1 and 16. */
static bool is_named(const char *list, unsigned int command)
{
	char word[8] = " 000 ";
	size_t digits = command > 99 ? 3 : command > 9 ? 2 : 1;

	for (size_t i = digits; i > 0; i--, command /= 10)
		word[i] = (char)('0' + command % 10);
	word[digits + 1] = ' ';
	word[digits + 2] = '\0';
	return strstr(list, word) != NULL;
}

/* Zeros, or small numbers as an address, an index or a length that a command takes may be. */
static void must_refuse(struct bench *b, unsigned int command, size_t length, bool counts_up)
{
	uint8_t frame[1 + FIELDS_MAX] = { (uint8_t)command };
	struct entry_answer answer;

	for (size_t i = 1; i <= length && counts_up; i++)
		frame[i] = i % 4 == 1 ? (uint8_t)(1 + i / 4) : 0;
	answer = entry(b, "port", bytes_from(frame, 1 + length));
	if (!answer.reply.refused || answer.bytes.len > 0)
		note(b, "command %u with %zu bytes", command, length);
	must_be_so(b, answer.reply.refused && answer.bytes.len == 0, "a command that is not named is refused in download mode");
}

static void ask_unnamed(struct bench *b, const char *list)
{
	for (unsigned int command = 0; command < COMMANDS && !decided(b); command++) {
		for (size_t length = 0; length <= SHORT_FIELDS && !is_named(list, command); length++) {
			must_refuse(b, command, length, false);
			must_refuse(b, command, length, true);
		}
		if (!is_named(list, command))
			must_refuse(b, command, FIELDS_MAX, true);
	}
}

static struct remembered look_at_storage(struct bench *b)
{
	struct remembered seen = { .regions = storage_list(b) };

	given_that(b, seen.regions.count > 0 && seen.regions.count <= REGIONS_MAX, "the rig lists the unit's storage, in 32 regions at most");
	for (size_t i = 0; i < seen.regions.count && !decided(b); i++) {
		const struct storage_region *region = &seen.regions.at[i];
		uint64_t len = region->length < LOOK ? region->length : LOOK;

		seen.first[i] = storage_read(b, region->name, 0, len);
		seen.last[i] = storage_read(b, region->name, region->length - len, len);
	}
	return seen;
}

static void must_be_unchanged(struct bench *b, const struct remembered *before)
{
	struct remembered after = look_at_storage(b);

	given_that(b, after.regions.count == before->regions.count, "the rig lists the same storage again");
	for (size_t i = 0; i < before->regions.count && !decided(b); i++) {
		bool same = bytes_equal(before->first[i], after.first[i]) && bytes_equal(before->last[i], after.last[i]);

		if (!same)
			note(b, "region %s", before->regions.at[i].name);
		must_be_so(b, same, "commands that are refused leave storage as it was");
	}
}

static void run(struct bench *b)
{
	struct image image = kit_image(b, .security_version = newest(b));
	const char *named = device_setting(b, "port_commands");
	static const uint8_t known[] = { 1 };
	struct remembered before;

	given_runs(b, image, "a good image runs");
	given_that(b, named != NULL, "target.json names the port's commands");
	power(b, POWER_DOWNLOAD);
	given_that(b, look(b).kind == SEEN_DOWNLOAD, "the unit shows itself in download mode");
	given_that(b, entry(b, "port", BYTES_OF(known)).reply.given, "its port serves a command that is named");
	if (decided(b))
		return;
	before = look_at_storage(b);
	ask_unnamed(b, named);
	must_be_unchanged(b, &before);
	must_still_run(b, image, "the image still runs afterwards");
}

static const char *const NEEDS[] = { "rig.storage", "device.entry", NULL };

CHECK(download_mode_obeys_nobody) = {
	.requirement = "defense_in_depth/download_mode_obeys_nobody",
	.needs = NEEDS,
	.run = run,
};
