/* SPDX-License-Identifier: Apache-2.0 */
/* The fake device's side of the protocol. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "conformance/core/bench_fixture_methods.h"
#include "conformance/readers/mcuboot.h"
#include "reference-impl/base/text.h"
#include "reference-impl/base/writer.h"

static json_t *base64_of(struct bytes bytes)
{
	size_t len = text_base64_len(bytes.len);
	char *room = malloc(len + 1);
	struct writer w = writer_over((struct buffer){ (uint8_t *)room, len });
	json_t *text;

	text_write_base64(&w, bytes);
	text = json_stringn(room, len);
	free(room);
	return text;
}

static struct bytes bytes_of_param(const json_t *params, const char *name, struct buffer room)
{
	const json_t *text = json_object_get(params, name);
	struct bytes bytes = { 0 };

	if (text == NULL || text_read_base64(bytes_from(json_string_value(text), json_string_length(text)), room, &bytes) != RESULT_OK)
		return (struct bytes){ 0 };
	return bytes;
}

static const char *text_of(const json_t *params, const char *name)
{
	const char *text = json_string_value(json_object_get(params, name));

	return text == NULL ? "" : text;
}

static bool cuts_by_time(const struct fake *f)
{
	return f->flaw == FAKE_CUTS_BY_TIME || f->flaw == FAKE_CUTS_BY_TIME_IN_VAIN;
}

static json_t *hello(struct fake *f, const json_t *params)
{
	(void)params;
	return json_pack("{s:s, s:s, s:[s, s, s, s]}", "name", "fake", "serial", "0", "capabilities", "console", "download",
			 cuts_by_time(f) ? "cut.time" : "cut.operations", "fresh");
}

static json_t *power_to(struct fake *f, const json_t *params)
{
	const char *state = text_of(params, "state");

	if (f->flaw == FAKE_RIG_BREAKS)
		return NULL;
	if (f->flaw == FAKE_RIG_FAKES_RESETS && f->runs >= 0 && strcmp(state, "cycle") == 0)
		return json_object();
	fake_power_off(f);
	if (strcmp(state, "off") != 0)
		fake_boot(f, strcmp(state, "download") == 0);
	return json_object();
}

static json_t *console(struct fake *f, const json_t *params)
{
	size_t since = (size_t)json_integer_value(json_object_get(params, "since"));
	uint8_t room[256];
	struct bytes typed = bytes_of_param(params, "write", BUFFER_OF(room));

	if (typed.at != NULL)
		fake_answer(f, (const char *)typed.at, typed.len);
	if (since > f->console_len)
		since = f->console_len;
	return json_pack("{s:o, s:I, s:i}", "bytes", base64_of(bytes_from(f->console + since, f->console_len - since)), "next",
			 (json_int_t)f->console_len, "lost", 0);
}

static json_t *cut(struct fake *f, const json_t *params)
{
	f->operations = 0;
	f->cut_fired = false;
	f->cut_at = (uint64_t)json_integer_value(json_object_get(params, "after_operations"));
	if (cuts_by_time(f) != (json_object_get(params, "after_ms") != NULL))
		return json_pack("{s:s}", "refused", "the rig does not cut by that");
	f->cut_at_ms = cuts_by_time(f) ? f->now_ms + (uint64_t)json_integer_value(json_object_get(params, "after_ms")) : 0;
	return json_object();
}

static json_t *cut_state(struct fake *f, const json_t *params)
{
	(void)params;
	return json_pack("{s:I, s:b}", "operations", (json_int_t)(f->cut_fired ? f->cut_at : f->operations), "fired", (int)f->cut_fired);
}

static json_t *fresh(struct fake *f, const json_t *params)
{
	(void)params;
	f->slots[0] = f->slots[1] = (struct fake_slot){ 0 };
	f->counter = 0;
	f->maker_there = true;
	f->bricked = false;
	f->active = -1;
	fake_power_off(f);
	return json_object();
}

static json_int_t told_version(struct fake *f)
{
	switch (f->flaw) {
	case FAKE_TELLS_GREATEST_VERSION:
		return UINT32_MAX;
	case FAKE_TELLS_LONG_VERSION:
		return (json_int_t)UINT32_MAX + 1;
	case FAKE_TELLS_FALLING_VERSIONS:
		return 1000 - (json_int_t)f->told++;
	case FAKE_TELLS_RISING_VERSIONS:
		return 1000 + (json_int_t)f->told++;
	default:
		return f->counter;
	}
}

static json_t *info(struct fake *f, const json_t *params)
{
	static const uint8_t digest[32] = { 0xab };

	(void)params;
	if (f->flaw == FAKE_ANSWERS_WITH_FLOATS)
		return json_pack("{s:f}", "unit", 1.5);
	if (!f->on || (f->runs != -2 && !f->download))
		return NULL;
	return json_pack("{s:s, s:s, s:[o], s:I}", "unit", "0", "hardware", "fake", "firmware", base64_of(BYTES_OF(digest)), "security_version",
			 told_version(f));
}

static json_t *update(struct fake *f, const json_t *params)
{
	uint8_t room[FAKE_IMAGE_LEN];
	struct bytes image = bytes_of_param(params, "image", BUFFER_OF(room));

	if (!f->on)
		return json_pack("{s:s}", "state", "interrupted");
	if (f->runs != -2 && !f->download)
		return NULL;
	if (image.at == NULL)
		return json_pack("{s:s}", "refused", "no image, or too long");
	return json_pack("{s:s}", "state", fake_stage(f, image) ? "accepted" : "interrupted");
}

/* What goes into an image. The security counter's place is taken by a field that says nothing if there is none. */
struct recipe {
	struct bytes block;
	bool has_version;
	uint32_t version;
	const char *key;
};

