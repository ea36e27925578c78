/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_TARGET_H
#define CORE_TARGET_H

/*
 * A device under test, as its folder conformance/targets/<name>/target.json describes it.
 *
 * Loading is strict: each field is known, of its type and within its bounds, or the load fails
 * and the complaint names file, field, value and way out. Nothing is started here. The claims
 * were made before the run, so the file's digest goes into the transcript.
 */

#include <jansson.h>

#include "conformance/core/complaint.h"
#include "conformance/core/protocol.h"
#include "conformance/core/transport.h"
#include "reference-impl/crypto/crypto.h"

enum { TARGET_CLAIMS_MAX = 64, TARGET_ROOTS_MAX = 16, TARGET_UNITS_MAX = 64, TARGET_PATH_LEN = 4096 };

/* What a sandboxed program may reach: loopback of a network of its own, or what the host reaches. */
enum target_network { TARGET_NETWORK_NONE, TARGET_NETWORK_HOST };

struct target {
	json_t *json; /* the whole file; the texts below live in it */
	const char *name, *title, *hardware, *firmware, *profile, *format;
	const char *claims[TARGET_CLAIMS_MAX];
	size_t claim_count;
	bool has_program[PLANE_COUNT]; /* the kit may be left out */
	struct transport_address programs[PLANE_COUNT];
	uint32_t boot_ms;
	const char *recovery_console, *download_console; /* the console line that shows the mode, or NULL */
	bool expendable;
	uint32_t units; /* at least 1 */
	char *roots[TARGET_ROOTS_MAX]; /* files that the device's certificates end in, absolute */
	size_t root_count;
	enum target_network network;
	struct crypto_sha256 digest;   /* of target.json */
	char file[TARGET_PATH_LEN];    /* target.json as it was found, for complaints */
	char folder[TARGET_PATH_LEN];  /* absolute, where target.json lies */
	char bin[TARGET_PATH_LEN];     /* absolute, where the suite's programs lie */
};

/*
 * Loads conformance/targets/<name>/target.json for a plain name, else the target.json or the
 * folder that the path leads to. Names are looked up under $ASSAY_HOME, else in the tree
 * that the running program was built in. RESULT_NOT_FOUND, RESULT_MALFORMED, RESULT_TOO_LARGE
 * or RESULT_IO fill *ret_why. The caller owns *ret_target: target_release().
 */
enum result target_load(const char *name_or_path, struct target *ret_target, struct complaint *ret_why) MUST_CHECK;
void target_release(struct target *target);

/* The text under "settings", or NULL. */
const char *target_setting(const struct target *target, const char *name);
bool target_claims(const struct target *target, const char *word);

/* The folder that `conformance/` is in: $ASSAY_HOME, else above the running program. RESULT_NOT_FOUND. */
enum result target_home(char room[TARGET_PATH_LEN]) MUST_CHECK;
/* The folder with the suite's programs: $ASSAY_BIN, else where the running program is, or a bin beside its folders. */
enum result target_bin(char room[TARGET_PATH_LEN]) MUST_CHECK;

/* The folder of all targets, to be listed; RESULT_NOT_FOUND. */
enum result target_folder(char room[TARGET_PATH_LEN]) MUST_CHECK;

#endif
