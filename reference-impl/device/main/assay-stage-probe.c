/* SPDX-License-Identifier: Apache-2.0 */
/* A stage for the board's own tests: does on the bus, and tries outside of it, what the port asks for. */

#include "reference-impl/device/board/stage_probe_fixture.h"

int main(int argc, char **argv, char **environment)
{
	(void)argc, (void)argv;
	return stage_probe_serve(environment[0] != 0);
}
