/* SPDX-License-Identifier: Apache-2.0 */
/* The rig program of the TPM target: protocol.json on stdin and stdout. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/targets/tpm2/rig.h"

int main(int argc, char **argv)
{
	static struct tpm2_rig rig;
	struct complaint why;
	struct adapter adapter;
	int exit_code;

	if (argc != 3 || strcmp(argv[1], "--target") != 0) {
		puts("usage: rig --target TARGET_JSON\n\n"
		     "Serves the rig plane of a TPM target on standard input and output, one JSON-RPC request a line.\n"
		     "ASSAY_RUN_DIR holds the software TPMs; ASSAY_BIN the programs and, in targets/tpm2/ca, the authority.\n\n"
		     "example: rig --target conformance/targets/tpm2/target.json");
		return argc == 2 && strcmp(argv[1], "--help") == 0 ? 0 : 64;
	}
	if (tpm2_settings_load(argv[2], &rig.settings, &why) != RESULT_OK) {
		fprintf(stderr, "rig: %s\n", why.text);
		return 2;
	}
	/* What a TPM says to its wake-up is told in one line; the TSS would add two. */
	setenv("TSS2_LOG", "all+none", 0);
	adapter = tpm2_rig_adapter(&rig);
	exit_code = adapter_serve(&adapter, stdin, stdout);
	tpm2_rig_stop(&rig);
	return exit_code == 0 ? 0 : 2;
}
