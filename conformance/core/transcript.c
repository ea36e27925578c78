/* SPDX-License-Identifier: Apache-2.0 */
/* Appending to a transcript: one line at a time, whole or not at all, under one lock. */

#include "conformance/core/transcript.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "conformance/core/canonical_json.h"
#include "conformance/core/file.h"
#include "conformance/core/transcript_read.h"

struct transcript {
	int file;
	pthread_mutex_t lock;
	uint64_t seq; /* of the next line */
	off_t len;    /* of the lines that are whole */
	char prev[TRANSCRIPT_DIGEST_CHARS + 1];
	json_t *blobs; /* digests of those already written, as keys */
	struct complaint failure;
	bool failed;
	uint64_t began_ms, before_ms; /* on the clock; what a run before the kill had used */
};

static uint64_t clock_ms(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

uint64_t transcript_now_ms(const struct transcript *transcript)
{
	return transcript->before_ms + clock_ms() - transcript->began_ms;
}

const char *transcript_failure(const struct transcript *transcript)
{
	return transcript->failed ? transcript->failure.text : NULL;
}

static enum result fail(struct transcript *t, const char *says)
{
	if (!t->failed)
		complain(&t->failure, "the transcript cannot be written: %s", says);
	t->failed = true;
	return RESULT_IO;
}

static bool write_whole(int file, const char *text, size_t len)
{
	while (len > 0) {
		ssize_t written = write(file, text, len);

		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0)
			return false;
		text += written;
		len -= (size_t)written;
	}
	return true;
}

static enum result put_text(struct transcript *t, char *text)
{
	size_t len = strlen(text);
	char digest[TRANSCRIPT_DIGEST_CHARS + 1];

	if (len >= TRANSCRIPT_LINE_MAX)
		return RESULT_TOO_LARGE;
	if (transcript_digest(bytes_from(text, len), digest) != RESULT_OK)
		return RESULT_CRYPTO;
	text[len] = '\n';
	if (!write_whole(t->file, text, len + 1)) {
		enum result result = fail(t, strerror(errno));

		if (ftruncate(t->file, t->len) == 0)
			(void)lseek(t->file, t->len, SEEK_SET);
		return result;
	}
	memcpy(t->prev, digest, sizeof(digest));
	t->len += (off_t)len + 1;
	t->seq++;
	return RESULT_OK;
}

/* Adds seq and prev to the line (consumed) and writes it. */
static enum result put_line(struct transcript *t, json_t *line)
{
	enum result result = RESULT_INTERNAL;
	char *text;

	if (json_object_set_new(line, "seq", json_integer((json_int_t)t->seq)) == 0 &&
	    json_object_set_new(line, "prev", json_string(t->prev)) == 0 && (text = canonical_json_text(line)) != NULL) {
		result = put_text(t, text);
		free(text);
	}
	json_decref(line);
	return result;
}

static enum result put_blob(void *context, const char *sha256, const char *base64)
{
	struct transcript *t = context;
	enum result result;

	if (json_object_get(t->blobs, sha256) != NULL)
		return RESULT_OK;
	result = put_line(t, json_pack("{s:s, s:s}", "blob", sha256, "bytes", base64));
	if (result == RESULT_OK && json_object_set_new(t->blobs, sha256, json_true()) != 0)
		result = RESULT_INTERNAL;
	return result;
}

static const char *const kind_names[] = { "given", "refused", "unsupported", "error", "broken" };

static json_t *answer_json(const struct answer *answer, const struct transcript_blobs *blobs)
{
	json_t *line = json_pack("{s:s, s:I}", "kind", kind_names[answer->kind], "took", (json_int_t)answer->ms);

	if (answer->kind == ANSWER_GIVEN) {
		json_t *packed = answer->result == NULL ? json_object() : transcript_pack(answer->result, blobs);

		if (json_object_set_new(line, "result", packed) != 0) {
			json_decref(line);
			return NULL;
		}
	} else if (json_object_set_new(line, "reason", json_string(answer->reason)) != 0) {
		(void)json_object_set_new(line, "reason", json_string("(unprintable)"));
	}
	return line;
}

static json_t *entry_json(struct transcript *t, const struct transcript_entry *entry)
{
	struct transcript_blobs blobs = { t, put_blob };
	json_t *params = transcript_pack(entry->params, &blobs);
	json_t *answer = answer_json(entry->answer, &blobs);

	if (params == NULL || answer == NULL) {
		json_decref(params);
		json_decref(answer);
		return NULL;
	}
	return json_pack("{s:o, s:s, s:i, s:s, s:I, s:{s:o, s:i}}", "answer", answer, "check", entry->check, "lane",
			 (int)entry->lane, "method", entry->method, "ms", (json_int_t)transcript_now_ms(t), "request", "params",
			 params, "unit", (int)entry->unit);
}

enum result transcript_append(struct transcript *transcript, const struct transcript_entry *entry, uint64_t *ret_seq)
{
	enum result result = RESULT_IO;
	json_t *line;

