/* SPDX-License-Identifier: Apache-2.0 */
/* A header is understood whole or the patch proves nothing: an unknown field is a mistake, not a comment. */
#include "ci/prove_patch.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/core/file.h"
#include "conformance/requirement.h"
#include "conformance/suite.h"

struct reading {
	const char *path;
	unsigned int line;
	size_t says_count;
	struct prove_patch patch;
	struct complaint *why;
};

static const char *const eye_names[PROVE_EYE_COUNT] = { "check", "oracle", "ct", "fault" };

const char *prove_eye_name(enum prove_eye eye)
{
	return eye_names[eye];
}

static enum result wrong(struct reading *r, const char *what, const char *way_out)
{
	complain(r->why, "%s:%u: %s; %s", r->path, r->line, what, way_out);
	return RESULT_MALFORMED;
}

static enum result take_text(struct reading *r, char *field, size_t room, const char *value)
{
	if (field[0] != '\0')
		return wrong(r, "the field stands twice", "leave one of them");
	if (value[0] == '\0' || strlen(value) >= room)
		return wrong(r, "the value is empty or too long", "shorten it to a line");
	memcpy(field, value, strlen(value) + 1);
	return RESULT_OK;
}

static enum result take_class(struct reading *r, const char *value)
{
	if (!isupper((unsigned char)value[0]) || !isdigit((unsigned char)value[1]) || !isdigit((unsigned char)value[2]) || value[3] != '\0')
		return wrong(r, "Class is a letter and two digits", "take an id from the list of open defects");
	return take_text(r, r->patch.class, sizeof(r->patch.class), value);
}

static enum result take_kind(struct reading *r, const char *value)
{
	if (strcmp(value, "blatant") != 0 && strcmp(value, "subtle") != 0)
		return wrong(r, "Kind is blatant or subtle", "say which");
	return take_text(r, r->patch.kind, sizeof(r->patch.kind), value);
}

static enum result take_breaks(struct reading *r, const char *value)
{
	if (strcmp(value, "suite") != 0 && strcmp(value, "fuzz") != 0 && requirement_by_slug(value) == NULL)
		return wrong(r, "Breaks names no requirement of this suite", "see assay list requirements");
	return take_text(r, r->patch.breaks, sizeof(r->patch.breaks), value);
}

static bool find_eye(const char *word, enum prove_eye *ret_eye)
{
	for (int eye = 0; eye < PROVE_EYE_COUNT; eye++)
		if (strcmp(word, eye_names[eye]) == 0) {
			*ret_eye = (enum prove_eye)eye;
			return true;
		}
	return false;
}

/* "check NAME", "oracle ID", "ct: NAME", "fault: NAME" */
static enum result take_seen_by(struct reading *r, const char *value)
{
	struct prove_seen_by seen = { .says = "" };
	char word[16];

	if (sscanf(value, "%15[a-z]%*[: ]%63[A-Za-z0-9_-]", word, seen.name) != 2 || !find_eye(word, &seen.eye))
		return wrong(r, "Seen-by names nothing that looks", "write check NAME, oracle ID, ct: NAME or fault: NAME");
	if (seen.eye == PROVE_EYE_CHECK && check_by_name(seen.name) == NULL)
		return wrong(r, "Seen-by names no check of this suite", "see assay list checks");
	if (r->patch.seen_count == PROVE_SEEN_BY_MAX)
		return wrong(r, "Seen-by stands too often", "name those that are about this defect");
	r->patch.seen[r->patch.seen_count++] = seen;
	return RESULT_OK;
}

static enum result take_says(struct reading *r, const char *value)
{
	size_t len = strlen(value);

	if (len < 3 || value[0] != '"' || value[len - 1] != '"' || len - 2 >= PROVE_SAYS_LEN)
		return wrong(r, "Says is not a text in quotes", "write Says: \"the older image is refused\"");
	if (r->says_count >= r->patch.seen_count)
		return wrong(r, "there are more Says than Seen-by", "let them follow the lines that they belong to");
	memcpy(r->patch.seen[r->says_count++].says, value + 1, len - 2);
	return RESULT_OK;
}

