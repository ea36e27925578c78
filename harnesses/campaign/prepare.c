/* SPDX-License-Identifier: Apache-2.0 */
/* Copying seeds, regressions and the dictionary into a campaign. */
#include "harnesses/campaign/prepare.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "conformance/core/file.h"
#include "harnesses/campaign/engine_output.h"
#include "harnesses/campaign/said.h"
#include "harnesses/campaign/process.h"

enum { INPUT_MAX_LEN = 1 << 20, DICTIONARY_MAX_LEN = 1 << 20, SAID_MAX_LEN = 1 << 16, REPLAY_LIMIT_MS = 30000 };

struct preparing {
	const char *surface;
	char folder[PLACES_PATH_LEN], stored[PLACES_PATH_LEN], log[PLACES_PATH_LEN];
	struct prepared prepared;
	struct complaint *why;
};

static enum result io(struct preparing *p, const char *path)
{
	complain(p->why, "%s: %s", path, strerror(errno));
	return RESULT_IO;
}

static enum result make_folders(const struct places *places, struct preparing *p)
{
	if (!places_join(p->folder, places->out, p->surface, NULL) || !places_join(p->prepared.input, p->folder, "input", NULL) ||
	    !places_join(p->stored, p->folder, "stored", NULL) || !places_join(p->log, p->folder, "replay.log", NULL))
		return RESULT_TOO_LARGE;
	if (!places_make_folder(p->prepared.input) || !places_make_folder(p->stored))
		return io(p, p->folder);
	return RESULT_OK;
}

/* Does the replay program take it without failing? What it can't judge is an engine's to try. */
static enum result replays(struct preparing *p, const char *path, bool *ret_good)
{
	const char *const argv[] = { p->prepared.replay, path, NULL };
	const struct process_order order = { .argv = argv, .log = p->log };
	int status = 0;
	bool in_time;

	if (process_run(&order, REPLAY_LIMIT_MS, &status, &in_time) != RESULT_OK)
		return io(p, p->prepared.replay);
	*ret_good = in_time && status == 0;
	return RESULT_OK;
}

static enum result take_input(struct preparing *p, const char *path, const char *name)
{
	char to[PLACES_PATH_LEN];
	struct buffer content;
	bool good = false;
	enum result result = file_load(path, INPUT_MAX_LEN, &content);

	if (result == RESULT_TOO_LARGE || (result == RESULT_OK && content.len == 0)) {
		p->prepared.left_out++;
		if (result == RESULT_OK)
			free(content.at);
		return RESULT_OK;
	}
	if (result != RESULT_OK)
		return io(p, path);
	result = replays(p, path, &good);
	if (result == RESULT_OK && !places_join(to, good ? p->prepared.input : p->stored, name, NULL))
		result = RESULT_TOO_LARGE;
	if (result == RESULT_OK && file_store(to, bytes_of_buffer(content), 0644) != RESULT_OK)
		result = io(p, to);
	free(content.at);
	(*(good ? &p->prepared.inputs : &p->prepared.failing))++;
	return result;
}

static int is_not_hidden(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static enum result take_inputs(struct preparing *p, const struct places *places, const char *folder)
{
	struct dirent **entries = NULL;
	char from[PLACES_PATH_LEN], path[PLACES_PATH_LEN], name[PLACES_PATH_LEN];
	enum result result = RESULT_OK;
	int count;

	if (!places_join(from, places->corpora, p->surface, folder))
		return RESULT_TOO_LARGE;
	count = scandir(from, &entries, is_not_hidden, alphasort);
	for (int i = 0; i < count; i++) {
		(void)snprintf(name, sizeof(name), "%s-%s", folder, entries[i]->d_name);
		if (result == RESULT_OK && places_join(path, from, entries[i]->d_name, NULL))
			result = take_input(p, path, name);
		free(entries[i]);
	}
	free(entries);
	return result;
}

/* A dictionary of the tokens that both engines take. */
static enum result take_dictionary(struct preparing *p, const struct places *places)
{
	char from[PLACES_PATH_LEN];
	struct buffer text;
	size_t kept = 0;
	enum result result;

	if (!places_join(from, places->corpora, p->surface, "dictionary.txt") || file_load(from, DICTIONARY_MAX_LEN, &text) != RESULT_OK)
		return RESULT_OK;
	for (struct bytes rest = bytes_of_buffer(text); rest.len > 0;) {
		struct bytes line = said_cut(&rest);

		if (!engine_output_is_token(line))
			continue;
		memmove(text.at + kept, line.at, line.len);
		kept += line.len;
		if (kept < text.len)
			text.at[kept++] = '\n'; /* where a line ended, or one was left out */
	}
	result = places_join(p->prepared.dictionary, p->folder, "dictionary.txt", NULL) ? RESULT_OK : RESULT_TOO_LARGE;
	if (kept == 0)
		p->prepared.dictionary[0] = '\0';
	else if (result == RESULT_OK && file_store(p->prepared.dictionary, bytes_from(text.at, kept), 0644) != RESULT_OK)
		result = io(p, p->prepared.dictionary);
	free(text.at);
	return result;
}

static void ask_max_len(struct preparing *p)
{
	const char *const argv[] = { p->prepared.replay, "--max-len", NULL };
	char said[PLACES_PATH_LEN];
	struct process_order order = { .argv = argv, .log = said };
	struct buffer text;
	bool in_time = false;
	int status = 0;

	if (!places_join(said, p->folder, "max-len", NULL) || process_run(&order, REPLAY_LIMIT_MS, &status, &in_time) != RESULT_OK)
		return;
	if (in_time && status == 0 && file_load(said, SAID_MAX_LEN, &text) == RESULT_OK) {
		if (!said_number(bytes_of_buffer(text), &p->prepared.max_len) || p->prepared.max_len > INPUT_MAX_LEN)
			p->prepared.max_len = 0;
		free(text.at);
	}
	(void)unlink(said);
}

enum result prepare_surface(const struct places *places, const char *surface, struct prepared *ret_prepared, struct complaint *ret_why)
{
	struct preparing p = { .surface = surface, .why = ret_why };
	enum result result;

	if (!places_replay(places, surface, p.prepared.replay)) {
		complain(ret_why, "%s is not built, and findings can't be reproduced without it; `make` builds it", p.prepared.replay);
		return RESULT_NOT_FOUND;
	}
	result = make_folders(places, &p);
	if (result == RESULT_OK)
		result = take_inputs(&p, places, "seeds");
	if (result == RESULT_OK)
		result = take_inputs(&p, places, "regressions");
	if (result == RESULT_OK && p.prepared.inputs == 0) {
		complain(ret_why, p.prepared.failing > 0 ? "every input in %s/%s fails already, so no engine was started"
							 : "%s/%s/seeds has no input to start from; `make seeds` makes them",
			 places->corpora, surface);
		result = RESULT_NOT_FOUND;
	}
	if (result == RESULT_OK)
		result = take_dictionary(&p, places);
	if (result != RESULT_OK)
		return result;
	ask_max_len(&p);
	*ret_prepared = p.prepared;
	return RESULT_OK;
}
