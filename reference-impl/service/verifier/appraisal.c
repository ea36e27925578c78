/* SPDX-License-Identifier: Apache-2.0 */
/* One table of reasons, and the findings in the order in which they were made. */

#include "reference-impl/service/verifier/appraisal.h"

#include <stdio.h>

enum { APPROVED = 2, APPROVED_BOOT = 3, FIRST_WARNING = 32, FIRST_CONTRAINDICATED = 96 };

struct reason_words {
	const char *name, *sentence;
	enum appraisal_dimension dimension;
	int value;
};

/* 97: not recognised, 99: cryptographic validation failed, 96: recognised and not to be trusted, 32 and 36: warnings. */
static const struct reason_words WORDS[REASON_COUNT] = {
	[REASON_NONE] = { "ok", "as expected", DIMENSION_INSTANCE, APPROVED },
	[REASON_TOO_LARGE] = { "too_large", "it is larger than anything a device sends", DIMENSION_INSTANCE, 99 },
	[REASON_BAD_COSE] = { "bad_cose", "the envelope is not a COSE_Sign1 message as the profile wants it", DIMENSION_INSTANCE, 99 },
	[REASON_BAD_ENCODING] = { "bad_encoding", "the content is not strict CBOR", DIMENSION_INSTANCE, 99 },
	[REASON_WRONG_KEY_TYPE] = { "wrong_key_type", "it is made with a shared secret, where a key pair is demanded", DIMENSION_INSTANCE, 99 },
	[REASON_BAD_SIGNATURE] = { "bad_signature", "the signature does not verify: changed on its way, or made with another key", DIMENSION_INSTANCE, 99 },
	[REASON_MISSING_CLAIM] = { "missing_claim", "a statement is missing that every token has to make", DIMENSION_INSTANCE, 99 },
	[REASON_BAD_CLAIM] = { "bad_claim", "a statement is not of the form that the profile gives it", DIMENSION_INSTANCE, 99 },
	[REASON_UNKNOWN_PROFILE] = { "unknown_profile", "the token follows another profile, with other meanings", DIMENSION_INSTANCE, 97 },
	[REASON_UNKNOWN_INSTANCE] = { "unknown_instance", "the token names another device than the one whose key is known", DIMENSION_INSTANCE, 97 },
	[REASON_NONCE_MISMATCH] = { "nonce_mismatch", "it answers another question: an old token, or one for somebody else", DIMENSION_INSTANCE, 99 },
	[REASON_BAD_IMPLEMENTATION] = { "bad_implementation", "the silicon is not of the kind that the release is made for", DIMENSION_HARDWARE, 97 },
	[REASON_BAD_LIFECYCLE] = { "bad_lifecycle", "the device is not in the secured state of its life", DIMENSION_CONFIGURATION, 96 },
	[REASON_BAD_STATE] = { "bad_state", "something happened since power came after which the device is not to be relied on", DIMENSION_CONFIGURATION, 96 },
	[REASON_DEBUG_OPEN] = { "debug_open", "debugging is open", DIMENSION_CONFIGURATION, 96 },
	[REASON_DEBUG_WAS_OPEN] = { "debug_was_open", "debugging may have been open since the device started", DIMENSION_CONFIGURATION, 36 },
	[REASON_UNKNOWN_MEASUREMENT] = { "unknown_measurement", "what runs there is not what the release has", DIMENSION_EXECUTABLES, 96 },
	[REASON_UNKNOWN_SIGNER] = { "unknown_signer", "somebody else signed it", DIMENSION_EXECUTABLES, 96 },
	[REASON_WRONG_VERSION] = { "wrong_version", "it calls itself another version than the release does", DIMENSION_EXECUTABLES, 96 },
	[REASON_MISSING_COMPONENT] = { "missing_component", "the device is silent about a part that belongs to the release", DIMENSION_EXECUTABLES, 96 },
	[REASON_OLD_RELEASE] = { "old_release", "a newer release is known: the device needs its update", DIMENSION_EXECUTABLES, 32 },
	[REASON_BAD_CERTIFICATE] = { "bad_certificate", "it is not a certificate in its one DER form", DIMENSION_INSTANCE, 99 },
	[REASON_WRONG_ORDER] = { "wrong_order", "each certificate has to be followed by the one that issued it", DIMENSION_INSTANCE, 99 },
	[REASON_DUPLICATE_CERTIFICATE] = { "duplicate_certificate", "the same certificate, or the same key, stands twice", DIMENSION_INSTANCE, 99 },
	[REASON_UNTRUSTED] = { "untrusted", "no path leads to a root that is trusted", DIMENSION_INSTANCE, 97 },
	[REASON_NOT_YET_VALID] = { "not_yet_valid", "it begins to be valid after the time of this check", DIMENSION_INSTANCE, 99 },
	[REASON_EXPIRED] = { "expired", "its validity is over", DIMENSION_INSTANCE, 99 },
	[REASON_UNKNOWN_CRITICAL] = { "unknown_critical", "an extension that must be understood is not known here", DIMENSION_INSTANCE, 99 },
	[REASON_POLICY] = { "policy", "a certificate allows its key more, or other things, than a layer's key may do", DIMENSION_INSTANCE, 96 },
	[REASON_BAD_EXTENSION] = { "bad_extension", "an extension about the layer is not strict DER", DIMENSION_INSTANCE, 99 },
	[REASON_WRONG_IDENTIFIER] = { "wrong_identifier", "an identifier does not follow from the key that it names", DIMENSION_INSTANCE, 99 },
	[REASON_UNPROVISIONED] = { "unprovisioned", "the device secret is all zeros: everybody knows this key", DIMENSION_INSTANCE, 96 },
	[REASON_MISSING_MEASUREMENT] = { "missing_measurement", "a layer's certificate does not say what the layer is", DIMENSION_EXECUTABLES, 96 },
	[REASON_WEAK_HASH] = { "weak_hash", "the hash is none that can be relied on", DIMENSION_EXECUTABLES, 96 },
	[REASON_BAD_MODE] = { "bad_mode", "a layer ran unconfigured, unsecured, in recovery or in debug mode", DIMENSION_CONFIGURATION, 96 },
	[REASON_IDENTITY_MISMATCH] = { "identity_mismatch", "a layer is of another vendor or product", DIMENSION_HARDWARE, 97 },
	[REASON_LAYER_ORDER] = { "layer_order", "the numbers of the layers do not rise from the root to the leaf", DIMENSION_INSTANCE, 99 },
	[REASON_UNKNOWN_FWID] = { "unknown_fwid", "what the layer's certificate was issued for is not of the release", DIMENSION_EXECUTABLES, 96 },
	[REASON_OLD_SVN] = { "old_svn", "its security version is below the release's", DIMENSION_EXECUTABLES, 96 },
	[REASON_BAD_RECORD] = { "bad_record", "it is no release record", DIMENSION_EXECUTABLES, 99 },
	[REASON_INTERNAL] = { "internal", "the verifier itself could not finish, so nothing is known", DIMENSION_INSTANCE, 99 },
};

