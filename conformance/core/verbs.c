/* SPDX-License-Identifier: Apache-2.0 */
/* The words of control and claim, over what the bench sees when it tries an image or boots. */

#include <stdio.h>

#include "conformance/core/bench_update.h"

enum { RESET_LOOKS = 40, RESET_LOOK_MS = 200 };

static void runs(struct bench *b, enum bench_word word, struct image image, const char *says)
{
	struct tried tried;

	if (bench_is_silent(b))
		return;
	tried = bench_try(b, image, PATH_NORMAL);
	bench_expect(b, word, says, bench_not_running(b, &tried, image));
}

void given_runs(struct bench *b, struct image image, const char *says)
{
	runs(b, WORD_GIVEN, image, says);
}

void must_run(struct bench *b, struct image image, const char *says)
{
	runs(b, WORD_MUST, image, says);
}

struct image running(struct bench *b)
{
	return (struct image){ b->ran };
}

/* An image that must not run, beside the one that does. */
struct barred {
	struct image image, before;
	uint64_t spoke; /* how often its canary was seen until then */
};

/* After an image was to be refused: NULL if all is as it was before, else what is wrong. */
static const char *not_as_before(struct bench *b, const struct seen *seen, const struct barred *barred)
{
	struct image before = barred->before;

	if (bench_spoke(b, barred->image) != barred->spoke)
		return "its canary was seen";
	if (seen->kind == SEEN_RECOVERY || seen->kind == SEEN_DOWNLOAD)
		return NULL;
	if (before.handle == 0 && seen->kind == SEEN_FIRMWARE)
		return NULL;
	if (seen->kind == SEEN_IMAGE && bench_same_canary(b, seen->image, before))
		return NULL;
	return bench_seen_words(b, seen, before);
}

/* Refusing to stage is a claim; what runs is the proof. So it is looked at, and once more after another reset. */
void must_not_run_by(struct bench *b, struct image image, enum update_path path, const char *says)
{
	struct barred barred = { image, running(b), bench_spoke(b, image) };
	const char *wrong;
	struct tried tried;
	struct seen again;

	if (bench_is_silent(b))
		return;
	if (barred.before.handle == 0 && !b->unit.maker_runs) {
		bench_expect(b, WORD_GIVEN, says, "nothing was seen running before, so its absence proves nothing");
		return;
	}
	if (bench_same_canary(b, barred.before, image)) {
		bench_decide(b, VERDICT_ERROR, says, "the check offers an image with the canary of the one that runs");
		return;
	}
	tried = bench_try(b, image, path);
	wrong = not_as_before(b, &tried.seen, &barred);
	if (wrong == NULL && !bench_is_silent(b)) {
		again = bench_boot(b, false);
		wrong = not_as_before(b, &again, &barred);
	}
	bench_expect(b, WORD_MUST, says, wrong);
}

void must_not_run(struct bench *b, struct image image, const char *says)
{
	must_not_run_by(b, image, PATH_NORMAL, says);
}

void must_still_run(struct bench *b, struct image image, const char *says)
{
	struct tried tried = { .reply = { .reason = "" } };

	if (bench_is_silent(b))
		return;
	tried.seen = bench_boot(b, false);
	tried.seen.confirmed = true; /* that was asked when it came */
	bench_expect(b, WORD_MUST, says, bench_not_running(b, &tried, image));
}

static uint64_t others_spoke(struct bench *b, struct image image)
{
	uint64_t spoke = 0;

	for (uint32_t i = 0; i < b->now->image_count; i++)
		if (!bench_same_canary(b, (struct image){ i + 1 }, image))
			spoke += b->now->images[i].spoke;
	return spoke;
}

void must_boot_to_nothing_but(struct bench *b, struct image image, const char *says)
{
	struct seen seen;
	uint64_t spoke;
	bool fine;

	if (bench_is_silent(b))
		return;
	power(b, POWER_CYCLE);
	spoke = others_spoke(b, image);
	seen = bench_look(b, (struct watch_order){ .reset = true });
	fine = seen.kind == SEEN_RECOVERY || seen.kind == SEEN_DOWNLOAD ||
	       (seen.kind == SEEN_IMAGE && bench_same_canary(b, seen.image, image));
	if (others_spoke(b, image) != spoke)
		bench_expect(b, WORD_MUST, says, "the canary of another image was seen");
	bench_expect(b, WORD_MUST, says, fine ? NULL : bench_seen_words(b, &seen, image));
}

/* Whoever never tried the image has nothing to come back from. One that says nothing is not seen either way. */
static void given_tried(struct bench *b, struct image bad, uint64_t spoke, const char *says)
{
	const struct bench_image *known = bench_image(b, bad);

	if (known != NULL && known->script != SCRIPT_SILENT && bench_spoke(b, bad) == spoke)
		bench_expect(b, WORD_GIVEN, says, "the image that was to fail never came up");
}

/* bad may speak, hang and crash; what counts is who answers in the end, and that it stays. */
void must_revert(struct bench *b, struct image bad, struct image good, const char *says)
{
	uint64_t spoke = bench_spoke(b, bad);
	struct tried tried;
	unsigned int boots = 1;

	if (bench_is_silent(b))
		return;
	tried = bench_try(b, bad, PATH_NORMAL);
	if (tried.reply.refused) {
		bench_expect(b, WORD_GIVEN, says, "the device refused the image that was to fail");
		return;
	}
	while (!(tried.seen.kind == SEEN_IMAGE && bench_same_canary(b, tried.seen.image, good)) && boots < BENCH_BOOTS_MAX &&
	       !bench_is_silent(b)) {
		tried.seen = bench_boot(b, false);
		boots++;
	}
	if (tried.seen.kind != SEEN_IMAGE || !bench_same_canary(b, tried.seen.image, good)) {
		bench_expect(b, WORD_MUST, says, bench_seen_words(b, &tried.seen, good));
		return;
	}
	given_tried(b, bad, spoke, says);
	note(b, "back after %u boots", boots);
	must_still_run(b, good, says);
}

void given_left_by_reset(struct bench *b, struct image trial)
{
	for (unsigned int i = 0; i < RESET_LOOKS && !decided(b); i++) {
		struct seen seen = look(b);

		if (seen.kind == SEEN_IMAGE && seen.image.handle != trial.handle)
			return;
		let_time_pass(b, RESET_LOOK_MS);
	}
	given_that(b, false, "an image that is never confirmed is left by a reset");
}
