/* SPDX-License-Identifier: Apache-2.0 */
#include "ci/prove.h"

int main(int argc, char **argv)
{
	return prove_main(argc, argv);
}
