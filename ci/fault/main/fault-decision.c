/* SPDX-License-Identifier: Apache-2.0 */
#include "ci/fault/sweep.h"

int main(int argc, char **argv)
{
	return sweep_main(argc, argv);
}
