/* SPDX-License-Identifier: Apache-2.0 */
/* An attestation key that signs whatever it is given: forged quotes, and digests from outside. */
#include "conformance/cheats/relay/relay.h"

#include <string.h>

#include "conformance/cheats/relay/software_key.h"

enum { ROOM = 2048 };

static bool sign_it(struct talk *talk)
{
	uint8_t room[ROOM], signature[SOFTWARE_SIGNATURE_LEN];
	struct bytes message = talk_bytes(talk->params, "bytes", BUFFER_OF(room));
	bool foreign = talk_asks(talk, "template", "ak-digest") || (message.len >= 4 && memcmp(message.at, "\xff\x54\x43\x47", 4) == 0);
	json_t *result;

	if (!talk_asks(talk, "act", "sign") || !foreign || software_key_sign(message, signature) != RESULT_OK)
		return false;
	result = json_object();
	talk_set_bytes(result, "signature", BYTES_OF(signature));
	talk_answer(talk, result);
	return true;
}

const struct cheat cheat = {
	.name = "signs_anything",
	.lies = { { .method = "device.key", .before = sign_it } },
};
