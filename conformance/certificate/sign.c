/* SPDX-License-Identifier: Apache-2.0 */
/* From a run's folder to its certificate, in the order in which trust is earned. */
#include "conformance/certificate/sign.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/certificate/bundle.h"
#include "conformance/certificate/lab.h"
#include "conformance/certificate/statement.h"
#include "conformance/core/canonical_json.h"
#include "conformance/core/command_line.h"

/* All that is gathered on the way to a signature. */
struct signing {
	const char *dir;
	struct lab lab;
	json_t *report;
	struct judge_answer judge;
	char transcript[65], report_sha256[65], forms[REPORT_FORM_COUNT][65];
	struct ledger_place place;
};

static enum result complain(struct bundle_complaint *complaint, enum result result, const char *where, const char *says)
{
	(void)snprintf(complaint->says, sizeof(complaint->says), "%.300s: %.400s", where, says);
	return result;
}

/* The transcript that the judge has read. */
static const char *judged_transcript(const struct judge_answer *judge)
{
	const char *sha256 = json_string_value(json_object_get(judge->verdicts, "transcript"));

	return sha256 != NULL ? sha256 : "";
}

static enum result gather(struct signing *signing, struct bundle_complaint *ret_complaint)
{
	const json_t *run;
	enum result result = bundle_load(signing->dir, "report.json", BUNDLE_REPORT_MAX, &signing->report, ret_complaint);

	if (result != RESULT_OK)
		return result;
	run = json_object_get(signing->report, "run");
	if (!json_is_true(json_object_get(run, "complete")))
		return complain(ret_complaint, RESULT_REFUSED, signing->dir, "the run is incomplete, and an incomplete run is never signed");
	result = bundle_sha256(signing->dir, "transcript.jsonl", signing->transcript, ret_complaint);
	if (result == RESULT_OK)
		result = bundle_sha256(signing->dir, "report.json", signing->report_sha256, ret_complaint);
	if (result == RESULT_OK)
		result = bundle_judge(signing->dir, &signing->judge, ret_complaint);
	if (result == RESULT_OK && strcmp(signing->transcript, judged_transcript(&signing->judge)) != 0)
		result = complain(ret_complaint, RESULT_REFUSED, "transcript.jsonl", "changed while it was judged");
	if (result == RESULT_OK)
		result = bundle_report_follows(signing->report, signing->judge.verdicts, ret_complaint);
	if (result == RESULT_OK)
		result = bundle_forms_follow(signing->dir, signing->report, signing->forms, ret_complaint);
	return result;
}

static enum result find_in_ledger(struct signing *signing, struct bundle_complaint *ret_complaint)
{
	const char *target = json_string_value(json_object_get(json_object_get(signing->report, "target"), "name"));
	const char *run = json_string_value(json_object_get(json_object_get(signing->report, "run"), "id"));
	struct ledger_complaint why;
	enum result result;

	if (target == NULL || run == NULL)
		return complain(ret_complaint, RESULT_MALFORMED, "report.json", "target.name or run.id is missing");
	result = ledger_find(signing->lab.dir, target, run, &signing->place, &why);
	if (result != RESULT_OK)
		return complain(ret_complaint, result, "ledger", why.says);
	if (strcmp(signing->place.outcome, "complete") != 0 || strcmp(signing->place.transcript, signing->transcript) != 0)
		return complain(ret_complaint, RESULT_REFUSED, "ledger", "that run did not end with this transcript");
	return RESULT_OK;
}

static bool is_official(const json_t *run)
{
	const char *kind = json_string_value(json_object_get(run, "kind"));

	return kind != NULL && strcmp(kind, "official") == 0;
}

static uint64_t repeats_in(const json_t *verdicts)
{
	const json_t *check;
	uint64_t repeats = 0;
	size_t index;

	json_array_foreach(json_object_get(verdicts, "checks"), index, check)
		repeats += (uint64_t)json_integer_value(json_object_get(check, "repeats"));
	return repeats;
}

