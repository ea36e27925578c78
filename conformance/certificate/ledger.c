/* SPDX-License-Identifier: Apache-2.0 */
/* One exclusive lock spans reading the chain and appending to it: two labs' hands never interleave. */
#include "conformance/certificate/ledger.h"

#include "conformance/certificate/ledger_head.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include "conformance/core/canonical_json.h"
#include "conformance/core/file.h"
#include "reference-impl/base/text.h"
#include "reference-impl/crypto/crypto.h"

enum { LEDGER_MAX_LEN = 64 * 1024 * 1024, HASH_TEXT_LEN = 2 * CRYPTO_SHA256_LEN + 1 };

struct ledger {
	char path[4096];
	int fd;
	char last_hash[HASH_TEXT_LEN];
	uint64_t lines;
	json_t *entries;
};

static void complain(struct ledger_complaint *complaint, const char *path, uint64_t line, const char *says)
{
	(void)snprintf(complaint->says, sizeof(complaint->says), "%.150s: line %llu: %s", path, (unsigned long long)line, says);
}

static enum result hash_text(struct bytes line, char *ret_text)
{
	struct crypto_sha256 digest;
	struct writer w = writer_over((struct buffer){ (uint8_t *)ret_text, HASH_TEXT_LEN });

	if (crypto_sha256(line, &digest) != RESULT_OK)
		return RESULT_CRYPTO;
	text_write_hex(&w, BYTES_OF(digest.at));
	writer_u8(&w, 0);
	return RESULT_OK;
}

/* What line `number`, from 1, says of the one before it. */
static const char *before_line(const struct ledger *ledger, uint64_t number)
{
	const char *prev = number == 0 ? NULL : json_string_value(json_object_get(json_array_get(ledger->entries, number - 1), "prev"));

	return prev == NULL ? "" : prev;
}

static enum result take_line(struct ledger *ledger, struct bytes line, struct ledger_complaint *ret_complaint)
{
	struct json_complaint why;
	json_t *entry;
	const char *prev;

	if (canonical_json_read(line, true, &entry, &why) != RESULT_OK) {
		complain(ret_complaint, ledger->path, ledger->lines + 1, why.says);
		return RESULT_MALFORMED;
	}
	prev = json_string_value(json_object_get(entry, "prev"));
	if (prev == NULL || strcmp(prev, ledger->last_hash) != 0 ||
	    json_integer_value(json_object_get(entry, "n")) != (json_int_t)(ledger->lines + 1)) {
		complain(ret_complaint, ledger->path, ledger->lines + 1, "does not continue the chain: the ledger was altered");
		json_decref(entry);
		return RESULT_MALFORMED;
	}
	ledger->lines++;
	(void)json_array_append_new(ledger->entries, entry);
	return hash_text(line, ledger->last_hash);
}

/* The line that the head names must be there, as it was; one more was written by a run that was killed then. */
static enum result hold_against_head(struct ledger *ledger, struct ledger_complaint *ret_complaint)
{
	struct ledger_head head;
	enum result result = ledger_head_load(ledger->path, &head);

	if (result == RESULT_NOT_FOUND)
		return ledger->lines == 0 ? RESULT_OK : ledger_head_store(ledger->path, ledger->lines, ledger->last_hash);
	if (result == RESULT_OK && head.lines == ledger->lines && strcmp(head.hash, ledger->last_hash) == 0)
		return RESULT_OK;
	if (result == RESULT_OK && head.lines + 1 == ledger->lines && strcmp(head.hash, before_line(ledger, ledger->lines)) == 0)
		return ledger_head_store(ledger->path, ledger->lines, ledger->last_hash);
	if (result == RESULT_OK && head.lines > ledger->lines)
		complain(ret_complaint, ledger->path, head.lines, "is known to ledger.head and missing: the ledger was cut off");
	else
		complain(ret_complaint, ledger->path, ledger->lines, "is not the one that ledger.head knows: one of them was altered");
	return RESULT_MALFORMED;
}

static enum result read_chain(struct ledger *ledger, struct ledger_complaint *ret_complaint)
{
	struct buffer content;
	enum result result = file_load(ledger->path, LEDGER_MAX_LEN, &content);
	size_t start = 0;

