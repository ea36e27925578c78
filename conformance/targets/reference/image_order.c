/* SPDX-License-Identifier: Apache-2.0 */

#include "conformance/targets/reference/image_order.h"

#include <stdlib.h>
#include <string.h>

#include "conformance/core/file.h"
#include "conformance/targets/reference/order_place.h"
#include "conformance/targets/reference/unit.h"
#include "conformance/targets/server/child.h"

enum { MAGIC_LEN = 16, PAYLOAD_MAX_LEN = 16384, IMAGE_MAX_LEN = 1 << 20 };

/* Where the one block of the payload is; NULL if there is none, or more than one. */
static uint8_t *find_block(struct buffer payload, struct bytes magic)
{
	uint8_t *found = memmem(payload.at, payload.len, magic.at, magic.len);
	size_t from = found ? (size_t)(found - payload.at) + 1 : 0;

	if (!found || memmem(payload.at + from, payload.len - from, magic.at, magic.len))
		return NULL;
	return payload.len - (from - 1) < IMAGE_BLOCK_LEN ? NULL : found;
}

static enum result write_payload(const struct order_place *place, struct bytes block, struct complaint *ret_why)
{
	char path[REFERENCE_PATH_LEN];
	struct buffer payload = { NULL, 0 };
	enum result result = reference_program("targets/reference/payload.elf", path, ret_why);
	uint8_t *at = NULL;

	if (result != RESULT_OK)
		return result;
	result = file_load(path, PAYLOAD_MAX_LEN, &payload);
	if (result == RESULT_OK)
		at = find_block(payload, bytes_from(block.at, MAGIC_LEN));
	if (at) {
		memcpy(at, block.at, IMAGE_BLOCK_LEN);
		result = order_store(place->input, bytes_of_buffer(payload), ret_why);
	} else {
		complain(ret_why, "%s: %s", path, result == RESULT_OK ? "the block's magic is not in it exactly once" : "can't be read");
		result = result == RESULT_OK ? RESULT_MALFORMED : result;
	}
	free(payload.at);
	return result;
}

static enum result find_key(const struct image_order *order, const struct order_place *place, char room[ORDER_PATH_LEN],
			    struct complaint *ret_why)
{
	if (strcmp(order->key, "attacker") == 0) {
		memcpy(room, place->attacker, sizeof(place->attacker));
		return order_write_attacker_key(place, order->attacker_key, ret_why);
	}
	if (strcmp(order->key, "none") == 0) {
		memcpy(room, "none", sizeof("none"));
		return RESULT_OK;
	}
	return order_key_path(order->key, "", room, ret_why);
}

static enum result sign(const struct image_order *order, const struct order_place *place, struct complaint *ret_why)
{
	char tool[REFERENCE_PATH_LEN], key[ORDER_PATH_LEN], revoked[REFERENCE_PATH_LEN];
	const char *const argv[] = { tool, "--key", key, "--payload", place->input, "--out", place->output, "--component",
				     order->component, "--version", order->version, "--security-counter", order->counter, "--vendor",
				     REFERENCE_VENDOR_UUID, "--class", order->class, order->revoke ? "--revoke" : NULL, revoked, NULL };
	enum result result = reference_program("sign_image", tool, ret_why);

	if (result == RESULT_OK)
		result = find_key(order, place, key, ret_why);
	if (result == RESULT_OK && order->revoke)
		result = order_key_path(order->revoke, ".pub", revoked, ret_why);
	return result == RESULT_OK ? child_run(argv, ret_why) : result;
}

enum result image_order_build(const struct image_order *order, struct buffer *ret_image, struct complaint *ret_why)
{
	struct order_place place;
	enum result result;

	if (order->block.len != IMAGE_BLOCK_LEN) {
		complain(ret_why, "block must be %d bytes, not %zu", IMAGE_BLOCK_LEN, order->block.len);
		return RESULT_MALFORMED;
	}
	result = order_place_open(&place, ret_why);
	if (result != RESULT_OK)
		return result;
	result = write_payload(&place, order->block, ret_why);
	if (result == RESULT_OK)
		result = sign(order, &place, ret_why);
	if (result == RESULT_OK) {
		result = file_load(place.output, IMAGE_MAX_LEN, ret_image);
		if (result != RESULT_OK)
			complain(ret_why, "%s: %s", place.output, result_sentence(result));
	}
	order_place_close(&place);
	return result;
}
