/* SPDX-License-Identifier: Apache-2.0 */
#include "conformance/core/check_adapter.h"

int main(int argc, char **argv)
{
	return check_adapter_main(argc, argv);
}
