/* SPDX-License-Identifier: Apache-2.0 */

#include "conformance/targets/reference/payload/port.h"

__asm__(".globl _start\n"
	"_start:\n"
	"	xor %ebp, %ebp\n"
	"	and $-16, %rsp\n"
	"	call port_main\n");

long port_system_call(long number, long first, long second, long third)
{
	long result;

	__asm__ volatile("syscall" : "=a"(result) : "a"(number), "D"(first), "S"(second), "d"(third) : "rcx", "r11", "memory");
	return result;
}
