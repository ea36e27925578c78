/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PLATFORM_BOOT_LOG_H
#define PLATFORM_BOOT_LOG_H

/*
 * What was started since the last reset, in order, and nothing of it ever taken back.
 *
 * Each component is an entry of the log and extends the register of its kind:
 * new = SHA-256(old || digest). There is no way to set, clear or reorder; only a reset, with
 * which everything that was measured ends too, begins anew. Boot goes forward: root of trust,
 * loader, configuration, operating system, each once, then apps. A component that has no room
 * in the log must not be started.
 */

#include "reference-impl/base/reader.h"
#include "reference-impl/base/writer.h"
#include "reference-impl/crypto/crypto.h"

enum component_kind { COMPONENT_ROOT_OF_TRUST, COMPONENT_LOADER, COMPONENT_CONFIG, COMPONENT_OS, COMPONENT_APP, COMPONENT_KIND_COUNT };

/* As images state it: 1.2.3+4. */
struct component_version {
	uint8_t major, minor;
	uint16_t revision;
	uint32_t build;
};

struct component {
	enum component_kind kind;
	struct component_version version;
	uint32_t security_counter;
	struct crypto_sha256 digest; /* of the image */
	struct crypto_sha256 signer; /* of the public key that signed it; all zero: unsigned, a configuration */
};

/* PSA tokens carry no more. */
enum { BOOT_LOG_MAX = 16, COMPONENT_ENCODED_LEN = 1 + 8 + 4 + 2 * CRYPTO_SHA256_LEN };

struct boot_log {
	struct component entry[BOOT_LOG_MAX];
	size_t count;
	struct crypto_sha256 measured[COMPONENT_KIND_COUNT];
};

/*
 * Enters a component. RESULT_REFUSED out of order; RESULT_TOO_LARGE when the log is full. An app
 * that is in the log already, in this very form, is not entered again and is RESULT_OK.
 */
enum result boot_log_enter(struct boot_log *log, const struct component *component) MUST_CHECK;

/* The kind that was entered last; COMPONENT_ROOT_OF_TRUST of an empty log too. */
enum component_kind boot_log_newest(const struct boot_log *log);

enum { COMPONENT_VERSION_TEXT_MAX = 24 };

/* "1.2.3+4" in room. */
struct bytes component_version_text(const struct component *component, uint8_t room[COMPONENT_VERSION_TEXT_MAX]);

/* COMPONENT_ENCODED_LEN bytes: kind, version, security counter (little endian), digest, signer. */
void component_write(struct writer *w, const struct component *component);
/* RESULT_MALFORMED for a kind that is none, RESULT_TRUNCATED. */
enum result component_read(struct reader *r, struct component *ret_component) MUST_CHECK;

#endif
