/* SPDX-License-Identifier: Apache-2.0 */
/* generate-protocol SCHEMA FOLDER: writes everything that follows from conformance/protocol.json. */

#include <stdio.h>
#include <string.h>

#include "conformance/core/protocol_schema.h"
#include "conformance/core/protocol_write.h"

static const struct {
	const char *name;
	void (*write)(FILE *out, const json_t *schema);
} files[] = {
	{ "protocol_calls.h", protocol_write_calls_h }, { "protocol_calls.c", protocol_write_calls_c },
	{ "protocol_table.h", protocol_write_table_h }, { "protocol_table.c", protocol_write_table_c },
	{ "protocol.dict", protocol_write_dictionary }, { "PORTING.md", protocol_write_guide },
};

int main(int argc, char **argv)
{
	struct complaint why = { "" };
	json_t *schema;
	int failed = 0;

	if (argc != 3 || strcmp(argv[1], "--help") == 0) {
		fprintf(stderr, "usage: generate-protocol conformance/protocol.json build/generated\n");
		return 64;
	}
	schema = protocol_schema_load(argv[1], &why);
	if (schema == NULL) {
		fprintf(stderr, "generate-protocol: %s\n", why.text);
		return 2;
	}
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		failed |= protocol_write_file(argv[2], files[i].name, files[i].write, schema);
	json_decref(schema);
	return failed ? 2 : 0;
}
