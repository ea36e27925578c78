/* SPDX-License-Identifier: Apache-2.0 */
/* Encoding and decoding by table: the place of each member is known, so no method needs code of its own. */

#include "conformance/core/protocol_typed.h"

#include <stdlib.h>
#include <string.h>

#include "conformance/core/protocol_check.h"
#include "reference-impl/base/text.h"

static bool needs_has(const struct protocol_field *field)
{
	return field->optional && field->values == NULL && field->type != PROTOCOL_TEXT && field->type != PROTOCOL_BYTES;
}

static json_t *encode_bytes(struct bytes bytes)
{
	size_t len = text_base64_len(bytes.len);
	char *text = len > PROTOCOL_LINE_MAX ? NULL : malloc(len + 1);
	struct writer w;
	json_t *value;

	if (text == NULL)
		return NULL;
	w = writer_over((struct buffer){ (uint8_t *)text, len });
	text_write_base64(&w, bytes);
	value = json_stringn(text, len);
	free(text);
	return value;
}

/* `next` makes the i-th member; a NULL from it makes the whole list NULL. */
static json_t *encode_list(size_t count, size_t max, json_t *(*next)(const void *list, size_t i), const void *list)
{
	json_t *array = count > max ? NULL : json_array();

	for (size_t i = 0; array != NULL && i < count; i++) {
		if (json_array_append_new(array, next(list, i)) != 0) {
			json_decref(array);
			array = NULL;
		}
	}
	return array;
}

static json_t *text_at(const void *list, size_t i)
{
	return json_string(((const struct protocol_texts *)list)->at[i]);
}

static json_t *bytes_at(const void *list, size_t i)
{
	return encode_bytes(((const struct protocol_byte_list *)list)->at[i]);
}

static json_t *region_at(const void *list, size_t i)
{
	const struct protocol_region *region = &((const struct protocol_regions *)list)->at[i];

	return json_pack("{s:s, s:I, s:I, s:s}", "name", region->name, "offset", (json_int_t)region->offset, "length",
			 (json_int_t)region->length, "kind", region->kind);
}

static json_t *encode_word(const char *const *values, unsigned int number)
{
	for (unsigned int i = 0; values[i] != NULL; i++) {
		if (i + 1 == number)
			return json_string(values[i]);
	}
	return NULL;
}

static json_t *encode_text(const struct protocol_field *field, const uint8_t *member)
{
	unsigned int number;
	const char *text;

	if (field->values != NULL) {
		memcpy(&number, member, sizeof(number));
		return encode_word(field->values, number);
	}
	memcpy(&text, member, sizeof(text));
	return text == NULL ? NULL : json_string(text);
}

static json_t *encode_member(const struct protocol_field *field, const uint8_t *member)
{
	switch (field->type) {
	case PROTOCOL_INTEGER:
		return json_integer((json_int_t)*(const uint64_t *)(const void *)member);
	case PROTOCOL_BOOLEAN:
		return json_boolean(*(const bool *)member);
	case PROTOCOL_TEXT:
		return encode_text(field, member);
	case PROTOCOL_BYTES:
		return encode_bytes(*(const struct bytes *)(const void *)member);
	case PROTOCOL_TEXTS:
		return encode_list(((const struct protocol_texts *)(const void *)member)->count, PROTOCOL_TEXTS_MAX, text_at, member);
	case PROTOCOL_BYTE_LIST:
		return encode_list(((const struct protocol_byte_list *)(const void *)member)->count, PROTOCOL_BYTE_LIST_MAX, bytes_at,
				   member);
	case PROTOCOL_REGIONS:
		return encode_list(((const struct protocol_regions *)(const void *)member)->count, PROTOCOL_REGIONS_MAX, region_at,
				   member);
	}
	return NULL;
}

static bool is_absent(const struct protocol_field *field, const uint8_t *typed)
{
	const uint8_t *member = typed + field->offset;
	unsigned int number;
	const void *pointer;

	if (!field->optional)
		return false;
	if (needs_has(field))
		return !*(const bool *)(typed + field->has_offset);
	if (field->values != NULL) {
		memcpy(&number, member, sizeof(number));
		return number == 0;
	}
	/* Text, and bytes, whose pointer comes first. */
	memcpy(&pointer, member, sizeof(pointer));
	return pointer == NULL;
}

