/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CERTIFICATE_LEDGER_HEAD_H
#define CERTIFICATE_LEDGER_HEAD_H

/*
 * How long a ledger is, beside it: {"hash", "lines"}, canonical, replaced whole.
 *
 * It lies in the ledger's folder under the name ledger.head; ledger_path is that of the ledger.
 * Its reader holds the ledger's lock.
 */

#include <stdint.h>

#include "reference-impl/base/result.h"

struct ledger_head {
	uint64_t lines;
	char hash[65]; /* SHA-256 of the last of them */
};

/* RESULT_NOT_FOUND if there is none, RESULT_MALFORMED. */
enum result ledger_head_load(const char *ledger_path, struct ledger_head *ret_head) MUST_CHECK;

/* RESULT_IO; what was there before is then still there. */
enum result ledger_head_store(const char *ledger_path, uint64_t lines, const char *hash) MUST_CHECK;

#endif
