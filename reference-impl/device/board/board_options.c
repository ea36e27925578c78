/* SPDX-License-Identifier: Apache-2.0 */
/* Three options that must be there, and --help. */

#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "reference-impl/device/board/board_options.h"

static const char help[] =
	"Usage: assay-device --state DIR --rig SOCKET --port SOCKET [--root-of-trust FILE]\n"
	"\n"
	"The virtual chip: holds flash, fuses and counters, runs the ROM, and runs the root of trust and\n"
	"each stage as a process of its own. Starts without power; the rig switches it on.\n"
	"\n"
	"  --state DIR     flash.bin, fuses.bin and counters.bin of one unit, as provision makes them\n"
	"  --rig SOCKET    where the bench connects: power, console, cuts, storage, faults\n"
	"  --port SOCKET   the chip's service port, served by whoever runs\n"
	"  --root-of-trust FILE  the program of the security subsystem; assay-root-of-trust beside this one, if not said\n"
	"  --help          this\n"
	"\n"
	"Example:\n"
	"  assay-device --state unit-1 --rig /tmp/unit-1.rig --port /tmp/unit-1.port\n"
	"\n"
	"Started as root, each stage gets a uid of its own; otherwise that wall is missing, and said so.\n"
	"Ends at SIGTERM or SIGINT. Exit 0: ended; 2: in use or cannot run; 64: wrong usage.\n";

static bool is_complete(const struct board_config *config)
{
	const char *missing = !config->state_dir ? "--state" : !config->rig_path ? "--rig" : !config->port_path ? "--port" : NULL;

	if (missing)
		fprintf(stderr, "assay-device: %s is missing; see --help\n", missing);
	return !missing;
}

/* Beside this program, unless it was said. */
static bool find_root_of_trust(struct board_config *config)
{
	static const char name[] = "assay-root-of-trust";
	char *beside = config->root_of_trust_beside;
	ssize_t len = readlink("/proc/self/exe", beside, sizeof(config->root_of_trust_beside) - sizeof(name));

	if (config->root_of_trust)
		return true;
	while (len > 0 && beside[len - 1] != '/')
		len--;
	if (len <= 0) {
		fputs("assay-device: cannot tell where this program lies: name --root-of-trust\n", stderr);
		return false;
	}
	memcpy(beside + len, name, sizeof(name));
	config->root_of_trust = beside;
	return true;
}

enum board_wish board_options_read(int argc, char **argv, struct board_config *config)
{
	static const struct option options[] = {
		{ "state", required_argument, NULL, 's' }, { "rig", required_argument, NULL, 'r' },
		{ "port", required_argument, NULL, 'p' },  { "root-of-trust", required_argument, NULL, 't' },
		{ "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 },
	};
	int option;

	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (option == 's') {
			config->state_dir = optarg;
		} else if (option == 'r') {
			config->rig_path = optarg;
		} else if (option == 'p') {
			config->port_path = optarg;
		} else if (option == 't') {
			config->root_of_trust = optarg;
		} else if (option == 'h') {
			fputs(help, stdout);
			return BOARD_WISH_HELP;
		} else {
			fputs("see assay-device --help\n", stderr); /* behind what getopt_long() said */
			return BOARD_WISH_NOTHING;
		}
	}
	if (optind < argc) {
		fprintf(stderr, "assay-device: %s: not an option; see --help\n", argv[optind]);
		return BOARD_WISH_NOTHING;
	}
	return is_complete(config) && find_root_of_trust(config) ? BOARD_WISH_SERVE : BOARD_WISH_NOTHING;
}
