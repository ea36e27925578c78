/* SPDX-License-Identifier: Apache-2.0 */
/* Nothing of the statement is looked at before its signature and chain hold. */
#include "conformance/certificate/verify.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/certificate/dsse.h"
#include "conformance/certificate/statement.h"
#include "conformance/core/canonical_json.h"
#include "conformance/core/file.h"
#include "conformance/suite.h"
#include "reference-impl/crypto/certificate.h"
#include "reference-impl/crypto/pem.h"

enum { ROOTS_MAX = 16, TRUST_FILE_MAX = 1 << 20 };

/* What is open while a bundle is looked at. */
struct verification {
	const struct verify_order *order;
	struct buffer trust, roots_room;
	struct bytes roots[ROOTS_MAX];
	size_t root_count;
	json_t *envelope, *statement;
	struct dsse dsse;
	char says[768];
};

static bool say(struct verification *v, const char *what, const char *says)
{
	(void)snprintf(v->says, sizeof(v->says), "%.300s: %.400s", what, says);
	return false;
}

static bool load_roots(struct verification *v)
{
	char says[400];
	struct buffer room;
	struct bytes text;
	enum result result = file_load(v->order->trust, TRUST_FILE_MAX, &v->trust);

	if (result != RESULT_OK) {
		say(v, result == RESULT_IO ? strerror(errno) : result_sentence(result), "give the lab's root with --trust FILE");
		(void)snprintf(says, sizeof(says), "%.380s", v->says);
		return say(v, v->order->trust, says);
	}
	v->roots_room = (struct buffer){ malloc(v->trust.len + 1), v->trust.len };
	if (v->roots_room.at == NULL)
		return say(v, v->order->trust, strerror(errno));
	room = v->roots_room;
	text = bytes_of_buffer(v->trust);
	while (v->root_count < ROOTS_MAX && pem_read(&text, "CERTIFICATE", room, &v->roots[v->root_count]) == RESULT_OK) {
		room.at += v->roots[v->root_count].len;
		room.len -= v->roots[v->root_count].len;
		v->root_count++;
	}
	return v->root_count > 0 || say(v, v->order->trust, "holds no certificate in PEM");
}

static bool open_envelope(struct verification *v)
{
	struct bundle_complaint why;
	enum result result;

	if (bundle_load(v->order->dir, "certificate.json", BUNDLE_CERTIFICATE_MAX, &v->envelope, &why) != RESULT_OK)
		return say(v, "certificate", why.says);
	result = dsse_open(v->envelope, DSSE_IN_TOTO, &v->dsse);
	return result == RESULT_OK || say(v, "certificate.json", "is not a DSSE envelope with these fields and canonical base64");
}

/* The leaf must be a signer that a trusted root issued, and its key must have signed. */
static bool signer_is_known(struct verification *v)
{
	struct certificate_chain chain = { .leaf = v->dsse.chain.certificates[0], .intermediates = v->dsse.chain.certificates + 1,
					   .intermediate_count = v->dsse.chain.count - 1, .roots = v->roots,
					   .root_count = v->root_count, .at_time = v->order->today };
	struct certificate_path path;
	struct certificate leaf;
	const char *reason = NULL;

	if (certificate_parse(chain.leaf, &leaf) != RESULT_OK || leaf.is_ca)
		return say(v, "signer", "its certificate is not one of a signer");
	if (certificate_verify_chain(&chain, &path, &reason) != RESULT_OK)
		return say(v, "signer unknown", reason != NULL ? reason : "no path to a trusted root");
	if (dsse_verify(&v->dsse, DSSE_IN_TOTO, leaf.spki) != RESULT_OK)
		return say(v, "certificate.json", "the signature does not hold: it was altered");
	return true;
}

static bool read_statement(struct verification *v)
{
	struct json_complaint why;
	const char *type, *predicate;

	if (canonical_json_read(v->dsse.body, true, &v->statement, &why) != RESULT_OK)
		return say(v, "statement", why.says);
	type = json_string_value(json_object_get(v->statement, "_type"));
	predicate = json_string_value(json_object_get(v->statement, "predicateType"));
	if (type == NULL || predicate == NULL || strcmp(type, STATEMENT_TYPE) != 0 || strcmp(predicate, STATEMENT_PREDICATE) != 0)
		return say(v, "statement", "is not one of Assay");
	if (!statement_subjects_hold(v->statement))
		return say(v, "statement", "names its subject by what is no SHA-256");
	if (!statement_is_current(v->statement, v->order->today))
		return say(v, "statement", "does not hold today: expired, or not yet issued");
	return true;
}

static const char *run_field(const struct verification *v, const char *field)
{
	const json_t *run = json_object_get(json_object_get(v->statement, "predicate"), "run");
	const char *text = json_string_value(json_object_get(run, field));

	return text != NULL ? text : "";
}

/* Is this file of the bundle the one whose digest stands in the statement's run? */
static bool file_is_the_one(struct verification *v, const char *file, const char *field)
{
	struct bundle_complaint why;
	char sha256[65];

	if (bundle_sha256(v->order->dir, file, sha256, &why) != RESULT_OK)
		return say(v, field, why.says);
	return strcmp(sha256, run_field(v, field)) == 0 || say(v, file, "is not the one that was signed for");
}

