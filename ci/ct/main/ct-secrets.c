/* SPDX-License-Identifier: Apache-2.0 */
#include "ci/ct/secrets.h"

int main(int argc, char **argv)
{
	return secrets_main(argc, argv);
}
