/* SPDX-License-Identifier: Apache-2.0 */
/* Evidence and keys, registers, sealed bytes: what the device proves and keeps. */

#include "conformance/targets/reference/root_of_trust.h"

#include <stdlib.h>
#include <string.h>

#include "conformance/core/file.h"
#include "conformance/targets/reference/mail.h"
#include "conformance/targets/reference/unit.h"
#include "reference-impl/base/reader.h"
#include "reference-impl/base/writer.h"
#include "reference-impl/crypto/crypto.h"

enum { ENDORSEMENT_MAX_LEN = 4096, COMPONENT_LEN = 77, VERSION_AND_COUNTER_LEN = 12, NAME_MAX_LEN = 255 };

/* Names of registers, in the order of the mailbox's component kinds. */
static const char *const REGISTERS[] = { "root-of-trust", "loader", "config", "os", "app" };
enum { REGISTER_COUNT = sizeof(REGISTERS) / sizeof(REGISTERS[0]) };

/* The maker's certificate of the device key, which the factory left beside the unit. */
static enum adapter_answer add_endorsement(struct adapter_request *request)
{
	char path[REFERENCE_PATH_LEN];
	struct complaint why;
	struct buffer file;

	if (reference_run_path(path, &why, "unit%u/endorsement.der", request->unit) != RESULT_OK)
		return adapter_fail(request, "%s", why.text);
	if (file_load(path, ENDORSEMENT_MAX_LEN, &file) != RESULT_OK)
		return adapter_fail(request, "%s: can't be read: the rig makes it with the unit", path);
	adapter_add_bytes(request, "chain", bytes_of_buffer(file));
	free(file.at);
	return ADAPTER_GIVES;
}

/* Leaf first: what the device gives, then what the factory left. */
static enum adapter_answer give_chain(struct mail_visit *visit)
{
	const struct mail certificates = { .way = MAIL_AS_TOOL, .command = MAILBOX_CERTIFICATES };
	struct bytes body;
	enum adapter_answer answer = mail_send(visit, &certificates, &body);
	struct reader r = reader_over(body);

	if (answer != ADAPTER_GIVES)
		return answer;
	adapter_give_list(visit->request, "chain");
	while (reader_rest(&r).len > 0) {
		struct bytes der = reader_take(&r, reader_u16_le(&r));

		if (reader_result(&r) != RESULT_OK)
			return adapter_fail(visit->request, "the device's certificates end in the middle of one");
		adapter_add_bytes(visit->request, "chain", der);
	}
	return add_endorsement(visit->request);
}

static enum adapter_answer attest(struct mail_visit *visit, struct bytes nonce)
{
	const struct mail ask = { .way = MAIL_AS_TOOL, .command = MAILBOX_ATTEST, .body = nonce };
	struct bytes token;
	enum adapter_answer answer = mail_send(visit, &ask, &token);

	if (answer != ADAPTER_GIVES)
		return answer;
	adapter_give_text(visit->request, "format", "psa-token");
	adapter_give_bytes(visit->request, "evidence", token);
	return give_chain(visit);
}

/* A token holds every measurement, so a selection has nothing to choose from. */
enum adapter_answer reference_serve_attest(void *context, struct adapter_request *request)
{
	struct mail_visit visit = mail_visit_for(context, request);
	struct bytes nonce = adapter_bytes(request, "nonce");
	enum adapter_answer answer;

	if (!nonce.at)
		return adapter_wrong(request, "nonce must be base64");
	answer = mail_open_after_boot(&visit);
	if (answer != ADAPTER_GIVES)
		return answer;
	answer = attest(&visit, nonce);
	mail_close(&visit);
	return answer;
}

/* The attestation key stands at the end of the state. */
static enum adapter_answer give_attestation_key(struct mail_visit *visit)
{
	const struct mail state = { .way = MAIL_AS_TOOL, .command = MAILBOX_SECURITY_STATE };
	struct bytes body;
	enum adapter_answer answer = mail_send(visit, &state, &body);

