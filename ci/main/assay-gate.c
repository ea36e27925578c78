/* SPDX-License-Identifier: Apache-2.0 */
#include "ci/gate.h"

int main(int argc, char **argv)
{
	return gate_main(argc, argv);
}
