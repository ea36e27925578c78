/* SPDX-License-Identifier: Apache-2.0 */
/* assay judge TRANSCRIPT: decides from a transcript alone. */

#include "conformance/core/judge_program.h"

int main(int argc, char **argv)
{
	return judge_main(argc, argv);
}