/* The kit's lies are told where an image is ordered to be bad. */
static bool lies(const struct fake *f, const struct recipe *recipe, enum fake_flaw flaw)
{
	return f->flaw == flaw && !recipe->has_version;
}

static void write_signed_part(const struct fake *f, const struct recipe *recipe, struct writer *w)
{
	bool has_version = recipe->has_version || f->flaw == FAKE_KIT_KEEPS_VERSIONS;
	uint16_t fields = (uint16_t)(4 + (has_version ? 8 : 0) + (lies(f, recipe, FAKE_KIT_ADDS_FIELDS) ? 8 : 0));

	writer_u32_le(w, MCUBOOT_MAGIC);
	writer_u32_le(w, 0);
	writer_u16_le(w, 32);
	writer_u16_le(w, fields);
	writer_u32_le(w, 300);
	writer_fill(w, 0, 16);
	writer_fill(w, lies(f, recipe, FAKE_KIT_BREAKS_PAYLOADS) ? 0 : 0x5a, 100);
	writer_bytes(w, recipe->block);
	writer_fill(w, 0xa5, 104);
	writer_u16_le(w, MCUBOOT_PROTECTED_MAGIC);
	writer_u16_le(w, fields);
	for (uint16_t type = has_version ? 0x50 : 0xa7; fields > 4; fields = (uint16_t)(fields - 8), type = 0xa7) {
		writer_u16_le(w, type);
		writer_u16_le(w, 4);
		writer_u32_le(w, recipe->version);
	}
}

static void write_tlv(struct writer *w, uint16_t type, struct bytes value)
{
	writer_u16_le(w, type);
	writer_u16_le(w, (uint16_t)value.len);
	writer_bytes(w, value);
}

/* Header, a payload with the block in its middle, security counter, then hash, key hash and signature. */
static size_t build(struct fake *f, const struct recipe *recipe, struct buffer room)
{
	struct writer w = writer_over(room);
	struct crypto_sha256 digest, key_hash;
	uint8_t signature_room[CRYPTO_P256_SIGNATURE_MAX_LEN];
	struct bytes signature = { 0 };

	write_signed_part(f, recipe, &w);
	if (crypto_sha256(bytes_from(room.at, w.used), &digest) != RESULT_OK || crypto_sha256(BYTES_OF(f->maker.spki), &key_hash) != RESULT_OK ||
	    crypto_p256_sign(&f->maker, BYTES_OF(digest), BUFFER_OF(signature_room), &signature) != RESULT_OK)
		abort();
	signature_room[signature.len - 1] ^= lies(f, recipe, FAKE_KIT_BREAKS_SIGNATURES) ? 1 : 0;
	digest.at[31] ^= lies(f, recipe, FAKE_KIT_BREAKS_DIGESTS) ? 1 : 0;
	if (strcmp(recipe->key, "none") == 0 && f->flaw != FAKE_KIT_SIGNS_UNSIGNED)
		signature.len = 0;
	writer_u16_le(&w, MCUBOOT_UNPROTECTED_MAGIC);
	writer_u16_le(&w, (uint16_t)(4 + 36 + 36 + 4 + signature.len));
	write_tlv(&w, 0x10, BYTES_OF(digest));
	if (lies(f, recipe, FAKE_KIT_TURNS_FIELDS))
		write_tlv(&w, 0x22, signature);
	write_tlv(&w, 0x01, BYTES_OF(key_hash));
	if (!lies(f, recipe, FAKE_KIT_TURNS_FIELDS))
		write_tlv(&w, 0x22, signature);
	return w.used;
}

