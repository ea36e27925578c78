/* SPDX-License-Identifier: Apache-2.0 */
/* The security subsystem as a program: the board alone starts it, with the sockets that it serves. */

#include "reference-impl/device/security_subsystem.h"

int main(void)
{
	return security_subsystem_serve();
}