	if (result != RESULT_OK) {
		complain(ret_complaint, ledger->path, 0, "cannot be read");
		return result;
	}
	for (size_t i = 0; i < content.len && result == RESULT_OK; i++) {
		if (content.at[i] != '\n')
			continue;
		result = take_line(ledger, bytes_from(content.at + start, i - start), ret_complaint);
		start = i + 1;
	}
	if (result == RESULT_OK && start != content.len) {
		complain(ret_complaint, ledger->path, ledger->lines + 1, "is cut off: the ledger was altered, or the disk was full");
		result = RESULT_MALFORMED;
	}
	free(content.at);
	return result == RESULT_OK ? hold_against_head(ledger, ret_complaint) : result;
}

static void ledger_release(struct ledger *ledger)
{
	json_decref(ledger->entries);
	if (ledger->fd >= 0)
		(void)close(ledger->fd); /* gives up the lock too */
}

static enum result ledger_open(const char *dir, struct ledger *ledger, struct ledger_complaint *ret_complaint)
{
	enum result result;

	*ledger = (struct ledger){ .fd = -1, .entries = json_array() };
	memset(ledger->last_hash, '0', HASH_TEXT_LEN - 1);
	if ((size_t)snprintf(ledger->path, sizeof(ledger->path), "%s/ledger.jsonl", dir) < sizeof(ledger->path))
		ledger->fd = open(ledger->path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (ledger->fd < 0 || flock(ledger->fd, LOCK_EX) != 0) {
		complain(ret_complaint, ledger->path, 0, strerror(errno));
		result = RESULT_IO;
	} else {
		result = read_chain(ledger, ret_complaint);
	}
	if (result != RESULT_OK)
		ledger_release(ledger);
	return result;
}

/* Steals the reference to entry. A line that could not be written whole is taken back. */
static enum result append(struct ledger *ledger, json_t *entry, struct ledger_complaint *ret_complaint)
{
	off_t before = lseek(ledger->fd, 0, SEEK_END);
	char *text, now[32], hash[HASH_TEXT_LEN];
	time_t clock = time(NULL);
	struct tm utc;
	size_t len;
	bool good;

	(void)strftime(now, sizeof(now), "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&clock, &utc));
	(void)json_object_set_new(entry, "n", json_integer((json_int_t)(ledger->lines + 1)));
	(void)json_object_set_new(entry, "prev", json_string(ledger->last_hash));
	(void)json_object_set_new(entry, "at", json_string(now));
	text = canonical_json_text(entry);
	json_decref(entry);
	if (text == NULL || before < 0) {
		free(text);
		return RESULT_INTERNAL;
	}
	len = strlen(text);
	good = hash_text(bytes_from(text, len), hash) == RESULT_OK;
	text[len] = '\n';
	good = good && write(ledger->fd, text, len + 1) == (ssize_t)(len + 1) && fsync(ledger->fd) == 0 &&
	       ledger_head_store(ledger->path, ledger->lines + 1, hash) == RESULT_OK;
	free(text);
	if (good)
		return RESULT_OK;
	complain(ret_complaint, ledger->path, ledger->lines + 1, strerror(errno));
	if (ftruncate(ledger->fd, before) != 0)
		complain(ret_complaint, ledger->path, ledger->lines + 1, "half written, and could not be taken back");
	return RESULT_IO;
}

static bool is_begin_of(const json_t *entry, const char *target)
{
	const char *event = json_string_value(json_object_get(entry, "event"));
	const char *of = json_string_value(json_object_get(entry, "target"));

	return event != NULL && of != NULL && strcmp(event, "begin") == 0 && strcmp(of, target) == 0;
}

static bool was_ended(const json_t *entries, json_int_t number)
{
	size_t index;
	json_t *entry;

	json_array_foreach(entries, index, entry)
		if (json_integer_value(json_object_get(entry, "begun")) == number)
			return true;
	return false;
}

static void keep_text(const json_t *text, char *room, size_t room_len)
{
	if (json_is_string(text) && json_string_length(text) < room_len)
		(void)snprintf(room, room_len, "%s", json_string_value(text));
}

/* How the run ended, by the first line that says so: what comes later does not replace it. */
static void take_end(const struct ledger *ledger, struct ledger_place *place)
{
	size_t index;
	json_t *entry;

	json_array_foreach(ledger->entries, index, entry) {
		if (json_integer_value(json_object_get(entry, "begun")) != (json_int_t)place->number)
			continue;
		keep_text(json_object_get(entry, "outcome"), place->outcome, sizeof(place->outcome));
		keep_text(json_object_get(entry, "transcript"), place->transcript, sizeof(place->transcript));
		return;
	}
}

static struct ledger_place place_of(const struct ledger *ledger, const char *target, uint64_t number)
{
	struct ledger_place place = { .number = number };
	size_t index;
	json_t *entry;