static json_t *kit(struct fake *f, const json_t *params)
{
	uint8_t block_room[96], room[1024];
	const json_t *version = json_object_get(params, "security_version");
	struct recipe recipe = { bytes_of_param(params, "block", BUFFER_OF(block_room)), version != NULL,
				 (uint32_t)json_integer_value(version), text_of(params, "key") };
	size_t len;

	if (f->flaw == FAKE_KIT_WITHOUT_BLOCK)
		block_room[20] ^= 1;
	len = build(f, &recipe, BUFFER_OF(room));
	return json_pack("{s:s, s:o, s:[{s:s, s:i, s:I, s:s}]}", "format", "mcuboot", "image", base64_of(bytes_from(room, len)), "regions",
			 "name", "whole", "offset", 0, "length", (json_int_t)len, "kind",
			 f->flaw == FAKE_KIT_CALLS_ALL_UNSIGNED ? "unsigned" : "payload");
}

static const struct method {
	const char *name;
	json_t *(*answer)(struct fake *f, const json_t *params); /* NULL: error; a member "refused" is a refusal */
} methods[] = { { "rig.hello", hello },	  { "rig.power", power_to },   { "rig.console", console }, { "rig.cut", cut },
		{ "rig.cut_status", cut_state }, { "rig.fresh", fresh },	  { "device.info", info },	   { "device.update", update },
		{ "kit.image", kit } };

static void fill(struct answer *answer, json_t *said)
{
	const char *refused = text_of(said, "refused");

	answer->ms = 1;
	answer->kind = said == NULL ? ANSWER_ERROR : refused[0] != '\0' ? ANSWER_REFUSED : ANSWER_GIVEN;
	answer->result = answer->kind == ANSWER_GIVEN ? said : NULL;
	(void)snprintf(answer->reason, sizeof(answer->reason), "%s", said == NULL ? "not now" : refused);
	if (answer->kind != ANSWER_GIVEN)
		json_decref(said);
}

/* A question takes a millisecond; a cut by time comes between two of them. */
static void pass_time(struct fake *f)
{
	f->now_ms++;
	if (f->cut_at_ms == 0 || f->now_ms < f->cut_at_ms || f->flaw == FAKE_CUTS_BY_TIME_IN_VAIN || f->cut_fired)
		return;
	f->cut_fired = true;
	fake_power_off(f);
}

static void ask(void *context, const struct question *question, struct answer *ret_answer)
{
	struct fake *f = context;

	*ret_answer = (struct answer){ .kind = ANSWER_UNSUPPORTED, .reason = "unsupported", .ms = 1 };
	if (f->flaw == FAKE_SLOW)
		(void)usleep(1000);
	if (f->die_after != 0 && ++f->asked > f->die_after)
		_Exit(9); /* killed in the middle of a run */
	pass_time(f);
	if (f->flaw == FAKE_NO_UPDATES && strcmp(question->method, "device.update") == 0)
		return;
	for (size_t i = 0; i < sizeof(methods) / sizeof(methods[0]); i++)
		if (strcmp(methods[i].name, question->method) == 0)
			fill(ret_answer, methods[i].answer(f, question->params));
}

static enum result open_fake(void *context, unsigned int lane, struct link *ret_link, struct complaint *ret_why)
{
	(void)lane;
	(void)ret_why;
	*ret_link = (struct link){ context, ask };
	return RESULT_OK;
}

static void close_fake(void *context, unsigned int lane)
{
	(void)context;
	(void)lane;
}

struct run_devices fake_devices(struct fake *fake)
{
	return (struct run_devices){ .context = fake, .open = open_fake, .close = close_fake };
}

static void ask_unit(void *context, const struct question *question, struct answer *ret_answer)
{
	ask((struct fake *)context + question->unit, question, ret_answer);
}

static enum result open_units(void *context, unsigned int lane, struct link *ret_link, struct complaint *ret_why)
{
	(void)lane;
	(void)ret_why;
	*ret_link = (struct link){ context, ask_unit };
	return RESULT_OK;
}

struct run_devices fake_devices_apart(struct fake *fakes)
{
	return (struct run_devices){ .context = fakes, .open = open_units, .close = close_fake };
}

json_t *fake_facts(void)
{
	return json_pack("{s:s, s:s, s:s, s:i, s:i, s:s, s:s, s:b, s:[], s:[], s:n}", "name", "fake", "format", "mcuboot", "profile", "device",
			 "boot_ms", 20, "units", 1, "recovery_console", "FAKE: recovery", "download_console", "FAKE: download", "expendable", 0,
			 "claims", "roots", "settings");
}