static const struct reason_words *words_of(enum appraisal_reason reason)
{
	return &WORDS[(size_t)reason < REASON_COUNT ? reason : REASON_INTERNAL];
}

/* Only what a terminal prints as it stands. */
static void keep_printable(char *text)
{
	for (; *text; text++) {
		if (*text < 0x20 || *text > 0x7e)
			*text = '?';
	}
}

static void write_text(char *room, size_t room_len, const char *format, va_list arguments)
{
	if (vsnprintf(room, room_len, format, arguments) < 0)
		room[0] = '\0';
	keep_printable(room);
}

struct finding *appraisal_add(struct appraisal *appraisal, enum appraisal_part part, enum appraisal_reason reason, const char *check, ...)
{
	bool is_full = appraisal->count == APPRAISAL_MAX_FINDINGS;
	struct finding *finding = &appraisal->findings[is_full ? APPRAISAL_MAX_FINDINGS - 1 : appraisal->count++];
	va_list arguments;

	*finding = (struct finding){ .part = part, .reason = is_full ? REASON_INTERNAL : reason };
	va_start(arguments, check);
	write_text(finding->check, sizeof(finding->check), check, arguments);
	va_end(arguments);
	return finding;
}

struct finding *finding_seen(struct finding *finding, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	write_text(finding->seen, sizeof(finding->seen), format, arguments);
	va_end(arguments);
	return finding;
}

