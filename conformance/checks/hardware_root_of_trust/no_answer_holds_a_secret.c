/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every command, with every length of nothing in particular and with every small number of one byte, is asked of the chip: what is
 * inside must not come out.
 *
 * Control:  a text that the suite sealed opens for its owner, and in the sealed form the text cannot be found; the unit
 *           answers raw messages.
 * Proof:    export of every kind of key is refused with nothing beside it; of the answers to all command numbers, at each entry
 *           for raw messages (target.json settings "raw_entries"), none holds what was sealed, and no 32 bytes of any, raw or in a text, are the private half of a
 *           public key that the unit shows.
 * Blind to: secrets that are given out in a form that is neither raw, hexadecimal nor base64, and side channels.
 * Defects:  state_shows_the_attestation_scalar, device_certificate_comes_with_its_key,
 *           device_certificate_comes_with_its_key_in_base64, faults_end_in_the_attestation_key_in_hexadecimal,
 *           register_behind_the_last_is_the_attestation_key.
 */
#include "conformance/check_device.h"
#include "conformance/check_secrets.h"

enum { COMMANDS = 256, BODY_MAX = 192, FEW = 32, NUMBERS = 16 };

static const size_t LENGTHS[] = { 0, 1, 2, 4, 5, 17, 32, 48, 91, 128, BODY_MAX };

/* A message with this number and body: nothing that would raise a counter far. */
static void ask(struct bench *b, struct unit_secrets *s, const char *name, unsigned int command, struct bytes body)
{
	bool holds = secrets_show_in(raw_message(b, name, command, body).bytes, s);

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

static void ask_everything(struct bench *b, struct unit_secrets *s, const char *name)
{
	unsigned int before = s->looked_at;

	for (unsigned int command = 0; command < COMMANDS && !decided(b); command++) {
		ask_lengths(b, s, name, command);
		if (command < FEW)
			ask_numbers(b, s, name, command);
	}
	given_that(b, s->looked_at > before, "the unit answers raw messages");
}

static void run(struct bench *b)
{
	static const char *const templates[] = { NULL, "ak", "client" };
	struct unit_secrets s = given_secrets(b);
	const char *name;

	given_that(b, raw_entry(b, 0) != NULL, "target.json names an entry for raw messages");
	for (size_t i = 0; i < sizeof(templates) / sizeof(templates[0]) && !decided(b); i++) {
		struct key_answer out = key_export(b, templates[i]);

		must_be_so(b, out.reply.refused && out.secret.len == 0, "a private key made in the chip is not exported");
	}
	for (unsigned int i = 0; !decided(b) && (name = raw_entry(b, i)) != NULL; i++)
		ask_everything(b, &s, name);
	note(b, "%u answers, %u values in them", s.looked_at, s.values);
}

static const char *const NEEDS[] = { "device.entry", "device.key", "device.seal", NULL };

CHECK(no_answer_holds_a_secret) = {
	.requirement = "hardware_root_of_trust/secrets_stay_inside",
	.needs = NEEDS,
	.spends = SPENDS_UNIT,
	.run = run,
};
