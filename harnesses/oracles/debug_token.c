/* SPDX-License-Identifier: Apache-2.0 */
/* A token by where its bytes stand, and arithmetic over what the harness knows. */
#include "harnesses/oracles/debug_token.h"

#include <string.h>

#include "reference-impl/base/reader.h"
#include "reference-impl/base/writer.h"
#include "reference-impl/codec/ecdsa_raw.h"

enum { KEY_LEN = 91, ID_LEN = 16, NONCE_LEN = 32, RAW_LEN = 64, DAY_S = 24 * 3600, STRUCTURE_MAX_LEN = 512 };
enum { DEBUG_RIGHTS = 1 | 2 | 4, FIELD_RIGHTS = 4 | 8 | 16 };

static struct bytes token_of(const struct debug_try *t)
{
	struct bytes body = mailbox_exchange_body(t->e);

	return body.len > KEY_LEN ? bytes_from(body.at + KEY_LEN, body.len - KEY_LEN) : bytes_from(NULL, 0);
}

/* Takes exactly these bytes. */
static bool take_exactly(struct reader *r, const void *at, size_t len)
{
	return bytes_equal(reader_take(r, len), bytes_from(at, len));
}

/* A number in its shortest form. */
static bool take_number(struct reader *r, uint64_t *ret_number)
{
	uint8_t head = reader_u8(r);
	size_t width = head < 0x18 ? 0 : (size_t)1 << (head - 0x18);
	uint64_t number = head;

	if (head > 0x1b)
		return false;
	for (size_t i = 0; i < width; i++)
		number = (i == 0 ? 0 : number << 8) | reader_u8(r);
	*ret_number = number;
	return width == 0 || (width == 1 ? number >= 24 : number >> (4 * width) != 0);
}

static bool take_claim(struct reader *r, uint8_t key, uint64_t *ret_number)
{
	return reader_u8(r) == key && take_number(r, ret_number);
}

static bool take_claims(struct reader *r, struct debug_claims *claims)
{
	static const uint8_t device_head[] = { 2, 0x50 }, nonce_head[] = { 3, 0x58, 0x20 };

	if (reader_u8(r) != 0xa6 || !take_claim(r, 1, &claims->kind) || !take_exactly(r, device_head, sizeof(device_head)))
		return false;
	claims->device_id = reader_take(r, ID_LEN);
	if (!take_exactly(r, nonce_head, sizeof(nonce_head)))
		return false;
	claims->nonce = reader_take(r, NONCE_LEN);
	return take_claim(r, 4, &claims->expires_s) && take_claim(r, 5, &claims->lifecycle) && take_claim(r, 6, &claims->rights) &&
	       reader_finish(r) == RESULT_OK;
}

struct token_parts {
	struct bytes payload, signature;
};

static bool take_parts(struct bytes token, struct token_parts *ret_parts)
{
	static const uint8_t front[] = { 0xd2, 0x84, 0x43, 0xa1, 0x01, 0x26, 0xa0, 0x58 }, behind[] = { 0x58, RAW_LEN };
	struct reader r = reader_over(token);

	if (!take_exactly(&r, front, sizeof(front)))
		return false;
	ret_parts->payload = reader_take(&r, reader_u8(&r));
	if (!take_exactly(&r, behind, sizeof(behind)))
		return false;
	ret_parts->signature = reader_take(&r, RAW_LEN);
	return reader_finish(&r) == RESULT_OK;
}

bool debug_claims_read(const struct debug_try *t, struct debug_claims *ret_claims)
{
	struct token_parts parts;
	struct reader r;

	if (!take_parts(token_of(t), &parts))
		return false;
	r = reader_over(parts.payload);
	return take_claims(&r, ret_claims);
}

ORACLE FZ_DEBUG_006_token_has_one_form(bool is_of_that_form)
{
	oracle_holds(is_of_that_form, "FZ-DEBUG-006", "token-has-one-form", "a token of another form was accepted");
}

static bool is_signed(struct bytes spki, struct bytes token)
{
	uint8_t room[STRUCTURE_MAX_LEN], der_room[CRYPTO_P256_SIGNATURE_MAX_LEN];
	struct writer w = writer_over(BUFFER_OF(room));
	struct crypto_sha256 digest;
	struct token_parts parts;
	struct bytes structure, der;

	if (!take_parts(token, &parts))
		return false;
	writer_u8(&w, 0x84);
	writer_u8(&w, 0x6a);
	writer_text(&w, "Signature1");
	writer_u32_be(&w, 0x43a10126);
	writer_u8(&w, 0x4f);
	writer_text(&w, "service token 1");
	writer_u8(&w, 0x58);
	writer_u8(&w, (uint8_t)parts.payload.len);
	writer_bytes(&w, parts.payload);
	harness_holds(writer_finish(&w, &structure) == RESULT_OK && crypto_sha256(structure, &digest) == RESULT_OK,
		      "what a token signs can't be hashed");
	return ecdsa_raw_to_der(parts.signature, BUFFER_OF(der_room), &der) == RESULT_OK &&
	       crypto_p256_verify(spki, BYTES_OF(digest), der) == RESULT_OK;
}

