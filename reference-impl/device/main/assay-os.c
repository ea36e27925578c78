/* SPDX-License-Identifier: Apache-2.0 */
/* The reference OS as a program: born with the bus on descriptor 3, it runs until power or the board ends it. */

#include "reference-impl/device/os.h"
#include "reference-impl/platform/board/board_platform.h"

int main(void)
{
	static struct board_link link;
	struct platform platform;

	board_link_init(&link, BUS_FD);
	platform = board_platform(&link);
	return os_run(&platform) == RESULT_OK ? 0 : 1;
}
