/* SPDX-License-Identifier: Apache-2.0 */
#include "conformance/certificate/lab_program.h"

int main(int argc, char **argv)
{
	return lab_main(argc, argv);
}
