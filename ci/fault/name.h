/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FAULT_NAME_H
#define FAULT_NAME_H

#include <stddef.h>
#include <stdint.h>

/* "examine+0x4c" for an address in this program, from its own symbol table; "" if it has none. */
void name_of_address(uintptr_t address, char *ret_name, size_t room);

#endif
