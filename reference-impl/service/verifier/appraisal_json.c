/* SPDX-License-Identifier: Apache-2.0 */
/* EAR claims as JSON. Texts of findings are printable ASCII already; quotes and backslashes are escaped. */

#include <inttypes.h>
#include <stdio.h>

#include "reference-impl/service/verifier/appraisal_report.h"

static void write_string(struct writer *w, const char *text)
{
	writer_text(w, "\"");
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			writer_text(w, "\\");
		writer_u8(w, (uint8_t)*text);
	}
	writer_text(w, "\"");
}

static void write_member(struct writer *w, const char *name, const char *text)
{
	write_string(w, name);
	writer_text(w, ":");
	write_string(w, text);
}

/* base64url without padding, as EAT writes byte strings. */
static void write_nonce(struct writer *w, struct bytes nonce)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

	writer_text(w, "\"");
	for (size_t bit = 0; bit < 8 * nonce.len; bit += 6) {
		unsigned int two = (unsigned int)nonce.at[bit / 8] << 8 | (bit / 8 + 1 < nonce.len ? nonce.at[bit / 8 + 1] : 0);

		writer_u8(w, (uint8_t)digits[two >> (10 - bit % 8) & 0x3f]);
	}
	writer_text(w, "\"");
}

static void write_vector(struct writer *w, const struct appraisal *appraisal)
{
	static const char *const names[DIMENSION_COUNT] = { "instance-identity", "configuration", "executables", "hardware" };
	const char *between = "";

	writer_text(w, "\"ear_trustworthiness_vector\":{");
	for (size_t i = 0; i < DIMENSION_COUNT; i++) {
		int value = appraisal_claim(appraisal, (enum appraisal_dimension)i);
		char text[16];

		if (value == 0)
			continue;
		snprintf(text, sizeof(text), ":%d", value);
		writer_text(w, between);
		write_string(w, names[i]);
		writer_text(w, text);
		between = ",";
	}
	writer_text(w, "}");
}

static void write_finding(struct writer *w, const struct finding *f)
{
	static const char *const parts[] = { "token", "chain", "release" };

	writer_text(w, "{");
	write_member(w, "part", parts[f->part]);
	writer_text(w, ",");
	write_member(w, "check", f->check);
	writer_text(w, ",");
	write_member(w, "reason", appraisal_reason_name(f->reason));
	if (f->reason != REASON_NONE) {
		writer_text(w, ",");
		write_member(w, "sentence", appraisal_reason_sentence(f->reason));
	}
	writer_text(w, ",");
	write_member(w, "seen", f->seen);
	writer_text(w, ",");
	write_member(w, "expected", f->expected);
	if (f->has_offset) {
		char text[32];

		snprintf(text, sizeof(text), ",\"offset\":%zu", f->offset);
		writer_text(w, text);
	}
	writer_text(w, "}");
}

static void write_submod(struct writer *w, const struct appraisal *appraisal)
{
	writer_text(w, "\"submods\":{\"PSA_IOT\":{");
	write_member(w, "ear_status", appraisal_status_name(appraisal_status(appraisal)));
	writer_text(w, ",");
	write_vector(w, appraisal);
	writer_text(w, ",\"ear_appraisal_policy_ids\":[\"tag:assay,2026:psa-release-records\"],\"assay_findings\":[");
	for (size_t i = 0; i < appraisal->count; i++) {
		writer_text(w, i > 0 ? "," : "");
		write_finding(w, &appraisal->findings[i]);
	}
	writer_text(w, "]}}");
}

void appraisal_write_json(struct writer *w, const struct appraisal *appraisal, struct bytes nonce, int64_t now)
{
	char text[64];

	writer_text(w, "{\"eat_profile\":\"tag:ietf.org,2026:rats/ear#04\",");
	snprintf(text, sizeof(text), "\"iat\":%" PRId64 ",", now);
	writer_text(w, text);
	writer_text(w, "\"ear_verifier_id\":{\"developer\":\"Assay\",\"build\":\"assay-verifier 1\"},\"eat_nonce\":");
	write_nonce(w, nonce);
	writer_text(w, ",");
	write_submod(w, appraisal);
	writer_text(w, "}\n");
}