struct finding *finding_expected(struct finding *finding, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	write_text(finding->expected, sizeof(finding->expected), format, arguments);
	va_end(arguments);
	return finding;
}

static void write_hex(char room[FINDING_TEXT_MAX], struct bytes bytes)
{
	size_t shown = bytes.len <= 64 ? bytes.len : 64;

	room[0] = '\0';
	for (size_t i = 0; i < shown; i++)
		snprintf(room + 2 * i, 3, "%02x", bytes.at[i]);
	if (shown < bytes.len)
		snprintf(room + 2 * shown, FINDING_TEXT_MAX - 2 * shown, "... (%zu bytes)", bytes.len);
	if (bytes.len == 0)
		snprintf(room, FINDING_TEXT_MAX, "nothing");
}

struct finding *finding_seen_hex(struct finding *finding, struct bytes bytes)
{
	write_hex(finding->seen, bytes);
	return finding;
}

struct finding *finding_expected_hex(struct finding *finding, struct bytes bytes)
{
	write_hex(finding->expected, bytes);
	return finding;
}

struct finding *finding_at(struct finding *finding, size_t offset)
{
	finding->has_offset = true;
	finding->offset = offset;
	return finding;
}

const struct finding *appraisal_first_bad(const struct appraisal *appraisal)
{
	for (size_t i = 0; i < appraisal->count; i++) {
		if (appraisal->findings[i].reason != REASON_NONE)
			return &appraisal->findings[i];
	}
	return NULL;
}

enum appraisal_status appraisal_status(const struct appraisal *appraisal)
{
	enum appraisal_status status = appraisal->is_complete ? STATUS_AFFIRMING : STATUS_NONE;

	for (size_t i = 0; i < appraisal->count; i++) {
		enum appraisal_reason reason = appraisal->findings[i].reason;

		if (reason != REASON_NONE && !appraisal_reason_is_warning(reason))
			return STATUS_CONTRAINDICATED;
		if (reason != REASON_NONE && status == STATUS_AFFIRMING)
			status = STATUS_WARNING;
	}
	return status;
}

int appraisal_claim(const struct appraisal *appraisal, enum appraisal_dimension dimension)
{
	int worst = 0;

	if (appraisal->is_looked_at[dimension])
		worst = dimension == DIMENSION_EXECUTABLES ? APPROVED_BOOT : APPROVED;
	for (size_t i = 0; i < appraisal->count; i++) {
		const struct reason_words *words = words_of(appraisal->findings[i].reason);

		if (appraisal->findings[i].reason != REASON_NONE && words->dimension == dimension && words->value > worst)
			worst = words->value;
	}
	return worst;
}

const char *appraisal_reason_name(enum appraisal_reason reason)
{
	return words_of(reason)->name;
}

const char *appraisal_reason_sentence(enum appraisal_reason reason)
{
	return words_of(reason)->sentence;
}

bool appraisal_reason_is_warning(enum appraisal_reason reason)
{
	return words_of(reason)->value >= FIRST_WARNING && words_of(reason)->value < FIRST_CONTRAINDICATED;
}

const char *appraisal_status_name(enum appraisal_status status)
{
	static const char *const names[] = { "none", "affirming", "warning", "contraindicated" };

	return names[(size_t)status < sizeof(names) / sizeof(names[0]) ? status : STATUS_NONE];
}
