/* SPDX-License-Identifier: Apache-2.0 */
/* One pass over the bytes for all needles; what can begin one is told by its first two bytes. */

#include "reference-impl/tools/secret_search_fixture.h"

#include <check.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "reference-impl/base/text.h"
#include "reference-impl/base/writer.h"

enum { HALF_LEN = SECRET_LEN / 2, PAGE_LEN = 4096, CHUNK_LEN = 256 * PAGE_LEN, OVERLAP_LEN = NEEDLE_MAX_LEN };

/* As large as the whole address space that a stage or the root of trust can have: a sanitizer's shadow in the board. */
static const uint64_t SHADOW_LEN = (uint64_t)512 << 20;

void secret_search_init(struct secret_search *search)
{
	memset(search, 0, sizeof(*search));
}

static void add_needle(struct secret_search *search, struct bytes bytes)
{
	struct secret_needle *needle = &search->needle[search->needle_count++];

	ck_assert_uint_le(search->needle_count, NEEDLES_MAX);
	ck_assert(bytes.len >= 2 && bytes.len <= sizeof(needle->at));
	needle->secret = search->secret_count;
	needle->len = bytes.len;
	memcpy(needle->at, bytes.at, bytes.len);
	needle->next = search->begins[bytes.at[0] | bytes.at[1] << 8];
	search->begins[bytes.at[0] | bytes.at[1] << 8] = needle;
}

/* The characters that say nothing of what stands before and behind. */
static void add_base64(struct secret_search *search, const uint8_t half[HALF_LEN], size_t before)
{
	uint8_t padded[HALF_LEN + 2] = { 0 }, text[32];
	size_t first = before == 0 ? 0 : before + 1, whole = (before + HALF_LEN) * 4 / 3;
	struct writer w = writer_over(BUFFER_OF(text));

	memcpy(padded + before, half, HALF_LEN);
	text_write_base64(&w, bytes_from(padded, before + HALF_LEN));
	ck_assert_int_eq(w.failed, RESULT_OK);
	add_needle(search, bytes_from(text + first, whole - first));
}

static void add_half(struct secret_search *search, const uint8_t half[HALF_LEN])
{
	uint8_t reversed[HALF_LEN], hex[2 * HALF_LEN];
	struct writer w = writer_over(BUFFER_OF(hex));

	for (size_t i = 0; i < HALF_LEN; i++)
		reversed[i] = half[HALF_LEN - 1 - i];
	add_needle(search, bytes_from(half, HALF_LEN));
	add_needle(search, BYTES_OF(reversed));
	text_write_hex(&w, bytes_from(half, HALF_LEN));
	add_needle(search, BYTES_OF(hex));
	for (size_t i = 0; i < sizeof(hex); i++)
		hex[i] = hex[i] >= 'a' ? (uint8_t)(hex[i] - 'a' + 'A') : hex[i];
	add_needle(search, BYTES_OF(hex));
	for (size_t before = 0; before < 3; before++)
		add_base64(search, half, before);
}

unsigned int secret_search_add(struct secret_search *search, const uint8_t secret[SECRET_LEN])
{
	for (unsigned int i = 0; i < search->needle_count; i += 2 * SECRET_FORMS)
		if (memcmp(search->needle[i].at, secret, HALF_LEN) == 0)
			return search->needle[i].secret;
	ck_assert_uint_lt(search->secret_count, SECRETS_MAX);
	add_half(search, secret);
	add_half(search, secret + HALF_LEN);
	return search->secret_count++;
}

void secret_search_forget_found(struct secret_search *search)
{
	memset(search->found, 0, sizeof(search->found));
}

static void scan(struct secret_search *search, struct bytes bytes)
{
	for (size_t i = 0; i + 1 < bytes.len; i++) {
		const struct secret_needle *needle = search->begins[bytes.at[i] | bytes.at[i + 1] << 8];

		for (; needle; needle = needle->next)
			if (needle->len <= bytes.len - i && memcmp(bytes.at + i, needle->at, needle->len) == 0)
				search->found[needle->secret]++;
	}
}

