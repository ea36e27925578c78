/* SPDX-License-Identifier: Apache-2.0 */
/* A generated file appears whole or not at all: a temporary name, then a rename. */

#include "conformance/core/protocol_write.h"

int protocol_write_file(const char *folder, const char *name, void (*write)(FILE *out, const json_t *schema),
			const json_t *schema)
{
	char path[4096], temporary[4200];
	FILE *out;
	int failed;

	if (snprintf(path, sizeof(path), "%s/%s", folder, name) >= (int)sizeof(path)) {
		fprintf(stderr, "generate-protocol: the path %s/%s is too long\n", folder, name);
		return 1;
	}
	snprintf(temporary, sizeof(temporary), "%s.new", path);
	out = fopen(temporary, "w");
	if (out == NULL) {
		perror(temporary);
		return 1;
	}
	write(out, schema);
	failed = ferror(out);
	failed |= fclose(out);
	if (failed || rename(temporary, path) != 0) {
		perror(path);
		(void)remove(temporary);
		return 1;
	}
	return 0;
}