	(void)pthread_mutex_lock(&transcript->lock);
	if (!transcript->failed) {
		line = entry_json(transcript, entry);
		result = line == NULL ? RESULT_IO : put_line(transcript, line);
		if (result == RESULT_OK)
			*ret_seq = transcript->seq - 1;
		else
			(void)fail(transcript, result_sentence(result));
	}
	(void)pthread_mutex_unlock(&transcript->lock);
	return result;
}

/* Also tried after a failure: what was taken back may have left the room that the last line needs. */
enum result transcript_end(struct transcript *transcript, bool complete, const char *seed)
{
	char self[TRANSCRIPT_DIGEST_CHARS + 1];
	enum result result = RESULT_INTERNAL;
	json_t *line;

	(void)pthread_mutex_lock(&transcript->lock);
	line = json_pack("{s:{s:b, s:I, s:s}, s:I, s:s}", "end", "complete", complete && !transcript->failed, "records",
			 (json_int_t)transcript->seq, "seed", seed, "seq", (json_int_t)transcript->seq, "prev", transcript->prev);
	if (line != NULL && transcript_end_sum(line, self) == RESULT_OK &&
	    json_object_set_new(json_object_get(line, "end"), "self", json_string(self)) == 0)
		result = put_line(transcript, line);
	else
		json_decref(line);
	if (result == RESULT_OK && fsync(transcript->file) != 0)
		result = fail(transcript, strerror(errno));
	(void)pthread_mutex_unlock(&transcript->lock);
	return result;
}

static struct transcript *open_over(int file)
{
	struct transcript *t = calloc(1, sizeof(*t));

	if (t == NULL || (t->blobs = json_object()) == NULL || pthread_mutex_init(&t->lock, NULL) != 0) {
		json_decref(t == NULL ? NULL : t->blobs);
		free(t);
		close(file);
		return NULL;
	}
	t->file = file;
	memcpy(t->prev, TRANSCRIPT_NO_LINE_BEFORE, sizeof(t->prev));
	t->began_ms = clock_ms();
	return t;
}

enum result transcript_create(const char *path, const json_t *head, struct transcript **ret_transcript, struct complaint *ret_why)
{
	int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0644);
	struct transcript *t;
	enum result result;

	if (file < 0) {
		result = errno == EEXIST ? RESULT_REFUSED : RESULT_IO;
		complain(ret_why, "%s: cannot be made: %s", path, strerror(errno));
		return result;
	}
	t = open_over(file);
	if (t == NULL)
		return RESULT_INTERNAL;
	result = put_line(t, json_pack("{s:O}", "head", head));
	if (result != RESULT_OK) {
		complain(ret_why, "%s: %s", path, t->failed ? t->failure.text : result_sentence(result));
		transcript_close(t);
		return result;
	}
	*ret_transcript = t;
	return RESULT_OK;
}

/* Goes on where the reading ended: the same chain, the same blobs, the same clock. */
static enum result take_over(struct transcript *t, const struct transcript_reading *reading)
{
	const char *sha256;
	json_t *index;

	if (reading->end != NULL)
		return RESULT_REFUSED;
	json_object_foreach(reading->blobs, sha256, index)
		if (json_object_set_new(t->blobs, sha256, json_true()) != 0)
			return RESULT_INTERNAL;
	t->seq = reading->count;
	t->len = (off_t)reading->good_len;
	t->before_ms = reading->last_ms;
	memcpy(t->prev, reading->last_digest, sizeof(t->prev));
	if (ftruncate(t->file, t->len) != 0 || lseek(t->file, t->len, SEEK_SET) != t->len)
		return RESULT_IO;
	return RESULT_OK;
}

enum result transcript_continue(const char *path, struct transcript **ret_transcript, struct complaint *ret_why)
{
	struct transcript_reading reading;
	struct buffer content;
	struct transcript *t = NULL;
	enum result result = file_load(path, TRANSCRIPT_FILE_MAX, &content);
	int file;

	if (result != RESULT_OK) {
		complain(ret_why, "%s: %s", path, result_sentence(result));
		return result;
	}
	result = transcript_read(bytes_of_buffer(content), TRANSCRIPT_CUT_OFF, &reading, ret_why);
	if (result == RESULT_OK) {
		file = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
		t = file < 0 ? NULL : open_over(file);
		result = t == NULL ? RESULT_IO : take_over(t, &reading);
		if (result != RESULT_OK)
			complain(ret_why, "%s: %s", path, result == RESULT_REFUSED ? "the run was ended and its seed revealed; start a new run"
										 : result_sentence(result));
		transcript_reading_release(&reading);
	}
	free(content.at);
	if (result == RESULT_OK)
		*ret_transcript = t;
	else
		transcript_close(t);
	return result;
}

void transcript_close(struct transcript *transcript)
{
	if (transcript == NULL)
		return;
	close(transcript->file);
	json_decref(transcript->blobs);
	(void)pthread_mutex_destroy(&transcript->lock);
	free(transcript);
}
