/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CONFORMANCE_CHECK_H
#define CONFORMANCE_CHECK_H

/*
 * What a check is, and the only words it has.
 *
 * A check states one claim about a device. It looks at nothing but observations, which come
 * through the bench: while a device is run they are asked and recorded, in the judge the same
 * check meets the same records again. So a check has no clock, no randomness and no file;
 * fresh values come from challenge(), different in each check, unit and use.
 *
 * given_* sets the stage (the control, the accepted twin); must_* is the claim. The first verb
 * that is not met decides the verdict and all that follow are no-ops; a check with at least one
 * must_* met and nothing unmet passes. Images and bytes stay valid for the whole check; what a
 * no-op gives is empty and harmless. More words: check_boot.h (power, boots, offers),
 * check_cut.h, check_image.h (regions, alterations, forgeries), check_storage.h,
 * check_evidence.h (attestation, keys, sealing), check_components.h (what a token names), check_token.h (opening
 * a device) and check_device.h.
 */

#include <stdbool.h>
#include <stdint.h>

#include "reference-impl/base/bytes.h"

struct bench;

/* An image known to the bench; all bytes of it are in the transcript. */
struct image {
	uint32_t handle;
};

enum image_key { KEY_TRUSTED, KEY_SECOND, KEY_RETIRED, KEY_ATTACKER, KEY_NONE };
enum update_path { PATH_NORMAL, PATH_RECOVERY };

/* What the suite's payload does once it is up, in this order. */
enum script { SCRIPT_CONFIRM, SCRIPT_HANG, SCRIPT_CRASH, SCRIPT_SILENT, SCRIPT_NEVER_CONFIRM, SCRIPT_CUT_POWER };

struct kit_order {
	uint32_t security_version;
	bool without_security_version;
	enum image_key key;    /* KEY_ATTACKER: signed by a key of the suite that no device knows */
	enum script script;
	const char *component; /* NULL: "os" */
	const char *version;   /* NULL: a version that rises with each order of the run */
	const char *class;     /* NULL: the device's own */
};

enum spends { SPENDS_NOTHING = 0, SPENDS_KEY = 1, SPENDS_LIFECYCLE = 2, SPENDS_LOCKOUT = 4, SPENDS_UNIT = 8 };

/* What the unit runs when the check begins: the suite's payload, the maker's own firmware, or whatever it runs. */
enum firmware { FIRMWARE_SUITE, FIRMWARE_MAKER, FIRMWARE_ANY };

struct check {
	const char *requirement;   /* slug, "<property>/<name>" */
	void (*run)(struct bench *b);
	const char *const *needs;  /* methods of the protocol, NULL-terminated; NULL: what the profile demands */
	unsigned int spends;
	unsigned int units;        /* 0 or 1: one unit; 2: other(b) is another */
	enum firmware firmware;
	bool examined, declared;   /* evidence is an artefact that our tool read, or a mere statement; else it is measured */
};

#define CHECK(name) extern const struct check check_##name; const struct check check_##name

/* -- the unit -- */
uint32_t newest(struct bench *b);      /* the highest security version that the unit has confirmed */
struct bench *other(struct bench *b);  /* the second unit of a check with .units = 2 */
struct image running(struct bench *b); /* the suite's image that was seen running last; empty: none */
/* len <= 64 fresh bytes for one use; the same use gives the same bytes within one check. */
struct bytes challenge(struct bench *b, const char *use, size_t len);

/* -- images -- */
#define kit_image(b, ...) kit_image_of((b), (struct kit_order){ __VA_ARGS__ })
struct image kit_image_of(struct bench *b, struct kit_order order);
struct bytes image_bytes(struct bench *b, struct image image);
/* An image of the suite's own making (an alteration, a forgery); canary_of's canary would show if it ran. */
struct image image_made(struct bench *b, struct bytes bytes, struct image canary_of, const char *how);

/* -- words of control and claim; `says` is shown as the reason when it is not met -- */
/*
 * Offers the image, resets, and waits for its canary over a nonce of this boot and, if its script
 * is to confirm, for that.
 */
void given_runs(struct bench *b, struct image image, const char *says);
void must_run(struct bench *b, struct image image, const char *says);
/*
 * Offers the image and resets twice: its canary must not show, and what ran before must answer
 * again. A device that shows itself in recovery mode is alive too. The image and the one that
 * runs must not have one canary: see an altered image off while another runs.
 */
void must_not_run(struct bench *b, struct image image, const char *says);
void must_not_run_by(struct bench *b, struct image image, enum update_path path, const char *says);
/* Power-cycles without offering anything: the image answers still. */
void must_still_run(struct bench *b, struct image image, const char *says);
/* Power-cycles: the image answers, or the device shows itself in recovery or download mode; nothing else runs. */
void must_boot_to_nothing_but(struct bench *b, struct image image, const char *says);
/* A plain statement over observations already made. */
void given_that(struct bench *b, bool met, const char *says);
void must_be_so(struct bench *b, bool met, const char *says);

/* Has this check's verdict been decided? Loops end on it. */
bool decided(const struct bench *b);
/*
 * Something that was seen and belongs beside the verdict: numbers, names of what was tried. To be said before the word that
 * decides; printable; the last 4 are kept.
 */
void note(struct bench *b, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
