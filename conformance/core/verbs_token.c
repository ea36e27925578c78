/* SPDX-License-Identifier: Apache-2.0 */
/* The device's challenge, and what the maker's service signs over it. */

#include "conformance/check_token.h"

#include "conformance/core/bench_ask.h"
#include "conformance/core/seed.h"

enum { TOKEN_DEVICE_ASK_MS = 30000, TOKEN_KIT_ASK_MS = 60000, EXPIRES_S = 3600 };

static const struct reply no_reply = { .reason = "" };

struct unlock_challenge unlock_challenge(struct bench *b)
{
	struct unlock_challenge challenge = { .reply = no_reply, .lifecycle = "" };
	struct device_challenge_gives gives;
	struct answer answer = { 0 };

	if (bench_is_silent(b))
		return challenge;
	(void)call_device_challenge(&b->witness->link, b->number, TOKEN_DEVICE_ASK_MS, &gives, &answer);
	challenge.reply = bench_reply(b, bench_settle(b, "device.challenge", &answer), &answer);
	if (challenge.reply.given) {
		challenge.challenge = bench_keep(b, gives.challenge);
		challenge.device = bench_keep(b, gives.device);
		challenge.lifecycle = bench_keep_text(b, gives.lifecycle);
	}
	answer_release(&answer);
	return challenge;
}

struct token_order token_order_for(const struct unlock_challenge *challenge, enum token_kind kind)
{
	return (struct token_order){ .kind = kind,
				     .challenge = challenge->challenge,
				     .device = challenge->device,
				     .lifecycle = challenge->lifecycle,
				     .expires_s = EXPIRES_S,
				     .key = KEY_TRUSTED };
}

/* The maker's tool has to sign with it, so it is a key for nothing else than this. */
static bool lend_key(struct bench *b, struct kit_token_takes *takes)
{
	struct crypto_p256_key key;

	if (seed_suite_key(b->seed, "token attacker", &key) != RESULT_OK) {
		bench_decide(b, VERDICT_ERROR, NULL, "the suite cannot draw a key");
		return false;
	}
	takes->attacker_key = bench_keep(b, BYTES_OF(key.scalar));
	crypto_p256_release(&key);
	return true;
}

static struct kit_token_takes takes_of(const struct token_order *order)
{
	struct kit_token_takes takes = { .kind = order->kind == TOKEN_DEBUG ? KIT_TOKEN_KIND_DEBUG : KIT_TOKEN_KIND_SERVICE,
					 .device = order->device,
					 .challenge = order->challenge,
					 .expires_s = order->expires_s ? order->expires_s : EXPIRES_S,
					 .lifecycle = order->lifecycle,
					 .has_rights = order->rights != NULL,
					 .key = (enum kit_token_key)((int)order->key + KIT_TOKEN_KEY_TRUSTED) };

	for (const char *const *right = order->rights; right && *right && takes.rights.count < TOKEN_RIGHTS_MAX; right++)
		takes.rights.at[takes.rights.count++] = *right;
	return takes;
}

struct token kit_token(struct bench *b, const struct token_order *order)
{
	struct kit_token_takes takes = takes_of(order);
	struct token token = { .reply = no_reply };
	struct kit_token_gives gives;
	struct answer answer = { 0 };

	if (bench_is_silent(b) || (order->key == KEY_ATTACKER && !lend_key(b, &takes)))
		return token;
	(void)call_kit_token(&b->witness->link, b->number, TOKEN_KIT_ASK_MS, &takes, &gives, &answer);
	token.reply = bench_reply(b, bench_settle(b, "kit.token", &answer), &answer);
	if (token.reply.given)
		token.bytes = bench_keep(b, gives.token);
	answer_release(&answer);
	return token;
}

struct bytes given_token(struct bench *b, enum token_kind kind, enum image_key key)
{
	struct unlock_challenge asked = unlock_challenge(b);
	struct token_order order = token_order_for(&asked, kind);
	struct token token = { .reply = no_reply };

	order.key = key;
	if (asked.reply.given)
		token = kit_token(b, &order);
	given_that(b, token.reply.given, "the maker's tools make a token over the unit's challenge");
	return token.bytes;
}

bool takes_good_token(struct bench *b)
{
	struct bytes token = given_token(b, TOKEN_SERVICE, KEY_TRUSTED);

	return !decided(b) && unlock(b, token, NULL).reply.given;
}