static json_int_t run_number(const struct verification *v, const char *field)
{
	return json_integer_value(json_object_get(json_object_get(json_object_get(v->statement, "predicate"), "run"), field));
}

static bool files_are_the_ones(struct verification *v)
{
	bool good = file_is_the_one(v, "transcript.jsonl", "transcript") && file_is_the_one(v, "report.json", "report");

	for (unsigned int form = 0; form < REPORT_FORM_COUNT && good; form++)
		good = file_is_the_one(v, report_form_file((enum report_form)form), report_form_name((enum report_form)form));
	return good;
}

/* A stranger's ledger cannot be looked at; that of one's own lab must still hold the run. */
static bool ledger_has_it(struct verification *v)
{
	struct ledger_complaint why;
	json_int_t number = run_number(v, "ledger");

	if (v->order->lab == NULL)
		return true;
	return ledger_knows(v->order->lab, run_field(v, "id"), number < 0 ? 0 : (uint64_t)number, run_field(v, "ledger_before"), &why) ==
		       RESULT_OK || say(v, "ledger", why.says);
}

static enum verify_answer judge_again(struct verification *v)
{
	const json_t *suite = json_object_get(json_object_get(v->statement, "predicate"), "suite");
	const char *digest = json_string_value(json_object_get(suite, "digest"));
	struct judge_answer judge = { 0 };
	struct bundle_complaint why;
	json_t *report = NULL;
	bool good;

	if (digest == NULL || strcmp(digest, suite_digest) != 0) {
		(void)say(v, "needs suite", digest != NULL ? digest : "unknown");
		return VERIFY_NEEDS_SUITE;
	}
	good = bundle_judge(v->order->dir, &judge, &why) == RESULT_OK &&
	       bundle_load(v->order->dir, "report.json", BUNDLE_REPORT_MAX, &report, &why) == RESULT_OK &&
	       bundle_report_follows(report, judge.verdicts, &why) == RESULT_OK;
	if (!good)
		(void)say(v, "refused", why.says);
	else if (strcmp(judge.sha256, run_field(v, "verdicts")) != 0)
		good = say(v, "refused", "the judge's verdicts are not byte for byte those that were signed");
	else if (json_is_true(json_object_get(judge.verdicts, "practice")) && strcmp(run_field(v, "kind"), "practice") != 0)
		good = say(v, "refused", "a practice run was signed as another kind");
	json_decref(judge.verdicts);
	json_decref(report);
	return good ? VERIFY_GOOD : VERIFY_REFUSED;
}

static void release(struct verification *v)
{
	json_decref(v->envelope);
	json_decref(v->statement);
	dsse_release(&v->dsse);
	free(v->trust.at);
	free(v->roots_room.at);
}

static void describe(const struct verification *v, struct verify_result *result)
{
	const json_t *predicate = json_object_get(v->statement, "predicate");
	const char *expires = json_string_value(json_object_get(predicate, "expires"));
	const char *lab = json_string_value(json_object_get(predicate, "lab"));

	(void)snprintf(result->authentic_says, sizeof(result->authentic_says), "signed by \"%.60s\" for a run of kind \"%.20s\", holds until %.30s",
		       lab != NULL ? lab : "", run_field(v, "kind"), expires != NULL ? expires : "");
}

/* What a reader should weigh: how often it was tried, what was made again, and whose word the endorsement is. */
static void note_run(const struct verification *v, struct verify_result *result)
{
	const json_t *run = json_object_get(json_object_get(v->statement, "predicate"), "run"), *root;
	size_t index, used;

	(void)snprintf(result->noted, sizeof(result->noted), "%lld runs of this target before it, %lld of them abandoned; %lld checks made again after a kill",
		       (long long)run_number(v, "runs_before"), (long long)run_number(v, "abandoned_before"), (long long)run_number(v, "repeats"));
	json_array_foreach(json_object_get(run, "roots"), index, root) {
		used = strlen(result->noted);
		if (json_is_string(root))
			(void)snprintf(result->noted + used, sizeof(result->noted) - used, "; endorsement root %.64s", json_string_value(root));
	}
}

void verify_bundle(const struct verify_order *order, struct verify_result *ret_result)
{
	struct verification v = { .order = order };

	*ret_result = (struct verify_result){ .authentic = VERIFY_REFUSED, .rejudged = VERIFY_REFUSED };
	if (load_roots(&v) && open_envelope(&v) && signer_is_known(&v) && read_statement(&v) &&
	    files_are_the_ones(&v) && ledger_has_it(&v)) {
		ret_result->authentic = VERIFY_GOOD;
		describe(&v, ret_result);
		note_run(&v, ret_result);
	} else {
		(void)snprintf(ret_result->authentic_says, sizeof(ret_result->authentic_says), "%s", v.says);
		(void)snprintf(v.says, sizeof(v.says), "not tried: what is not authentic is not judged");
	}
	if (ret_result->authentic == VERIFY_GOOD && !order->authentic_only) {
		(void)snprintf(v.says, sizeof(v.says), "the same verdicts, byte for byte, and the report follows from them");
		ret_result->rejudged = judge_again(&v);
	}
	(void)snprintf(ret_result->rejudged_says, sizeof(ret_result->rejudged_says), "%s", v.says);
	release(&v);
}
