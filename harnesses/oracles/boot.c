/* SPDX-License-Identifier: Apache-2.0 */
/* Each promise as arithmetic over what was seen; nothing of boot/ or platform/ is asked. */
#include "harnesses/oracles/boot.h"

enum { COMPONENT_LOADER = 1, COMPONENT_OS = 2, REVOKED_OFFSET = 4, ROW_LEN = 8, ROWS = 2 };

static uint32_t le32(const uint8_t *at)
{
	return at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

static uint32_t counter_of(struct bytes cells, unsigned int counter)
{
	uint32_t greatest = 0;
	bool found = false;

	for (unsigned int row = 0; row < ROWS; row++) {
		const uint8_t *at = cells.at + (counter * ROWS + row) * ROW_LEN;

		if (le32(at) != ~le32(at + 4))
			continue;
		greatest = !found || le32(at) > greatest ? le32(at) : greatest;
		found = true;
	}
	return found ? greatest : UINT32_MAX;
}

struct boot_cells boot_cells_read(struct bytes fuses, struct bytes counters)
{
	struct boot_cells cells = { 0 };

	for (unsigned int i = 0; i < BOOT_SEEN_KEYS; i++)
		cells.revoked[i] = fuses.at[REVOKED_OFFSET + i] != 0;
	for (unsigned int i = 0; i < BOOT_SEEN_COUNTERS; i++)
		cells.counter[i] = counter_of(counters, i);
	return cells;
}

static uint32_t counter_for(const struct boot_cells *cells, unsigned int component)
{
	return cells->counter[component == COMPONENT_LOADER ? 0 : 1];
}

ORACLE FZ_BOOT_001_starts_only_signed(const struct boot_start *start)
{
	const struct boot_known *known = start->known;
	const char *id = "FZ-BOOT-001", *promise = "starts-only-signed";

	oracle_holds(known != NULL, id, promise, "bytes were started that nobody signed");
	oracle_holds(known->is_signed, id, promise, "an image was started that no key of the maker signed");
	oracle_holds(start->signer_is_fused, id, promise, "an image was started by a key that is not the one in the fuses");
	oracle_holds(known->component == start->component, id, promise, "an image was started in another place than it is for");
	oracle_holds(known->for_device, id, promise, "an image was started that is for another device, or not to be started");
}

ORACLE FZ_BOOT_002_starts_no_revoked_key(const struct boot_start *start)
{
	oracle_holds(!start->before->revoked[start->known->signer], "FZ-BOOT-002", "starts-no-revoked-key",
		     "an image was started whose key was revoked");
}

ORACLE FZ_BOOT_003_starts_none_below_the_counter(const struct boot_start *start)
{
	const char *id = "FZ-BOOT-003", *promise = "starts-none-below-the-counter";

	oracle_holds(start->known->has_counter, id, promise, "an image without a security counter was started");
	oracle_holds(start->known->counter >= counter_for(start->before, start->component), id, promise,
		     "an image below the stored counter was started");
}

ORACLE FZ_BOOT_004_nothing_falls_back(const struct boot_cells *before, const struct boot_cells *after)
{
	const char *id = "FZ-BOOT-004", *promise = "nothing-falls-back";

	for (unsigned int i = 0; i < BOOT_SEEN_COUNTERS; i++)
		oracle_holds(after->counter[i] >= before->counter[i] && after->counter[i] != UINT32_MAX, id, promise,
			     "a counter fell, or can't be read any more");
	for (unsigned int i = 0; i < BOOT_SEEN_KEYS; i++)
		oracle_holds(after->revoked[i] || !before->revoked[i], id, promise, "a revoked key is trusted again");
}

ORACLE FZ_BOOT_005_bootable_stays_bootable(bool was_bootable, bool boots)
{
	oracle_holds(boots || !was_bootable, "FZ-BOOT-005", "bootable-stays-bootable", "a device that could boot can't any more");
}

ORACLE FZ_BOOT_006_same_flash_same_choice(const struct boot_known *first, const struct boot_known *second)
{
	oracle_holds(first == second, "FZ-BOOT-006", "same-flash-same-choice", "two boots of the same storage started different images");
}

ORACLE FZ_BOOT_007_refused_leaves_no_trace(struct bytes before, struct bytes after, uint64_t operations)
{
	const char *id = "FZ-BOOT-007", *promise = "refused-leaves-no-trace";

	oracle_holds(bytes_equal(before, after), id, promise, "refusing an image changed storage");
	oracle_holds(operations == 0, id, promise, "refusing an image took storage operations");
}

ORACLE FZ_BOOT_008_measured_is_what_started(const struct boot_start *start)
{
	struct crypto_sha256 chain[2] = { { { 0 } }, start->known->digest }, expected;

	harness_holds(crypto_sha256(BYTES_OF(chain), &expected) == RESULT_OK, "no digest can be computed");
	oracle_holds(bytes_equal(BYTES_OF(expected), BYTES_OF(start->measured)), "FZ-BOOT-008", "measured-is-what-started",
		     "the register does not hold the digest of what was started");
}

ORACLE FZ_BOOT_009_download_mode_is_not_measured_as_an_image(const struct crypto_sha256 *measured, const struct boot_known *images,
							     size_t count)
{
	static const struct crypto_sha256 nothing;
	const char *id = "FZ-BOOT-009", *promise = "download-mode-is-not-measured-as-an-image";

	oracle_holds(!bytes_equal(BYTES_OF(*measured), BYTES_OF(nothing)), id, promise, "download mode is not measured at all");
	for (size_t i = 0; i < count; i++) {
		struct crypto_sha256 chain[2] = { { { 0 } }, images[i].digest }, of_image;

		harness_holds(crypto_sha256(BYTES_OF(chain), &of_image) == RESULT_OK, "no digest can be computed");
		oracle_holds(!bytes_equal(BYTES_OF(*measured), BYTES_OF(of_image)), id, promise, "download mode is measured as an image");
	}
}

ORACLE FZ_BOOT_010_recovery_ends(bool ended, bool still_writes)
{
	const char *id = "FZ-BOOT-010", *promise = "recovery-ends";

	oracle_holds(ended, id, promise, "a boot ended neither with an image nor at the port");
	oracle_holds(!still_writes, id, promise, "boots go on changing storage");
}

ORACLE FZ_BOOT_011_trial_raises_no_counter(uint32_t before, uint32_t after)
{
	oracle_holds(before == after, "FZ-BOOT-011", "trial-raises-no-counter", "a boot raised the counter, and nothing was confirmed");
}

ORACLE FZ_BOOT_012_failed_trial_stays_out(const struct boot_known *failed, const struct boot_known *started)
{
	oracle_holds(failed == NULL || failed != started, "FZ-BOOT-012", "failed-trial-stays-out",
		     "an image that did not confirm itself was started again");
}

ORACLE FZ_BOOT_013_runs_behind_locks(struct bytes before, struct bytes after)
{
	oracle_holds(bytes_equal(before, after), "FZ-BOOT-013", "runs-behind-locks", "a running OS changed what is locked before it runs");
}

ORACLE FZ_BOOT_014_stages_only_what_may_start(const struct boot_known *staged, const struct boot_cells *before)
{
	const char *id = "FZ-BOOT-014", *promise = "stages-only-what-may-start";

	oracle_holds(staged != NULL && staged->is_signed && staged->for_device && staged->component == COMPONENT_OS, id, promise,
		     "an image was staged that must not start");
	oracle_holds(!before->revoked[staged->signer], id, promise, "an image of a revoked key was staged");
	oracle_holds(staged->has_counter && staged->counter >= before->counter[1], id, promise, "an image below the counter was staged");
}
