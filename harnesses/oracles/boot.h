/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ORACLES_BOOT_H
#define ORACLES_BOOT_H

/*
 * Promises of the boot chain, told from outside: from the bytes that were given to start(), from
 * cells of storage before and after, and from what the harness itself knows of the images that it made.
 *
 * A signature can't be forged here, so whatever starts must be, byte for byte over its signed range,
 * an image of the harness; what may be done with that one is arithmetic.
 */

#include "harnesses/oracles/oracle.h"
#include "reference-impl/crypto/crypto.h"

enum { BOOT_SEEN_KEYS = 3, BOOT_SEEN_COUNTERS = 2 };

/* An image that the harness made, by the digest of its signed range. */
struct boot_known {
	struct crypto_sha256 digest;
	bool is_signed;      /* by a key of the maker; `signer` says which */
	unsigned int signer; /* its place in the fuses */
	bool has_counter;
	uint32_t counter;
	unsigned int component; /* enum boot_component */
	bool for_device;        /* class and flags allow it to start */
};

/* Storage that nothing but the chip's own rules may change; read from its cells. */
struct boot_cells {
	bool revoked[BOOT_SEEN_KEYS];
	uint32_t counter[BOOT_SEEN_COUNTERS]; /* by enum counter */
};

/* One start, as seen from outside. */
struct boot_start {
	const struct boot_known *known; /* NULL: nothing that the harness made */
	unsigned int component;         /* of the place where it was started */
	bool signer_is_fused;           /* the whole hash of the key that `known` is signed by stands in its fuses */
	struct crypto_sha256 measured;  /* the register of that component afterwards */
	const struct boot_cells *before; /* the boot */
};

/* Reads the cells; counters as the greatest of their valid rows, UINT32_MAX without one. */
struct boot_cells boot_cells_read(struct bytes fuses, struct bytes counters);

/* What starts was signed by a key of the maker, for that place and this device. */
ORACLE FZ_BOOT_001_starts_only_signed(const struct boot_start *start);
/* None of it by a key that was revoked when the boot began. */
ORACLE FZ_BOOT_002_starts_no_revoked_key(const struct boot_start *start);
/* None of it below the counter that was stored when the boot began. */
ORACLE FZ_BOOT_003_starts_none_below_the_counter(const struct boot_start *start);
/* Whatever happened, no counter is lower than before, and no revocation was taken back. */
ORACLE FZ_BOOT_004_nothing_falls_back(const struct boot_cells *before, const struct boot_cells *after);
/* A device that could boot, and that nobody but itself wrote to, boots after any power cut. */
ORACLE FZ_BOOT_005_bootable_stays_bootable(bool was_bootable, bool boots);
/* Two boots of the same storage start the same. */
ORACLE FZ_BOOT_006_same_flash_same_choice(const struct boot_known *first, const struct boot_known *second);
/* Refusing an image changes no cell and takes no storage operation. */
ORACLE FZ_BOOT_007_refused_leaves_no_trace(struct bytes before, struct bytes after, uint64_t operations);
/* The register holds exactly one extension, by the digest of the signed range. */
ORACLE FZ_BOOT_008_measured_is_what_started(const struct boot_start *start);
/* In download mode the register holds what no image has. */
ORACLE FZ_BOOT_009_download_mode_is_not_measured_as_an_image(const struct crypto_sha256 *measured, const struct boot_known *images,
							     size_t count);
/* From whatever storage holds, after few boots nothing changes any more, and something runs or the port is served. */
ORACLE FZ_BOOT_010_recovery_ends(bool ended, bool still_writes);
/* A boot does not raise the counter of an image that never confirmed itself. */
ORACLE FZ_BOOT_011_trial_raises_no_counter(uint32_t before, uint32_t after);
/* An image that had its one try, and did not confirm, does not come back by itself. */
ORACLE FZ_BOOT_012_failed_trial_stays_out(const struct boot_known *failed, const struct boot_known *started);
/* What runs as an OS changes neither loader nor fuses nor counters, however it tries. */
ORACLE FZ_BOOT_013_runs_behind_locks(struct bytes before, struct bytes after);
/* What staging took may start: it is signed, for this device, by a live key, and not below the counter. */
ORACLE FZ_BOOT_014_stages_only_what_may_start(const struct boot_known *staged, const struct boot_cells *before);

#endif
