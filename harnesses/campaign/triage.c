/* SPDX-License-Identifier: Apache-2.0 */
/* Grouping, shrinking, reproducing and storing what engines found. */
#include "harnesses/campaign/triage.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "conformance/core/file.h"
#include "harnesses/campaign/witness_run.h"
#include "reference-impl/crypto/crypto.h"

enum { INPUT_MAX_LEN = 64 * 1024 * 1024, NAME_BYTES = 6, STORED_NAME_LEN = FAILURE_LABEL_LEN + 2 * NAME_BYTES + 8 };

enum result triage_init(struct triage *triage, const struct places *places)
{
	*triage = (struct triage){ .places = places, .findings = calloc(TRIAGE_FINDINGS_MAX, sizeof(*triage->findings)) };
	if (triage->findings == NULL || !places_join(triage->log, places->out, "triage.log", NULL))
		return RESULT_IO;
	return RESULT_OK;
}

void triage_release(struct triage *triage)
{
	(void)unlink(triage->log);
	free(triage->findings);
	triage->findings = NULL;
}

static struct triage_finding *find_or_add(struct triage *triage, const char *surface, const struct failure *failure)
{
	struct triage_finding *finding = triage->findings, *end = triage->findings + triage->count;

	while (finding < end && (strcmp(finding->surface, surface) != 0 || !failure_equal(&finding->failure, failure)))
		finding++;
	if (finding < end)
		return finding;
	if (triage->count == TRIAGE_FINDINGS_MAX)
		return NULL;
	triage->count++;
	*finding = (struct triage_finding){ .failure = *failure, .size = UINT64_MAX };
	(void)snprintf(finding->surface, sizeof(finding->surface), "%s", surface);
	return finding;
}

/* An engine that was short of time takes that for the input's fault. */
static bool is_about_time(const char *path, const char *name)
{
	return strncmp(name, "timeout-", 8) == 0 || strstr(path, "/hangs/") != NULL;
}

static void add_input(struct triage *triage, const struct triage_source *source, const char *name)
{
	const struct witness_place place = { triage->places, source->surface, triage->log };
	struct triage_finding *finding;
	char path[PLACES_PATH_LEN];
	struct failure failure;
	struct stat status;

	if (!places_join(path, source->folder, name, NULL) || stat(path, &status) != 0)
		return;
	witness_classify(&place, path, &failure);
	if (failure.kind == FAILURE_NONE && is_about_time(path, name)) {
		triage->slow++;
		return;
	}
	if (failure.kind == FAILURE_NONE)
		failure = (struct failure){ .kind = FAILURE_CRASH, .name = "not-reproduced" };
	finding = find_or_add(triage, source->surface, &failure);
	if (finding == NULL) {
		triage->unexamined++;
		return;
	}
	finding->inputs++;
	*(source->engine < 0 ? &finding->by_stored : &finding->by_engine[source->engine]) = true;
	if ((uint64_t)status.st_size < finding->size) {
		finding->size = (uint64_t)status.st_size;
		(void)places_join(finding->file, path, NULL, NULL);
	}
}

/* Inputs only: AFL++ puts a README.txt beside its crashes; a slow unit is no failure. */
static int is_input(const struct dirent *entry)
{
	return entry->d_name[0] != '.' && strcmp(entry->d_name, "README.txt") != 0 && strncmp(entry->d_name, "slow-unit-", 10) != 0;
}

void triage_add_folder(struct triage *triage, const struct triage_source *source)
{
	struct dirent **entries = NULL;
	int count = scandir(source->folder, &entries, is_input, alphasort);

	for (int i = 0; i < count; i++) {
		if (i < TRIAGE_INPUTS_MAX)
			add_input(triage, source, entries[i]->d_name);
		else
			triage->unexamined++;
		free(entries[i]);
	}
	free(entries);
}

static bool name_of(const struct triage_finding *finding, struct bytes content, char ret_name[STORED_NAME_LEN])
{
	char label[FAILURE_LABEL_LEN];
	struct crypto_sha256 digest;
	size_t len;

	if (crypto_sha256(content, &digest) != RESULT_OK)
		return false;
	failure_label(&finding->failure, label);
	len = (size_t)snprintf(ret_name, STORED_NAME_LEN, "%s-", label);
	for (size_t i = 0; i < NAME_BYTES; i++)
		len += (size_t)snprintf(ret_name + len, STORED_NAME_LEN - len, "%02x", ((const uint8_t *)&digest)[i]);
	(void)snprintf(ret_name + len, STORED_NAME_LEN - len, ".bin");
	return true;
}

/* Under its name below <out>/findings/. */
static bool store(struct triage *triage, struct triage_finding *finding)
{
	char name[STORED_NAME_LEN], path[PLACES_PATH_LEN];
	struct buffer content;
	bool stored;

	if (file_load(finding->file, INPUT_MAX_LEN, &content) != RESULT_OK) {
		complain(&triage->problem, "%s: %s", finding->file, strerror(errno));
		return false;
	}
	stored = name_of(finding, bytes_of_buffer(content), name) && places_join(path, triage->places->out, "findings", name) &&
		 file_store(path, bytes_of_buffer(content), 0644) == RESULT_OK;
	if (stored) {
		finding->size = content.len;
		(void)places_join(finding->file, path, NULL, NULL);
	} else {
		complain(&triage->problem, "%s/findings: %s", triage->places->out, strerror(errno));
	}
	free(content.at);
	return stored;
}

static void finish(struct triage *triage, struct triage_finding *finding)
{
	const struct witness_place place = { triage->places, finding->surface, triage->log };
	char small[PLACES_PATH_LEN], program[PLACES_PATH_LEN];
	/* Each try of a hanging input lasts longer than all the time there is for making it small. */
	bool try_small = places_join(small, triage->places->out, "findings", ".small") && (triage->signals == NULL || *triage->signals < 2) &&
			 finding->failure.kind != FAILURE_TIMEOUT;

	finding->minimised = try_small && witness_minimise(&place, finding->file, &finding->failure, small);
	if (finding->minimised)
		(void)places_join(finding->file, small, NULL, NULL);
	if (!store(triage, finding))
		finding->minimised = false;
	(void)unlink(small);
	finding->reproduced = witness_count(&place, finding->file, TRIAGE_TIMES, program);
	(void)snprintf(finding->command, sizeof(finding->command), "%s %s", program, finding->file);
}

static int by_name(const void *a, const void *b)
{
	const struct triage_finding *one = a, *other = b;
	int order = strcmp(one->failure.name, other->failure.name);

	if (one->failure.kind != other->failure.kind)
		return one->failure.kind < other->failure.kind ? -1 : 1;
	return order != 0 ? order : strcmp(one->surface, other->surface);
}

void triage_finish(struct triage *triage)
{
	char folder[PLACES_PATH_LEN];

	if (triage->count == 0)
		return;
	if (!places_join(folder, triage->places->out, "findings", NULL) || !places_make_folder(folder)) {
		complain(&triage->problem, "%s/findings: %s", triage->places->out, strerror(errno));
		return;
	}
	qsort(triage->findings, triage->count, sizeof(triage->findings[0]), by_name);
	for (size_t i = 0; i < triage->count; i++)
		finish(triage, &triage->findings[i]);
}
