/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every command, with every length of nothing in particular and with every small number of one byte, is asked of the chip: what is
 * inside must not come out.
 *
 * Control:  a text that the suite sealed opens for its owner, and in the sealed form the text cannot be found.
 * Proof:    export of every kind of key is refused with nothing beside it; of the answers to all command numbers, as tool and as
 *           what runs, none holds what was sealed, and no 32 bytes of any, raw or in a text, are the private half of a
 *           public key that the unit shows.
 * Blind to: secrets that are given out in a form that is neither raw, hexadecimal nor base64, and side channels.
 * Defects:  state_shows_the_attestation_scalar, device_certificate_comes_with_its_key,
 *           device_certificate_comes_with_its_key_in_base64, faults_end_in_the_attestation_key_in_hexadecimal,
 *           register_behind_the_last_is_the_attestation_key.
 */
#include <string.h>

#include "conformance/check_device.h"
#include "conformance/check_secrets.h"

enum { COMMANDS = 256, BODY_MAX = 192, HEAD_LEN = 8, FEW = 32, NUMBERS = 16 };

static const char *const ENTRIES[] = { "mailbox.tool", "mailbox.os" };
static const size_t LENGTHS[] = { 0, 1, 2, 4, 5, 17, 32, 48, 91, 128, BODY_MAX };

/* A message with this number and body: nothing that would raise a counter far. */
static void ask(struct bench *b, struct unit_secrets *s, const char *name, unsigned int command, struct bytes body)
{
	uint8_t message[HEAD_LEN + BODY_MAX] = { (uint8_t)command, 0, 0, 0, (uint8_t)body.len };
	struct entry_answer answer;
	bool holds;

	memcpy(message + HEAD_LEN, body.at, body.len);
	answer = entry(b, name, bytes_from(message, HEAD_LEN + body.len));
	holds = secrets_show_in(answer.bytes, s);
	if (holds)
		note(b, "command %u of %s, %zu bytes, the first of them %u", command, name, body.len, body.len > 0 ? body.at[0] : 0u);
	must_be_so(b, !holds, "no answer to any command holds a secret of the unit");
}

static void ask_lengths(struct bench *b, struct unit_secrets *s, const char *name, unsigned int command)
{
	static const uint8_t zeros[BODY_MAX];

	for (size_t i = 0; i < sizeof(LENGTHS) / sizeof(LENGTHS[0]) && !decided(b); i++)
		if (command < FEW || LENGTHS[i] == 0 || LENGTHS[i] == 32)
			ask(b, s, name, command, bytes_from(zeros, LENGTHS[i]));
}

/* A byte that names a place or a kind: those just behind the last are asked for too. */
static void ask_numbers(struct bench *b, struct unit_secrets *s, const char *name, unsigned int command)
{
	for (unsigned int i = 1; i < NUMBERS && !decided(b); i++) {
		const uint8_t number = (uint8_t)i;

		ask(b, s, name, command, BYTES_OF(number));
	}
}

static void ask_everything(struct bench *b, struct unit_secrets *s)
{
	for (size_t e = 0; e < sizeof(ENTRIES) / sizeof(ENTRIES[0]); e++)
		for (unsigned int command = 0; command < COMMANDS && !decided(b); command++) {
			ask_lengths(b, s, ENTRIES[e], command);
			if (command < FEW)
				ask_numbers(b, s, ENTRIES[e], command);
		}
}

static void run(struct bench *b)
{
	static const char *const templates[] = { NULL, "ak", "client" };
	struct unit_secrets s = given_secrets(b);

	for (size_t i = 0; i < sizeof(templates) / sizeof(templates[0]) && !decided(b); i++) {
		struct key_answer out = key_export(b, templates[i]);

		must_be_so(b, out.reply.refused && out.secret.len == 0, "a private key made in the chip is not exported");
	}
	ask_everything(b, &s);
	note(b, "%u answers, %u values in them", s.looked_at, s.values);
}

static const char *const NEEDS[] = { "device.entry", "device.key", "device.seal", NULL };

CHECK(no_answer_holds_a_secret) = {
	.requirement = "hardware_root_of_trust/secrets_stay_inside",
	.needs = NEEDS,
	.spends = SPENDS_UNIT,
	.run = run,
};