json_t *protocol_encode(const struct protocol_fields *fields, const void *typed)
{
	json_t *object = json_object();
	int failed = object == NULL;

	for (size_t i = 0; i < fields->count && !failed; i++) {
		const struct protocol_field *field = &fields->at[i];

		if (!is_absent(field, typed))
			failed = json_object_set_new(object, field->name, encode_member(field, (const uint8_t *)typed + field->offset));
	}
	if (!failed && protocol_object_is_right(fields, object, NULL))
		return object;
	json_decref(object);
	return NULL;
}

/* Byte strings are laid behind one another in one piece of memory that is large enough for all. */
struct decoding {
	uint8_t *at;
	size_t left;
};

static struct bytes decode_bytes(struct decoding *d, const json_t *value)
{
	struct bytes text = bytes_from((const uint8_t *)json_string_value(value), json_string_length(value));
	struct bytes got = { NULL, 0 };

	if (text_read_base64(text, (struct buffer){ d->at, d->left }, &got) != RESULT_OK)
		return (struct bytes){ d->at, 0 };
	d->at += got.len;
	d->left -= got.len;
	return (struct bytes){ d->at - got.len, got.len };
}

static unsigned int decode_word(const char *const *values, const char *word)
{
	unsigned int i = 0;

	while (values[i] != NULL && strcmp(values[i], word) != 0)
		i++;
	return i + 1;
}

static void decode_region(const json_t *value, struct protocol_region *ret_region)
{
	ret_region->name = json_string_value(json_object_get(value, "name"));
	ret_region->kind = json_string_value(json_object_get(value, "kind"));
	ret_region->offset = (uint64_t)json_integer_value(json_object_get(value, "offset"));
	ret_region->length = (uint64_t)json_integer_value(json_object_get(value, "length"));
}

static void decode_list(struct decoding *d, enum protocol_type type, const json_t *value, void *member)
{
	struct protocol_texts *texts = member;
	struct protocol_byte_list *list = member;
	struct protocol_regions *regions = member;
	size_t count = json_array_size(value);

	*(size_t *)member = count;
	for (size_t i = 0; i < count; i++) {
		const json_t *item = json_array_get(value, i);

		if (type == PROTOCOL_TEXTS)
			texts->at[i] = json_string_value(item);
		else if (type == PROTOCOL_BYTE_LIST)
			list->at[i] = decode_bytes(d, item);
		else
			decode_region(item, &regions->at[i]);
	}
}

static void decode_member(struct decoding *d, const struct protocol_field *field, const json_t *value, void *member)
{
	if (field->type == PROTOCOL_INTEGER)
		*(uint64_t *)member = (uint64_t)json_integer_value(value);
	else if (field->type == PROTOCOL_BOOLEAN)
		*(bool *)member = json_is_true(value);
	else if (field->type == PROTOCOL_BYTES)
		*(struct bytes *)member = decode_bytes(d, value);
	else if (field->type != PROTOCOL_TEXT)
		decode_list(d, field->type, value, member);
	else if (field->values != NULL)
		*(unsigned int *)member = decode_word(field->values, json_string_value(value));
	else
		*(const char **)member = json_string_value(value);
}

/* No byte string is longer than its base64; only the strings of one level and of lists in it are counted. */
static size_t room_for_bytes(const struct protocol_fields *fields, const json_t *object)
{
	size_t room = 1;

	for (size_t i = 0; i < fields->count; i++) {
		const json_t *value = json_object_get(object, fields->at[i].name);

		if (fields->at[i].type == PROTOCOL_BYTES)
			room += json_string_length(value);
		for (size_t j = 0; fields->at[i].type == PROTOCOL_BYTE_LIST && j < json_array_size(value); j++)
			room += json_string_length(json_array_get(value, j));
	}
	return room;
}

enum result protocol_decode(const struct protocol_fields *fields, const json_t *object, void *ret_typed, uint8_t **ret_memory)
{
	size_t room = room_for_bytes(fields, object);
	uint8_t *memory = malloc(room);
	struct decoding d = { memory, room };

	if (memory == NULL)
		return RESULT_IO;
	memset(ret_typed, 0, fields->size);
	for (size_t i = 0; i < fields->count; i++) {
		const struct protocol_field *field = &fields->at[i];
		const json_t *value = json_object_get(object, field->name);

		if (value == NULL)
			continue;
		decode_member(&d, field, value, (uint8_t *)ret_typed + field->offset);
		if (needs_has(field))
			*(bool *)((uint8_t *)ret_typed + field->has_offset) = true;
	}
	*ret_memory = memory;
	return RESULT_OK;
}
