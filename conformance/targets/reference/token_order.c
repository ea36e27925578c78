/* SPDX-License-Identifier: Apache-2.0 */

#include "conformance/targets/reference/token_order.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/core/file.h"
#include "conformance/targets/reference/order_place.h"
#include "conformance/targets/server/child.h"
#include "reference-impl/base/text.h"
#include "reference-impl/crypto/pem.h"

enum { DEVICE_ID_LEN = 16, CHALLENGE_LEN = 32, KEY_FILE_MAX_LEN = 4096 };

static enum result check(const struct token_order *order, struct complaint *ret_why)
{
	if (order->device.len == DEVICE_ID_LEN && order->challenge.len == CHALLENGE_LEN)
		return RESULT_OK;
	complain(ret_why, "device must be %d bytes and challenge %d, not %zu and %zu", DEVICE_ID_LEN, CHALLENGE_LEN, order->device.len,
		 order->challenge.len);
	return RESULT_MALFORMED;
}

static void write_hex(struct bytes bytes, char *room, size_t room_len)
{
	struct writer w = writer_over((struct buffer){ (uint8_t *)room, room_len - 1 });

	memset(room, 0, room_len);
	text_write_hex(&w, bytes);
}

/* What the tool signs with: a file, or the word `none`. */
static enum result find_key(const struct token_order *order, const struct order_place *place, char room[ORDER_PATH_LEN],
			    struct complaint *ret_why)
{
	if (strcmp(order->key, "none") == 0) {
		memcpy(room, "none", sizeof("none"));
		return RESULT_OK;
	}
	if (strcmp(order->key, "attacker") != 0)
		return order_key_path("service", "", room, ret_why);
	memcpy(room, place->attacker, sizeof(place->attacker));
	return order_write_attacker_key(place, order->attacker_key, ret_why);
}

static enum result sign(const struct token_order *order, const struct order_place *place, struct complaint *ret_why)
{
	char tool[REFERENCE_PATH_LEN], key[ORDER_PATH_LEN], device[2 * DEVICE_ID_LEN + 1], challenge[2 * CHALLENGE_LEN + 1], expires[16];
	const char *const argv[] = { tool, "--kind", order->kind, "--device", device, "--challenge", challenge, "--expires", expires,
				     "--lifecycle", order->lifecycle, "--rights", order->rights, "--key", key, "--out", place->output, NULL };
	enum result result = reference_program("make_token", tool, ret_why);

	write_hex(order->device, device, sizeof(device));
	write_hex(order->challenge, challenge, sizeof(challenge));
	snprintf(expires, sizeof(expires), "%" PRIu32, order->expires_s);
	if (result == RESULT_OK)
		result = find_key(order, place, key, ret_why);
	return result == RESULT_OK ? child_run(argv, ret_why) : result;
}

static enum result read_file(const char *path, struct buffer *ret_content, struct complaint *ret_why)
{
	enum result result = file_load(path, KEY_FILE_MAX_LEN, ret_content);

	if (result != RESULT_OK)
		complain(ret_why, "%s: %s", path, strerror(errno));
	return result;
}

/* The public key that stands in front. */
static enum result write_name(const struct token_order *order, struct writer *w, struct complaint *ret_why)
{
	bool is_attacker = strcmp(order->key, "attacker") == 0;
	char path[REFERENCE_PATH_LEN];
	uint8_t der_room[KEY_FILE_MAX_LEN];
	struct crypto_p256_key key;
	struct buffer file;
	struct bytes text, der;
	enum result result;

	if (is_attacker) {
		result = crypto_p256_from_scalar(order->attacker_key, &key);
		writer_bytes(w, BYTES_OF(key.spki));
		crypto_p256_release(&key);
		return result;
	}
	result = order_key_path("service", ".pub", path, ret_why);
	if (result == RESULT_OK)
		result = read_file(path, &file, ret_why);
	if (result != RESULT_OK)
		return result;
	text = bytes_of_buffer(file);
	result = pem_read(&text, "PUBLIC KEY", BUFFER_OF(der_room), &der);
	if (result == RESULT_OK)
		writer_bytes(w, der);
	else
		complain(ret_why, "%s: %s", path, result_sentence(result));
	free(file.at);
	return result;
}

static enum result write_token(const struct order_place *place, struct writer *w, struct complaint *ret_why)
{
	struct buffer file;
	enum result result = read_file(place->output, &file, ret_why);

	if (result != RESULT_OK)
		return result;
	writer_bytes(w, bytes_of_buffer(file));
	free(file.at);
	return RESULT_OK;
}

enum result token_order_build(const struct token_order *order, struct buffer room, struct bytes *ret_token, struct complaint *ret_why)
{
	struct writer w = writer_over(room);
	struct order_place place;
	enum result result = check(order, ret_why);

	if (result == RESULT_OK)
		result = order_place_open(&place, ret_why);
	if (result != RESULT_OK)
		return result;
	result = sign(order, &place, ret_why);
	if (result == RESULT_OK)
		result = write_name(order, &w, ret_why);
	if (result == RESULT_OK)
		result = write_token(&place, &w, ret_why);
	order_place_close(&place);
	return result == RESULT_OK ? writer_finish(&w, ret_token) : result;
}
