/* SPDX-License-Identifier: Apache-2.0 */
/* Telling failures apart by what was printed. */
#include "harnesses/campaign/failure.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "harnesses/campaign/said.h"

enum { WORD_LEN = 96 };

const char *failure_kind_name(enum failure_kind kind)
{
	static const char *const names[] = { "none", "oracle", "crash", "timeout", "memory", "leak", "harness" };

	return names[kind];
}

/* The text behind a mark, in the first line that has it. */
static bool find(struct bytes text, const char *mark, struct bytes *ret_line)
{
	struct bytes rest;

	if (!said_after(text, mark, &rest))
		return false;
	*ret_line = said_cut(&rest);
	return true;
}

/* `#2 0x55 in parse_tlv reference-impl/boot/x.c:4:5`; frames of the engine and of libraries have other paths. */
static bool own_function(struct bytes line, char ret_function[WORD_LEN])
{
	struct bytes number = said_word(&line), in, function, rest;

	if (!said_starts(number, "#"))
		return false;
	(void)said_word(&line);
	in = said_word(&line);
	function = said_word(&line);
	if (!bytes_equal(in, bytes_of_text("in")) || function.len == 0)
		return false;
	if (!said_after(line, "reference-impl/", &rest) && !said_after(line, "conformance/", &rest) && !said_after(line, "harnesses/", &rest))
		return false;
	if (said_starts(function, "oracle_holds") || said_starts(function, "harness_holds"))
		return false;
	said_print(function, ret_function, WORD_LEN);
	return true;
}

static void add_frame(struct bytes text, char name[FAILURE_NAME_LEN])
{
	char function[WORD_LEN];
	size_t len = strlen(name);

	while (text.len > 0)
		if (own_function(said_cut(&text), function)) {
			(void)snprintf(name + len, FAILURE_NAME_LEN - len, " in %s", function);
			return;
		}
}

/* file.c:12:3: runtime error: ... : the place is the name, since a stack is not always printed. */
static bool read_undefined(struct bytes text, struct failure *ret_failure)
{
	char place[WORD_LEN];

	while (text.len > 0) {
		struct bytes line = said_cut(&text), rest, words = line;

		if (!said_after(line, ": runtime error: ", &rest))
			continue;
		said_print(said_word(&words), place, sizeof(place));
		ret_failure->kind = FAILURE_CRASH;
		(void)snprintf(ret_failure->name, sizeof(ret_failure->name), "undefined-behaviour at %s", place);
		return true;
	}
	return false;
}

static const struct {
	const char *mark, *word;
	enum failure_kind kind;
} engine_marks[] = {
	{ "ERROR: libFuzzer: timeout", "timeout", FAILURE_TIMEOUT },
	{ "ERROR: libFuzzer: out-of-memory", "out-of-memory", FAILURE_MEMORY },
	{ "ERROR: LeakSanitizer:", "memory-leak", FAILURE_LEAK },
	{ "ERROR: libFuzzer: deadly signal", "deadly-signal", FAILURE_CRASH },
	{ "ERROR: libFuzzer: ", "engine-error", FAILURE_CRASH },
};

static bool read_engine(struct bytes text, struct failure *ret_failure)
{
	struct bytes line, word;

	if (find(text, "ERROR: AddressSanitizer: ", &line)) {
		word = said_word(&line);
		said_print(word, ret_failure->name, WORD_LEN);
		ret_failure->kind = FAILURE_CRASH;
		return true;
	}
	for (size_t i = 0; i < sizeof(engine_marks) / sizeof(engine_marks[0]); i++)
		if (find(text, engine_marks[i].mark, &line)) {
			ret_failure->kind = engine_marks[i].kind;
			(void)snprintf(ret_failure->name, sizeof(ret_failure->name), "%s", engine_marks[i].word);
			return true;
		}
	return false;
}

void failure_read(struct bytes text, struct failure *ret_failure)
{
	struct failure failure = { .kind = FAILURE_NONE };
	struct bytes line;

	if (find(text, "ASSERTION FAILED: ", &line)) {
		failure.kind = FAILURE_ORACLE;
		said_print(line, failure.name, sizeof(failure.name));
	} else if (find(text, "HARNESS FAILED: ", &line)) {
		failure.kind = FAILURE_HARNESS;
		said_print(line, failure.name, sizeof(failure.name));
	} else if (!read_undefined(text, &failure) && read_engine(text, &failure)) {
		add_frame(text, failure.name);
	}
	*ret_failure = failure;
}

void failure_of_signal(int number, struct failure *ret_failure)
{
	*ret_failure = (struct failure){ .kind = FAILURE_CRASH };
	(void)snprintf(ret_failure->name, sizeof(ret_failure->name), "signal-%d", number);
}

bool failure_equal(const struct failure *a, const struct failure *b)
{
	return a->kind == b->kind && strcmp(a->name, b->name) == 0;
}

void failure_label(const struct failure *failure, char ret_label[FAILURE_LABEL_LEN])
{
	size_t len = 0;

	for (const char *c = failure->name; *c != '\0' && *c != ' ' && len < FAILURE_LABEL_LEN - 1; c++)
		ret_label[len++] = isalnum((unsigned char)*c) ? *c : '-';
	ret_label[len] = '\0';
	if (len == 0 || failure->kind == FAILURE_HARNESS)
		(void)snprintf(ret_label, FAILURE_LABEL_LEN, "%s", failure_kind_name(failure->kind));
}