void secret_search_bytes(struct secret_search *search, struct bytes bytes)
{
	search->bytes += bytes.len;
	scan(search, bytes);
}

/* The end of each piece is read again with the next one, so that no needle is cut. */
static void search_readable(struct secret_search *search, int fd)
{
	uint8_t *room = malloc(CHUNK_LEN);
	uint64_t offset = 0;
	ssize_t len;

	ck_assert_ptr_nonnull(room);
	while ((len = pread(fd, room, CHUNK_LEN, (off_t)offset)) > 0) {
		scan(search, bytes_from(room, (size_t)len));
		search->bytes += (size_t)len;
		if (len <= OVERLAP_LEN)
			break;
		offset += (uint64_t)len - OVERLAP_LEN;
	}
	free(room);
}

void secret_search_file(struct secret_search *search, const char *path)
{
	struct stat status;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	ck_assert_msg(fd >= 0, "%s cannot be read", path);
	if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode))
		search_readable(search, fd);
	close(fd);
}

/* Pages one by one where a larger piece cannot be had. */
static void search_range(struct secret_search *search, int memory, uint64_t from, uint64_t to)
{
	uint8_t *room = malloc(CHUNK_LEN + OVERLAP_LEN);
	size_t kept = 0;

	ck_assert_ptr_nonnull(room);
	while (from < to) {
		size_t want = to - from < CHUNK_LEN ? (size_t)(to - from) : CHUNK_LEN;
		ssize_t len = pread(memory, room + kept, want, (off_t)from);

		if (len <= 0) {
			search->unread_pages++;
			kept = 0;
			from += PAGE_LEN;
			continue;
		}
		search->pages += (size_t)len / PAGE_LEN;
		from += (size_t)len;
		scan(search, bytes_from(room, kept + (size_t)len));
		len += (ssize_t)kept;
		kept = OVERLAP_LEN;
		memmove(room, room + len - kept, kept);
	}
	free(room);
}

static bool ends_with(const char *path, const char *end)
{
	size_t path_len = strcspn(path, "\n"), end_len = end ? strlen(end) : 0;

	return end && path_len >= end_len && memcmp(path + path_len - end_len, end, end_len) == 0;
}

static int open_of(pid_t pid, const char *name)
{
	char path[64];
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/%s", pid, name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	ck_assert_msg(fd >= 0, "%s cannot be opened", path);
	return fd;
}

void secret_search_memory(struct secret_search *search, pid_t pid, const char *but, bool if_but)
{
	int memory = open_of(pid, "mem");
	FILE *maps = fdopen(open_of(pid, "maps"), "r");
	char line[512];

	ck_assert_ptr_nonnull(maps);
	while (fgets(line, sizeof(line), maps)) {
		char *end;
		uint64_t from = strtoull(line, &end, 16), to = strtoull(end + 1, NULL, 16);

		ck_assert_uint_lt(from, to);
		if (strstr(line, "[vvar") || strstr(line, "[vsyscall") || to - from >= SHADOW_LEN)
			continue;
		if (ends_with(line, but) == if_but)
			search_range(search, memory, from, to);
	}
	fclose(maps);
	close(memory);
}

void secret_search_descriptors(struct secret_search *search, pid_t pid, const char *but)
{
	char path[300], to[512];
	struct dirent *entry;
	struct stat status;
	DIR *all;

	snprintf(path, sizeof(path), "/proc/%d/fd", pid);
	all = opendir(path);
	ck_assert_ptr_nonnull(all);
	while ((entry = readdir(all))) {
		ssize_t len;

		snprintf(path, sizeof(path), "/proc/%d/fd/%s", pid, entry->d_name);
		len = readlink(path, to, sizeof(to) - 1);
		if (entry->d_name[0] == '.' || len <= 0)
			continue;
		to[len] = 0;
		if (stat(path, &status) == 0 && S_ISREG(status.st_mode) && !ends_with(to, but))
			secret_search_file(search, path);
	}
	closedir(all);
}
