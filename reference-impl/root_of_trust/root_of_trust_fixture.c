/* SPDX-License-Identifier: Apache-2.0 */
/* Burns, boots and asks. */

#include "reference-impl/root_of_trust/root_of_trust_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reference-impl/platform/nor_fixture.h"

static void must(bool holds, const char *what)
{
	if (holds)
		return;
	fprintf(stderr, "root of trust fixture: %s\n", what);
	abort();
}

static void burn(struct rot_fixture *f, uint32_t offset, struct bytes bits)
{
	must(nor_burn(&f->sim.chip.nor, offset, bits) == RESULT_OK, "burn");
}

static void burn_key(struct rot_fixture *f, uint32_t offset, uint8_t seed, struct crypto_p256_key *ret_key)
{
	uint8_t scalar[CRYPTO_P256_SCALAR_LEN];
	struct crypto_sha256 hash;

	memset(scalar, seed, sizeof(scalar));
	must(crypto_p256_from_scalar(BYTES_OF(scalar), ret_key) == RESULT_OK, "key");
	must(crypto_sha256(BYTES_OF(ret_key->spki), &hash) == RESULT_OK, "hash");
	burn(f, offset, BYTES_OF(hash));
}

void rot_fixture_power_on(struct rot_fixture *f)
{
	struct component self = rot_fixture_component(COMPONENT_ROOT_OF_TRUST, 'R');

	sim_power_on(&f->sim, false);
	must(root_of_trust_power_on(&f->rot, &f->vault, &self) == RESULT_OK, "power on");
}

void rot_fixture_reset(struct rot_fixture *f)
{
	sim_reset(&f->sim, BOOT_RESET);
	must(root_of_trust_reset(&f->rot) == RESULT_OK, "reset");
}

void rot_fixture_blank(struct rot_fixture *f, uint8_t unit)
{
	uint8_t secret[FUSE_DEVICE_SECRET_LEN], make[32];
	struct crypto_p256_key maker;

	nor_fixture_sim(&f->sim);
	f->vault = sim_vault(&f->sim);
	sim_power_on(&f->sim, false);
	for (size_t i = 0; i < sizeof(secret); i++)
		secret[i] = (uint8_t)(i * 7 + unit + 1);
	memset(make, 0x3c, sizeof(make));
	memset(f->device_id, unit + 1, sizeof(f->device_id));
	burn(f, FUSE_DEVICE_SECRET, BYTES_OF(secret));
	burn(f, FUSE_DEVICE_ID, BYTES_OF(f->device_id));
	burn(f, FUSE_VENDOR_UUID, BYTES_OF(make));
	burn_key(f, FUSE_KEY_HASH, 0x11, &maker);
	burn_key(f, FUSE_SERVICE_KEY_HASH, 0x22, &f->service_key);
	rot_fixture_power_on(f);
}

void rot_fixture_init(struct rot_fixture *f, uint8_t unit)
{
	rot_fixture_blank(f, unit);
	must(lifecycle_step(&f->vault, LIFECYCLE_BLANK, LIFECYCLE_MODULE_COMPLETE) == RESULT_OK, "module");
	must(lifecycle_step(&f->vault, LIFECYCLE_MODULE_COMPLETE, LIFECYCLE_DEVICE_COMPLETE) == RESULT_OK, "device");
	rot_fixture_power_on(f);
	rot_fixture_boot(f, 'O');
}

static void measure(struct rot_fixture *f, enum mailbox_role role, enum component_kind kind, char letter)
{
	struct component component = rot_fixture_component(kind, letter);
	uint8_t room[COMPONENT_ENCODED_LEN];
	struct writer w = writer_over(BUFFER_OF(room));

	component_write(&w, &component);
	must(rot_fixture_ask_as(f, role, MAILBOX_MEASURE, BYTES_OF(room)) == RESULT_OK, "measure");
}

void rot_fixture_boot(struct rot_fixture *f, char os)
{
	measure(f, MAILBOX_ROM, COMPONENT_LOADER, 'L');
	measure(f, MAILBOX_LOADER, COMPONENT_CONFIG, 'C');
	measure(f, MAILBOX_LOADER, COMPONENT_OS, os);
}

static bool is_all_zero(struct bytes bytes)
{
	for (size_t i = 0; i < bytes.len; i++)
		if (bytes.at[i])
			return false;
	return true;
}

