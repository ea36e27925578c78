/* SPDX-License-Identifier: Apache-2.0 */
#include "conformance/certificate/sign.h"

int main(int argc, char **argv)
{
	return sign_main(argc, argv);
}
