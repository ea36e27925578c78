/* SPDX-License-Identifier: Apache-2.0 */
/* What an answer owns, given back. */

#include "conformance/core/link.h"

#include <stdlib.h>
#include <string.h>

void answer_release(struct answer *answer)
{
	json_decref(answer->result);
	free(answer->memory);
	answer->result = NULL;
	answer->memory = NULL;
}
