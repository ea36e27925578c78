/* SPDX-License-Identifier: Apache-2.0 */
/* assay-verifier: a token and what is believed become a verdict. Exit 0 affirming, 1 refused, 64 wrong usage. */

#include "reference-impl/service/verifier/verifier.h"

int main(int argc, char *argv[])
{
	struct verifier_request request;

	switch (verifier_request_read(argc, argv, &request)) {
	case VERIFIER_GO:
		return verifier_run(&request);
	case VERIFIER_HELP_WAS_ASKED:
		return 0;
	case VERIFIER_WRONG_USAGE:
		break;
	}
	return 64;
}
