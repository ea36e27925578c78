/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Software that has a key of its own, says of it what a chip would say of an attestation key, and signs
 * well-formed quotes with it: over the right challenge, with registers as they should be.
 */
#include "conformance/cheats/relay/relay.h"

#include "conformance/cheats/relay/software_key.h"

enum { ROOM = 2048 };

static bool sign_into(json_t *result, struct bytes message)
{
	uint8_t signature[SOFTWARE_SIGNATURE_LEN];

	if (software_key_sign(message, signature) != RESULT_OK)
		return false;
	talk_set_bytes(result, "signature", BYTES_OF(signature));
	return true;
}

static bool show_own_key(struct talk *talk)
{
	uint8_t room[ROOM];
	struct bytes shown = talk_bytes(talk->result, "public", BUFFER_OF(room));

	if (!talk_asks(talk, "template", "ak") || software_key_replace((struct buffer){ room, shown.len }) != RESULT_OK)
		return false;
	talk_set_bytes(talk->result, "public", bytes_from(room, shown.len));
	return true;
}

static bool use_own_key(struct talk *talk)
{
	uint8_t room[ROOM];

	if (talk_asks(talk, "act", "sign"))
		return sign_into(talk->result, talk_bytes(talk->params, "bytes", BUFFER_OF(room)));
	return talk_asks(talk, "act", "public") && show_own_key(talk);
}

static bool sign_the_quote(struct talk *talk)
{
	uint8_t room[ROOM];

	return sign_into(talk->result, talk_bytes(talk->result, "evidence", BUFFER_OF(room)));
}

const struct cheat cheat = {
	.name = "software_key_quotes",
	.lies = { { .method = "device.key", .after = use_own_key }, { .method = "device.attest", .after = sign_the_quote } },
};
