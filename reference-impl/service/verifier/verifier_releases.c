/* SPDX-License-Identifier: Apache-2.0 */
/* Release records from files and folders. One that can't be believed stops the appraisal: nobody put it there to be passed over. */

#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "reference-impl/service/verifier/verifier_files.h"

static const char SUFFIX[] = ".release";

static bool refuse(const char *path, enum appraisal_reason reason, const struct evidence_fault *fault)
{
	fprintf(stderr, "assay-verifier: %s: offset %zu: %s: %s (%s)\n", path, fault->offset, fault->what, appraisal_reason_sentence(reason),
		appraisal_reason_name(reason));
	return false;
}

/* The same release twice could mean two things. */
static bool is_new(const struct release_record *record, const struct verifier_beliefs *b)
{
	for (size_t i = 0; i < b->record_count; i++) {
		const struct release_record *other = &b->records[i];

		if (other->number != record->number || !bytes_equal(other->vendor, record->vendor) || !bytes_equal(other->product, record->product))
			continue;
		fprintf(stderr, "assay-verifier: %s: field 4: release %" PRIu64 " of this product was given already by %s; leave one out\n", record->file,
			record->number, other->file);
		return false;
	}
	return true;
}

static bool read_record(const char *path, struct verifier_beliefs *b)
{
	struct release_record *record = &b->records[b->record_count];
	struct buffer *content = &b->contents[b->record_count];
	char **name = &b->names[b->record_count];
	struct evidence_fault fault;
	enum appraisal_reason reason;

	if (b->record_count == VERIFIER_MAX_RECORDS) {
		fprintf(stderr, "assay-verifier: %s: more than 64 release records; give those of this product\n", path);
		return false;
	}
	if (!verifier_file_read(path, RELEASE_MAX_LEN, content))
		return false;
	*name = strdup(path);
	record->file = *name;
	reason = release_record_read(bytes_of_buffer(*content), b->keys, b->key_count, record, &fault);
	if (reason == REASON_NONE && *name && is_new(record, b)) {
		b->record_count++;
		return true;
	}
	if (reason != REASON_NONE)
		refuse(path, reason, &fault);
	free(content->at);
	free(*name);
	return false;
}

static int is_record(const struct dirent *entry)
{
	size_t len = strlen(entry->d_name);

	return entry->d_name[0] != '.' && len > sizeof(SUFFIX) - 1 && strcmp(entry->d_name + len - (sizeof(SUFFIX) - 1), SUFFIX) == 0;
}

static bool read_folder(const char *folder, struct verifier_beliefs *b)
{
	struct dirent **entries;
	int count = scandir(folder, &entries, is_record, alphasort);
	bool done = count > 0;

	if (count <= 0)
		fprintf(stderr, "assay-verifier: %s: holds no *.release, so there is nothing to compare with\n", folder);
	for (int i = 0; i < count; i++) {
		char path[4096];
		int len = snprintf(path, sizeof(path), "%s/%s", folder, entries[i]->d_name);

		done = done && len > 0 && (size_t)len < sizeof(path) && read_record(path, b);
		free(entries[i]);
	}
	if (count >= 0)
		free(entries);
	return done;
}

bool verifier_read_releases(const char *file_or_folder, struct verifier_beliefs *beliefs)
{
	struct stat found;

	if (stat(file_or_folder, &found) == 0 && S_ISDIR(found.st_mode))
		return read_folder(file_or_folder, beliefs);
	return read_record(file_or_folder, beliefs);
}

void verifier_beliefs_release(struct verifier_beliefs *beliefs)
{
	for (size_t i = 0; i < beliefs->record_count; i++) {
		free(beliefs->contents[i].at);
		free(beliefs->names[i]);
	}
	beliefs->record_count = 0;
}
