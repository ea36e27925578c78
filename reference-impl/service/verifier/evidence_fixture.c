/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes of tokens and records, written head by head. */

#include "reference-impl/service/verifier/evidence_fixture.h"

#include <stdlib.h>
#include <string.h>

#include "reference-impl/base/text.h"
#include "reference-impl/crypto/p256_spki.h"
#include "reference-impl/service/verifier/chain_fixture.h"

static void must(bool is_good)
{
	if (!is_good)
		abort();
}

const struct crypto_p256_key *fixture_key(enum fixture_key which)
{
	static const char of_zeros[] = "df4b872a0fb9edc119d1059798a2fb3455de3e1e4320283118cd46a4dc3943d2";
	static struct crypto_p256_key keys[KEY_COUNT];
	uint8_t scalar[CRYPTO_P256_SCALAR_LEN] = { 0 };
	struct bytes read;

	if (keys[which].spki[0] == 0) {
		memset(scalar + 8, 0x10 + (int)which, 24);
		must(which != KEY_OF_ZEROS || text_read_hex(bytes_of_text(of_zeros), BUFFER_OF(scalar), &read) == RESULT_OK);
		must(crypto_p256_from_scalar(BYTES_OF(scalar), &keys[which]) == RESULT_OK);
	}
	return &keys[which];
}

static void write_head(struct writer *w, unsigned int major, uint64_t argument)
{
	if (argument < 24) {
		writer_u8(w, (uint8_t)(major << 5 | argument));
	} else if (argument < 0x100) {
		writer_u8(w, (uint8_t)(major << 5 | 24));
		writer_u8(w, (uint8_t)argument);
	} else if (argument < 0x10000) {
		writer_u8(w, (uint8_t)(major << 5 | 25));
		writer_u16_be(w, (uint16_t)argument);
	} else if (argument <= UINT32_MAX) {
		writer_u8(w, (uint8_t)(major << 5 | 26));
		writer_u32_be(w, (uint32_t)argument);
	} else {
		writer_u8(w, (uint8_t)(major << 5 | 27));
		writer_u64_be(w, argument);
	}
}

static void write_number(struct writer *w, int64_t number)
{
	write_head(w, number < 0, number < 0 ? (uint64_t)(-1 - number) : (uint64_t)number);
}

static void write_bytes(struct writer *w, struct bytes bytes)
{
	write_head(w, 2, bytes.len);
	writer_bytes(w, bytes);
}

static void write_text(struct writer *w, const char *text)
{
	write_head(w, 3, strlen(text));
	writer_text(w, text);
}

static void write_hex(struct writer *w, const char *hex)
{
	uint8_t room[256];
	struct bytes bytes;

	must(text_read_hex(bytes_of_text(hex), BUFFER_OF(room), &bytes) == RESULT_OK);
	writer_bytes(w, bytes);
}

/* A field under its number; an empty one is left out by whoever counts. */
static void write_field_bytes(struct writer *w, int64_t key, struct bytes bytes)
{
	write_number(w, key);
	write_bytes(w, bytes);
}

static void write_component(struct writer *w, const struct component_recipe *c, bool has_security_version)
{
	write_head(w, 5, has_security_version ? 5 : 4);
	write_number(w, 1);
	write_text(w, c->type);
	write_field_bytes(w, 2, BYTES_OF(c->measurement));
	write_number(w, 4);
	write_text(w, c->version);
	write_field_bytes(w, 5, BYTES_OF(c->signer));
	if (!has_security_version)
		return;
	write_number(w, 7);
	write_number(w, c->security_version);
}

/* r and s out of the DER signature, each as 32 bytes. */
static void to_raw(struct bytes der, uint8_t ret_raw[64])
{
	size_t at = 2;

	memset(ret_raw, 0, 64);
	for (size_t half = 0; half < 2; half++) {
		size_t len = der.at[at + 1];
		const uint8_t *number = der.at + at + 2;

		at += 2 + len;
		for (; len > 32; len--)
			number++;
		memcpy(ret_raw + 32 * half + 32 - len, number, len);
	}
}

static struct bytes finished(const struct writer *w)
{
	struct bytes written;

	must(writer_finish(w, &written) == RESULT_OK);
	return written;
}

/* Any payload in an envelope. */
struct envelope {
	struct bytes payload;
	const char *protected, *unprotected, *context;
	uint8_t tag;
	enum fixture_key signer;
};

static void sign(const struct envelope *e, struct bytes protected, uint8_t ret_raw[64])
{
	static uint8_t room[16384];
	struct writer w = writer_over(BUFFER_OF(room));
	uint8_t signature[CRYPTO_P256_SIGNATURE_MAX_LEN];
	struct crypto_sha256 digest;
	struct bytes der;

	write_head(&w, 4, 4);
	write_text(&w, e->context ? e->context : "Signature1");
	write_bytes(&w, protected);
	write_bytes(&w, bytes_from(NULL, 0));
	write_bytes(&w, e->payload);
	must(crypto_sha256(finished(&w), &digest) == RESULT_OK);
	must(crypto_p256_sign(fixture_key(e->signer), BYTES_OF(digest), BUFFER_OF(signature), &der) == RESULT_OK);
	to_raw(der, ret_raw);
}

static struct bytes seal(const struct envelope *e, struct buffer room)
{
	uint8_t protected_room[128], raw[64];
	struct writer p = writer_over(BUFFER_OF(protected_room)), w = writer_over(room);