enum result rot_fixture_ask(struct rot_fixture *f, const struct mailbox_caller *caller, enum mailbox_command command,
			    struct bytes body)
{
	struct writer w = writer_over(BUFFER_OF(f->request));
	struct reader r = reader_over(BYTES_OF(f->reply));
	size_t len;
	uint32_t result;

	writer_u16_le(&w, (uint16_t)command);
	writer_u16_le(&w, 0);
	writer_u32_le(&w, (uint32_t)body.len);
	writer_bytes(&w, body);
	must(w.failed == RESULT_OK, "request");
	memset(f->reply, 0xee, sizeof(f->reply));
	len = mailbox_handle(&f->rot, caller, bytes_from(f->request, w.used), BUFFER_OF(f->reply));
	must(reader_u16_le(&r) == command && reader_u16_le(&r) == 0, "head of the reply");
	result = reader_u32_le(&r);
	must(len >= MAILBOX_HEAD_LEN && result <= RESULT_INTERNAL, "a typed reply");
	must(result == RESULT_OK || len == MAILBOX_HEAD_LEN, "no body with an error");
	must(is_all_zero(bytes_from(f->reply + len, sizeof(f->reply) - len)), "zeros behind the reply");
	f->body = bytes_from(f->reply + MAILBOX_HEAD_LEN, len - MAILBOX_HEAD_LEN);
	return (enum result)result;
}

enum result rot_fixture_ask_as(struct rot_fixture *f, enum mailbox_role role, enum mailbox_command command, struct bytes body)
{
	const struct mailbox_caller caller = { .role = role };

	return rot_fixture_ask(f, &caller, command, body);
}

struct mailbox_caller rot_fixture_app(uint16_t app)
{
	struct mailbox_caller caller = { .role = MAILBOX_APP, .app = app, .granted = UINT32_MAX };

	memset(caller.component, app + 1, sizeof(caller.component));
	return caller;
}

struct component rot_fixture_component(enum component_kind kind, char letter)
{
	struct component component = { .kind = kind, .version = { 1, 2, 3, (uint32_t)letter }, .security_counter = 5 };

	memset(component.digest.at, letter, sizeof(component.digest.at));
	if (kind != COMPONENT_CONFIG)
		memset(component.signer.at, 0x77, sizeof(component.signer.at));
	return component;
}

struct service_token rot_fixture_token(struct rot_fixture *f)
{
	struct service_token token = { .kind = SERVICE_DEBUG, .expires_s = 600, .rights = SERVICE_RIGHT_DEBUG_APPS };

	must(rot_fixture_ask_as(f, MAILBOX_TOOL, MAILBOX_CHALLENGE, (struct bytes){ 0 }) == RESULT_OK, "challenge");
	memcpy(token.nonce, f->body.at, sizeof(token.nonce));
	memcpy(token.device_id, f->body.at + sizeof(token.nonce), sizeof(token.device_id));
	token.lifecycle = f->body.at[f->body.len - 1];
	return token;
}

enum result rot_fixture_open(struct rot_fixture *f, const struct service_token *token, const struct crypto_p256_key *key)
{
	struct cose_signer signer = cose_signer_of_key(COSE_ES256, key);
	uint8_t body[CRYPTO_P256_SPKI_LEN + SERVICE_TOKEN_MAX_LEN];
	struct bytes signed_token;

	memcpy(body, key->spki, CRYPTO_P256_SPKI_LEN);
	must(service_token_write(token, &signer, (struct buffer){ body + CRYPTO_P256_SPKI_LEN, SERVICE_TOKEN_MAX_LEN },
				 &signed_token) == RESULT_OK, "token");
	return rot_fixture_ask_as(f, MAILBOX_TOOL, MAILBOX_SERVICE_OPEN, bytes_from(body, CRYPTO_P256_SPKI_LEN + signed_token.len));
}

struct psa_token_claims rot_fixture_attest(struct rot_fixture *f, const struct mailbox_caller *caller, struct bytes nonce)
{
	const struct cose_key key = { COSE_ES256, BYTES_OF(f->rot.identity.attestation.spki) };
	struct cose_sign1 message;
	struct psa_token_claims claims;

	must(rot_fixture_ask(f, caller, MAILBOX_ATTEST, nonce) == RESULT_OK, "attest");
	must(psa_token_parse(f->body, &message, &claims) == RESULT_OK, "token parses");
	must(cose_sign1_verify(&message, &key, (struct bytes){ 0 }) == RESULT_OK, "token verifies");
	return claims;
}