static enum result take_real(struct reading *r, const char *value)
{
	return take_text(r, r->patch.real, sizeof(r->patch.real), value);
}

static enum result take_variant(struct reading *r, const char *value)
{
	return take_text(r, r->patch.variant, sizeof(r->patch.variant), value);
}

static const struct {
	const char *name;
	enum result (*take)(struct reading *r, const char *value);
} fields[] = {
	{ "Class", take_class }, { "Kind", take_kind }, { "Breaks", take_breaks },  { "Seen-by", take_seen_by },
	{ "Says", take_says },	 { "Real", take_real }, { "Variant", take_variant },
};

static enum result take_line(struct reading *r, char *line)
{
	char *colon = strchr(line, ':');

	if (line[0] == '\0')
		return RESULT_OK;
	if (colon == NULL || colon[1] != ' ')
		return wrong(r, "this is no `Field: value`", "the header is the text before the line that begins with ---");
	*colon = '\0';
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		if (strcmp(line, fields[i].name) == 0)
			return fields[i].take(r, colon + 2 + strspn(colon + 2, " "));
	return wrong(r, "the field is not known", "known are Class, Kind, Breaks, Seen-by, Says, Real and Variant");
}

static enum result finish(struct reading *r)
{
	struct prove_patch *patch = &r->patch;

	if (patch->variant[0] != '\0')
		return patch->class[0] == '\0' && patch->seen_count == 0 ? RESULT_OK :
									      wrong(r, "a variant has no defect", "leave Class and Seen-by out");
	if (patch->class[0] == '\0' || patch->kind[0] == '\0' || patch->breaks[0] == '\0' || patch->seen_count == 0 || r->says_count == 0)
		return wrong(r, "Class, Kind, Breaks, Seen-by or Says is missing", "a defect has all of them");
	for (size_t i = r->says_count; i < patch->seen_count; i++)
		memcpy(patch->seen[i].says, patch->seen[r->says_count - 1].says, PROVE_SAYS_LEN);
	return RESULT_OK;
}

static enum result take_name(struct reading *r)
{
	const char *slash = strrchr(r->path, '/'), *name = slash == NULL ? r->path : slash + 1;
	size_t len = strlen(name), suffix = strlen(".patch");

	if (len <= suffix || strcmp(name + len - suffix, ".patch") != 0 || len - suffix >= PROVE_NAME_LEN)
		return wrong(r, "the file is not called <what_goes_wrong>.patch", "rename it");
	memcpy(r->patch.name, name, len - suffix);
	return RESULT_OK;
}

static enum result parse(const char *path, struct bytes text, struct prove_patch *ret_patch, struct complaint *ret_why)
{
	struct reading r = { .path = path, .why = ret_why };
	enum result result = take_name(&r);
	const char *at = (const char *)text.at, *end = at + text.len;
	char line[1024];

	while (result == RESULT_OK && at < end && strncmp(at, "--- ", (size_t)(end - at) < 4 ? (size_t)(end - at) : 4) != 0) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));
		size_t len = (size_t)((newline ? newline : end) - at);

		r.line++;
		if (len >= sizeof(line))
			return wrong(&r, "the line is too long", "the header is short");
		memcpy(line, at, len);
		line[len] = '\0';
		result = take_line(&r, line);
		at = newline ? newline + 1 : end;
	}
	if (result == RESULT_OK)
		result = finish(&r);
	if (result == RESULT_OK)
		*ret_patch = r.patch;
	return result;
}

enum result prove_patch_read(const char *path, struct prove_patch *ret_patch, struct complaint *ret_why)
{
	struct buffer text;
	enum result result = file_load(path, PROVE_PATCH_MAX_LEN, &text);

	if (result != RESULT_OK) {
		complain(ret_why, "%s: %s", path, result == RESULT_IO ? strerror(errno) : result_sentence(result));
		return result;
	}
	result = parse(path, bytes_of_buffer(text), ret_patch, ret_why);
	free(text.at);
	return result;
}
