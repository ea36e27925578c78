/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The mode in which the factory wrote the first image is the way in for whoever holds the cable.
 *
 * Control:  an image runs; the unit shows itself in download mode, and its port serves the command that target.json names.
 * Proof:    every command number that the maker does not name is refused, with fields of several lengths, in download mode; the
 *           beginning of its flash is what it was, and the image still runs.
 * Blind to: what the commands that are named do with wrong fields, which the recovery checks ask about.
 * Defects:  port_obeys_unknown_commands, port_shows_its_memory.
 */
#include <string.h>

#include "conformance/check_boot.h"
#include "conformance/check_device.h"
#include "conformance/check_storage.h"

enum { COMMANDS = 256, FIELDS_MAX = 16, FLASH_LOOK = 64 * 1024 };

static const size_t LENGTHS[] = { 0, 4, 8, FIELDS_MAX };

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

static void ask_unnamed(struct bench *b, const char *list)
{
	for (unsigned int command = 0; command < COMMANDS && !decided(b); command++)
		for (size_t i = 0; i < sizeof(LENGTHS) / sizeof(LENGTHS[0]) && !is_named(list, command) && !decided(b); i++) {
			uint8_t frame[1 + FIELDS_MAX] = { (uint8_t)command };
			struct entry_answer answer = entry(b, "port", bytes_from(frame, 1 + LENGTHS[i]));
			bool refused = answer.reply.refused && answer.bytes.len == 0;

			if (!refused)
				note(b, "command %u with %zu bytes", command, LENGTHS[i]);
			must_be_so(b, refused, "a command that is not named is refused in download mode");
		}
}

/* The first region of flash; NULL if there is none. */
static const struct storage_region *flash_of(const struct storage_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		if (strcmp(list->at[i].kind, "flash") == 0)
			return &list->at[i];
	return NULL;
}

static void run(struct bench *b)
{
	struct image image = kit_image(b, .security_version = newest(b));
	const char *named = device_setting(b, "port_commands");
	static const uint8_t known[] = { 1 };
	const struct storage_region *flash;
	struct storage_list regions;
	struct bytes before, after;
	uint64_t len;

	given_runs(b, image, "a good image runs");
	regions = storage_list(b);
	flash = flash_of(&regions);
	given_that(b, named != NULL && flash != NULL, "target.json names the port's commands, and the rig reads its flash");
	power(b, POWER_DOWNLOAD);
	given_that(b, look(b).kind == SEEN_DOWNLOAD, "the unit shows itself in download mode");
	given_that(b, entry(b, "port", BYTES_OF(known)).reply.given, "its port serves a command that is named");
	if (decided(b))
		return;
	len = flash->length < FLASH_LOOK ? flash->length : FLASH_LOOK;
	before = storage_read(b, flash->name, 0, len);
	ask_unnamed(b, named);
	after = storage_read(b, flash->name, 0, len);
	must_be_so(b, bytes_equal(before, after), "commands that are refused leave flash as it was");
	must_still_run(b, image, "the image still runs afterwards");
}

static const char *const NEEDS[] = { "rig.storage", "device.entry", NULL };

CHECK(download_mode_obeys_nobody) = {
	.requirement = "defense_in_depth/download_mode_obeys_nobody",
	.needs = NEEDS,
	.run = run,
};
