/* SPDX-License-Identifier: Apache-2.0 */
/* Promise of settings.h: target.json is taken whole or refused with the field's name, and what is said of the TPM holds. */

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "conformance/core/file.h"
#include "conformance/targets/tpm2/settings.h"

static char path[] = "/tmp/settings_test-XXXXXX";

static enum result load(const char *text, struct tpm2_settings *ret_settings, struct complaint *ret_why)
{
	ck_assert_int_eq(file_store(path, bytes_of_text(text), 0600), RESULT_OK);
	return tpm2_settings_load(path, ret_settings, ret_why);
}

static void must_refuse(const char *text, const char *field)
{
	struct tpm2_settings settings = { .units = 77 };
	struct complaint why = { "" };

	ck_assert_int_eq(load(text, &settings, &why), RESULT_MALFORMED);
	ck_assert_msg(strstr(why.text, field) != NULL, "wanted %s, got %s", field, why.text);
	ck_assert_uint_eq(settings.units, 77);
}

START_TEST(our_own_tpms_are_reached_in_the_run_folder)
{
	struct tpm2_settings settings;
	char tcti[TPM2_TCTI_LEN];
	struct complaint why;

	ck_assert_int_eq(load("{\"units\":2,\"expendable\":true,\"settings\":{\"tcti\":\"swtpm\"}}", &settings, &why), RESULT_OK);
	ck_assert(settings.expendable);
	ck_assert_uint_eq(settings.units, 2);
	ck_assert_int_eq(setenv("ASSAY_RUN_DIR", "/run/x", 1), 0);
	ck_assert_int_eq(tpm2_settings_tcti(&settings, 1, tcti), RESULT_OK);
	ck_assert_str_eq(tcti, "swtpm:path=/run/x/tpm1/tpm.sock");
	ck_assert_int_eq(unsetenv("ASSAY_RUN_DIR"), 0);
	ck_assert_int_eq(tpm2_settings_tcti(&settings, 1, tcti), RESULT_NOT_FOUND);
}
END_TEST

START_TEST(any_other_tpm_is_reached_as_it_says_and_must_last)
{
	struct tpm2_settings settings;
	char tcti[TPM2_TCTI_LEN];
	struct complaint why;

	ck_assert_int_eq(load("{\"units\":1,\"settings\":{\"tcti\":\"device:/dev/tpmrm0\",\"intermediates\":\"/a.pem\"}}", &settings, &why),
			 RESULT_OK);
	ck_assert(!settings.expendable);
	ck_assert_str_eq(settings.intermediates, "/a.pem");
	ck_assert_int_eq(tpm2_settings_tcti(&settings, 0, tcti), RESULT_OK);
	ck_assert_str_eq(tcti, "device:/dev/tpmrm0");
}
END_TEST

START_TEST(a_field_that_is_wrong_is_named)
{
	char long_text[600] = "{\"units\":1,\"settings\":{\"tcti\":\"";

	must_refuse("{\"settings\":{}}", "units");
	must_refuse("{\"units\":0}", "units");
	must_refuse("{\"units\":17}", "units");
	must_refuse("{\"units\":\"1\"}", "units");
	must_refuse("{\"units\":1,\"settings\":{\"tcti\":7}}", "tcti");
	must_refuse("{\"units\":1,\"settings\":{\"intermediates\":[]}}", "intermediates");
	must_refuse("[]", path);
	must_refuse("{", path);
	memset(long_text + strlen(long_text), 'x', 400);
	strcat(long_text, "\"}}");
	must_refuse(long_text, "tcti");
}
END_TEST

START_TEST(a_run_path_fits_or_is_none)
{
	char room[TPM2_PATH_LEN], folder[TPM2_PATH_LEN + 8];

	ck_assert_int_eq(setenv("ASSAY_RUN_DIR", "/run/x", 1), 0);
	ck_assert(tpm2_run_path(room, "tpm%u/state", 3));
	ck_assert_str_eq(room, "/run/x/tpm3/state");
	memset(folder, 'x', sizeof(folder) - 1);
	folder[sizeof(folder) - 1] = '\0';
	ck_assert(!tpm2_run_path(room, "%s", folder));
	ck_assert_int_eq(setenv("ASSAY_RUN_DIR", folder, 1), 0);
	ck_assert(!tpm2_run_path(room, "tpm%u/state", 3));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("tpm2 settings");
	TCase *cases = tcase_create("all");
	SRunner *runner = srunner_create(suite);
	int failures, made = mkstemp(path);

	if (made < 0)
		return EXIT_FAILURE;
	close(made);
	suite_add_tcase(suite, cases);
	tcase_add_test(cases, our_own_tpms_are_reached_in_the_run_folder);
	tcase_add_test(cases, any_other_tpm_is_reached_as_it_says_and_must_last);
	tcase_add_test(cases, a_field_that_is_wrong_is_named);
	tcase_add_test(cases, a_run_path_fits_or_is_none);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	unlink(path);
	return failures ? EXIT_FAILURE : EXIT_SUCCESS;
}
