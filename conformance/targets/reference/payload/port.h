/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TARGETS_REFERENCE_PAYLOAD_PORT_H
#define TARGETS_REFERENCE_PAYLOAD_PORT_H

/* Between port.c and entry_<processor>.c, which alone knows the host's processor. */

/* A Linux system call of three arguments; negative is -errno. */
long port_system_call(long number, long first, long second, long third);

/* What the entry point jumps to, on an aligned stack. */
void port_main(void) __attribute__((noreturn));

#endif