	if (answer != ADAPTER_GIVES)
		return answer;
	if (body.len < CRYPTO_P256_SPKI_LEN)
		return adapter_fail(visit->request, "the device's state is %zu bytes long", body.len);
	adapter_give_bytes(visit->request, "public", bytes_from(body.at + body.len - CRYPTO_P256_SPKI_LEN, CRYPTO_P256_SPKI_LEN));
	return give_chain(visit);
}

static enum adapter_answer ask_of_running(struct mail_visit *visit, enum mailbox_command command, struct bytes body, const char *field)
{
	const struct mail mail = { .way = MAIL_AS_RUNNING, .command = command, .body = body };
	struct bytes reply;
	enum adapter_answer answer = mail_send(visit, &mail, &reply);

	if (answer == ADAPTER_GIVES)
		adapter_give_bytes(visit->request, field, reply);
	return answer;
}

static enum adapter_answer use_attestation_key(struct mail_visit *visit)
{
	if (adapter_text_is(visit->request, "act", "public"))
		return give_attestation_key(visit);
	if (adapter_text_is(visit->request, "act", "sign"))
		return adapter_refuse(visit->request, "the mailbox has no command that signs bytes of a caller with the attestation key");
	return adapter_refuse(visit->request, "the mailbox has no command that makes an attestation key");
}

/* A key that was made takes effect when its certificate has come; bytes names it. */
static enum adapter_answer commit_client_key(struct mail_visit *visit, struct bytes spki)
{
	const struct mail mail = { .way = MAIL_AS_RUNNING, .command = MAILBOX_CLIENT_COMMIT, .body = spki };
	struct bytes body;
	enum adapter_answer answer = mail_send(visit, &mail, &body);

	if (answer == ADAPTER_GIVES)
		adapter_give_bytes(visit->request, "public", spki);
	return answer;
}

static enum adapter_answer use_client_key(struct mail_visit *visit)
{
	struct adapter_request *request = visit->request;
	struct bytes nothing = { 0 };

	if (adapter_text_is(request, "act", "create"))
		return ask_of_running(visit, MAILBOX_CLIENT_GENERATE, nothing, "public");
	if (adapter_text_is(request, "act", "activate"))
		return commit_client_key(visit, adapter_bytes(request, "bytes"));
	if (adapter_text_is(request, "act", "public"))
		return ask_of_running(visit, MAILBOX_CLIENT_READ, nothing, "public");
	return ask_of_running(visit, MAILBOX_CLIENT_SIGN, adapter_bytes(request, "bytes"), "signature");
}

/* Templates: "ak", the attestation key, which also stands for the identity, and "client". */
enum adapter_answer reference_serve_key(void *context, struct adapter_request *request)
{
	struct mail_visit visit = mail_visit_for(context, request);
	bool is_client = adapter_text_is(request, "template", "client");
	bool is_attestation = !adapter_text(request, "template") || adapter_text_is(request, "template", "ak");
	enum adapter_answer answer;

	if (!is_client && adapter_text_is(request, "act", "activate"))
		return ADAPTER_UNSUPPORTED;
	if (!is_client && !is_attestation)
		return adapter_wrong(request, "template must be ak or client");
	if (adapter_text_is(request, "act", "export"))
		return adapter_refuse(request, "the mailbox has no command that gives a private key out");
	if (!adapter_text_is(request, "act", "create") && !adapter_text_is(request, "act", "public") &&
	    !adapter_text_is(request, "act", "sign") && !adapter_text_is(request, "act", "activate"))
		return adapter_wrong(request, "act must be create, public, sign, export or activate");
	answer = mail_open_after_boot(&visit);
	if (answer != ADAPTER_GIVES)
		return answer;
	answer = is_client ? use_client_key(&visit) : use_attestation_key(&visit);
	mail_close(&visit);
	return answer;
}

static enum adapter_answer list_registers(struct mail_visit *visit)
{
	enum adapter_answer answer = ADAPTER_GIVES;

