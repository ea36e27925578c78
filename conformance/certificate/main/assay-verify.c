/* SPDX-License-Identifier: Apache-2.0 */
#include "conformance/certificate/verify.h"

int main(int argc, char **argv)
{
	return verify_main(argc, argv);
}
