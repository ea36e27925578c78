/* SPDX-License-Identifier: Apache-2.0 */
/* Evidence over a nonce: token and certificates, over one connection and so of one boot. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reference-impl/base/reader.h"
#include "reference-impl/codec/psa_token.h"
#include "reference-impl/crypto/pem.h"
#include "reference-impl/platform/boot_log.h"
#include "reference-impl/tools/field_work.h"
#include "reference-impl/tools/unix_line.h"
#include "reference-impl/tools/whole_file.h"

enum { CERTIFICATE_MAX_LEN = 4096, CHAIN_TEXT_MAX_LEN = 32768 };

static bool os_is_measured(struct bytes log)
{
	struct reader r = reader_over(log);
	struct component component = { .kind = COMPONENT_ROOT_OF_TRUST };

	for (unsigned int count = reader_u8(&r); count > 0; count--)
		if (component_read(&r, &component) != RESULT_OK)
			return false;
	return component.kind >= COMPONENT_OS;
}

/* Evidence of half a boot would be true and mislead. A boot that ends meanwhile is waited out. */
static enum result await_os(struct field_work *work)
{
	struct bytes log;

	for (;;) {
		enum result result = mailbox_ask(&work->mailbox, MAILBOX_BOOT_LOG, bytes_from(NULL, 0), &log);

		if (result == RESULT_OK && os_is_measured(log))
			return RESULT_OK;
		if (result == RESULT_IO && work->line.fd < 0)
			return result; /* no board, as was told */
		if (result == RESULT_IO)
			port_line_close(&work->line);
		else if (result != RESULT_OK)
			return field_complain(work, "the boot log", result);
		if (unix_line_now_ms() >= work->line.until_ms)
			return field_complain(work, "an OS that runs", RESULT_TIMEOUT);
		unix_line_pause();
	}
}

static enum result write_chain(struct writer *w, struct bytes certificates, size_t *ret_count)
{
	struct reader r = reader_over(certificates);
	size_t count = 0;

	for (; reader_rest(&r).len > 0 && reader_result(&r) == RESULT_OK; count++) {
		uint16_t len = reader_u16_le(&r);
		struct bytes der = reader_take(&r, len);

		if (reader_result(&r) == RESULT_OK)
			pem_write(w, "CERTIFICATE", der);
	}
	*ret_count = count;
	return reader_finish(&r);
}

/* The last one, which the maker has and the device does not. */
static enum result write_endorsement(struct writer *w, const char *path)
{
	struct buffer der;
	enum result result = whole_file_read(path, CERTIFICATE_MAX_LEN, &der);

	if (result != RESULT_OK)
		return result;
	pem_write(w, "CERTIFICATE", bytes_of_buffer(der));
	free(der.at);
	return RESULT_OK;
}

static enum result fetch_chain(struct field_work *work, size_t *ret_count)
{
	const struct field_request *request = work->request;
	uint8_t room[CHAIN_TEXT_MAX_LEN];
	struct writer w = writer_over(BUFFER_OF(room));
	struct bytes certificates, text;
	enum result result = field_root(work, MAILBOX_CERTIFICATES, bytes_from(NULL, 0), &certificates);

	if (result != RESULT_OK)
		return result;
	if (write_chain(&w, certificates, ret_count) != RESULT_OK)
		return field_complain(work, "the certificates", RESULT_MALFORMED);
	if (request->endorsement) {
		result = write_endorsement(&w, request->endorsement);
		++*ret_count;
	}
	if (result == RESULT_OK)
		result = writer_finish(&w, &text);
	return result == RESULT_OK ? whole_file_write(request->chain, text, 0644) : result;
}

static enum result fetch_token(struct field_work *work, size_t *ret_len)
{
	const struct nonce *nonce = &work->request->nonce;
	struct bytes token;
	enum result result = field_root(work, MAILBOX_ATTEST, bytes_from(nonce->at, nonce->len), &token);

	if (result != RESULT_OK)
		return result;
	*ret_len = token.len;
	return whole_file_write(work->request->token, token, 0644);
}

enum result field_attest(struct field_work *work)
{
	const struct field_request *request = work->request;
	const struct nonce *nonce = &request->nonce;
	size_t count = 0, len = 0;
	enum result result = await_os(work);

	if (result == RESULT_OK)
		result = fetch_token(work, &len);
	if (result == RESULT_OK)
		result = fetch_chain(work, &count);
	if (result != RESULT_OK)
		return result;
	answer_hex(&work->sheet, "nonce", bytes_from(nonce->at, nonce->len));
	answer_text(&work->sheet, "nonce_is", bytes_of_text(nonce->is_hashed ? "the SHA-256 of the text" : "the digits as given"));
	answer_text(&work->sheet, "token", bytes_of_text(request->token));
	answer_number(&work->sheet, "token_bytes", len);
	answer_text(&work->sheet, "chain", bytes_of_text(request->chain));
	answer_number(&work->sheet, "certificates", count);
	return RESULT_OK;
}
