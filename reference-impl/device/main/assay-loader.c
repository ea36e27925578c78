/* SPDX-License-Identifier: Apache-2.0 */
/* The loader as a program: born with bus and mailbox, it starts the OS or serves the port. */

#include "reference-impl/boot/loader.h"
#include "reference-impl/device/service_port.h"
#include "reference-impl/platform/board/board_platform.h"
#include "reference-impl/platform/vault_bus.h"

int main(void)
{
	static struct board_link link;
	static struct mailbox_link mailbox;
	struct platform platform;

	board_link_init(&link, BUS_FD);
	mailbox_link_init(&mailbox, MAILBOX_FD);
	platform = board_platform(&link, &mailbox);
	return loader_boot(&platform, &service_port_of_loader) == RESULT_OK ? 0 : 1;
}
