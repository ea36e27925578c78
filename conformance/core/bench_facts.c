/* SPDX-License-Identifier: Apache-2.0 */
/* The facts, out of a target and into the head, and out of the head again. */

#include "conformance/core/bench_facts.h"

#include <stdlib.h>
#include <string.h>

#include "conformance/core/file.h"
#include "reference-impl/base/text.h"

enum { ROOT_FILE_MAX = 65536 };

static json_t *base64_text(struct bytes bytes)
{
	struct buffer room = { malloc(text_base64_len(bytes.len) + 1), text_base64_len(bytes.len) };
	struct writer w = writer_over(room);
	json_t *text = NULL;

	if (room.at != NULL) {
		text_write_base64(&w, bytes);
		text = json_stringn((const char *)room.at, room.len);
	}
	free(room.at);
	return text;
}

static json_t *roots_json(const struct target *target, struct complaint *ret_why)
{
	json_t *roots = json_array();

	for (size_t i = 0; i < target->root_count; i++) {
		struct buffer content;
		enum result result = file_load(target->roots[i], ROOT_FILE_MAX, &content);

		if (result != RESULT_OK) {
			complain(ret_why, "%s: %s; target.json names it under \"roots\"", target->roots[i], result_sentence(result));
			json_decref(roots);
			return NULL;
		}
		(void)json_array_append_new(roots, base64_text(bytes_of_buffer(content)));
		free(content.at);
	}
	return roots;
}

static json_t *claims_json(const struct target *target)
{
	json_t *claims = json_array();

	for (size_t i = 0; i < target->claim_count; i++)
		(void)json_array_append_new(claims, json_string(target->claims[i]));
	return claims;
}

json_t *bench_facts_json(const struct target *target, struct complaint *ret_why)
{
	json_t *roots = roots_json(target, ret_why), *settings = json_object_get(target->json, "settings");

	if (roots == NULL)
		return NULL;
	return json_pack("{s:s, s:s?, s:s, s:I, s:I, s:s?, s:s?, s:b, s:o, s:o, s:O}", "name", target->name, "format", target->format,
			 "profile", target->profile, "boot_ms", (json_int_t)target->boot_ms, "units", (json_int_t)target->units,
			 "recovery_console", target->recovery_console, "download_console", target->download_console, "expendable",
			 (int)target->expendable, "claims", claims_json(target), "roots", roots, "settings",
			 json_is_object(settings) ? settings : json_null());
}

static bool are_texts(const json_t *list)
{
	size_t index;
	json_t *member;

	json_array_foreach(list, index, member)
		if (!json_is_string(member))
			return false;
	return json_is_array(list);
}

enum result bench_facts_read(json_t *json, struct bench_facts *ret_facts, struct complaint *ret_why)
{
	struct bench_facts facts = { .json = json };
	json_t *format, *recovery, *download, *claims, *roots, *settings;
	const char *profile;
	json_int_t boot_ms, units;
	int expendable;

	if (json_unpack(json, "{s:s, s:o, s:s, s:I, s:I, s:o, s:o, s:b, s:o, s:o, s:o !}", "name", &facts.target, "format", &format,
			"profile", &profile, "boot_ms", &boot_ms, "units", &units, "recovery_console", &recovery, "download_console",
			&download, "expendable", &expendable, "claims", &claims, "roots", &roots, "settings", &settings) != 0 ||
	    boot_ms < 1 || boot_ms > 3600000 || units < 1 || units > TARGET_UNITS_MAX || !are_texts(claims) || !are_texts(roots)) {
		complain(ret_why, "head.target is not what a run writes there");
		return RESULT_MALFORMED;
	}
	facts.profile = profile_by_name(profile);
	if (facts.profile == NULL) {
		complain(ret_why, "there is no profile \"%s\" in this suite", profile);
		return RESULT_NOT_FOUND;
	}
	facts.format = json_string_value(format);
	facts.recovery_console = json_string_value(recovery);
	facts.download_console = json_string_value(download);
	facts.boot_ms = (uint32_t)boot_ms;
	facts.units = (uint32_t)units;
	facts.expendable = expendable != 0;
	json_incref(json);
	*ret_facts = facts;
	return RESULT_OK;
}

void bench_facts_release(struct bench_facts *facts)
{
	json_decref(facts->json);
	*facts = (struct bench_facts){ 0 };
}

bool bench_facts_demand(const struct bench_facts *facts, const char *method)
{
	static const char *const always[] = { "rig.hello", "rig.power", "device.info" };

	for (size_t i = 0; i < sizeof(always) / sizeof(always[0]); i++)
		if (strcmp(always[i], method) == 0)
			return true;
	for (size_t i = 0; i < facts->profile->mandatory_method_count; i++)
		if (strcmp(facts->profile->mandatory_methods[i], method) == 0)
			return true;
	return false;
}