	write_hex(&p, e->protected ? e->protected : "a10126");
	sign(e, finished(&p), raw);
	writer_u8(&w, e->tag);
	write_head(&w, 4, 4);
	write_bytes(&w, finished(&p));
	write_hex(&w, e->unprotected ? e->unprotected : "a0");
	write_bytes(&w, e->payload);
	write_bytes(&w, BYTES_OF(raw));
	return finished(&w);
}

static void component_good(struct component_recipe *c, const char *type, uint8_t value)
{
	*c = (struct component_recipe){ .type = type, .version = "1.2.3", .security_version = 7 };
	memset(c->measurement, value, sizeof(c->measurement));
	memset(c->signer, 0x77, sizeof(c->signer));
}

static void components_good(struct component_recipe components[FIXTURE_COMPONENTS])
{
	component_good(&components[0], "BL", 0xb1);
	component_good(&components[1], "OS", 0x05);
	component_good(&components[2], "App", 0xa9);
}

void token_recipe_good(struct token_recipe *recipe)
{
	struct crypto_sha256 digest;

	*recipe = (struct token_recipe){ .profile = "tag:psacertified.org,2023:psa#tfm", .client = -5, .lifecycle = 0x3000, .debug = 2,
					 .component_count = FIXTURE_COMPONENTS, .tag = 0xd2, .signer = KEY_APP };
	memset(recipe->nonce, 0x6e, sizeof(recipe->nonce));
	memset(recipe->implementation, 0x1d, sizeof(recipe->implementation));
	must(crypto_sha256(p256_spki_point(BYTES_OF(fixture_key(KEY_APP)->spki)), &digest) == RESULT_OK);
	recipe->instance[0] = 1;
	memcpy(recipe->instance + 1, digest.at, sizeof(digest.at));
	components_good(recipe->components);
}

void record_recipe_good(struct record_recipe *recipe)
{
	*recipe = (struct record_recipe){ .kind = "assay-release/1", .vendor = "acme.example", .product = "lamp", .number = 4, .state_flags = 0x3c,
					  .implementation_len = 32, .component_count = FIXTURE_COMPONENTS, .signer = KEY_MAKER };
	memset(recipe->implementation, 0x1d, sizeof(recipe->implementation));
	components_good(recipe->components);
}

struct bytes fixture_token(const struct token_recipe *r, struct buffer room)
{
	uint8_t payload_room[4096];
	struct writer w = writer_over(BUFFER_OF(payload_room));

	write_head(&w, 5, (r->debug >= 0 ? 8u : 7u) + r->extra_pairs);
	write_field_bytes(&w, 10, BYTES_OF(r->nonce));
	write_field_bytes(&w, 256, BYTES_OF(r->instance));
	if (r->debug >= 0) {
		write_number(&w, 263);
		write_number(&w, r->debug);
	}
	write_number(&w, 265);
	write_text(&w, r->profile);
	write_number(&w, 2394);
	write_number(&w, r->client);
	write_number(&w, 2395);
	write_number(&w, r->lifecycle);
	write_field_bytes(&w, 2396, BYTES_OF(r->implementation));
	write_number(&w, 2399);
	write_head(&w, 4, r->component_count);
	for (size_t i = 0; i < r->component_count; i++)
		write_component(&w, &r->components[i], false);
	if (r->extra)
		write_hex(&w, r->extra);
	return seal(&(struct envelope){ finished(&w), r->protected, r->unprotected, r->context, r->tag, r->signer }, room);
}

struct bytes fixture_record(const struct record_recipe *r, struct buffer room)
{
	uint8_t payload_room[4096];
	struct writer w = writer_over(BUFFER_OF(payload_room));

	write_head(&w, 5, 6u + (r->state_flags > 0 ? 1u : 0u) + (r->extra ? 1u : 0u));
	write_number(&w, 1);
	write_text(&w, r->kind);
	write_number(&w, 2);
	write_text(&w, r->vendor);
	write_number(&w, 3);
	write_text(&w, r->product);
	write_number(&w, 4);
	write_number(&w, (int64_t)r->number);
	write_field_bytes(&w, 5, bytes_from(r->implementation, r->implementation_len));
	write_number(&w, 6);
	write_head(&w, 4, r->component_count);
	for (size_t i = 0; i < r->component_count; i++)
		write_component(&w, &r->components[i], r->components[i].security_version > 0);
	if (r->state_flags > 0) {
		write_number(&w, 7);
		write_number(&w, (int64_t)r->state_flags);
	}
	if (r->extra)
		write_hex(&w, r->extra);
	return seal(&(struct envelope){ finished(&w), NULL, NULL, NULL, 0xd2, r->signer }, room);
}

void fixture_world(struct fixture_world *world, const struct token_recipe *token, const struct record_recipe *record)
{
	struct release_key maker;
	struct evidence_fault fault;

	memset(world, 0, sizeof(*world));
	memset(world->nonce, 0x6e, sizeof(world->nonce));
	memcpy(maker.spki, fixture_key(KEY_MAKER)->spki, sizeof(maker.spki));
	must(release_record_read(fixture_record(record, BUFFER_OF(world->record_room)), &maker, 1, &world->release, &fault) == REASON_NONE);
	world->root = chain_fixture_root();
	world->request = (struct appraise_request){
		.token = fixture_token(token, BUFFER_OF(world->token_room)), .nonce = BYTES_OF(world->nonce), .has_chain = true,
		.chain = chain_fixture_good(), .releases = &world->release, .release_count = 1,
		.roots = { &world->root, 1, FIXTURE_NOW },
	};
}
