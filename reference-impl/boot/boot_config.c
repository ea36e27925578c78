/* SPDX-License-Identifier: Apache-2.0 */
/* A line is understood whole or not at all, and there is no word here that could loosen anything. */

#include "reference-impl/boot/boot_config.h"

enum { WATCHDOG_MIN_MS = 1000, WATCHDOG_MAX_MS = 60000, DIGITS_MAX = 6 };

static bool line_is(struct bytes line, const char *text)
{
	return bytes_equal(line, bytes_of_text(text));
}

/* Splits line at the key and its equals sign; false if the line has another key. */
static bool value_of(struct bytes line, const char *key_and_equals, struct bytes *ret_value)
{
	struct bytes key = bytes_of_text(key_and_equals);

	if (line.len < key.len || !bytes_equal(bytes_from(line.at, key.len), key))
		return false;
	*ret_value = bytes_from(line.at + key.len, line.len - key.len);
	return true;
}

static bool number_of(struct bytes text, uint32_t *ret_number)
{
	uint32_t number = 0;

	if (text.len == 0 || text.len > DIGITS_MAX)
		return false;
	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] < '0' || text.at[i] > '9')
			return false;
		number = number * 10 + (uint32_t)(text.at[i] - '0');
	}
	*ret_number = number;
	return true;
}

static void apply(struct bytes line, struct boot_config *config)
{
	struct bytes value;
	uint32_t number;

	if (line_is(line, "console=quiet"))
		config->quiet = true;
	else if (line_is(line, "prefer=a"))
		config->prefer = BOOT_SLOT_A;
	else if (line_is(line, "prefer=b"))
		config->prefer = BOOT_SLOT_B;
	else if (value_of(line, "watchdog_ms=", &value) && number_of(value, &number) && number >= WATCHDOG_MIN_MS &&
		 number <= WATCHDOG_MAX_MS)
		config->watchdog_ms = number;
}

void boot_config_parse(struct bytes text, struct boot_config *ret_config)
{
	size_t start = 0;

	ret_config->quiet = false;
	ret_config->prefer = BOOT_SLOT_NONE;
	ret_config->watchdog_ms = BOOT_CONFIG_WATCHDOG_MS;
	if (text.len == 0)
		return; /* nothing to point into */
	for (size_t i = 0; i <= text.len; i++) {
		if (i < text.len && text.at[i] != '\n')
			continue;
		apply(bytes_from(text.at + start, i - start), ret_config);
		start = i + 1;
	}
}

static struct bytes text_of(struct bytes flash)
{
	size_t len = 0;

	while (len < flash.len && flash.at[len] != 0 && flash.at[len] != 0xff)
		len++;
	return bytes_from(flash.at, len);
}

enum result boot_config_read(const struct platform *platform, struct boot_config *ret_config)
{
	const struct flash *flash = &platform->flash;
	/* No text has a NUL: whoever owns no settings is told from one whose settings nobody could read. */
	static const uint8_t unreadable[] = "\0unreadable";
	uint8_t room[BOOT_CONFIG_MAX_LEN];
	struct boot_config config;
	struct bytes text = { 0 };
	bool is_read = flash->read(flash->context, FLASH_BOOT_CONFIG, 0, BUFFER_OF(room)) == RESULT_OK;
	enum result result;

	if (is_read)
		text = text_of(BYTES_OF(room));
	boot_config_parse(text, &config);
	result = crypto_sha256(is_read ? text : BYTES_OF(unreadable), &config.digest);
	if (result == RESULT_OK)
		*ret_config = config;
	return result;
}
