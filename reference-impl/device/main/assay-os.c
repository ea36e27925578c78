/* SPDX-License-Identifier: Apache-2.0 */
/* The reference OS as a program: born with bus and mailbox, it runs until power or the board ends it. */

#include "reference-impl/device/os.h"
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
	return os_run(&platform) == RESULT_OK ? 0 : 1;
}
