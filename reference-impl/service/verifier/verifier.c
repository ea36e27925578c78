/* SPDX-License-Identifier: Apache-2.0 */
/* One run: beliefs first, then the evidence, then the word. */

#include "reference-impl/service/verifier/verifier.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "reference-impl/service/verifier/appraisal_report.h"
#include "reference-impl/service/verifier/verifier_files.h"

enum { EXIT_AFFIRMING = 0, EXIT_REFUSED = 1, EXIT_UNUSABLE = 64, REPORT_MAX_LEN = 256 * 1024 };

/* Large, so it lives on the heap. */
struct run {
	struct verifier_beliefs beliefs;
	struct buffer token, chain;
	uint8_t device_key[CRYPTO_P256_SPKI_LEN];
	struct appraisal appraisal;
	char report[REPORT_MAX_LEN];
};

static bool read_clock(const struct verifier_request *request, int64_t *ret_now)
{
	*ret_now = request->has_time ? request->time : (int64_t)time(NULL);
	if (*ret_now >= VERIFIER_BUILT)
		return true;
	fprintf(stderr, "assay-verifier: %s: it is before this program was made (2026-11-01), so no validity can be judged; %s\n",
		request->has_time ? "--time" : "the clock", request->has_time ? "give the present time" : "set the clock, or give --time");
	return false;
}

static bool read_beliefs(const struct verifier_request *request, struct run *run)
{
	if (!verifier_read_roots(request->roots, &run->beliefs))
		return false;
	for (size_t i = 0; i < request->release_count; i++) {
		if (!verifier_read_releases(request->releases[i], &run->beliefs))
			return false;
	}
	if (!request->chain || run->beliefs.root_count > 0)
		return true;
	fprintf(stderr, "assay-verifier: %s: holds no CERTIFICATE block: no chain could lead anywhere\n", request->roots);
	return false;
}

static bool read_evidence(const struct verifier_request *request, struct run *run)
{
	if (request->device_key && !verifier_read_key(request->device_key, run->device_key))
		return false;
	if (request->chain && !verifier_file_read(request->chain, ATTESTED_CHAIN_MAX_LEN, &run->chain))
		return false;
	return verifier_file_read(request->token, TOKEN_MAX_LEN, &run->token);
}

static int print(const struct verifier_request *request, struct run *run, int64_t now)
{
	struct writer w = writer_over((struct buffer){ (uint8_t *)run->report, sizeof(run->report) });
	const struct appraisal_files files = { request->token, request->chain };
	struct bytes report;

	if (request->as_json)
		appraisal_write_json(&w, &run->appraisal, bytes_from(request->nonce, request->nonce_len), now);
	else
		appraisal_write_text(&w, &run->appraisal, &files);
	if (writer_finish(&w, &report) != RESULT_OK || fwrite(report.at, 1, report.len, stdout) != report.len || fflush(stdout) != 0) {
		fprintf(stderr, "assay-verifier: the result could not be written\n");
		return EXIT_REFUSED;
	}
	return appraisal_status(&run->appraisal) == STATUS_AFFIRMING ? EXIT_AFFIRMING : EXIT_REFUSED;
}

static int appraise_and_print(const struct verifier_request *request, struct run *run)
{
	struct appraise_request asked = {
		.nonce = bytes_from(request->nonce, request->nonce_len), .has_chain = request->chain != NULL,
		.releases = run->beliefs.records, .allows_other_debug = request->allows_other_debug,
	};

	if (!read_clock(request, &asked.roots.now) || !read_beliefs(request, run) || !read_evidence(request, run))
		return EXIT_UNUSABLE;
	asked.token = bytes_of_buffer(run->token);
	asked.chain = bytes_of_buffer(run->chain);
	if (request->device_key)
		asked.device_key = BYTES_OF(run->device_key);
	asked.roots.at = run->beliefs.roots;
	asked.roots.count = run->beliefs.root_count;
	asked.release_count = run->beliefs.record_count;
	evidence_appraise(&asked, &run->appraisal);
	return print(request, run, asked.roots.now);
}

int verifier_run(const struct verifier_request *request)
{
	struct run *run = calloc(1, sizeof(*run));
	int code;

	if (!run) {
		fprintf(stderr, "assay-verifier: out of memory\n");
		return EXIT_UNUSABLE;
	}
	code = appraise_and_print(request, run);
	verifier_beliefs_release(&run->beliefs);
	free(run->token.at);
	free(run->chain.at);
	free(run);
	return code;
}
