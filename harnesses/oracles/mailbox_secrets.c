/* SPDX-License-Identifier: Apache-2.0 */
/* Secrets and what speaks for them: replies, evidence, sealed texts. */
#include "harnesses/oracles/mailbox.h"

#include <stdio.h>
#include <string.h>

enum { HALF = 16, SECRET_LEN = 32, KEY_LEN = 91, POINT_LEN = 65, SEAL_GENERATION_AT = 1 };

static bool is_in(struct bytes part, struct bytes whole)
{
	const uint8_t *at = whole.at, *end = whole.at + whole.len;

	while (at != NULL && (size_t)(end - at) >= part.len) {
		at = memchr(at, part.at[0], (size_t)(end - at) - part.len + 1);
		if (at == NULL || memcmp(at, part.at, part.len) == 0)
			return at != NULL;
		at++;
	}
	return false;
}

static bool leaks(struct bytes reply, const uint8_t secret[SECRET_LEN])
{
	static const uint8_t zeros[SECRET_LEN];

	return memcmp(secret, zeros, SECRET_LEN) != 0 && (is_in(bytes_from(secret, HALF), reply) || is_in(bytes_from(secret + HALF, HALF), reply));
}

static void hold_all(const struct root_of_trust *rot, struct bytes reply)
{
	const struct {
		const uint8_t *secret;
		const char *says;
	} secrets[] = {
		{ rot->identity.own.attest, "a reply has a secret of the root of trust" },
		{ rot->identity.own.seal, "a reply has a secret of the root of trust" },
		{ rot->identity.layer.attest, "a reply has a layer's secret" },
		{ rot->identity.layer.seal, "a reply has a layer's secret" },
		{ rot->identity.attestation.scalar, "a reply has the attestation key" },
		{ rot->identity.seal_root, "a reply has what sealing keys follow from" },
		{ rot->identity.client_root, "a reply has what client keys follow from" },
		{ rot->client.active.scalar, "a reply has a client key" },
		{ rot->client.pending.scalar, "a reply has a client key" },
		{ rot->pool.key, "a reply has what random bytes follow from" },
	};

	for (size_t i = 0; i < sizeof(secrets) / sizeof(secrets[0]); i++)
		oracle_holds(!leaks(reply, secrets[i].secret), "FZ-MAILBOX-004", "secrets-stay-inside", secrets[i].says);
}

ORACLE FZ_MAILBOX_004_secrets_stay_inside(const struct mailbox_exchange *e)
{
	struct bytes reply = bytes_from(e->reply.at, e->reply_len);

	oracle_holds(!leaks(reply, e->cells->fuses + FUSE_DEVICE_SECRET), "FZ-MAILBOX-004", "secrets-stay-inside",
		     "a reply has the device secret");
	hold_all(e->before, reply);
	hold_all(e->after, reply);
}

static int32_t client_of(const struct mailbox_caller *caller)
{
	switch (caller->role) {
	case MAILBOX_OS:
		return -1;
	case MAILBOX_AGENT:
		return -2;
	case MAILBOX_TOOL:
		return -3;
	default:
		return -16 - (int32_t)caller->app;
	}
}

/* The state above, what a verifier must not overlook below. */
static uint16_t lifecycle_of(const struct root_of_trust *rot)
{
	static const uint16_t states[] = { 0x0000, 0x1000, 0x2000, 0x3000 };
	unsigned int claim = rot->session.saw_debug && rot->lifecycle == LIFECYCLE_DEVICE_COMPLETE ? 0x4000 : states[rot->lifecycle % 4];
	bool is_grave = false;

	for (unsigned int kind = FAULT_ENTROPY; kind < FAULT_KIND_COUNT; kind++)
		is_grave = is_grave || rot->faults.count[kind] > 0;
	return (uint16_t)(claim | (rot->session.saw_debug ? 4 : 0) | (rot->session.saw_service ? 8 : 0) | (rot->in_recovery ? 16 : 0) |
			  (is_grave ? 32 : 0));
}

static bool is_component(const struct psa_token_component *told, const struct component *entry)
{
	static const char *const types[COMPONENT_KIND_COUNT] = { "PRoT", "BL", "Config", "OS", "App" };
	char version[32];

	(void)snprintf(version, sizeof(version), "%u.%u.%u+%u", entry->version.major, entry->version.minor, entry->version.revision,
		       entry->version.build);
	return bytes_equal(told->type, bytes_of_text(types[entry->kind])) && bytes_equal(told->measurement, BYTES_OF(entry->digest)) &&
	       bytes_equal(told->signer_id, BYTES_OF(entry->signer)) && bytes_equal(told->version, bytes_of_text(version));
}

