/* SPDX-License-Identifier: Apache-2.0 */

#include "conformance/targets/reference/answer.h"

#include "conformance/targets/reference/port_client.h"
#include "reference-impl/base/text.h"

/* What is left of the deadline when this program stops waiting: time to say so. */
enum { DEADLINE_MARGIN_MS = 300 };

int64_t reference_until(const struct adapter_request *request)
{
	int64_t wait_ms = request->deadline_ms > 2 * DEADLINE_MARGIN_MS ? request->deadline_ms - DEADLINE_MARGIN_MS :
									    request->deadline_ms / 2;

	return reference_port_now_ms() + wait_ms;
}

enum adapter_answer reference_refuse_in_its_words(struct adapter_request *request, struct bytes text)
{
	char plain[ADAPTER_REASON_LEN] = "it gave no reason";
	size_t len = text.len < sizeof(plain) ? text.len : sizeof(plain) - 1;

	for (size_t i = 0; i < len; i++)
		plain[i] = text.at[i] >= ' ' && text.at[i] < 0x7f ? (char)text.at[i] : '?';
	if (len > 0)
		plain[len] = '\0';
	return adapter_refuse(request, "%s", plain);
}

void reference_give_hex(struct adapter_request *request, const char *field, struct bytes bytes)
{
	char hex[65] = "";
	struct writer w = writer_over((struct buffer){ (uint8_t *)hex, sizeof(hex) - 1 });

	text_write_hex(&w, bytes);
	adapter_give_text(request, field, hex);
}
