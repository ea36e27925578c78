/* SPDX-License-Identifier: Apache-2.0 */
#include "conformance/core/list.h"

int main(int argc, char **argv)
{
	return list_main(argc, argv);
}
