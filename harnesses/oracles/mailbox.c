/* SPDX-License-Identifier: Apache-2.0 */
/* Forms: heads, lengths, who may what, and memory that changes. */
#include "harnesses/oracles/mailbox.h"

#include <string.h>

enum { HEAD_LEN = 8, LONGEST = 8 + 4096, KEY_LEN = 91, ID_LEN = 16, COMPONENT_LEN = 77, SEAL_HEAD_AND_TAG = 33, ANY = UINT32_MAX };

static uint32_t le(struct bytes bytes, size_t at, size_t len)
{
	uint32_t value = 0;

	for (size_t i = len; i > 0 && at + len <= bytes.len; i--)
		value = value << 8 | bytes.at[at + i - 1];
	return value;
}

/* Is the head of the request that of a message, and is it short enough? */
static bool is_message(const struct mailbox_exchange *e)
{
	return e->request.len >= HEAD_LEN && e->request.len <= LONGEST && le(e->request, 2, 2) == 0 &&
	       le(e->request, 4, 4) == e->request.len - HEAD_LEN;
}

uint16_t mailbox_exchange_command(const struct mailbox_exchange *e)
{
	return e->request.len <= LONGEST ? (uint16_t)le(e->request, 0, 2) : 0;
}

uint32_t mailbox_exchange_result(const struct mailbox_exchange *e)
{
	return le(e->reply, 4, 4);
}

struct bytes mailbox_exchange_body(const struct mailbox_exchange *e)
{
	return is_message(e) ? bytes_from(e->request.at + HEAD_LEN, e->request.len - HEAD_LEN) : bytes_from(NULL, 0);
}

struct bytes mailbox_exchange_answer(const struct mailbox_exchange *e)
{
	return e->reply_len >= HEAD_LEN ? bytes_from(e->reply.at + HEAD_LEN, e->reply_len - HEAD_LEN) : bytes_from(NULL, 0);
}

static bool is_zero(struct bytes bytes)
{
	for (size_t i = 0; i < bytes.len; i++)
		if (bytes.at[i] != 0)
			return false;
	return true;
}

/* By command: bodies of requests, and of replies; ANY where the reply's length follows from the request. */
static const struct form {
	uint32_t least, most, answer;
} FORMS[] = {
	[MAILBOX_SECURITY_STATE] = { 0, 0, 8 + ID_LEN + 32 + KEY_LEN },
	[MAILBOX_RANDOM] = { 2, 2, ANY },
	[MAILBOX_MEASURE] = { COMPONENT_LEN, COMPONENT_LEN, 0 },
	[MAILBOX_BOOT_LOG] = { 0, 0, ANY },
	[MAILBOX_REGISTER] = { 1, 1, 32 },
	[MAILBOX_RECOVERY] = { 0, 0, 0 },
	[MAILBOX_ATTEST] = { 32, 64, ANY },
	[MAILBOX_SEAL] = { 2, 33 + 2048, ANY },
	[MAILBOX_UNSEAL] = { 2 + SEAL_HEAD_AND_TAG, 33 + SEAL_HEAD_AND_TAG + 2048, ANY },
	[MAILBOX_SEAL_ADVANCE] = { 1, 1, 4 },
	[MAILBOX_CLIENT_GENERATE] = { 0, 0, KEY_LEN },
	[MAILBOX_CLIENT_COMMIT] = { KEY_LEN, KEY_LEN, 0 },
	[MAILBOX_CLIENT_READ] = { 0, 0, KEY_LEN },
	[MAILBOX_CLIENT_SIGN] = { 32, 48, ANY },
	[MAILBOX_COUNTER_READ] = { 1, 1, 4 },
	[MAILBOX_COUNTER_RAISE] = { 5, 5, 0 },
	[MAILBOX_LIFECYCLE] = { 1 + ID_LEN, 1 + ID_LEN, 0 },
	[MAILBOX_CHALLENGE] = { 0, 0, 32 + ID_LEN + 1 },
	[MAILBOX_SERVICE_OPEN] = { KEY_LEN + 1, KEY_LEN + 384, 4 },
	[MAILBOX_SERVICE_CLOSE] = { 0, 0, 0 },
	[MAILBOX_FAULT_REPORT] = { 1, 1, 0 },
	[MAILBOX_FAULTS] = { 0, 0, 4 * FAULT_KIND_COUNT },
	[MAILBOX_CERTIFICATES] = { 0, 0, ANY },
	[MAILBOX_DEVICE_KEY] = { 0, 0, ANY },
};