static json_t *envelope_of(const struct signing *signing, time_t now, const struct crypto_p256_key *key)
{
	const json_t *run = json_object_get(signing->report, "run");
	struct statement_facts facts = {
		.lab = signing->lab.name,
		.practice = signing->lab.practice || !is_official(run),
		.transcript_sha256 = signing->transcript,
		.report_sha256 = signing->report_sha256,
		.verdicts_sha256 = signing->judge.sha256,
		.place = signing->place,
		.issued = now,
		.repeats = repeats_in(signing->judge.verdicts),
	};
	/* The root stays outside: a copy in the bundle could be altered unnoticed, and must not be trusted anyway. */
	const struct dsse_chain chain = { .certificates = { signing->lab.signer }, .count = 1 };
	json_t *statement, *envelope = NULL;
	char *text;

	memcpy(facts.form_sha256, signing->forms, sizeof(facts.form_sha256));
	statement = statement_build(signing->report, &facts);
	text = statement == NULL ? NULL : canonical_json_text(statement);
	if (text != NULL)
		envelope = dsse_seal(DSSE_IN_TOTO, bytes_of_text(text), key, &chain);
	free(text);
	json_decref(statement);
	return envelope;
}

static enum result seal_and_store(const struct signing *signing, time_t now, struct bundle_complaint *ret_complaint)
{
	char path[BUNDLE_PATH_MAX];
	struct crypto_p256_key key;
	struct lab_complaint why;
	json_t *envelope;
	enum result result = lab_signer_key(&signing->lab, &key, &why);

	if (result != RESULT_OK)
		return complain(ret_complaint, result, "lab", why.says);
	envelope = envelope_of(signing, now, &key);
	crypto_p256_release(&key);
	result = bundle_path(signing->dir, "certificate.json", path);
	if (result == RESULT_OK)
		result = envelope == NULL ? RESULT_INTERNAL : canonical_json_store(path, envelope);
	json_decref(envelope);
	return result == RESULT_OK ? RESULT_OK : complain(ret_complaint, result, path, result_sentence(result));
}

static enum result sign_bundle(const char *dir, const char *lab_dir, time_t now, struct bundle_complaint *ret_complaint)
{
	struct signing signing = { .dir = dir };
	struct lab_complaint why;
	enum result result = lab_open(lab_dir, &signing.lab, &why);

	if (result != RESULT_OK)
		return complain(ret_complaint, result, "lab", why.says);
	result = gather(&signing, ret_complaint);
	if (result == RESULT_OK)
		result = find_in_ledger(&signing, ret_complaint);
	if (result == RESULT_OK)
		result = seal_and_store(&signing, now, ret_complaint);
	json_decref(signing.report);
	json_decref(signing.judge.verdicts);
	lab_release(&signing.lab);
	return result;
}

static const char HELP[] =
	"usage: assay sign DIR\n"
	"\n"
	"Judges the run in DIR again and signs what it shows with the lab's key. The lab is $ASSAY_LAB,\n"
	"else ~/.local/share/assay/lab. `assay certify` calls this by itself.\n"
	"\n"
	"  assay sign build/runs/reference/latest\n"
	"\n"
	"Exit: 0 signed; 2 not signed, with the reason; 64 wrong usage.\n";

int sign_main(int argc, char **argv)
{
	char lab[LAB_PATH_MAX];
	struct bundle_complaint why = { .says = "" };

	if (argc == 2 && argv[1][0] == '-' && strcmp(argv[1], "--help") != 0)
		return command_wrong("assay sign", "there is no option", argv[1], "");
	if (argc != 2 || argv[1][0] == '-') {
		fputs(HELP, argc == 2 ? stdout : stderr);
		return argc == 2 ? 0 : COMMAND_WRONG_USAGE;
	}
	if (lab_place(BUFFER_OF(lab)) != RESULT_OK) {
		fprintf(stderr, "assay-sign: set ASSAY_LAB to the lab's folder\n");
		return COMMAND_WRONG_USAGE;
	}
	if (sign_bundle(argv[1], lab, time(NULL), &why) == RESULT_OK)
		return 0;
	fprintf(stderr, "assay-sign: not signed: %s\n", why.says);
	return 2;
}
