/* SPDX-License-Identifier: Apache-2.0 */
/* bench_switch: a virtual chip's power and console. */

#include "reference-impl/tools/bench_switch.h"

int main(int argc, char *argv[])
{
	return bench_switch(argc, argv);
}
