/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TARGETS_REFERENCE_ANSWER_H
#define TARGETS_REFERENCE_ANSWER_H

/* What the methods of this target's device plane have in common: when to give up, and how a refusal of the device is told. */

#include "conformance/targets/server/adapter.h"

/* Until when to wait, on the clock of reference_port_now_ms(): some time before the suite gives up. */
int64_t reference_until(const struct adapter_request *request);

/* What the device says may be anything; an answer is printable. */
enum adapter_answer reference_refuse_in_its_words(struct adapter_request *request, struct bytes text);

void reference_give_hex(struct adapter_request *request, const char *field, struct bytes bytes);

#endif
