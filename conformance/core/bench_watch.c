/* SPDX-License-Identifier: Apache-2.0 */
/* One watch: reads the console until something is proved, or until silence. */

#include "conformance/core/bench_watch.h"

#include <stdio.h>
#include <string.h>

#include "conformance/check_device.h"
#include "conformance/core/bench_ask.h"
#include "conformance/core/bench_console.h"
#include "conformance/core/bench_image.h"
#include "conformance/core/bench_told.h"
#include "conformance/core/cuts.h"
#include "reference-impl/base/secret.h"
#include "reference-impl/base/text.h"
#include "reference-impl/crypto/crypto.h"

enum { WATCH_POLL_MS = 500, WATCH_SHORT_POLL_MS = 40, WATCH_FLOOD = 1024 * 1024, WATCH_PATIENCE = 5, WATCH_NONCE_LEN = 32 };

struct watch {
	struct bench *b;
	struct watch_order order;
	struct console_line line;
	uint8_t nonce[WATCH_NONCE_LEN];
	bool asked, lost, done, was_reset, in_mode; /* in_mode: it showed itself in recovery or download mode */
	struct image came_up, confirmed; /* the last ones that said so */
	uint64_t silence_ms;
	uint64_t silent_ms, watched_ms, bytes;
	struct seen seen;
};

static struct bytes question(struct watch *w, char room[128])
{
	struct writer writer = writer_over((struct buffer){ (uint8_t *)room, 128 });

	writer_text(&writer, "ASSAY ? ");
	text_write_hex(&writer, BYTES_OF(w->nonce));
	writer_text(&writer, "\n");
	w->asked = true;
	return bytes_from(room, writer.used);
}

static bool answers_nonce(const struct watch *w, const struct canary *canary, const char *word)
{
	uint8_t room[CRYPTO_SHA256_LEN];
	struct crypto_sha256 expected;
	struct bytes said;

	return text_read_hex(bytes_of_text(word), BUFFER_OF(room), &said) == RESULT_OK &&
	       crypto_hmac_sha256(BYTES_OF(canary->key), BYTES_OF(w->nonce), &expected) == RESULT_OK &&
	       secret_equal(said, BYTES_OF(expected));
}

/* What shows first stands: an image that speaks behind the words of recovery is counted, and is no image seen. */
static void see(struct watch *w, enum seen_kind kind, struct image image)
{
	if (w->seen.kind == SEEN_IMAGE || w->in_mode)
		return;
	if (w->seen.image.handle != image.handle && w->seen.image.handle != 0)
		w->seen.before = w->seen.image;
	w->seen.kind = kind;
	w->seen.image = image;
}

static void draw_nonce(struct watch *w)
{
	struct bench *b = w->b;
	struct seed_use use = { b->now->entry->name, b->number, b->now->attempt, "nonce", b->now->nonces++ };

	if (seed_draw(b->seed, &use, BUFFER_OF(w->nonce)) != RESULT_OK)
		bench_decide(b, VERDICT_ERROR, NULL, "the suite cannot draw a nonce");
}

/* What was typed before is lost with the boot that it was typed in: this one gets a nonce of its own. */
static void take_up(struct watch *w, struct image image)
{
	w->came_up = image;
	see(w, SEEN_SPOKE, image);
	if (w->asked && w->seen.kind != SEEN_IMAGE) {
		w->asked = false;
		draw_nonce(w);
	}
}

static void take_answer(struct watch *w, struct image image)
{
	if (w->seen.kind != SEEN_IMAGE)
		w->was_reset = w->came_up.handle == image.handle;
	see(w, SEEN_IMAGE, image);
}

static void take_sentence(struct watch *w, const struct console_sentence *sentence)
{
	struct image image = bench_image_by_canary(w->b, sentence->name);
	struct bench_image *known = bench_image(w->b, image);

	if (known != NULL)
		known->spoke++;
	if (known == NULL)
		see(w, SEEN_STRANGER, image);
	else if (strcmp(sentence->word, "up") == 0)
		take_up(w, image);
	else if (strcmp(sentence->word, "confirmed") == 0)
		w->confirmed = image;
	else if (w->asked && answers_nonce(w, &known->canary, sentence->word))
		take_answer(w, image);
}

static bool line_shows(const char *line, const char *mode)
{
	return mode != NULL && mode[0] != '\0' && strstr(line, mode) != NULL;
}

static void take_line(struct watch *w)
{
	const struct bench_facts *facts = w->b->facts;
	struct console_sentence sentence;

	if (console_sentence_read(w->line.text, &sentence)) {
		take_sentence(w, &sentence);
	} else if (line_shows(w->line.text, facts->recovery_console)) {
		see(w, SEEN_RECOVERY, (struct image){ 0 });
		w->in_mode = w->seen.kind == SEEN_RECOVERY;
	} else if (line_shows(w->line.text, facts->download_console)) {
		see(w, SEEN_DOWNLOAD, (struct image){ 0 });
		w->in_mode = w->seen.kind == SEEN_DOWNLOAD;
	}
	w->seen.confirmed = w->seen.kind == SEEN_IMAGE && w->confirmed.handle == w->seen.image.handle;
	if (w->seen.kind == SEEN_IMAGE && (w->seen.confirmed || !w->order.confirmed))
		w->done = true;
}

static void take_bytes(struct watch *w, struct bytes bytes)
{
	for (size_t i = 0; i < bytes.len; i++) {
		if (!console_line_add(&w->line, bytes.at[i]))
			continue;
		if (w->done)
			bench_overhear(w->b, w->line.text);
		else
			take_line(w);
	}
}

