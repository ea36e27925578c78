/* SPDX-License-Identifier: Apache-2.0 */
/* The chip programmer's view: regions by name, in pieces that the rig's bus can carry. */

#include "conformance/targets/reference/rig.h"

#include <string.h>

bool reference_rig_region(const struct adapter_request *request, struct bytes *ret_name)
{
	const char *region = adapter_text(request, "region");

	if (!region || strlen(region) > RIG_REGION_NAME_MAX_LEN)
		return false;
	*ret_name = bytes_of_text(region);
	return true;
}

static void give_region(struct adapter_request *request, const struct reference_rig_call *call)
{
	static const char *const kinds[] = { [RIG_STORAGE_FLASH] = "flash", [RIG_STORAGE_FUSES] = "fuses",
					     [RIG_STORAGE_COUNTERS] = "counters" };
	json_t *regions = json_object_get(request->result, "regions");

	json_array_append_new(regions, json_pack("{s:s%, s:i, s:I, s:s}", "name", call->room.at, call->got_len, "offset", 0, "length",
						 (json_int_t)call->header.a, "kind",
						 call->header.b <= RIG_STORAGE_COUNTERS ? kinds[call->header.b] : "other"));
}

static enum adapter_answer list(struct reference_rig *rig, struct adapter_request *request)
{
	adapter_give_list(request, "regions");
	for (uint64_t i = 0;; i++) {
		struct reference_rig_call call = { .header = { .op = RIG_STORAGE_LIST, .a = i },
						   .room = { rig->room, RIG_REGION_NAME_MAX_LEN } };
		enum adapter_answer answer = reference_rig_ask(rig, request, &call);

		if (answer == ADAPTER_WRONG && call.header.result == RESULT_NOT_FOUND)
			return ADAPTER_GIVES;
		if (answer != ADAPTER_GIVES)
			return answer;
		give_region(request, &call);
	}
}

/* A range that is larger than one message of the bus. */
struct range {
	struct bytes name;
	uint64_t offset;
	size_t len;
};

static enum adapter_answer read_range(struct reference_rig *rig, struct adapter_request *request, const struct range *range)
{
	for (size_t at = 0; at < range->len;) {
		size_t left = range->len - at, piece = left < RIG_DATA_MAX_LEN ? left : RIG_DATA_MAX_LEN;
		struct reference_rig_call call = { .header = { .op = RIG_STORAGE_READ, .a = range->offset + at, .b = piece },
						   .name = range->name, .room = { rig->room + at, piece } };
		enum adapter_answer answer = reference_rig_ask(rig, request, &call);

		if (answer != ADAPTER_GIVES)
			return answer;
		if (call.got_len != piece)
			return adapter_fail(request, "the board gave %zu bytes of %zu", call.got_len, piece);
		at += piece;
	}
	adapter_give_bytes(request, "bytes", bytes_from(rig->room, range->len));
	return ADAPTER_GIVES;
}

static enum adapter_answer write_range(struct reference_rig *rig, struct adapter_request *request, const struct range *range,
				       struct bytes bytes)
{
	for (size_t at = 0; at < bytes.len;) {
		size_t left = bytes.len - at, most = RIG_DATA_MAX_LEN - range->name.len;
		size_t piece = left < most ? left : most;
		struct reference_rig_call call = { .header = { .op = RIG_STORAGE_WRITE, .a = range->offset + at, .b = range->name.len },
						   .name = range->name, .bytes = { bytes.at + at, piece } };
		enum adapter_answer answer = reference_rig_ask(rig, request, &call);

		if (answer != ADAPTER_GIVES)
			return answer;
		at += piece;
	}
	return ADAPTER_GIVES;
}

enum adapter_answer reference_rig_storage(void *context, struct adapter_request *request)
{
	struct range range = { .offset = 0 };
	struct bytes bytes = adapter_bytes(request, "bytes");
	uint64_t length = 0;

	if (adapter_text_is(request, "act", "list"))
		return list(context, request);
	(void)adapter_integer(request, "offset", &range.offset);
	if (!reference_rig_region(request, &range.name) || range.offset > UINT32_MAX)
		return adapter_wrong(request, "name a region of rig.storage list, and an offset in it");
	if (adapter_text_is(request, "act", "write") && bytes.at)
		return write_range(context, request, &range, bytes);
	if (!adapter_text_is(request, "act", "read") || !adapter_integer(request, "length", &length) || length > RIG_TRANSFER_MAX_LEN)
		return adapter_wrong(request, "read takes a length of at most %u, write takes bytes", RIG_TRANSFER_MAX_LEN);
	range.len = (size_t)length;
	return read_range(context, request, &range);
}
