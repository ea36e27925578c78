/* SPDX-License-Identifier: Apache-2.0 */
/* The board with the real ROM in it. */

#include <signal.h>
#include <stdio.h>
#include <sys/signalfd.h>

#include "reference-impl/boot/rom.h"
#include "reference-impl/device/board/board_options.h"

static int stop_signals(void)
{
	sigset_t stop;

	signal(SIGPIPE, SIG_IGN);
	sigemptyset(&stop);
	sigaddset(&stop, SIGTERM);
	sigaddset(&stop, SIGINT);
	return sigprocmask(SIG_BLOCK, &stop, NULL) == 0 ? signalfd(-1, &stop, SFD_CLOEXEC) : -1;
}

int main(int argc, char **argv)
{
	struct board_config config = { .layout = &nor_chip_layout, .rom = rom_boot };
	enum board_wish wish = board_options_read(argc, argv, &config);
	int stop_fd;

	if (wish != BOARD_WISH_SERVE)
		return wish == BOARD_WISH_HELP ? 0 : BOARD_EXIT_USAGE;
	stop_fd = stop_signals();
	if (stop_fd < 0) {
		perror("assay-device: signals");
		return BOARD_EXIT_RIG;
	}
	return board_serve(&config, stop_fd);
}
