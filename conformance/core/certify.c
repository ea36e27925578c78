/* SPDX-License-Identifier: Apache-2.0 */
/* The steps of a certification, one after the other, and what each failure means for the exit code. */

#include "conformance/core/certify.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "conformance/core/certify_begin.h"
#include "conformance/core/certify_devices.h"
#include "conformance/core/certify_family.h"
#include "conformance/core/certify_progress.h"
#include "conformance/core/certify_report.h"
#include "conformance/core/file.h"
#include "conformance/core/report_build.h"
#include "conformance/core/transcript.h"
#include "reports/report.h"
#include "reports/report_file.h"

static int fail(const struct certifying *c, int code)
{
	fprintf(stderr, "assay-certify: %s\n", c->why.text[0] == '\0' ? "something failed without a word" : c->why.text);
	return code;
}

static enum result run_planes(struct certifying *c, const char *transcript)
{
	char log_dir[CERTIFY_PATH_LEN], target_sha256[SEED_HEX_LEN];
	struct certify_devices devices = { .target = &c->target, .log_dir = certify_folder_file(&c->folder, "log", log_dir) ? log_dir : NULL };
	struct certify_progress progress;
	struct run_order order = { .devices = certify_run_devices(&devices), .set = suite_checks(), .suite = suite_digest,
				   .version = suite_version, .target_sha256 = target_sha256, .seed = c->seed,
				   .selected = json_object_get(c->resume, "selected"), .id = certify_text(c, "id"),
				   .practice_because = json_object_get(c->resume, "practice_because"), .started = certify_text(c, "started"),
				   .transcript = transcript, .interrupted = c->interrupted, .context = &progress,
				   .on_row = certify_progress_row };
	struct seed digest;
	enum result result;

	memcpy(digest.bytes, c->target.digest.at, sizeof(digest.bytes));
	seed_hex(&digest, target_sha256);
	order.check_limit_ms = (uint64_t)c->options->check_minutes * 60 * 1000;
	order.run_limit_ms = (uint64_t)c->options->hours * 60 * 60 * 1000;
	order.jobs = (unsigned int)json_integer_value(json_object_get(c->resume, "jobs"));
	order.facts = bench_facts_json(&c->target, &c->why);
	if (order.facts == NULL)
		return RESULT_IO;
	certify_progress_begin(&progress, c->options->quiet);
	result = c->options->resume == NULL ? run_device(&order, &c->result, &c->why) : run_again(&order, &c->result, &c->why);
	certify_progress_end(&progress);
	json_decref(order.facts);
	return result;
}

static void tell_how_to_go_on(const struct certifying *c)
{
	fprintf(stderr, "what was recorded stays: `assay certify --resume %s` goes on\n", c->folder.path);
}

/* Nothing was asked: the folder is free again, and the ledger says that nothing came of the run. */
static void take_back(struct certifying *c, const char *partial, enum result failed)
{
	struct complaint why;
	char resume[CERTIFY_PATH_LEN];

	if (access(partial, F_OK) == 0 && failed == RESULT_IO)
		tell_how_to_go_on(c);
	if (access(partial, F_OK) == 0 || !certify_folder_file(&c->folder, "resume.json", resume))
		return;
	(void)unlink(resume);
	if (c->book->end((uint64_t)json_integer_value(json_object_get(c->resume, "number")), false, "", &why) != RESULT_OK)
		fprintf(stderr, "assay-certify: %s\n", why.text);
}

static bool both_names(struct certifying *c, char partial[CERTIFY_PATH_LEN], char final[CERTIFY_PATH_LEN])
{
	return certify_folder_file(&c->folder, "transcript.jsonl.partial", partial) && certify_folder_file(&c->folder, "transcript.jsonl", final);
}

/* A run that was cut off between its transcript and its report begins there again. */
static void reopen_transcript(struct certifying *c, const char *partial, const char *final)
{
	if (c->options->resume != NULL && access(partial, F_OK) != 0)
		(void)rename(final, partial);
}

static enum result put_transcript(struct certifying *c, const char *partial, const char *final)
{
	if (rename(partial, final) == 0)
		return RESULT_OK;
	complain(&c->why, "%s: cannot be renamed", partial);
	return RESULT_IO;
}

/* With a report there is nothing to go on with; the seed in it was revealed by the transcript's last line. */
static void forget_resume(const struct certifying *c)
{
	char resume[CERTIFY_PATH_LEN];

	if (certify_folder_file(&c->folder, "resume.json", resume))
		(void)unlink(resume);
}

