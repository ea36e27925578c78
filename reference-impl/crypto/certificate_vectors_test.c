/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Chains of a device's layers, whose certificates carry a critical extension that the
 * library does not know: whether a path leads to the root, which is all that is judged here.
 */

#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "reference-impl/base/vectors_fixture.h"
#include "reference-impl/crypto/certificate.h"

enum { NOW = 1767225600 /* 2026-01-01 */, LAYERS_MAX = 3 };

static const char tcb_info[] = "2.23.133.5.4.1";

static const struct {
	const char *folder;
	size_t layers; /* leaf first */
	const char *understood;
	enum result expected;
} cases[] = {
	{ "ok_vendorinfo", 2, tcb_info, RESULT_OK },
	{ "ok_vendorinfo", 2, NULL, RESULT_REFUSED },
	{ "ok_vendorinfo", 2, "2.23.133.5.4.5", RESULT_REFUSED },
	{ "ok_with_root_in_chain", 3, tcb_info, RESULT_OK },
	{ "unknown_critical_ext", 2, tcb_info, RESULT_REFUSED },
	{ "leaf_signed_by_evil", 2, tcb_info, RESULT_REFUSED },
	{ "other_root", 2, tcb_info, RESULT_REFUSED },
	{ "device_not_ca", 2, tcb_info, RESULT_REFUSED },
	{ "pathlen_violated", 3, tcb_info, RESULT_REFUSED },
	{ "not_yet", 2, tcb_info, RESULT_REFUSED },
};

/* The layers of a folder and behind them the root; the caller frees what they point to. */
static void read_layers(const char *folder, size_t count, struct buffer layers[LAYERS_MAX + 1])
{
	char name[128], path[VECTORS_PATH_MAX];

	for (size_t i = 0; i < count; i++) {
		snprintf(name, sizeof(name), "dice/tcg-chains/%s/%zu.der", folder, i);
		ck_assert(vectors_path(name, path));
		layers[i] = vectors_read(path);
	}
	ck_assert(vectors_path("dice/keys/tcg_root.der", path));
	layers[count] = vectors_read(path);
}

static void must_be_judged(struct bytes layers[LAYERS_MAX + 1], int at)
{
	size_t count = cases[at].layers;
	struct certificate_chain chain = {
		.leaf = layers[0], .intermediates = layers + 1, .intermediate_count = count - 1,
		.roots = &layers[count], .root_count = 1, .at_time = NOW, .understood_extension = cases[at].understood,
	};
	struct certificate_path found;
	const char *reason;
	enum result result = certificate_verify_chain(&chain, &found, &reason);

	ck_assert_msg(result == cases[at].expected, "%s: %s (%s)", cases[at].folder, result_name(result), reason);
	if (result == RESULT_OK) {
		ck_assert_uint_eq(found.count, 3);
		ck_assert(bytes_equal(found.at[2], layers[count]));
	}
}

START_TEST(a_path_leads_to_the_root_or_not)
{
	struct buffer read[LAYERS_MAX + 1] = { 0 };
	struct bytes layers[LAYERS_MAX + 1];
	char path[VECTORS_PATH_MAX];

	if (!vectors_path("dice/tcg-chains", path))
		return;
	read_layers(cases[_i].folder, cases[_i].layers, read);
	for (size_t i = 0; i <= LAYERS_MAX; i++)
		layers[i] = bytes_of_buffer(read[i]);
	must_be_judged(layers, _i);
	for (size_t i = 0; i <= LAYERS_MAX; i++)
		free(read[i].at);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("certificate vectors");
	TCase *tests = tcase_create("layers");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_add_loop_test(tests, a_path_leads_to_the_root_or_not, 0, sizeof(cases) / sizeof(cases[0]));
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
