/* SPDX-License-Identifier: Apache-2.0 */
/* A record is verified first; its content is read only then. */

#include "reference-impl/service/verifier/release_record.h"

static const char KIND[] = "assay-release/1";

enum release_key_number { RELEASE_KIND = 1, RELEASE_VENDOR, RELEASE_PRODUCT, RELEASE_NUMBER, RELEASE_IMPLEMENTATION, RELEASE_COMPONENTS,
			  RELEASE_STATE_FLAGS };
enum { RELEASE_FIELDS = 6, COMPONENT_SECURITY_VERSION = 7, NAME_MAX_LEN = 64 };

static const char *take_name(const struct evidence_item *map, enum release_key_number key, struct bytes *ret_name)
{
	struct evidence_item value;

	if (!evidence_find(map, key, &value) || value.kind != EVIDENCE_TEXT || value.content.len == 0 || value.content.len > NAME_MAX_LEN)
		return "vendor or product is not a text of 1 to 64 characters";
	*ret_name = value.content;
	return NULL;
}

/* Five or six fields, of which each is read: nothing stands there that would be passed over. */
static const char *read_component(const struct evidence_item *map, struct release_component *ret_component)
{
	struct release_component component = { .security_version = 0 };
	struct evidence_item value;
	size_t fields = 4;
	const char *what = component_fields_read(map, &component.fields);

	if (what)
		return what;
	if (component.fields.version.len == 0)
		return "a component without a version";
	if (evidence_find(map, COMPONENT_SECURITY_VERSION, &value)) {
		if (value.kind != EVIDENCE_UNSIGNED || value.argument > UINT32_MAX)
			return "a security version that is not a number of 32 bits";
		component.security_version = value.argument;
		fields++;
	}
	if (map->argument != fields)
		return "a component with a field that is not known";
	*ret_component = component;
	return NULL;
}

static const char *read_components(const struct evidence_item *map, struct release_record *record)
{
	struct evidence_item list, member;
	struct evidence_walk walk;

	if (!evidence_find(map, RELEASE_COMPONENTS, &list) || list.kind != EVIDENCE_ARRAY || list.argument == 0 ||
	    list.argument > RELEASE_MAX_COMPONENTS)
		return "the components (6) are not a list of 1 to 16";
	walk = evidence_walk_into(&list);
	while (evidence_next(&walk, &member)) {
		const char *what = read_component(&member, &record->components[record->component_count++]);

		if (what)
			return what;
	}
	return NULL;
}

static const char *read_head(const struct evidence_item *map, struct release_record *record)
{
	struct evidence_item value;
	const char *what;

	if (map->kind != EVIDENCE_MAP || !evidence_find(map, RELEASE_KIND, &value) || value.kind != EVIDENCE_TEXT ||
	    !bytes_equal(value.content, bytes_of_text(KIND)))
		return "it does not call itself \"assay-release/1\" (1)";
	what = take_name(map, RELEASE_VENDOR, &record->vendor);
	if (!what)
		what = take_name(map, RELEASE_PRODUCT, &record->product);
	if (what)
		return what;
	if (!evidence_find(map, RELEASE_NUMBER, &value) || value.kind != EVIDENCE_UNSIGNED || value.argument == 0 || value.argument > UINT32_MAX)
		return "the release (4) is not a number from 1 to 4294967295";
	record->number = value.argument;
	if (!evidence_find(map, RELEASE_IMPLEMENTATION, &value) || value.kind != EVIDENCE_BYTES || value.content.len != 32)
		return "the implementation id (5) is not 32 bytes";
	record->implementation = value.content;
	return NULL;
}

/* The one field that may be left out; and nothing else stands beside those that were read. */
static const char *read_rest(const struct evidence_item *map, struct release_record *record)
{
	struct evidence_item value;
	size_t fields = RELEASE_FIELDS;

	if (evidence_find(map, RELEASE_STATE_FLAGS, &value)) {
		if (value.kind != EVIDENCE_UNSIGNED || value.argument == 0 || value.argument > UINT8_MAX)
			return "the flags of the lifecycle (7) are not a number from 1 to 255";
		record->state_flags = value.argument;
		fields++;
	}
	return map->argument == fields ? NULL : "a field that is not known";
}

static bool is_signed_by_one(const struct signed_message *message, const struct release_key *keys, size_t key_count)
{
	for (size_t i = 0; i < key_count; i++) {
		if (signed_message_verify(message, BYTES_OF(keys[i].spki)) == RESULT_OK)
			return true;
	}
	return false;
}

static enum appraisal_reason read_content(const struct signed_message *message, struct release_record *record, struct evidence_fault *fault)
{
	struct evidence_item map;
	const char *what;

	if (evidence_check(message->payload, message->payload_offset, EVIDENCE_SHORTEST, fault) != RESULT_OK)
		return REASON_BAD_ENCODING;
	if (!evidence_whole(message->payload, message->payload_offset, &map))
		return REASON_INTERNAL;
	what = read_head(&map, record);
	if (!what)
		what = read_rest(&map, record);
	if (!what)
		what = read_components(&map, record);
	*fault = (struct evidence_fault){ what, message->payload_offset };
	return what ? REASON_BAD_RECORD : REASON_NONE;
}

enum appraisal_reason release_record_read(struct bytes input, const struct release_key *keys, size_t key_count,
					  struct release_record *ret_record, struct evidence_fault *ret_fault)
{
	struct release_record record = { .file = ret_record->file };
	struct signed_message message;
	enum appraisal_reason reason;

	*ret_fault = (struct evidence_fault){ "larger than any record", RELEASE_MAX_LEN };
	if (input.len > RELEASE_MAX_LEN)
		return REASON_TOO_LARGE;
	reason = signed_message_read(input, EVIDENCE_SHORTEST, &message, ret_fault);
	if (reason != REASON_NONE)
		return reason;
	if (!is_signed_by_one(&message, keys, key_count)) {
		*ret_fault = (struct evidence_fault){ "no trusted key signed it", message.signature_offset };
		return REASON_BAD_SIGNATURE;
	}
	reason = read_content(&message, &record, ret_fault);
	if (reason == REASON_NONE)
		*ret_record = record;
	return reason;
}
