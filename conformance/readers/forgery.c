/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The regions' places are kept right while bytes move, so what is mended later is found also
 * where the lengths in the image lie on purpose. In the end the forgery is looked at again:
 * whatever was not meant to change must be the same bytes as before.
 */

#include "conformance/readers/forgery.h"

#include <string.h>

enum result forgery_start(struct forgery *f, const struct format_reader *reader, struct bytes image, struct buffer room)
{
	enum result result;

	*f = (struct forgery){ .room = room, .len = image.len };
	result = reader->regions(image, &f->before);
	f->regions = f->before;
	return result == RESULT_OK ? bytes_copy(room, image) : result;
}

bool forgery_belongs(const char *name, const char *group)
{
	size_t len = strlen(group);

	return strncmp(name, group, len) == 0 && (name[len] == '\0' || name[len] == '.');
}

bool forgery_find(const struct forgery *f, const char *name, struct forgery_group *ret_group)
{
	struct forgery_group g = { 0 };

	while (g.first < f->regions.count && !forgery_belongs(f->regions.at[g.first].name, name))
		g.first++;
	if (name[0] == '\0' || g.first == f->regions.count)
		return false;
	g.offset = f->regions.at[g.first].offset;
	for (g.end = g.first; g.end < f->regions.count && forgery_belongs(f->regions.at[g.end].name, name); g.end++)
		g.length += f->regions.at[g.end].length;
	*ret_group = g;
	return true;
}

/* Puts `with` in the place of [offset, offset + length); regions from `behind` on move. */
static enum result splice(struct forgery *f, uint64_t offset, uint64_t length, struct bytes with, size_t behind)
{
	size_t rest = f->len - (size_t)(offset + length);

	if (f->room.len - f->len + length < with.len)
		return RESULT_TOO_LARGE;
	memmove(f->room.at + offset + with.len, f->room.at + offset + length, rest);
	if (with.len > 0)
		memcpy(f->room.at + offset, with.at, with.len);
	f->len = (size_t)offset + with.len + rest;
	for (size_t i = behind; i < f->regions.count; i++)
		f->regions.at[i].offset += with.len - length;
	return RESULT_OK;
}

enum result forgery_replace(struct forgery *f, const struct forgery_group *g, struct bytes with)
{
	enum result result = splice(f, g->offset, g->length, with, g->end);

	if (result != RESULT_OK)
		return result;
	for (size_t i = g->first; i < g->end; i++) {
		f->meant[i] = true;
		f->regions.at[i].offset = g->offset;
		f->regions.at[i].length = i + 1 == g->end ? with.len : 0;
	}
	return RESULT_OK;
}

static enum result repeat_group(struct forgery *f, const struct forgery_group *g)
{
	uint64_t behind = g->offset + g->length;

	if (f->room.len - f->len < g->length)
		return RESULT_TOO_LARGE;
	memmove(f->room.at + behind + g->length, f->room.at + behind, f->len - (size_t)behind);
	memcpy(f->room.at + behind, f->room.at + g->offset, (size_t)g->length);
	f->len += (size_t)g->length;
	f->behind[g->end - 1] += g->length;
	for (size_t i = g->end; i < f->regions.count; i++)
		f->regions.at[i].offset += g->length;
	return RESULT_OK;
}

enum result forgery_act(struct forgery *f, const struct forge_order *order, struct forgery_group *ret_group)
{
	*ret_group = (struct forgery_group){ 0 };
	if (order->act == FORGE_NOTHING)
		return RESULT_OK;
	if (order->region == NULL || !forgery_find(f, order->region, ret_group))
		return RESULT_NOT_FOUND;
	if (order->act == FORGE_REPEAT)
		return repeat_group(f, ret_group);
	return forgery_replace(f, ret_group, order->act == FORGE_DROP ? (struct bytes){ 0 } : order->with);
}

void forgery_mean_at(struct forgery *f, uint64_t offset)
{
	for (size_t i = 0; i < f->regions.count; i++)
		if (offset >= f->regions.at[i].offset && offset - f->regions.at[i].offset < f->regions.at[i].length)
			f->meant[i] = true;
}

void forgery_note_heads(struct forgery *f, const struct forgery_heads *heads)
{
	for (size_t i = 0; i < f->regions.count; i++) {
		const struct region *head = &f->regions.at[i];
		uint64_t end = head->offset + head->length, announced;
		size_t last = i + 1;

		f->encloses[i] = 0;
		if (!heads->announces(head->name, bytes_from(f->room.at + head->offset, f->len - (size_t)head->offset), &announced))
			continue;
		while (last < f->regions.count && f->regions.at[last].offset < end + announced)
			last++;
		f->encloses[i] = last;
	}
}

static enum result mend_head(struct forgery *f, const struct forgery_heads *heads, size_t i)
{
	struct region *head = &f->regions.at[i];
	uint64_t is = 0, announced;
	uint8_t room[9];
	struct bytes anew;
	enum result result;

	for (size_t n = i + 1; n < f->encloses[i]; n++)
		is += f->regions.at[n].length + f->behind[n];
	if (!heads->announces(head->name, bytes_from(f->room.at + head->offset, f->len - (size_t)head->offset), &announced) || announced == is)
		return RESULT_OK;
	anew = bytes_from(room, heads->write(bytes_from(f->room.at + head->offset, (size_t)head->length), is, room));
	result = splice(f, head->offset, head->length, anew, i + 1);
	if (result != RESULT_OK)
		return result;
	head->length = anew.len;
	f->meant[i] = true;
	return RESULT_OK;
}

enum result forgery_mend_heads(struct forgery *f, const struct forgery_heads *heads, const struct forgery_group *except)
{
	enum result result = RESULT_OK;

	for (size_t i = f->regions.count; i > 0 && result == RESULT_OK; i--) {
		bool is_excepted = except != NULL && i - 1 >= except->first && i - 1 < except->end;

		if (f->encloses[i - 1] > 0 && !is_excepted)
			result = mend_head(f, heads, i - 1);
	}
	return result;
}

enum result forgery_finish(const struct forgery *f, struct bytes image, struct bytes *ret_forged)
{
	for (size_t i = 0; i < f->before.count; i++) {
		const struct region *was = &f->before.at[i], *is = &f->regions.at[i];

		if (f->meant[i])
			continue;
		if (is->length != was->length || is->offset + is->length > f->len ||
		    memcmp(f->room.at + is->offset, image.at + was->offset, (size_t)was->length) != 0)
			return RESULT_INTERNAL;
	}
	*ret_forged = bytes_from(f->room.at, f->len);
	return RESULT_OK;
}
