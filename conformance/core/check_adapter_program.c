/* SPDX-License-Identifier: Apache-2.0 */
/* The command line of assay-check-adapter. */

#include <stdio.h>

#include "conformance/core/check_adapter.h"
#include "conformance/core/command_line.h"

static const char PROGRAM[] = "assay check-adapter";

static const char usage[] =
	"usage: assay check-adapter [--json] [--logs DIR] TARGET\n"
	"\n"
	"Starts the programs of a target, asks them everything that its profile demands, and says what is missing.\n"
	"TARGET is a name under conformance/targets, or a path to a folder with a target.json.\n"
	"\n"
	"  assay check-adapter skeleton\n"
	"  assay check-adapter --json ./acme-m33/target.json\n"
	"  assay check-adapter --logs /tmp acme-m33   keeps rig.log, device.log and kit.log\n"
	"\n"
	"exit: 0 the port is ready, 1 it has faults, 2 it could not be tried, 64 wrong usage\n";

int check_adapter_main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "json", no_argument, NULL, 'j' }, { "logs", required_argument, NULL, 'l' }, { "help", no_argument, NULL, 'h' }, { 0 },
	};
	struct check_adapter_order order = { .target = NULL };
	int key;

	optind = 1;
	while ((key = getopt_long(argc, argv, ":h", options, NULL)) != -1) {
		if (key == 'h')
			return fputs(usage, stdout) < 0 ? 2 : 0;
		if (key == 'j')
			order.as_json = true;
		else if (key == 'l')
			order.log_dir = optarg;
		else
			return command_wrong_option(PROGRAM, key, argv, options);
	}
	if (optind == argc || argv[optind][0] == '\0') {
		fputs(usage, stderr);
		return COMMAND_WRONG_USAGE;
	}
	if (optind + 1 < argc)
		return command_wrong(PROGRAM, "give one TARGET; there is no place for", argv[optind + 1], "");
	order.target = argv[optind];
	return check_adapter_run(&order, stdout);
}
