/* SPDX-License-Identifier: Apache-2.0 */
/* protocol_calls.{h,c}: one struct for what a method takes, one for what it gives, and the call. */

#include "conformance/core/protocol_write.h"

#include <ctype.h>
#include <string.h>

#include "conformance/core/protocol_schema.h"

const char *schema_text(const json_t *object, const char *field)
{
	return json_string_value(json_object_get(object, field));
}

const json_t *schema_methods(const json_t *schema)
{
	return json_object_get(schema, "methods");
}

static void copy_with(char room[128], const char *text, char dot)
{
	size_t i = 0;

	for (; text[i] != '\0' && i < 127; i++)
		room[i] = text[i] == '.' ? dot : text[i];
	room[i] = '\0';
}

void schema_prefix(const json_t *method, char room[128])
{
	copy_with(room, schema_text(method, "name"), '_');
}

const char *schema_member(const json_t *field, char room[128])
{
	static const char *const words_of_c[] = { "auto", "break", "case", "char", "const", "continue", "default", "do", "double",
		"else", "enum", "extern", "float", "for", "goto", "if", "inline", "int", "long", "register", "restrict", "return",
		"short", "signed", "sizeof", "static", "struct", "switch", "typedef", "union", "unsigned", "void", "volatile",
		"while" };
	const char *name = schema_text(field, "name");

	for (size_t i = 0; i < sizeof(words_of_c) / sizeof(words_of_c[0]); i++) {
		if (strcmp(name, words_of_c[i]) == 0) {
			snprintf(room, 128, "%s_name", name);
			return room;
		}
	}
	copy_with(room, name, '_');
	return room;
}

static enum protocol_type type_of(const json_t *field)
{
	enum protocol_type type = PROTOCOL_TEXT;

	(void)protocol_type_from_name(schema_text(field, "type"), &type);
	return type;
}

int schema_needs_has(const json_t *field)
{
	enum protocol_type type = type_of(field);

	return json_is_true(json_object_get(field, "optional")) && type != PROTOCOL_TEXT && type != PROTOCOL_BYTES;
}

void schema_write_upper(FILE *out, const char *text)
{
	for (; *text != '\0'; text++)
		fputc(isalnum((unsigned char)*text) ? toupper((unsigned char)*text) : '_', out);
}

static void write_enum(FILE *out, const char *prefix, const json_t *field)
{
	const json_t *values = json_object_get(field, "values");
	const char *name = schema_text(field, "name");

	if (values == NULL)
		return;
	fprintf(out, "enum %s_%s {\n", prefix, name);
	for (size_t i = 0; i < json_array_size(values); i++) {
		fputc('\t', out);
		schema_write_upper(out, prefix);
		fputc('_', out);
		schema_write_upper(out, name);
		fputc('_', out);
		schema_write_upper(out, json_string_value(json_array_get(values, i)));
		fputs(i == 0 ? " = 1,\n" : ",\n", out);
	}
	fputs("};\n", out);
}

static void write_member(FILE *out, const char *prefix, const json_t *field)
{
	static const char *const declarations[] = { "uint64_t ", "bool ", "const char *", "struct bytes ",
		"struct protocol_texts ", "struct protocol_byte_list ", "struct protocol_regions " };
	char member[128];

	schema_member(field, member);
	if (schema_needs_has(field))
		fprintf(out, "\tbool has_%s;\n", member);
	if (json_object_get(field, "values") != NULL)
		fprintf(out, "\tenum %s_%s %s;\n", prefix, schema_text(field, "name"), member);
	else
		fprintf(out, "\t%s%s;\n", declarations[type_of(field)], member);
}

static void write_struct(FILE *out, const char *prefix, const json_t *method, const char *side)
{
	const json_t *fields = json_object_get(method, side);

	if (json_array_size(fields) == 0)
		return;
	fprintf(out, "struct %s_%s {\n", prefix, side);
	for (size_t i = 0; i < json_array_size(fields); i++)
		write_member(out, prefix, json_array_get(fields, i));
	fputs("};\n", out);
}

static void write_prototype(FILE *out, const char *prefix, const json_t *method)
{
	fprintf(out, "enum answer_kind call_%s(const struct link *link, unsigned int unit, uint32_t deadline_ms,\n", prefix);
	if (json_array_size(json_object_get(method, "takes")) != 0)
		fprintf(out, "\tconst struct %s_takes *takes,\n", prefix);
	if (json_array_size(json_object_get(method, "gives")) != 0)
		fprintf(out, "\tstruct %s_gives *ret_gives,\n", prefix);
	fputs("\tstruct answer *ret_answer)", out);
}

static void write_method_types(FILE *out, const json_t *method)
{
	static const char *const sides[] = { "takes", "gives" };
	char prefix[128];

	schema_prefix(method, prefix);
	fprintf(out, "\n/* %s: %s */\n", schema_text(method, "name"), schema_text(method, "story"));
	for (size_t s = 0; s < 2; s++) {
		const json_t *fields = json_object_get(method, sides[s]);

		for (size_t i = 0; i < json_array_size(fields); i++)
			write_enum(out, prefix, json_array_get(fields, i));
	}
	write_struct(out, prefix, method, "takes");
	write_struct(out, prefix, method, "gives");
	write_prototype(out, prefix, method);
	fputs(";\n", out);
}

void protocol_write_calls_h(FILE *out, const json_t *schema)
{
	const json_t *methods = schema_methods(schema);

	fputs("/* SPDX-License-Identifier: Apache-2.0 */\n"
	      "/* Generated from conformance/protocol.json; not to be edited. */\n"
	      "#ifndef GENERATED_PROTOCOL_CALLS_H\n#define GENERATED_PROTOCOL_CALLS_H\n\n"
	      "/*\n"
	      " * A typed call asks over the link, checks the answer against the schema and decodes it.\n"
	      " * *ret_gives is written only for ANSWER_GIVEN, which is also returned; *ret_answer always,\n"
	      " * and texts and bytes in *ret_gives live until answer_release(ret_answer). How fields look,\n"
	      " * and how an optional one is absent: conformance/core/protocol.h.\n"
	      " */\n\n"
	      "#include \"conformance/core/link.h\"\n"
	      "#include \"conformance/core/protocol.h\"\n", out);
	for (size_t i = 0; i < json_array_size(methods); i++)
		write_method_types(out, json_array_get(methods, i));
	fputs("\n#endif\n", out);
}

static void write_call(FILE *out, const json_t *method, size_t index)
{
	char prefix[128];

	schema_prefix(method, prefix);
	fputc('\n', out);
	write_prototype(out, prefix, method);
	fprintf(out, "\n{\n\tconst struct protocol_call call = { link, &every_protocol_method[%zu], unit, deadline_ms };\n\n"
		     "\treturn protocol_ask(&call, %s, %s, ret_answer);\n}\n",
		index, json_array_size(json_object_get(method, "takes")) == 0 ? "NULL" : "takes",
		json_array_size(json_object_get(method, "gives")) == 0 ? "NULL" : "ret_gives");
}

void protocol_write_calls_c(FILE *out, const json_t *schema)
{
	const json_t *methods = schema_methods(schema);

	fputs("/* SPDX-License-Identifier: Apache-2.0 */\n"
	      "/* Generated from conformance/protocol.json; not to be edited. */\n\n"
	      "#include \"protocol_calls.h\"\n\n"
	      "#include \"conformance/core/protocol_ask.h\"\n", out);
	for (size_t i = 0; i < json_array_size(methods); i++)
		write_call(out, json_array_get(methods, i), i);
}