	json_array_foreach(ledger->entries, index, entry) {
		if (index + 1 >= number)
			break;
		if (!is_begin_of(entry, target))
			continue;
		place.runs_before++;
		if (!was_ended(ledger->entries, (json_int_t)(index + 1)))
			place.abandoned++;
	}
	take_end(ledger, &place);
	return place;
}

enum result ledger_begin(const char *dir, const char *target, const char *run, struct ledger_place *ret_place,
			 struct ledger_complaint *ret_complaint)
{
	struct ledger ledger;
	enum result result = ledger_open(dir, &ledger, ret_complaint);
	struct ledger_place place;

	if (result != RESULT_OK)
		return result;
	place = place_of(&ledger, target, ledger.lines + 1);
	memcpy(place.before, ledger.last_hash, sizeof(place.before));
	result = append(&ledger, json_pack("{s:s, s:s, s:s}", "event", "begin", "target", target, "run", run), ret_complaint);
	ledger_release(&ledger);
	if (result == RESULT_OK)
		*ret_place = place;
	return result;
}

enum result ledger_end(const char *dir, uint64_t number, const char *outcome, const char *transcript,
		       struct ledger_complaint *ret_complaint)
{
	struct ledger ledger;
	enum result result = ledger_open(dir, &ledger, ret_complaint);

	if (result != RESULT_OK)
		return result;
	result = append(&ledger,
			json_pack("{s:s, s:I, s:s, s:s}", "event", "end", "begun", (json_int_t)number, "outcome", outcome,
				  "transcript", transcript),
			ret_complaint);
	ledger_release(&ledger);
	return result;
}

enum result ledger_find(const char *dir, const char *target, const char *run, struct ledger_place *ret_place,
			struct ledger_complaint *ret_complaint)
{
	struct ledger ledger;
	enum result result = ledger_open(dir, &ledger, ret_complaint);
	size_t index;
	json_t *entry;

	if (result != RESULT_OK)
		return result;
	result = RESULT_NOT_FOUND;
	json_array_foreach(ledger.entries, index, entry) {
		const char *of = json_string_value(json_object_get(entry, "run"));

		if (!is_begin_of(entry, target) || of == NULL || strcmp(of, run) != 0)
			continue;
		*ret_place = place_of(&ledger, target, index + 1);
		(void)snprintf(ret_place->before, sizeof(ret_place->before), "%s", before_line(&ledger, index + 1));
		result = RESULT_OK;
	}
	if (result == RESULT_NOT_FOUND)
		complain(ret_complaint, ledger.path, 0, "this run was never begun in this lab's ledger");
	ledger_release(&ledger);
	return result;
}

enum result ledger_knows(const char *dir, const char *run, uint64_t number, const char *before, struct ledger_complaint *ret_complaint)
{
	struct ledger ledger;
	enum result result = ledger_open(dir, &ledger, ret_complaint);
	const char *of;

	if (result != RESULT_OK)
		return result;
	of = number == 0 ? NULL : json_string_value(json_object_get(json_array_get(ledger.entries, number - 1), "run"));
	if (of == NULL || strcmp(of, run) != 0 || strcmp(before_line(&ledger, number), before) != 0) {
		complain(ret_complaint, ledger.path, number, "is not the run that the certificate names: the ledger was cut off or altered");
		result = RESULT_REFUSED;
	}
	ledger_release(&ledger);
	return result;
}
