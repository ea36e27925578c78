/* SPDX-License-Identifier: Apache-2.0 */
/* The device program of the reference target: protocol.json on stdin and stdout. */

#include <stdio.h>
#include <string.h>

#include "conformance/targets/reference/device.h"

int main(int argc, char **argv)
{
	static struct reference_port port;
	struct adapter adapter = reference_device_adapter(&port);

	if (argc > 1) {
		puts("usage: device\n\n"
		     "Serves the device plane of the reference target on standard input and output, one JSON-RPC request a line,\n"
		     "by way of the service port of the units under ASSAY_RUN_DIR, which the rig program runs.\n\n"
		     "example: echo '{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"device.info\",\"params\":{\"unit\":0,"
		     "\"deadline_ms\":1000}}' | device");
		return argc == 2 && strcmp(argv[1], "--help") == 0 ? 0 : 64;
	}
	return adapter_serve(&adapter, stdin, stdout) == 0 ? 0 : 2;
}