static enum result end_in_book(struct certifying *c)
{
	char path[CERTIFY_PATH_LEN], sha256[TRANSCRIPT_DIGEST_CHARS + 1];
	struct buffer content;
	enum result result = certify_folder_file(&c->folder, "transcript.jsonl", path) ? file_load(path, TRANSCRIPT_FILE_MAX, &content)
										    : RESULT_TOO_LARGE;

	if (result == RESULT_OK) {
		result = transcript_digest(bytes_of_buffer(content), sha256);
		free(content.at);
	}
	if (result == RESULT_OK)
		result = c->book->end((uint64_t)json_integer_value(json_object_get(c->resume, "number")), c->result.complete, sha256, &c->why);
	return result;
}

/* Whoever waits for a certificate must not read its absence as success. */
static int sign(const struct certifying *c, int code)
{
	char *arguments[] = { (char *)(uintptr_t) "sign", (char *)(uintptr_t)c->folder.path, NULL };
	int signer;

	if (!c->result.complete) {
		fputs("not signed: the run is incomplete\n", stderr);
		return code;
	}
	signer = family_run(arguments);
	if (signer == -1)
		fputs("not signed: assay-sign is not among the suite's programs\n", stderr);
	else if (signer != 0)
		fprintf(stderr, "not signed: the signer refused (above); `assay sign %s` tries again\n", c->folder.path);
	return signer == 0 ? code : CERTIFY_SUITE_FAILED;
}

static enum result show(const struct certifying *c, const json_t *report)
{
	if (c->options->json)
		return report_write_json(report, stdout);
	return c->options->quiet ? report_write_result(report, stdout) : report_write_text(report, stdout);
}

static int exit_of(const struct certifying *c, const json_t *report)
{
	enum level level;
	int code = report_exit(report);

	if (code == CERTIFY_CLEAN && c->options->require != NULL && level_from_name(c->options->require, &level) &&
	    !report_reaches(report, level)) {
		fprintf(stderr, "assay-certify: the level %s was required and not reached\n", c->options->require);
		return CERTIFY_DEVICE_FAILED;
	}
	return code;
}

static enum result run(struct certifying *c)
{
	char partial[CERTIFY_PATH_LEN], final[CERTIFY_PATH_LEN];
	enum result result;

	if (!both_names(c, partial, final))
		return RESULT_TOO_LARGE;
	reopen_transcript(c, partial, final);
	result = run_planes(c, partial);
	if (result != RESULT_OK) {
		take_back(c, partial, result);
		return result;
	}
	result = put_transcript(c, partial, final);
	return result == RESULT_OK ? end_in_book(c) : result;
}

static int report(struct certifying *c)
{
	struct certify_reporting reporting = { &c->folder, certify_text(c, "id"), certify_text(c, "started"), c->result.practice_because };
	enum result result;
	json_t *made;
	int code;

	result = certify_report_make(&reporting, &made, &c->why);
	if (result == RESULT_IO)
		tell_how_to_go_on(c);
	if (result != RESULT_OK)
		return fail(c, CERTIFY_SUITE_FAILED);
	forget_resume(c);
	certify_folder_point(&c->folder);
	code = sign(c, exit_of(c, made));
	if (show(c, made) != RESULT_OK) {
		fputs("assay-certify: the report cannot be written to stdout\n", stderr);
		code = CERTIFY_SUITE_FAILED;
	}
	json_decref(made);
	if (!c->options->quiet)
		fprintf(stderr, "everything is in %s\n", c->folder.path);
	return code;
}

int certify(const struct certify_options *options, const struct certify_book *book, const volatile sig_atomic_t *interrupted)
{
	struct certifying c = { .options = options, .book = book, .interrupted = interrupted, .folder = { .lock = -1 } };
	enum result result = certify_begin(&c);
	int code;

	if (result != RESULT_OK)
		code = fail(&c, result == RESULT_NOT_FOUND ? CERTIFY_USAGE : CERTIFY_SUITE_FAILED);
	else if (run(&c) == RESULT_OK)
		code = report(&c);
	else
		code = fail(&c, CERTIFY_SUITE_FAILED);
	certify_folder_release(&c.folder);
	if (c.has_target)
		target_release(&c.target);
	json_decref(c.resume);
	json_decref(c.result.practice_because);
	return code;
}
