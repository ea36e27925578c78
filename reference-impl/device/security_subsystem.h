/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DEVICE_SECURITY_SUBSYSTEM_H
#define DEVICE_SECURITY_SUBSYSTEM_H

/*
 * The root of trust as a program: a process whose only way in and out are its sockets.
 *
 * Born with the vault and the control line (vault_bus.h), it takes channels from the board and answers
 * messages on them, one at a time, each in its turn; the control line goes before all. Its memory is
 * locked and nobody may look into it. It ends, and wipes all, when the board does, or breaks the rules.
 */

/* Serves until there is no board any more. The exit code of the program. */
int security_subsystem_serve(void);

#endif
