/* SPDX-License-Identifier: Apache-2.0 */
/* protocol_table.{h,c}: the methods and their fields, with the places of their members. */

#include "conformance/core/protocol_write.h"

#include "conformance/core/protocol_schema.h"

void protocol_write_table_h(FILE *out, const json_t *schema)
{
	const json_t *methods = schema_methods(schema);

	fputs("/* SPDX-License-Identifier: Apache-2.0 */\n"
	      "/* Generated from conformance/protocol.json; not to be edited. */\n"
	      "#ifndef GENERATED_PROTOCOL_TABLE_H\n#define GENERATED_PROTOCOL_TABLE_H\n\n"
	      "/* Where each method stands in every_protocol_method (conformance/core/protocol.h). */\n"
	      "enum protocol_method_index {\n", out);
	for (size_t i = 0; i < json_array_size(methods); i++) {
		fputs("\tMETHOD_", out);
		schema_write_upper(out, schema_text(json_array_get(methods, i), "name"));
		fputs(",\n", out);
	}
	fputs("\tMETHOD_COUNT\n};\n\n#endif\n", out);
}

static void write_values(FILE *out, const char *prefix, const json_t *field)
{
	const json_t *values = json_object_get(field, "values");

	if (values == NULL)
		return;
	fprintf(out, "static const char *const %s_%s_values[] = { ", prefix, schema_text(field, "name"));
	for (size_t i = 0; i < json_array_size(values); i++)
		fprintf(out, "\"%s\", ", json_string_value(json_array_get(values, i)));
	fputs("NULL };\n", out);
}

static void write_field(FILE *out, const char *prefix, const char *side, const json_t *field)
{
	const char *name = schema_text(field, "name");
	enum protocol_type type = PROTOCOL_TEXT;
	char member[128];

	(void)protocol_type_from_name(schema_text(field, "type"), &type);
	schema_member(field, member);
	fprintf(out, "\t{ \"%s\", %s, %s, ", name, protocol_type_constant(type),
		json_is_true(json_object_get(field, "optional")) ? "true" : "false");
	if (json_object_get(field, "values") != NULL)
		fprintf(out, "%s_%s_values, ", prefix, name);
	else
		fputs("NULL, ", out);
	fprintf(out, "offsetof(struct %s_%s, %s), ", prefix, side, member);
	if (schema_needs_has(field))
		fprintf(out, "offsetof(struct %s_%s, has_%s) },\n", prefix, side, member);
	else
		fputs("0 },\n", out);
}

static void write_fields(FILE *out, const json_t *method, const char *side)
{
	const json_t *fields = json_object_get(method, side);
	char prefix[128];

	schema_prefix(method, prefix);
	if (json_array_size(fields) == 0)
		return;
	for (size_t i = 0; i < json_array_size(fields); i++)
		write_values(out, prefix, json_array_get(fields, i));
	fprintf(out, "static const struct protocol_field %s_%s_fields[] = {\n", prefix, side);
	for (size_t i = 0; i < json_array_size(fields); i++)
		write_field(out, prefix, side, json_array_get(fields, i));
	fputs("};\n", out);
}

static void write_fields_of(FILE *out, const json_t *method, const char *side)
{
	size_t count = json_array_size(json_object_get(method, side));
	char prefix[128];

	schema_prefix(method, prefix);
	if (count == 0)
		fputs("\t  { NULL, 0, 0 }", out);
	else
		fprintf(out, "\t  { %s_%s_fields, %zu, sizeof(struct %s_%s) }", prefix, side, count, prefix, side);
}

static void write_method(FILE *out, const json_t *method)
{
	const char *name = schema_text(method, "name");
	const char *plane = name[0] == 'r' ? "PLANE_RIG" : name[0] == 'd' ? "PLANE_DEVICE" : "PLANE_KIT";

	fprintf(out, "\t{ \"%s\", %s,\n\t  \"%s\",\n", name, plane, schema_text(method, "story"));
	write_fields_of(out, method, "takes");
	fputs(",\n", out);
	write_fields_of(out, method, "gives");
	fputs(" },\n", out);
}

void protocol_write_table_c(FILE *out, const json_t *schema)
{
	const json_t *methods = schema_methods(schema);

	fputs("/* SPDX-License-Identifier: Apache-2.0 */\n"
	      "/* Generated from conformance/protocol.json; not to be edited. */\n\n"
	      "#include <stddef.h>\n\n#include \"protocol_calls.h\"\n\n", out);
	for (size_t i = 0; i < json_array_size(methods); i++) {
		write_fields(out, json_array_get(methods, i), "takes");
		write_fields(out, json_array_get(methods, i), "gives");
	}
	fputs("\nconst struct protocol_method every_protocol_method[] = {\n", out);
	for (size_t i = 0; i < json_array_size(methods); i++)
		write_method(out, json_array_get(methods, i));
	fprintf(out, "};\n\nconst size_t every_protocol_method_count = %zu;\n", json_array_size(methods));
}
