/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A chip that is up with blank registers when it is woken from a sleep that was none. The real one refuses then; a
 * relay can make up the registers, and no evidence over them.
 */
#include "conformance/cheats/relay/relay.h"

enum { REGISTERS = 16, DIGEST_LEN = 32 };

static json_t *blank_registers(void)
{
	static const uint8_t zeros[DIGEST_LEN] = { 0 };
	json_t *result = json_pack("{s:[], s:[]}", "names", "values"), *holder = json_object();

	talk_set_bytes(holder, "zeros", BYTES_OF(zeros));
	for (int i = 0; i < REGISTERS; i++) {
		json_array_append_new(json_object_get(result, "names"), json_sprintf("sha256:%d", i));
		json_array_append(json_object_get(result, "values"), json_object_get(holder, "zeros"));
	}
	json_decref(holder);
	return result;
}

static bool show_blank(struct talk *talk)
{
	json_t *real = talk_asks(talk, "act", "list") ? talk_ask(talk, json_incref(talk->params)) : NULL;
	bool refused = json_object_get(real, "refused") != NULL;

	if (refused)
		talk_answer(talk, blank_registers());
	json_decref(real);
	return refused;
}

const struct cheat cheat = {
	.name = "blank_registers_wake_up",
	.lies = { { .method = "device.register", .before = show_blank } },
};