/* Time to ask: something said that it is up, or should be; or half of the silence is over. */
static bool should_ask(const struct watch *w)
{
	if (w->asked)
		return false;
	return w->order.ask_first || w->seen.kind == SEEN_SPOKE || w->seen.kind == SEEN_STRANGER ||
	       w->silent_ms > w->silence_ms / 2;
}

/*
 * Words are no proof of a mode: whoever prints them and then starts an image is still watched for a
 * while. An image that is slower than this is heard when the console is read next.
 */
static uint64_t settling_ms(const struct watch *w)
{
	return w->silence_ms / 16;
}

static void count_silence(struct watch *w, const struct rig_console_gives *gives, uint64_t ms)
{
	w->bytes += gives->bytes.len;
	w->lost = w->lost || gives->lost > 0;
	if (gives->bytes.len > 0)
		w->silent_ms = 0;
	else
		w->silent_ms += ms == 0 ? 1 : ms; /* a rig that does not wait cannot keep us here */
	w->watched_ms += ms;
	if (w->in_mode && w->silent_ms >= settling_ms(w))
		w->done = true;
	if (w->silent_ms > w->silence_ms || w->bytes > WATCH_FLOOD || w->watched_ms > WATCH_PATIENCE * (uint64_t)w->b->facts->boot_ms)
		w->done = true; /* a device that talks for ever, or resets for ever, never gets anywhere */
}

static void poll_console(struct watch *w)
{
	struct bench *b = w->b;
	struct rig_console_takes takes = { .since = b->unit.console_at, .wait_ms = WATCH_POLL_MS };
	struct rig_console_gives gives;
	struct answer answer = { 0 };
	char room[128];

	/* Whoever says nothing may be off, or the maker's firmware: both can be asked for elsewhere. */
	if (b->cut_armed || w->order.firmware || w->silence_ms < WATCH_POLL_MS)
		takes.wait_ms = WATCH_SHORT_POLL_MS;
	else if (w->in_mode && settling_ms(w) < WATCH_POLL_MS)
		takes.wait_ms = settling_ms(w);
	if (should_ask(w))
		takes.write = question(w, room);
	(void)call_rig_console(&b->witness->link, b->number, (uint32_t)takes.wait_ms + BENCH_ASK_MS, &takes, &gives, &answer);
	if (bench_settle(b, "rig.console", &answer) == RESULT_OK) {
		b->unit.console_at = gives.next;
		bench_hear(b, gives.bytes);
		take_bytes(w, gives.bytes);
		count_silence(w, &gives, answer.ms);
	}
	answer_release(&answer);
}

/* Nobody spoke in this poll: is power off, or is it the maker's firmware, which owes the console nothing? */
static void look_elsewhere(struct watch *w)
{
	struct device_info_gives gives;
	struct answer answer = { 0 };
	struct bench *b = w->b;

	if (b->cut_armed && cut_status(b).fired) {
		see(w, SEEN_CUT, (struct image){ 0 });
		w->seen.kind = SEEN_CUT; /* what answered before is off now */
		w->done = true;
		return;
	}
	if (!w->order.firmware || w->seen.kind != SEEN_NOTHING || bench_is_silent(b))
		return;
	if (call_device_info(&b->witness->link, b->number, WATCH_POLL_MS * 2, &gives, &answer) == ANSWER_GIVEN) {
		bench_hear_version(b, &gives);
		see(w, SEEN_FIRMWARE, (struct image){ 0 });
		w->done = true;
	}
	w->silent_ms += answer.ms;
	answer_release(&answer);
}

struct seen bench_watch(struct bench *b, struct watch_order order)
{
	struct watch w = { .b = b, .order = order, .silence_ms = order.silence_ms == 0 ? b->facts->boot_ms : order.silence_ms };

	draw_nonce(&w);
	while (!w.done && !bench_is_silent(b)) {
		poll_console(&w);
		if (!w.done && w.silent_ms > 0)
			look_elsewhere(&w);
	}
	if (w.seen.kind == SEEN_NOTHING && w.lost)
		bench_decide(b, VERDICT_ERROR, NULL, "the rig lost console output, so silence proves nothing");
	if (w.seen.kind == SEEN_IMAGE && order.reset && !w.was_reset)
		bench_decide(b, VERDICT_ERROR, NULL, "an image answers that was not seen coming up: the rig did not reset the unit");
	if (bench_is_silent(b))
		return (struct seen){ 0 };
	return w.seen;
}

const char *bench_seen_words(struct bench *b, const struct seen *seen, struct image expected)
{
	const struct bench_image *image = bench_image(b, seen->image), *wanted = bench_image(b, expected);
	bool same = image != NULL && wanted != NULL && strcmp(image->canary.name, wanted->canary.name) == 0;

	switch (seen->kind) {
	case SEEN_NOTHING:
		return "bricked: nothing answers";
	case SEEN_IMAGE:
		return same ? "its canary was seen" : "another image answers";
	case SEEN_SPOKE:
		return same ? "its canary was seen, without an answer to the nonce" : "another image came up and gave no right answer";
	case SEEN_STRANGER:
		return "something that is none of the run's images speaks";
	case SEEN_FIRMWARE:
		return "the maker's firmware answers instead";
	case SEEN_RECOVERY:
		return "the device is in recovery mode";
	case SEEN_DOWNLOAD:
		return "the device is in download mode";
	case SEEN_CUT:
		return "power was cut";
	}
	return "";
}
