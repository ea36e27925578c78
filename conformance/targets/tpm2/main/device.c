/* SPDX-License-Identifier: Apache-2.0 */
/* The device program of the TPM target: protocol.json on stdin and stdout. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/targets/tpm2/device.h"

int main(int argc, char **argv)
{
	static struct tpm2_device device;
	struct complaint why;
	struct adapter adapter;

	if (argc != 3 || strcmp(argv[1], "--target") != 0) {
		puts("usage: device --target TARGET_JSON\n\n"
		     "Serves the device plane of a TPM target on standard input and output, one JSON-RPC request a line.\n"
		     "The setting `tcti` says how the TPM is reached; `swtpm` are those that the rig program runs.\n\n"
		     "example: device --target conformance/targets/tpm2/target.json");
		return argc == 2 && strcmp(argv[1], "--help") == 0 ? 0 : 64;
	}
	if (tpm2_settings_load(argv[2], &device.settings, &why) != RESULT_OK) {
		fprintf(stderr, "device: %s\n", why.text);
		return 2;
	}
	/* Refusals are answers here; the TSS would print each of them. */
	setenv("TSS2_LOG", "all+none", 0);
	adapter = tpm2_device_adapter(&device);
	return adapter_serve(&adapter, stdin, stdout) == 0 ? 0 : 2;
}
