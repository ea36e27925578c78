/* SPDX-License-Identifier: Apache-2.0 */
/* The toy: a file, a console in memory, and the suite's payload played by the rig. */

#include "conformance/targets/skeleton/toy_chip.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "reference-impl/base/text.h"
#include "reference-impl/crypto/crypto.h"

enum { NAME_AT = 16, NAME_LEN = 16, KEY_AT = 32, KEY_LEN = 32, SCRIPT_AT = 64 };
enum { SCRIPT_CONFIRM = 0, SCRIPT_NEVER_CONFIRM = 4 };
static const char magic[16] = "ASSAY-PAYLOAD-1";

static void print(struct toy_chip *chip, const char *text)
{
	size_t len = strlen(text);

	if (chip->console_len + len > TOY_CONSOLE_LEN) {
		chip->lost += chip->console_len;
		chip->console_len = 0;
	}
	memcpy(chip->console + chip->console_len, text, len);
	chip->console_len += len;
}

struct bytes toy_printed(const struct toy_chip *chip, uint64_t since, uint64_t wait_ms)
{
	uint64_t end = chip->lost + chip->console_len;
	uint64_t from = since < chip->lost ? chip->lost : since > end ? end : since;
	const struct timespec pause = { (time_t)(wait_ms / 1000), (long)(wait_ms % 1000) * 1000000 };

	if (from == end)
		(void)nanosleep(&pause, NULL);
	return bytes_from((const uint8_t *)chip->console + (from - chip->lost), (size_t)(end - from));
}

static FILE *open_image(const char *mode)
{
	const char *folder = getenv("ASSAY_RUN_DIR");
	char path[4096];

	snprintf(path, sizeof(path), "%s/device/toy-image", folder == NULL ? "." : folder);
	return fopen(path, mode);
}

enum result toy_store(struct bytes image)
{
	FILE *file = image.len > TOY_IMAGE_MAX_LEN ? NULL : open_image("wb");
	bool written;

	if (image.len > TOY_IMAGE_MAX_LEN)
		return RESULT_TOO_LARGE;
	if (file == NULL)
		return RESULT_IO;
	written = fwrite(image.at, 1, image.len, file) == image.len;
	return fclose(file) == 0 && written ? RESULT_OK : RESULT_IO;
}

/* RESULT_NOT_FOUND when there is none. */
static enum result load(struct buffer room, struct bytes *ret_image)
{
	FILE *file = open_image("rb");

	if (file == NULL)
		return RESULT_NOT_FOUND;
	*ret_image = bytes_from(room.at, fread(room.at, 1, room.len, file));
	fclose(file);
	return RESULT_OK;
}

/* The suite's payload is known by the block that the kit put into the image. */
static bool find_block(struct toy_chip *chip)
{
	static uint8_t room[TOY_IMAGE_MAX_LEN];
	struct bytes image;
	const uint8_t *found;

	if (load(BUFFER_OF(room), &image) != RESULT_OK)
		return false;
	found = memmem(image.at, image.len, magic, sizeof(magic));
	if (found == NULL || (size_t)(image.at + image.len - found) < sizeof(chip->block))
		return false;
	memcpy(chip->block, found, sizeof(chip->block));
	return true;
}

static void say(struct toy_chip *chip, const char *what)
{
	char line[192];

	snprintf(line, sizeof(line), "ASSAY 1 %.*s %s\n", NAME_LEN, (const char *)chip->block + NAME_AT, what);
	print(chip, line);
}

void toy_power_on(struct toy_chip *chip)
{
	if (chip->powered)
		return;
	chip->powered = true;
	print(chip, "toy chip: power is on\n");
	chip->runs_payload = find_block(chip);
	if (!chip->runs_payload) {
		print(chip, "toy chip: recovery, there is no image\n");
		return;
	}
	say(chip, "up");
	if (chip->block[SCRIPT_AT] == SCRIPT_CONFIRM)
		say(chip, "confirmed");
	else if (chip->block[SCRIPT_AT] != SCRIPT_NEVER_CONFIRM)
		chip->runs_payload = false;
}

void toy_power_off(struct toy_chip *chip)
{
	chip->powered = false;
	chip->runs_payload = false;
}

static void answer(struct toy_chip *chip, struct bytes nonce)
{
	struct crypto_sha256 tag;
	char text[2 * CRYPTO_SHA256_LEN + 1] = "";
	struct writer w = writer_over((struct buffer){ (uint8_t *)text, sizeof(text) - 1 });

	if (crypto_hmac_sha256(bytes_from(chip->block + KEY_AT, KEY_LEN), nonce, &tag) != RESULT_OK)
		return;
	text_write_hex(&w, BYTES_OF(tag));
	say(chip, text);
}

void toy_type(struct toy_chip *chip, struct bytes typed)
{
	static const char question[] = "ASSAY ? ";
	const size_t len = sizeof(question) - 1;
	uint8_t room[64];
	struct bytes nonce;

	if (!chip->runs_payload || typed.len < len + 1 || memcmp(typed.at, question, len) != 0 || typed.at[typed.len - 1] != '\n')
		return;
	if (text_read_hex(bytes_from(typed.at + len, typed.len - len - 1), BUFFER_OF(room), &nonce) == RESULT_OK)
		answer(chip, nonce);
}
