/* SPDX-License-Identifier: Apache-2.0 */
/* Challenge, token, lifecycle: what a tool may ask the root of trust for, and what opens the device. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reference-impl/base/reader.h"
#include "reference-impl/base/writer.h"
#include "reference-impl/root_of_trust/service_token.h"
#include "reference-impl/tools/field_work.h"
#include "reference-impl/tools/key_file.h"
#include "reference-impl/tools/lifecycle_text.h"
#include "reference-impl/tools/whole_file.h"

/* Names of bits, behind one another. */
struct bit_name {
	uint32_t bit;
	const char *name;
};

static void answer_bits(struct answer_sheet *sheet, const char *label, uint32_t bits, const struct bit_name names[])
{
	char room[128];
	struct writer w = writer_over(BUFFER_OF(room));

	for (; names->name; names++)
		if (bits & names->bit) {
			writer_text(&w, w.used ? ", " : "");
			writer_text(&w, names->name);
		}
	answer_text(sheet, label, w.used ? bytes_from(room, w.used) : bytes_of_text("none"));
}

static void answer_rights(struct answer_sheet *sheet, uint32_t rights)
{
	static const struct bit_name names[] = { { SERVICE_RIGHT_DEBUG_OS, "debug-os" }, { SERVICE_RIGHT_DEBUG_APPS, "debug-apps" },
						 { SERVICE_RIGHT_READ_LOGS, "read-logs" }, { SERVICE_RIGHT_SIDELOAD, "sideload" },
						 { SERVICE_RIGHT_RADIO_TEST, "radio-test" }, { 0, NULL } };

	answer_bits(sheet, "rights", rights, names);
}

static void answer_state(struct answer_sheet *sheet, uint8_t lifecycle)
{
	answer_text(sheet, "lifecycle", bytes_of_text(lifecycle_text(lifecycle)));
}

enum result field_challenge(struct field_work *work)
{
	struct bytes body, nonce, id;
	enum result result = field_root(work, MAILBOX_CHALLENGE, bytes_from(NULL, 0), &body);
	struct reader r;
	uint8_t lifecycle;

	if (result != RESULT_OK)
		return result;
	r = reader_over(body);
	nonce = reader_take(&r, SERVICE_NONCE_LEN);
	id = reader_take(&r, FUSE_DEVICE_ID_LEN);
	lifecycle = reader_u8(&r);
	if (reader_finish(&r) != RESULT_OK)
		return field_complain(work, "the challenge", RESULT_MALFORMED);
	answer_hex(&work->sheet, "challenge", nonce);
	answer_hex(&work->sheet, "device", id);
	answer_state(&work->sheet, lifecycle);
	return RESULT_OK;
}

static enum result read_opening(const struct field_request *request, struct writer *w)
{
	uint8_t spki[CRYPTO_P256_SPKI_LEN];
	struct buffer token;
	enum result result = key_file_read_public(request->service_key, spki);

	if (result == RESULT_OK)
		result = whole_file_read(request->file, SERVICE_TOKEN_MAX_LEN, &token);
	if (result != RESULT_OK)
		return result;
	writer_bytes(w, BYTES_OF(spki));
	writer_bytes(w, bytes_of_buffer(token));
	free(token.at);
	return RESULT_OK;
}

enum result field_unlock(struct field_work *work)
{
	uint8_t room[CRYPTO_P256_SPKI_LEN + SERVICE_TOKEN_MAX_LEN];
	struct writer w = writer_over(BUFFER_OF(room));
	struct bytes opening, body;
	struct reader r;
	enum result result = read_opening(work->request, &w);

	if (result == RESULT_OK)
		result = writer_finish(&w, &opening);
	if (result == RESULT_OK)
		result = field_root(work, MAILBOX_SERVICE_OPEN, opening, &body);
	if (result != RESULT_OK)
		return result;
	r = reader_over(body);
	answer_rights(&work->sheet, reader_u32_le(&r));
	return reader_finish(&r) == RESULT_OK ? RESULT_OK : field_complain(work, "the rights", RESULT_MALFORMED);
}

static enum result look(struct field_work *work)
{
	static const struct bit_name names[] = { { MAILBOX_FLAG_ENTROPY, "healthy noise" }, { MAILBOX_FLAG_LOCKED, "tokens locked out" },
						 { MAILBOX_FLAG_SAW_DEBUG, "was debugged" }, { MAILBOX_FLAG_SAW_SERVICE, "was serviced" },
						 { MAILBOX_FLAG_RECOVERY, "recovery" }, { MAILBOX_FLAG_FAULT, "grave fault" }, { 0, NULL } };
	struct bytes body;
	enum result result = field_root(work, MAILBOX_SECURITY_STATE, bytes_from(NULL, 0), &body);
	struct reader r;
	uint8_t lifecycle, flags;
	uint32_t rights;

	if (result != RESULT_OK)
		return result;
	r = reader_over(body);
	lifecycle = reader_u8(&r);
	(void)reader_u8(&r);
	flags = reader_u8(&r);
	(void)reader_u8(&r);
	rights = reader_u32_le(&r);
	body = reader_take(&r, FUSE_DEVICE_ID_LEN);
	if (reader_result(&r) != RESULT_OK)
		return field_complain(work, "the state", RESULT_MALFORMED);
	answer_state(&work->sheet, lifecycle);
	answer_hex(&work->sheet, "device", body);
	answer_bits(&work->sheet, "flags", flags, names);
	answer_rights(&work->sheet, rights);
	return RESULT_OK;
}

enum result field_lifecycle(struct field_work *work)
{
	const struct field_request *request = work->request;
	uint8_t step[1 + FUSE_DEVICE_ID_LEN] = { (uint8_t)request->to };
	struct bytes none;
	enum result result;

	if (request->to == LIFECYCLE_UNKNOWN)
		return look(work);
	memcpy(step + 1, request->device_id, sizeof(request->device_id));
	result = field_root(work, MAILBOX_LIFECYCLE, BYTES_OF(step), &none);
	return result == RESULT_OK ? look(work) : result;
}