	adapter_give_list(visit->request, "names");
	adapter_give_list(visit->request, "values");
	for (uint8_t kind = 0; kind < REGISTER_COUNT && answer == ADAPTER_GIVES; kind++) {
		const struct mail mail = { .way = MAIL_AS_TOOL, .command = MAILBOX_REGISTER, .body = BYTES_OF(kind) };
		struct bytes value;

		answer = mail_send(visit, &mail, &value);
		if (answer != ADAPTER_GIVES)
			return answer;
		adapter_add_text(visit->request, "names", REGISTERS[kind]);
		adapter_add_bytes(visit->request, "values", value);
	}
	return answer;
}

/* A component of that kind with nothing but a digest: version 0, signed by nobody. */
static enum adapter_answer extend_register(struct mail_visit *visit, uint8_t kind, struct bytes digest)
{
	uint8_t component[COMPONENT_LEN];
	struct writer w = writer_over(BUFFER_OF(component));
	const struct mail mail = { .way = MAIL_AS_RUNNING, .command = MAILBOX_MEASURE, .body = BYTES_OF(component) };
	struct bytes body;

	writer_u8(&w, kind);
	writer_fill(&w, 0, VERSION_AND_COUNTER_LEN);
	writer_bytes(&w, digest);
	writer_fill(&w, 0, CRYPTO_SHA256_LEN);
	return mail_send(visit, &mail, &body);
}

static bool register_named(const struct adapter_request *request, uint8_t *ret_kind)
{
	for (uint8_t kind = 0; kind < REGISTER_COUNT; kind++)
		if (adapter_text_is(request, "register", REGISTERS[kind])) {
			*ret_kind = kind;
			return true;
		}
	return false;
}

enum adapter_answer reference_serve_register(void *context, struct adapter_request *request)
{
	struct mail_visit visit = mail_visit_for(context, request);
	bool lists = adapter_text_is(request, "act", "list");
	struct bytes digest = adapter_bytes(request, "value");
	enum adapter_answer answer;
	uint8_t kind = 0;

	if (!lists && !register_named(request, &kind))
		return adapter_wrong(request, "register must be root-of-trust, loader, config, os or app");
	if (adapter_text_is(request, "act", "reset"))
		return adapter_refuse(request, "the mailbox has no command that resets a register");
	if (!lists && (!adapter_text_is(request, "act", "extend") || digest.len != CRYPTO_SHA256_LEN))
		return adapter_wrong(request, "act must be list, reset, or extend with a value of 32 bytes");
	answer = mail_open_after_boot(&visit);
	if (answer != ADAPTER_GIVES)
		return answer;
	answer = lists ? list_registers(&visit) : extend_register(&visit, kind, digest);
	mail_close(&visit);
	return answer;
}

static enum adapter_answer seal(struct mail_visit *visit, const char *name, struct bytes bytes)
{
	static uint8_t room[PORT_FRAME_MAX_LEN];
	struct writer w = writer_over(BUFFER_OF(room));
	struct bytes body;
	enum mailbox_command command = adapter_text_is(visit->request, "act", "seal") ? MAILBOX_SEAL : MAILBOX_UNSEAL;

	writer_u8(&w, (uint8_t)strlen(name));
	writer_text(&w, name);
	writer_bytes(&w, bytes);
	if (writer_finish(&w, &body) != RESULT_OK)
		return adapter_wrong(visit->request, "a message holds fewer than %zu bytes", bytes.len);
	return ask_of_running(visit, command, body, "bytes");
}

enum adapter_answer reference_serve_seal(void *context, struct adapter_request *request)
{
	struct mail_visit visit = mail_visit_for(context, request);
	const char *name = adapter_text(request, "name");
	struct bytes bytes = adapter_bytes(request, "bytes");
	enum adapter_answer answer;

	if (!adapter_text_is(request, "act", "seal") && !adapter_text_is(request, "act", "unseal"))
		return adapter_wrong(request, "act must be seal or unseal");
	if (!name || !bytes.at || strlen(name) > NAME_MAX_LEN)
		return adapter_wrong(request, "name (at most %d bytes) and bytes must be there", NAME_MAX_LEN);
	answer = mail_open_after_boot(&visit);
	if (answer != ADAPTER_GIVES)
		return answer;
	answer = seal(&visit, name, bytes);
	mail_close(&visit);
	return answer;
}
