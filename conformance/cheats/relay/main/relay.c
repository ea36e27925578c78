/* SPDX-License-Identifier: Apache-2.0 */
/* The program of a cheat: the real program of its target, and the lies that it is linked with. */

#include <stdio.h>
#include <string.h>

#include "conformance/cheats/relay/relay.h"

int main(int argc, char **argv)
{
	if (argc < 2 || argv[1][0] != '/') {
		printf("usage: %s PROGRAM [ARGUMENT]...\n\n"
		       "Starts PROGRAM (a whole path), a target's own, and passes protocol lines between it and the suite,\n"
		       "with the lies of the cheat %s; each one that was told is a line on stderr.\n",
		       cheat.name, cheat.name);
		return argc == 2 && strcmp(argv[1], "--help") == 0 ? 0 : 64;
	}
	return relay_run(argv + 1);
}
