/* SPDX-License-Identifier: Apache-2.0 */
/* The rig program of the reference target: protocol.json on stdin and stdout. */

#include <stdio.h>
#include <string.h>

#include "conformance/targets/reference/rig.h"

int main(int argc, char **argv)
{
	static struct reference_rig rig;
	struct adapter adapter = reference_rig_adapter(&rig);
	int exit_code;

	if (argc > 1) {
		puts("usage: rig\n\n"
		     "Serves the rig plane of the reference target on standard input and output, one JSON-RPC request a line.\n"
		     "ASSAY_RUN_DIR holds the units, ASSAY_BIN the programs; ASSAY_OVERLAY may hold others of the same names.\n\n"
		     "example: echo '{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"rig.hello\",\"params\":{\"unit\":0,\"deadline_ms\":1000,"
		     "\"protocol\":1}}' | rig");
		return argc == 2 && strcmp(argv[1], "--help") == 0 ? 0 : 64;
	}
	reference_rig_init(&rig);
	exit_code = adapter_serve(&adapter, stdin, stdout);
	reference_rig_stop(&rig);
	return exit_code == 0 ? 0 : 2;
}
