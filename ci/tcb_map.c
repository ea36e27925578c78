/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Behind its head line a map has, for each section of the program, one line in column 0 and a line for each piece
 * that went in: " .text.name  0xADDRESS  0xSIZE  OBJECT", or the name on a line of its own.
 */
#include "ci/tcb_map.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/core/file.h"

enum { MAP_MAX_LEN = 64 << 20, LINE_MAX_LEN = 1024 };

static const char HEAD[] = "Linker script and memory map";

const char *tcb_owner_name(enum tcb_owner owner)
{
	static const char *const names[TCB_OWNER_COUNT] = { "ours", "libcrypto", "libc", "linker" };

	return names[owner];
}

const char *tcb_kind_name(enum tcb_kind kind)
{
	static const char *const names[TCB_KIND_COUNT] = { "code", "constants", "data", "zeros" };

	return names[kind];
}

static bool starts(const char *line, const char *with)
{
	return strncmp(line, with, strlen(with)) == 0;
}

static enum tcb_kind kind_of(const char *section)
{
	static const struct {
		const char *start;
		enum tcb_kind kind;
	} kinds[] = {
		{ ".text", TCB_CODE }, { ".init_array", TCB_DATA }, { ".fini_array", TCB_DATA }, { ".init", TCB_CODE }, { ".fini", TCB_CODE },
		{ ".plt", TCB_CODE }, { "__libc_freeres_fn", TCB_CODE }, { ".data", TCB_DATA }, { ".tdata", TCB_DATA }, { ".got", TCB_DATA },
		{ ".dynamic", TCB_DATA }, { ".bss", TCB_ZEROS }, { ".tbss", TCB_ZEROS }, { "__libc_freeres_ptrs", TCB_ZEROS }, { "__libc", TCB_DATA },
	};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (starts(section, kinds[i].start))
			return kinds[i].kind;
	return TCB_CONSTANTS;
}

static enum tcb_owner owner_of(const char *object)
{
	if (strstr(object, "libcrypto.a(") != NULL)
		return TCB_LIBCRYPTO;
	return strstr(object, "/obj/") != NULL || strstr(object, "stage.a(") != NULL ? TCB_OURS : TCB_LIBC;
}

/* "lib/stage.a(dice.o)" and "obj/main/x.o": the last part. */
static bool remember(struct tcb_map *map, const char *object)
{
	const char *name = strrchr(object, '(') ? strrchr(object, '(') + 1 : strrchr(object, '/') + 1;
	int len = (int)strcspn(name, ")");

	for (size_t i = 0; i < map->object_count; i++)
		if (strlen(map->objects[i]) == (size_t)len && strncmp(map->objects[i], name, (size_t)len) == 0)
			return true;
	if (map->object_count == TCB_OBJECTS_MAX || len >= TCB_OBJECT_LEN)
		return false;
	(void)snprintf(map->objects[map->object_count++], TCB_OBJECT_LEN, "%.*s", len, name);
	return true;
}

struct reading {
	struct tcb_map map;
	enum tcb_kind kind;
	bool has_pieces; /* the section is part of the running program, and made of what came from objects */
	bool failed;
};

/* Column 0: a section of the program begins. Its size counts as the linker's until its pieces are known. */
static void begin_section(struct reading *r, const char *line)
{
	uint64_t address, size;
	char name[LINE_MAX_LEN];

	r->has_pieces = sscanf(line, "%1023s 0x%" SCNx64 " 0x%" SCNx64, name, &address, &size) == 3 && address != 0;
	if (!r->has_pieces)
		return;
	r->kind = kind_of(name);
	r->map.bytes[TCB_LINKER][r->kind] += size;
	r->has_pieces = !starts(name, ".rel") && !starts(name, ".dyn") && !starts(name, ".gnu") && !starts(name, ".plt");
}

static void take_piece(struct reading *r, const char *line)
{
	const char *at = strstr(line, " 0x");
	uint64_t address, size;
	char object[LINE_MAX_LEN];
	enum tcb_owner owner;

	/* A symbol has an address and no size; padding has no object. */
	if (at == NULL || sscanf(at, " 0x%" SCNx64 " 0x%" SCNx64 " %1023s", &address, &size, object) != 3 || size == 0)
		return;
	if (strchr(object, '/') == NULL || size > r->map.bytes[TCB_LINKER][r->kind])
		return;
	owner = owner_of(object);
	r->map.bytes[owner][r->kind] += size;
	r->map.bytes[TCB_LINKER][r->kind] -= size;
	if (owner == TCB_OURS && !remember(&r->map, object))
		r->failed = true;
}

/* A section whose name is too long for its column goes on in the next line, which begins with blanks. */
static void take_line(struct reading *r, const char *line, char *pending)
{
	char whole[2 * LINE_MAX_LEN];

	(void)snprintf(whole, sizeof(whole), "%s%s", pending, line);
	pending[0] = '\0';
	if (line[0] != '\0' && line[0] != ' ' && strchr(line, ' ') == NULL)
		(void)snprintf(pending, LINE_MAX_LEN, "%s", line);
	else if (whole[0] != ' ' && whole[0] != '\0')
		begin_section(r, whole);
	else if (r->has_pieces)
		take_piece(r, whole);
}

enum result tcb_map_parse(struct bytes text, struct tcb_map *ret_map)
{
	struct reading *r = calloc(1, sizeof(*r));
	const uint8_t *at = memmem(text.at, text.len, HEAD, strlen(HEAD)), *end = text.at + text.len;
	char line[LINE_MAX_LEN], pending[LINE_MAX_LEN] = "";
	enum result result = RESULT_MALFORMED;

	for (at = at ? memchr(at, '\n', (size_t)(end - at)) : NULL; r && at && at + 1 < end;) {
		const uint8_t *next = memchr(at + 1, '\n', (size_t)(end - at - 1));

		(void)snprintf(line, sizeof(line), "%.*s", (int)((next ? next : end) - at - 1), (const char *)at + 1);
		take_line(r, line, pending);
		at = next;
	}
	if (r && !r->failed && r->map.bytes[TCB_OURS][TCB_CODE] > 0) {
		*ret_map = r->map;
		result = RESULT_OK;
	}
	free(r);
	return result;
}

enum result tcb_map_read(const char *path, struct tcb_map *ret_map, struct complaint *ret_why)
{
	struct buffer text;
	enum result result = file_load(path, MAP_MAX_LEN, &text);

	if (result != RESULT_OK) {
		(void)snprintf(ret_why->text, sizeof(ret_why->text), "%s: %s", path, strerror(errno));
		return RESULT_IO;
	}
	result = tcb_map_parse(bytes_of_buffer(text), ret_map);
	free(text.at);
	if (result != RESULT_OK)
		(void)snprintf(ret_why->text, sizeof(ret_why->text), "%s: this is no linker's map with code of ours", path);
	return result;
}
