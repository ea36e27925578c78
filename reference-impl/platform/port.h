/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PLATFORM_PORT_H
#define PLATFORM_PORT_H

/*
 * The frames on the chip's service port (its UART), as a flasher or a field tool speaks them.
 *
 * Whoever runs serves the port: the OS, or the loader in download mode; one command is the chip's own. On the outside it is a
 * Unix stream socket of the board; each frame is u32 little endian length of what follows, then
 * u8 command or status, then its fields, all little endian. One answer for each command, in order.
 * One client at a time; a connection ends with the boot (reset, power-off), and who hangs up
 * takes back what was not answered. A frame that nobody serves waits.
 *
 *   INFO                          -> u8 server, u32 newest confirmed counter, u8 slot, 16 device id,
 *                                    32 loader measurement, 32 OS measurement, text reason of recovery
 *   STAGE_BEGIN u8 path, u32 len  -> OK or REFUSED text; begins anew
 *   STAGE_DATA  u32 offset, bytes -> OK or REFUSED text; in order, without gaps
 *   STAGE_END                     -> OK (will be tried at the next reset) or REFUSED text; the image is
 *                                    verified in memory, and only a good one is written to the inactive slot
 *   RESET                         -> OK, then the device resets
 *   ROOT_OF_TRUST message         -> OK message; never gets to whoever runs: the chip itself hands a message of
 *                                    mailbox_message.h to the root of trust, which knows a tool by that way
 *   MAILBOX message               -> OK message; handed on by whoever runs, as its own. No OS of a product serves it
 */

enum { PORT_FRAME_MAX_LEN = 61440 }; /* behind the length field */

enum port_command {
	PORT_INFO = 1,
	PORT_STAGE_BEGIN = 2,
	PORT_STAGE_DATA = 3,
	PORT_STAGE_END = 4,
	PORT_RESET = 5,
	PORT_ROOT_OF_TRUST = 16,
	PORT_MAILBOX = 17
};
enum port_status { PORT_OK = 0, PORT_REFUSED = 1, PORT_UNKNOWN = 2 };
enum port_server { PORT_SERVER_OS = 1, PORT_SERVER_DOWNLOAD = 2 };
enum port_path { PORT_PATH_NORMAL = 0, PORT_PATH_RECOVERY = 1 };

#endif
