/* SPDX-License-Identifier: Apache-2.0 */
/* What speaks while nobody watches: no observation of a boot, but it ran. */

#include <string.h>

#include "conformance/core/bench_ask.h"
#include "conformance/core/bench_console.h"
#include "conformance/core/bench_image.h"
#include "conformance/core/bench_watch.h"

enum { SKIPS_MAX = 16 };

uint64_t bench_spoke(struct bench *b, struct image image)
{
	const struct bench_image *known = bench_image(b, image), *first;

	if (known == NULL)
		return 0;
	first = bench_image(b, bench_image_by_canary(b, known->canary.name));
	return first == NULL ? 0 : first->spoke;
}

void bench_overhear(struct bench *b, const char *line)
{
	struct console_sentence sentence;
	struct bench_image *known = NULL;

	if (console_sentence_read(line, &sentence))
		known = bench_image(b, bench_image_by_canary(b, sentence.name));
	if (known != NULL)
		known->spoke++;
}

void bench_hear(struct bench *b, struct bytes bytes)
{
	struct bench_case *now = b->now;
	size_t len;

	if (now->heard.at == NULL)
		now->heard = (struct buffer){ bench_memory(b, BENCH_HEARD_MAX), BENCH_HEARD_MAX };
	len = now->heard.len - now->heard_len < bytes.len ? now->heard.len - now->heard_len : bytes.len;
	if (len > 0)
		memcpy(now->heard.at + now->heard_len, bytes.at, len);
	now->heard_len += len;
}

struct bytes console_heard(struct bench *b)
{
	bench_console_skip(b);
	return bytes_from(b->now->heard.at, b->now->heard_len);
}

static void count_speakers(struct bench *b, struct console_line *line, struct bytes bytes)
{
	for (size_t i = 0; i < bytes.len; i++)
		if (console_line_add(line, bytes.at[i]))
			bench_overhear(b, line->text);
}

static size_t skip_once(struct bench *b, struct console_line *line, uint32_t wait_ms)
{
	struct rig_console_takes takes = { .since = b->unit.console_at, .wait_ms = wait_ms };
	struct rig_console_gives gives;
	struct answer answer = { 0 };
	size_t skipped = 0;

	(void)call_rig_console(&b->witness->link, b->number, wait_ms + BENCH_ASK_MS, &takes, &gives, &answer);
	if (bench_settle(b, "rig.console", &answer) == RESULT_OK) {
		b->unit.console_at = gives.next;
		skipped = gives.bytes.len;
		bench_hear(b, gives.bytes);
		count_speakers(b, line, gives.bytes);
	}
	answer_release(&answer);
	return skipped;
}

/* A rig may give a part at a time; who floods is left to the next watch. */
void bench_console_skip(struct bench *b)
{
	struct console_line line = { .used = 0 };
	size_t skipped = 1;

	if (bench_is_silent(b) || !bench_facts_demand(b->facts, "rig.console"))
		return;
	for (unsigned int i = 0; i < SKIPS_MAX && skipped > 0 && !bench_is_silent(b); i++)
		skipped = skip_once(b, &line, 0);
}

/* A console that has something to say answers before its time, and a rig that answers at once never lets it end. */
void let_time_pass(struct bench *b, uint32_t ms)
{
	struct console_line line = { .used = 0 };
	uint64_t begin = b->asked_ms;

	for (unsigned int i = 0; i < SKIPS_MAX && b->asked_ms - begin < ms && !bench_is_silent(b); i++)
		(void)skip_once(b, &line, (uint32_t)(ms - (b->asked_ms - begin)));
	if (b->asked_ms - begin < ms)
		bench_decide(b, VERDICT_ERROR, NULL, "the rig does not wait for the console as long as it is told");
}