static size_t answer_len(const struct mailbox_exchange *e)
{
	uint16_t command = mailbox_exchange_command(e);
	struct bytes body = mailbox_exchange_body(e);

	if (FORMS[command].answer != ANY)
		return FORMS[command].answer;
	switch (command) {
	case MAILBOX_RANDOM:
		return le(body, 0, 2);
	case MAILBOX_BOOT_LOG:
		return 1 + e->after->log.count * COMPONENT_LEN;
	case MAILBOX_SEAL:
		return body.len - 1 - body.at[0] + SEAL_HEAD_AND_TAG;
	case MAILBOX_UNSEAL:
		return body.len - 1 - body.at[0] - SEAL_HEAD_AND_TAG;
	default:
		return mailbox_exchange_answer(e).len; /* DER */
	}
}

ORACLE FZ_MAILBOX_001_replies_are_whole(const struct mailbox_exchange *e)
{
	const char *id = "FZ-MAILBOX-001", *promise = "replies-are-whole";
	uint32_t result = mailbox_exchange_result(e);

	oracle_holds(e->reply_len >= HEAD_LEN && e->reply_len <= e->reply.len, id, promise, "a message was not answered");
	oracle_holds(le(e->reply, 0, 2) == mailbox_exchange_command(e) && le(e->reply, 2, 2) == 0, id, promise,
		     "an answer is to another command");
	oracle_holds(result <= RESULT_INTERNAL, id, promise, "an answer has no result");
	oracle_holds(is_zero(bytes_from(e->reply.at + e->reply_len, e->reply.len - e->reply_len)), id, promise,
		     "there are bytes behind an answer");
	oracle_holds(result == RESULT_OK || e->reply_len == HEAD_LEN, id, promise, "an error has a body");
	oracle_holds(result != RESULT_OK || e->reply_len - HEAD_LEN == answer_len(e), id, promise, "an answer has another length");
}

#define BIT(command) (1u << (MAILBOX_##command))
enum { ONLY_LOOKS = BIT(BOOT_LOG) | BIT(REGISTER), PROVES = BIT(ATTEST) | BIT(CERTIFICATES), SEALS = BIT(SEAL) | BIT(UNSEAL) };
enum { OPENS = BIT(CHALLENGE) | BIT(SERVICE_OPEN) | BIT(SERVICE_CLOSE), LIVES = BIT(LIFECYCLE) | BIT(DEVICE_KEY) };
enum { SHOWS_ITSELF = BIT(CLIENT_GENERATE) | BIT(CLIENT_COMMIT) | BIT(CLIENT_READ) | BIT(CLIENT_SIGN) };

static const uint32_t MAY[MAILBOX_ROLE_COUNT] = {
	[MAILBOX_ROM] = BIT(SECURITY_STATE) | BIT(MEASURE) | ONLY_LOOKS | BIT(FAULT_REPORT),
	[MAILBOX_LOADER] = BIT(SECURITY_STATE) | BIT(RANDOM) | BIT(MEASURE) | ONLY_LOOKS | BIT(RECOVERY) | BIT(COUNTER_READ) |
			   BIT(FAULT_REPORT),
	[MAILBOX_OS] = BIT(SECURITY_STATE) | BIT(RANDOM) | BIT(MEASURE) | ONLY_LOOKS | PROVES | SEALS | BIT(SEAL_ADVANCE) |
		       SHOWS_ITSELF | BIT(COUNTER_READ) | BIT(COUNTER_RAISE) | LIVES | OPENS | BIT(FAULTS),
	[MAILBOX_AGENT] = BIT(SECURITY_STATE) | BIT(RANDOM) | ONLY_LOOKS | PROVES | SHOWS_ITSELF | BIT(COUNTER_READ) |
			  BIT(FAULTS),
	[MAILBOX_APP] = BIT(RANDOM) | PROVES | SEALS | BIT(CLIENT_READ) | BIT(CLIENT_SIGN),
	[MAILBOX_TOOL] = BIT(SECURITY_STATE) | ONLY_LOOKS | PROVES | LIVES | OPENS | BIT(FAULTS),
};
#undef BIT

