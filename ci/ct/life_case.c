/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A root of trust from power-on to its last message: measured, asked, attesting, sealing, signing, reset. All
 * secrets come from two places, the fuses and the noise, and both are hidden from the beginning.
 */
#include <string.h>

#include "ci/ct/cases.h"
#include "ci/ct/mark.h"
#include "ci/ct/silicon.h"
#include "reference-impl/root_of_trust/mailbox.h"

static struct {
	struct memory_chip chip;
	struct vault vault;
	struct root_of_trust rot;
	uint8_t request[MAILBOX_MESSAGE_MAX_LEN], reply[MAILBOX_MESSAGE_MAX_LEN];
	struct bytes body;
} life;

/* What is replied is given out, so it is known from then on. */
static bool ask(enum mailbox_role role, enum mailbox_command command, struct bytes body)
{
	const struct mailbox_caller caller = { .role = role };
	struct writer w = writer_over(BUFFER_OF(life.request));
	size_t len;

	writer_u16_le(&w, (uint16_t)command);
	writer_u16_le(&w, 0);
	writer_u32_le(&w, (uint32_t)body.len);
	writer_bytes(&w, body);
	len = mailbox_handle(&life.rot, &caller, bytes_from(life.request, w.used), BUFFER_OF(life.reply));
	ct_show(life.reply, sizeof(life.reply));
	life.body = bytes_from(life.reply + MAILBOX_HEAD_LEN, len - MAILBOX_HEAD_LEN);
	return life.reply[4] == RESULT_OK;
}

static bool measure(enum mailbox_role role, enum component_kind kind)
{
	struct component component = { .kind = kind, .digest = { { 3 } } };
	uint8_t room[COMPONENT_ENCODED_LEN];
	struct writer w = writer_over(BUFFER_OF(room));

	component.signer.at[0] = kind != COMPONENT_CONFIG;
	component_write(&w, &component);
	return ask(role, MAILBOX_MEASURE, BYTES_OF(room));
}

/* The seed is published with the first state or evidence, so it is known when those are written. */
static bool boot(void)
{
	bool done = measure(MAILBOX_ROM, COMPONENT_LOADER) && measure(MAILBOX_LOADER, COMPONENT_CONFIG) &&
		    measure(MAILBOX_LOADER, COMPONENT_OS);

	ct_show(life.rot.boot_seed, sizeof(life.rot.boot_seed));
	return done;
}

static bool attest(void)
{
	static const uint8_t nonce[32] = { 1 };

	return ask(MAILBOX_OS, MAILBOX_ATTEST, BYTES_OF(nonce)) && ask(MAILBOX_OS, MAILBOX_CERTIFICATES, (struct bytes){ 0 }) &&
	       ask(MAILBOX_AGENT, MAILBOX_SECURITY_STATE, (struct bytes){ 0 });
}

static bool seal_and_unseal(void)
{
	uint8_t message[] = { 1, 'n', 'p', 'l', 'a', 'i', 'n' }, sealed[2 + SEAL_OVERHEAD + 5];

	ct_hide(message + 2, sizeof(message) - 2);
	if (!ask(MAILBOX_OS, MAILBOX_SEAL, BYTES_OF(message)) || life.body.len != sizeof(sealed) - 2)
		return false;
	memcpy(sealed, message, 2);
	memcpy(sealed + 2, life.body.at, life.body.len);
	return ask(MAILBOX_OS, MAILBOX_UNSEAL, BYTES_OF(sealed)) && bytes_equal(life.body, bytes_of_text("plain"));
}

static bool sign(void)
{
	static const uint8_t transcript[32] = { 2 };
	uint8_t spki[CRYPTO_P256_SPKI_LEN];

	if (!ask(MAILBOX_AGENT, MAILBOX_CLIENT_GENERATE, (struct bytes){ 0 }))
		return false;
	memcpy(spki, life.body.at, sizeof(spki));
	return ask(MAILBOX_AGENT, MAILBOX_CLIENT_COMMIT, BYTES_OF(spki)) && ask(MAILBOX_AGENT, MAILBOX_CLIENT_SIGN, BYTES_OF(transcript));
}

bool ct_life(void)
{
	static const struct component self = { .kind = COMPONENT_ROOT_OF_TRUST, .digest = { { 1 } }, .signer = { { 2 } } };
	static const uint8_t sixty_four[] = { 64, 0 };
	bool right;

	memory_chip_init(&life.chip);
	life.vault = ct_silicon_vault(&life.chip);
	right = root_of_trust_power_on(&life.rot, &life.vault, &self) == RESULT_OK && boot();
	right = right && attest() && seal_and_unseal() && sign() && ask(MAILBOX_OS, MAILBOX_RANDOM, BYTES_OF(sixty_four));
	right = right && ask(MAILBOX_TOOL, MAILBOX_CHALLENGE, (struct bytes){ 0 });
	right = right && root_of_trust_reset(&life.rot) == RESULT_OK && boot() && attest();
	root_of_trust_release(&life.rot);
	return right && ct_is_zero(BYTES_OF(life.rot.identity));
}
