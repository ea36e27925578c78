/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DEVICE_BOARD_BOARD_OPTIONS_H
#define DEVICE_BOARD_BOARD_OPTIONS_H

/*
 * The command line of assay-device.
 */

#include "reference-impl/device/board/board.h"

enum board_wish { BOARD_WISH_SERVE, BOARD_WISH_HELP, BOARD_WISH_NOTHING };

/*
 * Sets the paths of config from the arguments, which must outlive it. BOARD_WISH_NOTHING after
 * a wrong one, with a complaint on standard error; BOARD_WISH_HELP after printing the help.
 */
enum board_wish board_options_read(int argc, char **argv, struct board_config *config);

#endif