static bool may(const struct mailbox_caller *caller, uint16_t command)
{
	uint32_t granted = caller->role == MAILBOX_APP ? caller->granted : UINT32_MAX;

	return (unsigned int)caller->role < MAILBOX_ROLE_COUNT && (MAY[caller->role] & granted & 1u << command) != 0;
}

/* Stages measure what they start. */
static bool may_measure(const struct mailbox_caller *caller, uint8_t kind)
{
	switch (caller->role) {
	case MAILBOX_ROM:
		return kind == COMPONENT_LOADER;
	case MAILBOX_LOADER:
		return kind == COMPONENT_CONFIG || kind == COMPONENT_OS;
	default:
		return caller->role == MAILBOX_OS && kind == COMPONENT_APP;
	}
}

ORACLE FZ_MAILBOX_002_granted_by_the_table(const struct mailbox_exchange *e)
{
	const char *id = "FZ-MAILBOX-002", *promise = "granted-by-the-table";
	uint16_t command = mailbox_exchange_command(e);
	struct bytes body = mailbox_exchange_body(e);
	bool is_good = mailbox_exchange_result(e) == RESULT_OK, is_known = command > 0 && command < sizeof(FORMS) / sizeof(FORMS[0]);

	oracle_holds(!is_good || (is_message(e) && is_known), id, promise, "something was answered that is no message");
	oracle_holds(is_message(e) || e->request.len > LONGEST || mailbox_exchange_result(e) == RESULT_MALFORMED, id, promise,
		     "a bad head was not called malformed");
	if (!is_message(e) || !is_known)
		return;
	oracle_holds(may(e->caller, command) || mailbox_exchange_result(e) == RESULT_REFUSED, id, promise,
		     "a caller was given what is not his");
	oracle_holds(may(e->caller, command) || e->before->faults.count[FAULT_CAPABILITY] != e->after->faults.count[FAULT_CAPABILITY],
		     id, promise, "a caller was refused for another reason than who he is");
	oracle_holds(!may(e->caller, command) || e->before->faults.count[FAULT_CAPABILITY] == e->after->faults.count[FAULT_CAPABILITY],
		     id, promise, "a caller was not given what is his");
	oracle_holds(!is_good || (body.len >= FORMS[command].least && body.len <= FORMS[command].most), id, promise,
		     "a body of another length was taken");
	oracle_holds(!is_good || command != MAILBOX_MEASURE || may_measure(e->caller, body.at[0]), id, promise,
		     "a stage measured what it does not start");
}

ORACLE FZ_MAILBOX_006_next_is_answered(enum mailbox_command question, uint32_t result)
{
	const char *id = "FZ-MAILBOX-006", *promise = "next-is-answered";

	oracle_holds(result == RESULT_OK || question != MAILBOX_SECURITY_STATE, id, promise, "behind a message the state can't be asked for");
	oracle_holds(result == RESULT_OK || question != MAILBOX_RANDOM, id, promise, "behind a message no random bytes are to be had");
}

ORACLE FZ_MAILBOX_009_first_fetch_counts(const struct mailbox_exchange *steady, const struct mailbox_exchange *changing)
{
	const char *id = "FZ-MAILBOX-009", *promise = "first-fetch-counts";
	struct bytes answers[2] = { mailbox_exchange_answer(steady), mailbox_exchange_answer(changing) };

	oracle_holds(mailbox_exchange_result(steady) == mailbox_exchange_result(changing) &&
			     le(steady->reply, 0, 4) == le(changing->reply, 0, 4) && bytes_equal(answers[0], answers[1]),
		     id, promise, "a message that changed meanwhile had another answer");
	oracle_holds(bytes_equal(BYTES_OF(steady->after->log), BYTES_OF(changing->after->log)) &&
			     bytes_equal(BYTES_OF(*steady->cells), BYTES_OF(*changing->cells)),
		     id, promise, "a message that changed meanwhile had another effect");
}
