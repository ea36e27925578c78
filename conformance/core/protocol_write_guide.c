/* SPDX-License-Identifier: Apache-2.0 */
/* What people and fuzzers read of the protocol: the port guide and the dictionary. */

#include "conformance/core/protocol_write.h"

#include <string.h>

static const char how_to_read[] =
	"An adapter is one program for each plane, in any language. It reads requests from its standard input, one JSON\n"
	"object a line, and writes one answer a line to its standard output, in order. What it writes to standard error is\n"
	"kept as its log. Over `tcp:HOST:PORT`, `unix:PATH` and `serial:/dev/ttyX,115200` the same lines travel both ways.\n\n"
	"```\n"
	"-> {\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"rig.power\",\"params\":{\"unit\":0,\"deadline_ms\":5000,\"state\":\"cycle\"}}\n"
	"<- {\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{}}\n"
	"<- {\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"refused\":\"the supply is locked\"}}\n"
	"<- {\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"code\":-32601,\"message\":\"not supported\"}}\n"
	"```\n\n"
	"- A refusal is an answer of the device: \"I understood, and I don't do that.\" Error -32601 says that there is no such\n"
	"  function; -32602 that the parameters are wrong (a unit that does not exist, a missing field). Any other error says\n"
	"  that the adapter failed, and nothing is learned.\n"
	"- Answers hold the fields listed below and no others. The id is that of the request.\n"
	"- Answer before `deadline_ms` is over, or answer with an error: silence is counted against the adapter.\n\n";

static void write_one_line(FILE *out, const json_t *field)
{
	const json_t *values = json_object_get(field, "values");

	fprintf(out, "`%s` %s", schema_text(field, "name"), schema_text(field, "type"));
	if (json_is_true(json_object_get(field, "optional")))
		fputs(", optional", out);
	for (size_t i = 0; i < json_array_size(values); i++)
		fprintf(out, "%s%s", i == 0 ? ": " : " or ", json_string_value(json_array_get(values, i)));
}

static void write_side(FILE *out, const json_t *method, const char *side)
{
	const json_t *fields = json_object_get(method, side);

	if (json_array_size(fields) == 0)
		fputs("nothing", out);
	for (size_t i = 0; i < json_array_size(fields); i++) {
		if (i != 0)
			fputs("; ", out);
		write_one_line(out, json_array_get(fields, i));
	}
}

void protocol_write_guide(FILE *out, const json_t *schema)
{
	const json_t *methods = schema_methods(schema);
	const char *type;
	json_t *sentence;

	fprintf(out, "# The protocol of a device under test, on one page\n\nGenerated from conformance/protocol.json, version %d.\n\n",
		(int)json_integer_value(json_object_get(schema, "version")));
	fputs(how_to_read, out);
	fprintf(out, "%s\n\n## Types\n\n", schema_text(schema, "about"));
	json_object_foreach (json_object_get(schema, "types"), type, sentence)
		fprintf(out, "- `%s`: %s\n", type, json_string_value(sentence));
	fputs("\n## Methods\n\n| method | what it is for | takes | gives |\n|---|---|---|---|\n", out);
	for (size_t i = 0; i < json_array_size(methods); i++) {
		const json_t *method = json_array_get(methods, i);

		fprintf(out, "| `%s` | %s | ", schema_text(method, "name"), schema_text(method, "story"));
		write_side(out, method, "takes");
		fputs(" | ", out);
		write_side(out, method, "gives");
		fputs(" |\n", out);
	}
	fputs("\nTry a port with `assay check-adapter TARGET`; it says in words what is missing.\n", out);
}

static void write_escaped(FILE *out, const char *text)
{
	for (const char *c = text; *c != '\0'; c++) {
		if (*c == '"' || *c == '\\')
			fputc('\\', out);
		fputc(*c, out);
	}
}

/* A dictionary's line. */
static void write_word(FILE *out, const char *before, const char *word, const char *behind)
{
	fputc('"', out);
	write_escaped(out, before);
	write_escaped(out, word);
	write_escaped(out, behind);
	fputs("\"\n", out);
}

static void write_field_words(FILE *out, const json_t *fields)
{
	for (size_t i = 0; i < json_array_size(fields); i++) {
		const json_t *field = json_array_get(fields, i), *values = json_object_get(field, "values");

		write_word(out, "\"", schema_text(field, "name"), "\":");
		for (size_t v = 0; v < json_array_size(values); v++)
			write_word(out, "\"", json_string_value(json_array_get(values, v)), "\"");
	}
}

void protocol_write_dictionary(FILE *out, const json_t *schema)
{
	static const char *const words[] = { "{\"jsonrpc\":\"2.0\",\"id\":1,", "\"result\":{", "\"error\":{\"code\":-32601,\"message\":\"\"}",
		"{\"refused\":\"\"}", "\"params\":{\"unit\":0,\"deadline_ms\":1000", "9007199254740991", "9007199254740992", "-1", "1e3",
		"null", "true", "false", "AA==", "\\u0000", "\\u001b[2J", "\\ud800", "[[[[" };
	const json_t *methods = schema_methods(schema);

	fputs("# Generated from conformance/protocol.json; not to be edited.\n", out);
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		write_word(out, "", words[i], "");
	for (size_t i = 0; i < json_array_size(methods); i++) {
		const json_t *method = json_array_get(methods, i);

		write_word(out, "\"", schema_text(method, "name"), "\"");
		write_field_words(out, json_object_get(method, "takes"));
		write_field_words(out, json_object_get(method, "gives"));
	}
}
