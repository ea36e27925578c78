/* SPDX-License-Identifier: Apache-2.0 */

#include "conformance/targets/reference/order_place.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "conformance/core/file.h"
#include "reference-impl/base/secret.h"
#include "reference-impl/crypto/pem.h"

enum { PEM_MAX_LEN = 512 };

/* In a run the kit may write in a folder of its own alone. */
enum result order_place_open(struct order_place *place, struct complaint *ret_why)
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
	snprintf(place->input, sizeof(place->input), "%s/input", place->folder);
	snprintf(place->attacker, sizeof(place->attacker), "%s/attacker.pem", place->folder);
	snprintf(place->output, sizeof(place->output), "%s/output", place->folder);
	return RESULT_OK;
}

void order_place_close(const struct order_place *place)
{
	unlink(place->input);
	unlink(place->attacker);
	unlink(place->output);
	rmdir(place->folder);
}

enum result order_store(const char *path, struct bytes content, struct complaint *ret_why)
{
	enum result result = file_store(path, content, 0600);

	if (result != RESULT_OK)
		complain(ret_why, "%s: %s", path, strerror(errno));
	return result;
}

enum result order_write_attacker_key(const struct order_place *place, struct bytes scalar, struct complaint *ret_why)
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
		result = order_store(place->attacker, pem, ret_why);
	else
		complain(ret_why, "attacker_key must be the scalar of a P-256 key, 32 bytes: %s", result_sentence(result));
	crypto_p256_release(&key);
	secret_wipe(BUFFER_OF(room));
	return result;
}

enum result order_key_path(const char *name, const char *suffix, char room[REFERENCE_PATH_LEN], struct complaint *ret_why)
{
	enum result result = reference_run_path(room, ret_why, "keys/%s.pem%s", name, suffix);

	if (result == RESULT_OK && access(room, R_OK) != 0) {
		complain(ret_why, "%s: %s: the rig makes the keys, at rig.hello or with the first unit", room, strerror(errno));
		result = RESULT_NOT_FOUND;
	}
	return result;
}
