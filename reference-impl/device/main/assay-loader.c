/* SPDX-License-Identifier: Apache-2.0 */
/* The loader as a program: born with the bus on descriptor 3, it starts the OS or serves the port. */

#include "reference-impl/boot/loader.h"
#include "reference-impl/device/service_port.h"
#include "reference-impl/platform/board/board_platform.h"

int main(void)
{
	static struct board_link link;
	struct platform platform;

	board_link_init(&link, BUS_FD);
	platform = board_platform(&link);
	return loader_boot(&platform, &service_port_of_loader) == RESULT_OK ? 0 : 1;
}