static bool log_is_told(const struct psa_token_claims *claims, const struct boot_log *log)
{
	if (claims->component_count != log->count)
		return false;
	for (size_t i = 0; i < log->count; i++)
		if (!is_component(&claims->components[i], &log->entry[i]))
			return false;
	return true;
}

static bool is_signed(const struct cose_sign1 *message, const uint8_t spki[KEY_LEN], struct bytes instance_id)
{
	const struct cose_key key = { COSE_ES256, bytes_from(spki, KEY_LEN) };
	struct crypto_sha256 name;

	return cose_sign1_verify(message, &key, bytes_from(NULL, 0)) == RESULT_OK &&
	       crypto_sha256(bytes_from(spki + KEY_LEN - POINT_LEN, POINT_LEN), &name) == RESULT_OK && instance_id.at[0] == 1 &&
	       memcmp(instance_id.at + 1, name.at, sizeof(name.at)) == 0;
}

ORACLE FZ_MAILBOX_008_evidence_is_of_this_moment(const struct mailbox_exchange *e)
{
	const char *id = "FZ-MAILBOX-008", *promise = "evidence-is-of-this-moment";
	struct cose_sign1 message;
	struct psa_token_claims claims;

	if (mailbox_exchange_result(e) != RESULT_OK || mailbox_exchange_command(e) != MAILBOX_ATTEST)
		return;
	oracle_holds(psa_token_parse(mailbox_exchange_answer(e), &message, &claims) == RESULT_OK, id, promise, "evidence can't be read");
	oracle_holds(bytes_equal(claims.nonce, mailbox_exchange_body(e)), id, promise, "evidence has another nonce");
	oracle_holds(claims.client_id == client_of(e->caller), id, promise, "evidence names another caller");
	oracle_holds(claims.lifecycle == lifecycle_of(e->after), id, promise, "evidence tells another state");
	oracle_holds(log_is_told(&claims, &e->after->log), id, promise, "evidence does not tell the log");
	oracle_holds(bytes_equal(claims.boot_seed, BYTES_OF(e->after->boot_seed)), id, promise, "evidence is of another boot");
	oracle_holds(bytes_equal(claims.implementation_id, bytes_from(e->cells->fuses + FUSE_VENDOR_UUID, 32)), id, promise,
		     "evidence is of another make");
	oracle_holds(is_signed(&message, e->after->identity.attestation.spki, claims.instance_id), id, promise,
		     "evidence is not signed by the key that is shown");
}

static bool is_owner(const struct mailbox_exchange *e, const struct mailbox_sealed_text *text)
{
	const struct mailbox_caller *a = e->caller, *b = &text->owner;
	struct bytes body = mailbox_exchange_body(e);

	return a->role == b->role && memcmp(a->component, b->component, sizeof(a->component)) == 0 &&
	       bytes_equal(text->name, bytes_from(body.at + 1, body.at[0]));
}

static bool is_living(const struct mailbox_exchange *e, const struct mailbox_sealed_text *text)
{
	uint32_t now = rot_cells_counter(e->cells, e->caller->role == MAILBOX_APP ? COUNTER_SEAL_APPS : COUNTER_SEAL_OS), of = 0;

	for (size_t i = 4; i > 0; i--)
		of = of << 8 | text->sealed.at[SEAL_GENERATION_AT + i - 1];
	return now - of <= 1;
}

ORACLE FZ_MAILBOX_010_sealed_opens_for_its_owner(const struct mailbox_exchange *e, const struct mailbox_sealed_text *text)
{
	const char *id = "FZ-MAILBOX-010", *promise = "sealed-opens-for-its-owner";

	oracle_holds(text != NULL, id, promise, "something opened that nobody sealed");
	oracle_holds(is_owner(e, text), id, promise, "a sealed text opened for somebody else");
	oracle_holds(text->lifecycle == (unsigned int)e->after->lifecycle && text->mode == (unsigned int)root_of_trust_mode(e->after), id,
		     promise, "a sealed text opened in another state");
	oracle_holds(is_living(e, text), id, promise, "a sealed text of a generation long gone opened");
	oracle_holds(bytes_equal(mailbox_exchange_answer(e), text->plain), id, promise, "a sealed text opened as another");
}
