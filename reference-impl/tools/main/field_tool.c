/* SPDX-License-Identifier: Apache-2.0 */
/* field_tool: at a device's service port. Exit 0 done, 1 the device refused, 2 it could not be asked, 64 wrong usage. */

#include "reference-impl/tools/field.h"

int main(int argc, char *argv[])
{
	struct field_request request;
	enum result result;

	switch (field_request_read(argc, argv, &request)) {
	case FIELD_GO:
		result = field_do(&request);
		return result == RESULT_OK ? 0 : result == RESULT_REFUSED ? 1 : 2;
	case FIELD_HELP_WAS_ASKED:
		return 0;
	case FIELD_WRONG_USAGE:
		break;
	}
	return 64;
}
