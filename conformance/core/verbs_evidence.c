/* SPDX-License-Identifier: Apache-2.0 */
/* Evidence, registers, keys, sealed bytes: each word is one question, its answer kept for the check. */

#include "conformance/check_evidence.h"

#include <string.h>

#include "conformance/core/bench_ask.h"

enum { EVIDENCE_ASK_MS = 30000 };

static const struct reply no_reply = { .reason = "" };

static struct chain keep_chain(struct bench *b, const struct protocol_byte_list *given)
{
	struct chain chain = { .count = given->count };

	for (size_t i = 0; i < given->count; i++)
		chain.at[i] = bench_keep(b, given->at[i]);
	return chain;
}

struct attestation attest(struct bench *b, struct bytes nonce, const char *const *selection)
{
	struct device_attest_takes takes = { .nonce = nonce, .has_selection = selection != NULL };
	struct attestation attestation = { .reply = no_reply, .format = "" };
	struct device_attest_gives gives;
	struct answer answer = { 0 };

	if (bench_is_silent(b))
		return attestation;
	for (; selection != NULL && *selection != NULL && takes.selection.count < PROTOCOL_TEXTS_MAX; selection++)
		takes.selection.at[takes.selection.count++] = *selection;
	(void)call_device_attest(&b->witness->link, b->number, EVIDENCE_ASK_MS, &takes, &gives, &answer);
	attestation.reply = bench_reply(b, bench_settle(b, "device.attest", &answer), &answer);
	if (attestation.reply.given) {
		attestation.format = bench_keep_text(b, gives.format);
		attestation.evidence = bench_keep(b, gives.evidence);
		attestation.signature = bench_keep(b, gives.signature);
		if (gives.has_chain)
			attestation.chain = keep_chain(b, &gives.chain);
	}
	answer_release(&answer);
	return attestation;
}

static struct registers ask_register(struct bench *b, const struct device_register_takes *takes)
{
	struct registers registers = { .reply = no_reply };
	struct device_register_gives gives;
	struct answer answer = { 0 };

	if (bench_is_silent(b))
		return registers;
	(void)call_device_register(&b->witness->link, b->number, EVIDENCE_ASK_MS, takes, &gives, &answer);
	registers.reply = bench_reply(b, bench_settle(b, "device.register", &answer), &answer);
	if (registers.reply.given && gives.has_names && gives.has_values) {
		if (gives.names.count != gives.values.count)
			bench_decide(b, VERDICT_ERROR, NULL, "device.register: gave as many values as names it did not");
		else
			registers.count = gives.values.count;
	}
	for (size_t i = 0; i < registers.count; i++) {
		registers.names[i] = bench_keep_text(b, gives.names.at[i]);
		registers.values[i] = bench_keep(b, gives.values.at[i]);
	}
	answer_release(&answer);
	return registers;
}

struct registers register_list(struct bench *b)
{
	struct device_register_takes takes = { .act = DEVICE_REGISTER_ACT_LIST };

	return ask_register(b, &takes);
}

struct bytes register_value(const struct registers *registers, const char *name)
{
	for (size_t i = 0; i < registers->count; i++)
		if (strcmp(registers->names[i], name) == 0)
			return registers->values[i];
	return (struct bytes){ 0 };
}

struct reply register_extend(struct bench *b, const char *name, struct bytes digest)
{
	struct device_register_takes takes = { .act = DEVICE_REGISTER_ACT_EXTEND, .register_name = name, .value = digest };

	return ask_register(b, &takes).reply;
}

struct reply register_reset(struct bench *b, const char *name)
{
	struct device_register_takes takes = { .act = DEVICE_REGISTER_ACT_RESET, .register_name = name };

	return ask_register(b, &takes).reply;
}

static struct key_answer ask_key(struct bench *b, const struct device_key_takes *takes)
{
	struct key_answer key = { .reply = no_reply };
	struct device_key_gives gives;
	struct answer answer = { 0 };

	if (bench_is_silent(b))
		return key;
	(void)call_device_key(&b->witness->link, b->number, EVIDENCE_ASK_MS, takes, &gives, &answer);
	key.reply = bench_reply(b, bench_settle(b, "device.key", &answer), &answer);
	if (key.reply.given) {
		key.public_key = bench_keep(b, gives.public);
		key.signature = bench_keep(b, gives.signature);
		key.secret = bench_keep(b, gives.secret);
		if (gives.has_chain)
			key.chain = keep_chain(b, &gives.chain);
	}
	answer_release(&answer);
	return key;
}

struct key_answer key_create(struct bench *b, const char *template, struct bytes secret)
{
	struct device_key_takes takes = { .act = DEVICE_KEY_ACT_CREATE, .template = template, .secret = secret };

	return ask_key(b, &takes);
}

struct key_answer key_public(struct bench *b, const char *template)
{
	struct device_key_takes takes = { .act = DEVICE_KEY_ACT_PUBLIC, .template = template };

	return ask_key(b, &takes);
}

struct key_answer key_sign(struct bench *b, const char *template, struct bytes bytes)
{
	struct device_key_takes takes = { .act = DEVICE_KEY_ACT_SIGN, .template = template, .bytes = bytes };

	return ask_key(b, &takes);
}

struct key_answer key_export(struct bench *b, const char *template)
{
	struct device_key_takes takes = { .act = DEVICE_KEY_ACT_EXPORT, .template = template };

	return ask_key(b, &takes);
}

struct key_answer key_activate(struct bench *b, const char *template, struct bytes credential, struct bytes secret)
{
	struct device_key_takes takes = { .act = DEVICE_KEY_ACT_ACTIVATE, .template = template, .bytes = credential, .secret = secret };

	return ask_key(b, &takes);
}

static struct sealed ask_seal(struct bench *b, enum device_seal_act act, const char *name, struct bytes bytes)
{
	struct device_seal_takes takes = { act, name, bytes };
	struct sealed sealed = { .reply = no_reply };
	struct device_seal_gives gives;
	struct answer answer = { 0 };

	if (bench_is_silent(b))
		return sealed;
	(void)call_device_seal(&b->witness->link, b->number, EVIDENCE_ASK_MS, &takes, &gives, &answer);
	sealed.reply = bench_reply(b, bench_settle(b, "device.seal", &answer), &answer);
	if (sealed.reply.given)
		sealed.bytes = bench_keep(b, gives.bytes);
	answer_release(&answer);
	return sealed;
}

struct sealed seal(struct bench *b, const char *name, struct bytes bytes)
{
	return ask_seal(b, DEVICE_SEAL_ACT_SEAL, name, bytes);
}

struct sealed unseal(struct bench *b, const char *name, struct bytes blob)
{
	return ask_seal(b, DEVICE_SEAL_ACT_UNSEAL, name, blob);
}
