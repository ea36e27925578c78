/* SPDX-License-Identifier: Apache-2.0 */
/* The kit program of the reference target: protocol.json on stdin and stdout. */

#include <stdio.h>
#include <string.h>

#include "conformance/targets/reference/kit.h"

int main(int argc, char **argv)
{
	struct adapter adapter = reference_kit_adapter();

	if (argc > 1) {
		puts("usage: kit\n\n"
		     "Serves the kit plane of the reference target on standard input and output, one JSON-RPC request a line.\n"
		     "The rig program makes the maker's keys, in ASSAY_RUN_DIR/keys; sign_image and the payload are in ASSAY_BIN.\n\n"
		     "example: echo '{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"kit.image\",\"params\":{\"unit\":0,\"deadline_ms\":5000,"
		     "\"component\":\"os\",\"version\":\"1.0.0\",\"security_version\":1,\"block\":\"...\",\"key\":\"trusted\"}}' | kit");
		return argc == 2 && strcmp(argv[1], "--help") == 0 ? 0 : 64;
	}
	return adapter_serve(&adapter, stdin, stdout) == 0 ? 0 : 2;
}
