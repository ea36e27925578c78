/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Each method in the most harmless form that it has. What the profile demands must be there; of the rest
 * we only say whether it is. Methods without a harmless form are not asked.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/core/check_adapter.h"
#include "conformance/requirement.h"
#include "reference-impl/base/text.h"

enum { DEADLINE_MS = 20000, SLOW_MS = 5000, BLOCK_LEN = 96 };

struct probe {
	const char *method, *params; /* JSON; NULL: made by hand below */
};

static const struct probe probes[] = {
	{ "rig.hello", "{\"protocol\":1}" },
	{ "rig.power", "{\"state\":\"cycle\"}" },
	{ "rig.console", "{\"since\":0,\"wait_ms\":0}" },
	{ "rig.cut_status", "{}" },
	{ "rig.storage", "{\"act\":\"list\"}" },
	{ "rig.fault", "{\"act\":\"status\"}" },
	{ "rig.clock", "{\"offset_ms\":0}" },
	{ "device.info", "{}" },
	{ "device.update", "{\"path\":\"normal\",\"image\":\"bm90IGFuIGltYWdl\"}" },
	{ "device.attest", "{\"nonce\":\"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\"}" },
	{ "device.register", "{\"act\":\"list\"}" },
	{ "device.key", "{\"act\":\"public\",\"template\":\"ak\"}" },
	{ "device.app", "{\"act\":\"list\"}" },
	{ "device.lifecycle", "{\"act\":\"state\"}" },
	{ "device.challenge", "{}" },
	{ "kit.image", NULL },
};
enum { PROBE_COUNT = sizeof(probes) / sizeof(probes[0]) };

static bool is_mandatory(const struct target *target, const char *method)
{
	const struct profile *profile = profile_by_name(target->profile);

	for (size_t i = 0; profile != NULL && i < profile->mandatory_method_count; i++) {
		if (strcmp(profile->mandatory_methods[i], method) == 0)
			return true;
	}
	return false;
}

/* A block as the suite makes them; its letters are looked for in the image. */
static struct bytes example_block(void)
{
	static const char block[BLOCK_LEN + 1] = "ASSAY-PAYLOAD-1\0"
						 "check-adapter\0\0\0"
						 "0123456789abcdefghijklmnopqrstuv"
						 "\4-the-script-never-confirm-------";

	return bytes_from((const uint8_t *)block, BLOCK_LEN);
}

static json_t *image_params(void)
{
	char text[2 * BLOCK_LEN] = "";
	struct writer w = writer_over((struct buffer){ (uint8_t *)text, sizeof(text) - 1 });

	text_write_base64(&w, example_block());
	return json_pack("{s:s, s:s, s:i, s:s, s:s}", "component", "os", "version", "1.0.0", "security_version", 1, "block", text, "key",
			 "trusted");
}

static const char *fix_of(const struct answer *answer, bool mandatory)
{
	if (answer->kind == ANSWER_UNSUPPORTED)
		return mandatory ? "the profile demands this method: serve it" : "serve it if the chip can do it";
	if (answer->kind == ANSWER_ERROR)
		return "an error says that the adapter failed; if the device said no, answer {\"refused\": \"why\"}";
	if (answer->kind == ANSWER_BROKEN)
		return "see build/generated/PORTING.md for what the answer must hold, and with --logs DIR what the adapter wrote to stderr";
	return "it took long: a certification asks this many times";
}

static enum finding_state state_of(const struct answer *answer, bool mandatory)
{
	if (answer->kind == ANSWER_ERROR || answer->kind == ANSWER_BROKEN)
		return FINDING_WRONG;
	if (answer->kind == ANSWER_UNSUPPORTED)
		return mandatory ? FINDING_WRONG : FINDING_NOTE;
	return answer->ms > SLOW_MS ? FINDING_NOTE : FINDING_GOOD;
}

/* Without the block in it, the suite could never know whose canary it sees. */
static void look_into_image(const struct answer *answer, struct findings *findings)
{
	const json_t *image = json_object_get(answer->result, "image");
	size_t len = json_string_length(image);
	uint8_t *room = malloc(len + 1);
	struct answer seen = { .kind = ANSWER_GIVEN };
	struct bytes bytes;
	bool holds = false;

	if (room != NULL && text_read_base64(bytes_from((const uint8_t *)json_string_value(image), len),
					     (struct buffer){ room, len + 1 }, &bytes) == RESULT_OK)
		holds = memmem(bytes.at, bytes.len, example_block().at, BLOCK_LEN) != NULL;
	free(room);
	findings_add(findings, holds ? FINDING_GOOD : FINDING_WRONG, holds ? "kit.image: its block" : "kit.image: no block", &seen,
		     "the 96 bytes of `block` must be in the image as they are, neither packed nor encrypted");
}

static void ask_probe(const struct target *target, const struct link *link, const struct probe *probe, struct findings *findings)
{
	json_t *params = probe->params == NULL ? image_params() : json_loads(probe->params, 0, NULL);
	bool mandatory = is_mandatory(target, probe->method);
	struct answer answer;

	link->ask(link->context, &(struct question){ probe->method, 0, DEADLINE_MS, params }, &answer);
	json_decref(params);
	findings_add(findings, state_of(&answer, mandatory), probe->method, &answer, fix_of(&answer, mandatory));
	if (probe->params == NULL && answer.kind == ANSWER_GIVEN)
		look_into_image(&answer, findings);
	answer_release(&answer);
}

static void ask_each_unit(const struct target *target, const struct link *link, struct findings *findings)
{
	for (unsigned int unit = 1; unit < target->units && unit < 8; unit++) {
		json_t *on = json_pack("{s:s}", "state", "on");
		struct answer answer;
		char subject[64];

		link->ask(link->context, &(struct question){ "rig.power", unit, DEADLINE_MS, on }, &answer);
		json_decref(on);
		answer_release(&answer);
		link->ask(link->context, &(struct question){ "device.info", unit, DEADLINE_MS, NULL }, &answer);
		snprintf(subject, sizeof(subject), "device.info, unit %u", unit);
		findings_add(findings, state_of(&answer, true), subject, &answer, "target.json says \"units\": serve as many, from 0 on");
		answer_release(&answer);
	}
}

void check_adapter_methods(const struct target *target, const struct link *link, struct findings *findings)
{
	for (size_t i = 0; i < PROBE_COUNT; i++)
		ask_probe(target, link, &probes[i], findings);
	ask_each_unit(target, link, findings);
}
