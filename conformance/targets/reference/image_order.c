/* SPDX-License-Identifier: Apache-2.0 */

#include "conformance/targets/reference/image_order.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "conformance/core/file.h"
#include "conformance/targets/reference/unit.h"
#include "conformance/targets/server/child.h"
#include "reference-impl/base/secret.h"
#include "reference-impl/crypto/pem.h"

enum { MAGIC_LEN = 16, PAYLOAD_MAX_LEN = 16384, IMAGE_MAX_LEN = 1 << 20, PEM_MAX_LEN = 512, FILE_PATH_LEN = REFERENCE_PATH_LEN + 32 };

/* A folder for the files of one order, and their names. */
struct workplace {
	char folder[REFERENCE_PATH_LEN];
	char payload[FILE_PATH_LEN], attacker[FILE_PATH_LEN], image[FILE_PATH_LEN];
};

/* In a run the kit may write in a folder of its own alone. */
static enum result workplace_open(struct workplace *place, struct complaint *ret_why)
{
	enum result result = reference_run_path(place->folder, ret_why, "kit");
	bool has_own = result == RESULT_OK && access(place->folder, W_OK) == 0;

	if (result == RESULT_OK)
		result = reference_run_path(place->folder, ret_why, has_own ? "kit/order-XXXXXX" : "order-XXXXXX");
	if (result != RESULT_OK)
		return result;
	if (!mkdtemp(place->folder)) {
		complain(ret_why, "%s: %s", place->folder, strerror(errno));
		return RESULT_IO;
	}
	snprintf(place->payload, sizeof(place->payload), "%s/payload.elf", place->folder);
	snprintf(place->attacker, sizeof(place->attacker), "%s/attacker.pem", place->folder);
	snprintf(place->image, sizeof(place->image), "%s/image.img", place->folder);
	return RESULT_OK;
}

static void workplace_close(const struct workplace *place)
{
	unlink(place->payload);
	unlink(place->attacker);
	unlink(place->image);
	rmdir(place->folder);
}

/* Where the one block of the payload is; NULL if there is none, or more than one. */
static uint8_t *find_block(struct buffer payload, struct bytes magic)
{
	uint8_t *found = memmem(payload.at, payload.len, magic.at, magic.len);
	size_t from = found ? (size_t)(found - payload.at) + 1 : 0;

	if (!found || memmem(payload.at + from, payload.len - from, magic.at, magic.len))
		return NULL;
	return payload.len - (from - 1) < IMAGE_BLOCK_LEN ? NULL : found;
}

static enum result store(const char *path, struct bytes content, struct complaint *ret_why)
{
	enum result result = file_store(path, content, 0600);

	if (result != RESULT_OK)
		complain(ret_why, "%s: %s", path, strerror(errno));
	return result;
}

static enum result write_payload(const struct workplace *place, struct bytes block, struct complaint *ret_why)
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
		result = store(place->payload, bytes_of_buffer(payload), ret_why);
	} else {
		complain(ret_why, "%s: %s", path, result == RESULT_OK ? "the block's magic is not in it exactly once" : "can't be read");
		result = result == RESULT_OK ? RESULT_MALFORMED : result;
	}
	free(payload.at);
	return result;
}

/* The suite's own key, as a file that the maker's tool can read. */
static enum result write_attacker_key(const struct workplace *place, struct bytes scalar, struct complaint *ret_why)
{
	struct crypto_p256_key key = { .scalar = { 0 } };
	uint8_t room[PEM_MAX_LEN];
	struct writer w = writer_over(BUFFER_OF(room));
	struct bytes pem;
	enum result result = crypto_p256_from_scalar(scalar, &key);

	if (result == RESULT_OK)
		result = pem_write_p256_key(&w, &key);
	if (result == RESULT_OK)
		result = writer_finish(&w, &pem);
	if (result == RESULT_OK)
		result = store(place->attacker, pem, ret_why);
	else
		complain(ret_why, "attacker_key must be the scalar of a P-256 key, 32 bytes: %s", result_sentence(result));
	crypto_p256_release(&key);
	secret_wipe(BUFFER_OF(room));
	return result;
}

/* The file of one of the maker's keys, which the rig made. */
static enum result key_path(const char *name, const char *suffix, char room[REFERENCE_PATH_LEN], struct complaint *ret_why)
{
	enum result result = reference_run_path(room, ret_why, "keys/%s.pem%s", name, suffix);

	if (result == RESULT_OK && access(room, R_OK) != 0) {
		complain(ret_why, "%s: %s: the rig makes the keys, at rig.hello or with the first unit", room, strerror(errno));
		result = RESULT_NOT_FOUND;
	}
	return result;
}

static enum result find_key(const struct image_order *order, const struct workplace *place, char room[FILE_PATH_LEN],
			    struct complaint *ret_why)
{
	if (strcmp(order->key, "attacker") == 0) {
		memcpy(room, place->attacker, sizeof(place->attacker));
		return write_attacker_key(place, order->attacker_key, ret_why);
	}
	if (strcmp(order->key, "none") == 0) {
		memcpy(room, "none", sizeof("none"));
		return RESULT_OK;
	}
	return key_path(order->key, "", room, ret_why);
}

static enum result sign(const struct image_order *order, const struct workplace *place, struct complaint *ret_why)
{
	char tool[REFERENCE_PATH_LEN], key[FILE_PATH_LEN], revoked[REFERENCE_PATH_LEN];
	const char *const argv[] = { tool, "--key", key, "--payload", place->payload, "--out", place->image, "--component",
				     order->component, "--version", order->version, "--security-counter", order->counter, "--vendor",
				     REFERENCE_VENDOR_UUID, "--class", order->class, order->revoke ? "--revoke" : NULL, revoked, NULL };
	enum result result = reference_program("sign_image", tool, ret_why);

	if (result == RESULT_OK)
		result = find_key(order, place, key, ret_why);
	if (result == RESULT_OK && order->revoke)
		result = key_path(order->revoke, ".pub", revoked, ret_why);
	return result == RESULT_OK ? child_run(argv, ret_why) : result;
}

enum result image_order_build(const struct image_order *order, struct buffer *ret_image, struct complaint *ret_why)
{
	struct workplace place;
	enum result result;

	if (order->block.len != IMAGE_BLOCK_LEN) {
		complain(ret_why, "block must be %d bytes, not %zu", IMAGE_BLOCK_LEN, order->block.len);
		return RESULT_MALFORMED;
	}
	result = workplace_open(&place, ret_why);
	if (result != RESULT_OK)
		return result;
	result = write_payload(&place, order->block, ret_why);
	if (result == RESULT_OK)
		result = sign(order, &place, ret_why);
	if (result == RESULT_OK) {
		result = file_load(place.image, IMAGE_MAX_LEN, ret_image);
		if (result != RESULT_OK)
			complain(ret_why, "%s: %s", place.image, result_sentence(result));
	}
	workplace_close(&place);
	return result;
}