ORACLE FZ_DEBUG_001_opens_by_the_fused_key(const struct debug_try *t, const struct debug_claims *claims)
{
	const char *id = "FZ-DEBUG-001", *promise = "opens-by-the-fused-key";
	struct bytes spki = bytes_from(mailbox_exchange_body(t->e).at, KEY_LEN);
	struct crypto_sha256 hash;

	(void)claims;
	harness_holds(crypto_sha256(spki, &hash) == RESULT_OK, "a key can't be hashed");
	oracle_holds(memcmp(hash.at, t->e->cells->fuses + FUSE_SERVICE_KEY_HASH, sizeof(hash.at)) == 0, id, promise,
		     "a token of another key was accepted");
	oracle_holds(is_signed(spki, token_of(t)), id, promise, "what was accepted is not signed as a token");
}

ORACLE FZ_DEBUG_002_opens_this_device_in_its_state(const struct debug_try *t, const struct debug_claims *claims)
{
	const char *id = "FZ-DEBUG-002", *promise = "opens-this-device-in-its-state";

	oracle_holds(bytes_equal(claims->device_id, bytes_from(t->e->cells->fuses + FUSE_DEVICE_ID, ID_LEN)), id, promise,
		     "a token for another device was accepted");
	oracle_holds(claims->lifecycle == (uint64_t)t->e->before->lifecycle, id, promise, "a token for another state was accepted");
	oracle_holds(t->e->before->lifecycle != LIFECYCLE_UNKNOWN, id, promise, "a token was accepted in no known state");
}

ORACLE FZ_DEBUG_003_challenge_serves_once(const struct debug_try *t, const struct debug_claims *claims)
{
	const char *id = "FZ-DEBUG-003", *promise = "challenge-serves-once";

	oracle_holds(t->is_challenged, id, promise, "a token was accepted that no challenge waits for");
	oracle_holds(bytes_equal(claims->nonce, BYTES_OF(t->nonce)), id, promise, "a token over another challenge was accepted");
}

ORACLE FZ_DEBUG_004_opens_in_time(const struct debug_try *t, const struct debug_claims *claims)
{
	const char *id = "FZ-DEBUG-004", *promise = "opens-in-time";

	oracle_holds(claims->expires_s > 0 && claims->expires_s <= DAY_S, id, promise, "a token for more than a day was accepted");
	oracle_holds(t->now_ms - t->challenged_ms < claims->expires_s * 1000, id, promise, "a token was accepted when its time was over");
}

ORACLE FZ_DEBUG_005_rights_are_of_the_kind(const struct debug_try *t, const struct debug_claims *claims)
{
	const char *id = "FZ-DEBUG-005", *promise = "rights-are-of-the-kind";
	uint64_t allowed = claims->kind == 1 ? DEBUG_RIGHTS : claims->kind == 2 ? FIELD_RIGHTS : 0;
	struct bytes answer = mailbox_exchange_answer(t->e);
	struct reader r = reader_over(answer);

	oracle_holds(claims->rights != 0 && (claims->rights & ~allowed) == 0, id, promise, "a token gave rights that are not its kind's");
	oracle_holds(reader_u32_le(&r) == claims->rights, id, promise, "other rights were given than the token has");
	oracle_holds(claims->kind == 1 ? t->e->after->session.saw_debug : t->e->after->session.saw_service, id, promise,
		     "a session does not show");
}

ORACLE FZ_DEBUG_007_tries_are_counted(const struct debug_try *t)
{
	const char *id = "FZ-DEBUG-007", *promise = "tries-are-counted";
	uint32_t tried = rot_cells_counter(t->e->cells, COUNTER_TOKEN_TRIED), before = rot_cells_counter(t->e->cells_before, COUNTER_TOKEN_TRIED);
	uint32_t settled = rot_cells_counter(t->e->cells, COUNTER_TOKEN_SETTLED);
	bool is_locked = t->tries >= DEBUG_TRIES && t->now_ms - t->last_try_ms < DEBUG_LOCKED_MS;

	oracle_holds(!t->is_looked_at || t->is_counted, id, promise, "a token was looked at before its try was counted");
	oracle_holds(!t->is_looked_at || tried == before + 1, id, promise, "a try was counted otherwise than once");
	oracle_holds(!t->is_looked_at || !is_locked, id, promise, "a token was looked at while tries are locked");
	oracle_holds(mailbox_exchange_result(t->e) == RESULT_OK || t->e->was_cut ||
			     settled == rot_cells_counter(t->e->cells_before, COUNTER_TOKEN_SETTLED),
		     id, promise, "a bad try settled the count");
}

ORACLE FZ_DEBUG_008_refused_opens_nothing(const struct debug_try *t)
{
	const char *id = "FZ-DEBUG-008", *promise = "refused-opens-nothing";
	const struct service_session *before = &t->e->before->session, *after = &t->e->after->session;

	oracle_holds(before->saw_debug == after->saw_debug && before->saw_service == after->saw_service, id, promise,
		     "a refused token shows as a session");
	oracle_holds(before->kind == after->kind && before->ends_ms == after->ends_ms &&
			     service_permit_rights(&before->permit) == service_permit_rights(&after->permit),
		     id, promise, "a refused token changed what is open");
}

ORACLE FZ_DEBUG_009_rights_end(uint32_t told, uint32_t due)
{
	oracle_holds((told & ~due) == 0, "FZ-DEBUG-009", "rights-end", "rights are there that were not given, or are over");
	oracle_holds(told == due, "FZ-DEBUG-009", "rights-end", "rights are gone before their time");
}
