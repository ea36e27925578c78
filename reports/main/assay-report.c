/* SPDX-License-Identifier: Apache-2.0 */
#include "reports/report_program.h"

int main(int argc, char **argv)
{
	return report_main(argc, argv);
}
