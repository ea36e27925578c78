/* SPDX-License-Identifier: Apache-2.0 */
/* The tables as C source: one block for each file, then the sorted lists of them. */

#include <stdlib.h>
#include <string.h>

#include "conformance/requirement.h"
#include "conformance/scoring/requirement_tables.h"

typedef void write_entry(FILE *out, size_t at, const char *name, const json_t *object);

/* A C string literal; octal, since it never runs into what follows. */
static void write_text(FILE *out, const json_t *value)
{
	const char *text = json_string_value(value);

	if (text == NULL) {
		fputs("NULL", out);
		return;
	}
	fputc('"', out);
	for (; *text != '\0'; text++) {
		unsigned char c = (unsigned char)*text;

		if (c == '"' || c == '\\')
			fprintf(out, "\\%c", c);
		else if (c < ' ' || c > '~' || c == '?')
			fprintf(out, "\\%03o", c);
		else
			fputc(c, out);
	}
	fputc('"', out);
}

static void write_field(FILE *out, const char *name, const json_t *object)
{
	fprintf(out, "\t.%s = ", name);
	write_text(out, json_object_get(object, name));
	fputs(",\n", out);
}

static void write_crosswalk(FILE *out, size_t at, const json_t *crosswalk)
{
	fprintf(out, "static const struct crosswalk crosswalk_%zu[] = {\n", at);
	for (size_t i = 0; i < json_array_size(crosswalk); i++) {
		const json_t *entry = json_array_get(crosswalk, i);

		fputs("\t{ ", out);
		write_text(out, json_object_get(entry, "scheme"));
		fputs(", ", out);
		write_text(out, json_object_get(entry, "clause"));
		fputs(", ", out);
		write_text(out, json_object_get(entry, "relation"));
		fputs(" },\n", out);
	}
	fputs("};\n", out);
}

/* The enumerator of a word is the word in capitals, behind `prefix`. */
static void write_enumerator(FILE *out, const char *prefix, const char *word, size_t len)
{
	fputs(prefix, out);
	for (size_t i = 0; i < len; i++)
		fputc(word[i] >= 'a' && word[i] <= 'z' ? word[i] - 'a' + 'A' : word[i], out);
	fputs(",\n", out);
}

static void write_requirement(FILE *out, size_t at, const char *slug, const json_t *requirement)
{
	const json_t *crosswalk = json_object_get(requirement, "crosswalk");
	const char *evidence = json_string_value(json_object_get(requirement, "evidence"));
	size_t count = json_array_size(crosswalk);

	if (count > 0)
		write_crosswalk(out, at, crosswalk);
	fprintf(out, "static const struct requirement requirement_%zu = {\n\t.slug = \"%s\",\n", at, slug);
	write_enumerator(out, "\t.property = ", slug, (size_t)(strchr(slug, '/') - slug));
	write_field(out, "statement", requirement);
	write_field(out, "rationale", requirement);
	write_field(out, "severity", requirement);
	write_field(out, "remedy", requirement);
	fprintf(out, "\t.weight = %lld,\n", (long long)json_integer_value(json_object_get(requirement, "weight")));
	write_field(out, "gate", requirement);
	fprintf(out, "\t.mandatory = %s,\n", json_is_true(json_object_get(requirement, "mandatory")) ? "true" : "false");
	write_field(out, "absent_if", requirement);
	write_enumerator(out, "\t.evidence = EVIDENCE_", evidence, strlen(evidence));
	if (count > 0)
		fprintf(out, "\t.crosswalk = crosswalk_%zu,\n\t.crosswalk_count = %zu,\n", at, count);
	fputs("};\n\n", out);
}

static void write_texts(FILE *out, const char *name, size_t at, const json_t *texts)
{
	fprintf(out, "static const char *const %s_%zu[] = {\n", name, at);
	for (size_t i = 0; i < json_array_size(texts); i++) {
		fputc('\t', out);
		write_text(out, json_array_get(texts, i));
		fputs(",\n", out);
	}
	fputs("\tNULL,\n};\n", out);
}

static void write_profile(FILE *out, size_t at, const char *name, const json_t *profile)
{
	const json_t *slugs = json_object_get(profile, "slugs");
	const json_t *methods = json_object_get(profile, "mandatory_methods");
	const char *kind = json_string_value(json_object_get(profile, "kind"));

	write_texts(out, "slugs", at, slugs);
	write_texts(out, "methods", at, methods);
	fprintf(out, "static const struct profile profile_%zu = {\n\t.name = \"%s\",\n", at, name);
	write_field(out, "title", profile);
	fprintf(out, "\t.component = %s,\n", strcmp(kind, "component") == 0 ? "true" : "false");
	fprintf(out, "\t.requirements = slugs_%zu,\n\t.requirement_count = %zu,\n", at, json_array_size(slugs));
	fprintf(out, "\t.mandatory_methods = methods_%zu,\n\t.mandatory_method_count = %zu,\n};\n\n", at,
		json_array_size(methods));
}

static int compare_keys(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Each entry in the order of its name, then the list of all of them. */
static void write_table(FILE *out, const char *kind, json_t *table, write_entry *write)
{
	size_t count = 0;
	const char **names = calloc(json_object_size(table) + 1, sizeof(*names));
	const char *name;
	json_t *object;

	if (names == NULL)
		abort();
	json_object_foreach(table, name, object)
		names[count++] = name;
	qsort(names, count, sizeof(*names), compare_keys);
	for (size_t i = 0; i < count; i++)
		write(out, i, names[i], json_object_get(table, names[i]));
	fprintf(out, "const struct %s *const every_%s[] = {\n", kind, kind);
	for (size_t i = 0; i < count; i++)
		fprintf(out, "\t&%s_%zu,\n", kind, i);
	fprintf(out, "};\nconst size_t every_%s_count = %zu;\n\n", kind, count);
	free(names);
}

enum result requirement_tables_write(const struct requirement_tables *tables, FILE *out)
{
	fputs("/* Generated from conformance/requirements and conformance/profiles. */\n"
	      "#include \"conformance/requirement.h\"\n\n",
	      out);
	write_table(out, "requirement", tables->requirements, write_requirement);
	write_table(out, "profile", tables->profiles, write_profile);
	return fflush(out) == 0 && !ferror(out) ? RESULT_OK : RESULT_IO;
}
