/* SPDX-License-Identifier: Apache-2.0 */
/* The verdict of a check as it comes about, and the memory that it lives in. */

#include "conformance/core/bench.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct arena {
	struct arena *next;
	max_align_t bytes[];
};

void bench_init(struct bench *b, const struct bench_facts *facts, const struct seed *seed, unsigned int number)
{
	*b = (struct bench){ .facts = facts, .seed = seed, .number = number };
}

void *bench_memory(struct bench *b, size_t len)
{
	struct arena *piece = calloc(1, sizeof(*piece) + len);

	if (piece == NULL)
		abort(); /* a check that goes on without its bytes could judge wrongly */
	piece->next = b->now->arena;
	b->now->arena = piece;
	return piece->bytes;
}

struct bytes bench_keep(struct bench *b, struct bytes bytes)
{
	uint8_t *copy;

	if (bytes.len == 0)
		return (struct bytes){ 0 };
	copy = bench_memory(b, bytes.len);
	memcpy(copy, bytes.at, bytes.len);
	return bytes_from(copy, bytes.len);
}

const char *bench_keep_text(struct bench *b, const char *text)
{
	return text == NULL ? NULL : (const char *)bench_keep(b, bytes_from(text, strlen(text) + 1)).at;
}

void bench_case_release(struct bench_case *now)
{
	while (now->arena != NULL) {
		struct arena *next = now->arena->next;

		free(now->arena);
		now->arena = next;
	}
	for (uint32_t i = 0; i < now->image_count; i++) {
		free(now->images[i].bytes);
		free(now->images[i].regions);
	}
	free(now->images);
	now->images = NULL;
	now->image_count = 0;
	now->image_room = 0;
}

/* What came from outside may hold anything: a verdict's words are one printable line. */
static void make_printable(char *text)
{
	for (; *text != '\0'; text++)
		if ((unsigned char)*text < 0x20 || (unsigned char)*text > 0x7e)
			*text = '?';
}

bool decided(const struct bench *b)
{
	return b->now->decided;
}

static enum verdict verdict_of_end(struct bench *b)
{
	return b->witness->ended == WITNESS_INVALID ? VERDICT_ERROR : VERDICT_NOT_RUN;
}

/* The witness may have ended meanwhile: then nothing that follows is an observation. */
bool bench_is_silent(const struct bench *b)
{
	struct bench_case *now = b->now;

	if (!now->decided && b->witness->ended != WITNESS_GOES_ON) {
		now->decided = true;
		now->verdict = verdict_of_end((struct bench *)(uintptr_t)b);
		(void)snprintf(now->says, sizeof(now->says), "%s", b->witness->why);
		make_printable(now->says);
	}
	return now->decided;
}

void bench_decide(struct bench *b, enum verdict verdict, const char *says, const char *format, ...)
{
	struct bench_case *now = b->now;
	char seen[BENCH_SAYS_LEN / 2];
	va_list arguments;

	if (bench_is_silent(b))
		return;
	va_start(arguments, format);
	(void)vsnprintf(seen, sizeof(seen), format, arguments);
	va_end(arguments);
	if (says == NULL)
		(void)snprintf(now->says, sizeof(now->says), "%s", seen);
	else
		(void)snprintf(now->says, sizeof(now->says), "%.250s: %s", says, seen);
	make_printable(now->says);
	now->decided = true;
	now->verdict = verdict;
}

void bench_expect(struct bench *b, enum bench_word word, const char *says, const char *seen_instead)
{
	if (bench_is_silent(b))
		return;
	if (seen_instead != NULL) {
		bench_decide(b, word == WORD_MUST ? VERDICT_FAIL : VERDICT_INCONCLUSIVE, says, "%s", seen_instead);
		return;
	}
	if (word == WORD_MUST) {
		b->now->musts_met++;
		(void)snprintf(b->now->last_claim, sizeof(b->now->last_claim), "%s", says);
	}
}

void given_that(struct bench *b, bool met, const char *says)
{
	bench_expect(b, WORD_GIVEN, says, met ? NULL : "it is not so");
}

void must_be_so(struct bench *b, bool met, const char *says)
{
	bench_expect(b, WORD_MUST, says, met ? NULL : "it is not so");
}

void note(struct bench *b, const char *format, ...)
{
	struct bench_case *now = b->now;
	va_list arguments;

	if (bench_is_silent(b))
		return;
	if (now->note_count == BENCH_NOTES_MAX) {
		memmove(now->notes[0], now->notes[1], sizeof(now->notes) - sizeof(now->notes[0]));
		now->note_count--;
	}
	va_start(arguments, format);
	(void)vsnprintf(now->notes[now->note_count], sizeof(now->notes[0]), format, arguments);
	va_end(arguments);
	make_printable(now->notes[now->note_count++]);
}

bool bench_can(const struct bench *b, const char *capability)
{
	for (unsigned int i = 0; i < b->unit.capability_count; i++)
		if (strcmp(b->unit.capabilities[i], capability) == 0)
			return true;
	return false;
}

struct bench *other(struct bench *b)
{
	if (b->other == NULL)
		abort(); /* a check that asks for it says .units = 2, and is not run without */
	return b->other;
}

uint32_t newest(struct bench *b)
{
	return b->unit.newest;
}

struct bytes challenge(struct bench *b, const char *use, size_t len)
{
	struct seed_use draw = { b->now->entry->name, b->number, b->now->attempt, use, 0 };
	uint8_t stream[64];

	if (len > sizeof(stream) || seed_draw(b->seed, &draw, (struct buffer){ stream, len }) != RESULT_OK) {
		bench_decide(b, VERDICT_ERROR, NULL, "the suite asked for a challenge that it cannot draw");
		len = 0;
	}
	return bench_keep(b, bytes_from(stream, len));
}
