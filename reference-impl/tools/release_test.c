/* SPDX-License-Identifier: Apache-2.0 */
/* Records that make_release writes are read by the verifier, which shares no code with it, and say what the images are. */

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "reference-impl/service/verifier/release_record.h"
#include "reference-impl/tools/key_file.h"
#include "reference-impl/tools/release.h"
#include "reference-impl/tools/sign.h"
#include "reference-impl/tools/whole_file.h"

enum { PATH_LEN = 512, ARGUMENTS_MAX = 48 };

#define ID "1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d"
#define HASH "a9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a9"
#define GOOD "make_release --key @k1 --vendor acme.example --product lamp --release 4 --implementation " ID " --out @r.release"

static char folder[PATH_LEN];

/* The line with each "@" as the test's folder and a slash. */
static int split(const char *line, char room[8192], char *argv[ARGUMENTS_MAX])
{
	size_t used = 0;
	int argc = 0;

	for (; *line; line++)
		used += (size_t)snprintf(room + used, 8192 - used, *line == '@' ? "%s/" : "%.1s", *line == '@' ? folder : line);
	for (char *word = strtok(room, " "); word && argc < ARGUMENTS_MAX - 1; word = strtok(NULL, " "))
		argv[argc++] = word;
	argv[argc] = NULL;
	return argc;
}

/* Runs a line as the mains do; the exit code. */
static int run(const char *line)
{
	static char room[8192];
	char *argv[ARGUMENTS_MAX];
	int argc = split(line, room, argv);
	struct sign_request sign;
	struct release_request release;

	if (strcmp(argv[0], "sign_image") == 0) {
		if (sign_request_read(argc, argv, &sign) != SIGN_GO)
			return 64;
		return sign_image(&sign) == RESULT_OK ? 0 : 2;
	}
	if (release_request_read(argc, argv, &release) != RELEASE_GO)
		return 64;
	return make_release(&release) == RESULT_OK ? 0 : 2;
}

static const char *at(const char *name)
{
	static char path[PATH_LEN + 64];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	return path;
}

static void setup(void)
{
	memcpy(folder, "/tmp/release_test.XXXXXX", 25);
	ck_assert_ptr_nonnull(mkdtemp(folder));
	ck_assert_int_eq(whole_file_write(at("os.elf"), bytes_of_text("this is the OS"), 0600), RESULT_OK);
	ck_assert_int_eq(run("sign_image --new-key @k1"), 0);
	ck_assert_int_eq(run("sign_image --new-key @k2"), 0);
	ck_assert_int_eq(run("sign_image --key @k2 --payload @os.elf --version 1.2.3+4 --security-counter 7 --out @os.img"), 0);
	ck_assert_int_eq(run("sign_image --key none --payload @os.elf --out @unsigned.img"), 0);
}

static void teardown(void)
{
	char command[PATH_LEN + 16];

	snprintf(command, sizeof(command), "rm -r '%s'", folder);
	ck_assert_int_eq(system(command), 0);
}

static enum appraisal_reason read_record(const char *key_name, struct buffer *content, struct release_record *record)
{
	struct evidence_fault fault;
	struct release_key key;

	ck_assert_int_eq(key_file_read_public(at(key_name), key.spki), RESULT_OK);
	ck_assert_int_eq(whole_file_read(at("r.release"), RELEASE_MAX_LEN, content), RESULT_OK);
	return release_record_read(bytes_of_buffer(*content), &key, 1, record, &fault);
}

START_TEST(what_is_written_is_read)
{
	struct release_record record = { .file = "r.release" };
	const struct release_component *c = record.components;
	uint8_t signer[CRYPTO_P256_SPKI_LEN];
	struct crypto_sha256 signer_hash;
	struct buffer content;

	ck_assert_int_eq(run(GOOD " --image OS=@os.img --component App,1.2," HASH "," HASH ",3"), 0);
	ck_assert_int_eq(read_record("k1.pub", &content, &record), REASON_NONE);
	ck_assert(bytes_equal(record.vendor, bytes_of_text("acme.example")) && bytes_equal(record.product, bytes_of_text("lamp")));
	ck_assert_uint_eq(record.number, 4);
	ck_assert_uint_eq(record.state_flags, 60);
	ck_assert_uint_eq(record.implementation.at[0], 0x1d);
	ck_assert_uint_eq(record.component_count, 2);
	ck_assert(bytes_equal(c[0].fields.type, bytes_of_text("OS")) && bytes_equal(c[0].fields.version, bytes_of_text("1.2.3+4")));
	ck_assert_uint_eq(c[0].security_version, 7);
	ck_assert_int_eq(key_file_read_public(at("k2"), signer), RESULT_OK);
	ck_assert_int_eq(crypto_sha256(BYTES_OF(signer), &signer_hash), RESULT_OK);
	ck_assert(bytes_equal(c[0].fields.signer, BYTES_OF(signer_hash)));
	ck_assert(bytes_equal(c[1].fields.type, bytes_of_text("App")) && c[1].security_version == 3);
	free(content.at);
	ck_assert_int_eq(read_record("k2.pub", &content, &record), REASON_BAD_SIGNATURE);
	free(content.at);
}
END_TEST

/* The measurement is the hash of what the image's signature covers: another payload is another component. */
START_TEST(the_measurement_follows_the_image)
{
	struct release_record record = { .file = "r.release" };
	struct buffer content, image;
	struct crypto_sha256 hash;

	ck_assert_int_eq(run(GOOD " --image OS=@os.img"), 0);
	ck_assert_int_eq(read_record("k1.pub", &content, &record), REASON_NONE);
	ck_assert_int_eq(whole_file_read(at("os.img"), 1 << 20, &image), RESULT_OK);
	/* Header and payload, and the protected area: 4 bytes and one security counter of 8. */
	ck_assert_int_eq(crypto_sha256(bytes_from(image.at, 32 + 14 + 12), &hash), RESULT_OK);
	ck_assert(bytes_equal(record.components[0].fields.measurement, BYTES_OF(hash)));
	image.at[40] ^= 1;
	ck_assert_int_eq(whole_file_write(at("os.img"), bytes_of_buffer(image), 0600), RESULT_OK);
	ck_assert_int_eq(unlink(at("r.release")), 0);
	ck_assert_int_eq(run(GOOD " --image OS=@os.img"), 2);
	free(image.at);
	free(content.at);
}
END_TEST

START_TEST(sixteen_components_fit)
{
	struct release_record record = { .file = "r.release" };
	struct buffer content;
	char line[8192];
	size_t used = (size_t)snprintf(line, sizeof(line), "%s", GOOD);

	for (size_t i = 0; i < 16; i++)
		used += (size_t)snprintf(line + used, sizeof(line) - used, " --component App%zu,1," HASH "," HASH ",4294967295", i);
	ck_assert_int_eq(run(line), 0);
	ck_assert_int_eq(read_record("k1.pub", &content, &record), REASON_NONE);
	ck_assert_uint_eq(record.component_count, 16);
	ck_assert_uint_eq(record.components[15].security_version, UINT32_MAX);
	free(content.at);
	snprintf(line + used, sizeof(line) - used, " --component App16,1," HASH "," HASH);
	ck_assert_int_eq(run(line), 64);
}
END_TEST

static const struct {
	const char *line;
	int code;
} refusals[] = {
	{ GOOD, 64 },
	{ GOOD " --image OS", 64 },
	{ GOOD " --image =@os.img", 64 },
	{ GOOD " --image OS=", 64 },
	{ GOOD " --component App,1.2," HASH, 64 },
	{ GOOD " --component App,1.2," HASH "," HASH "00", 64 },
	{ GOOD " --component App,," HASH "," HASH, 64 },
	{ GOOD " --component App,1," HASH "," HASH ",x", 64 },
	{ GOOD " --image OS=@os.img more", 64 },
	{ GOOD " --image OS=@os.img --release 0", 64 },
	{ GOOD " --image OS=@os.img --state-flags 256", 64 },
	{ GOOD " --image OS=@os.img --implementation 1d", 64 },
	{ "make_release --vendor v --product p --release 1 --implementation " ID " --image OS=@os.img --out @r.release", 64 },
	{ "make_release --key @k1 --product p --release 1 --implementation " ID " --image OS=@os.img --out @r.release", 64 },
	{ "make_release --key @k1 --vendor v --product p --implementation " ID " --image OS=@os.img --out @r.release", 64 },
	{ "make_release --key @k1 --vendor v --product p --release 1 --image OS=@os.img --out @r.release", 64 },
	{ GOOD " --image OS=@missing", 2 },
	{ GOOD " --image OS=@os.elf", 2 },
	{ GOOD " --image OS=@unsigned.img", 2 },
	{ GOOD " --image OS=@os.img --key @k1.pub", 2 },
	{ GOOD " --image OS=@os.img --key @missing", 2 },
};

START_TEST(refuses_whole)
{
	ck_assert_msg(run(refusals[_i].line) == refusals[_i].code, "%s", refusals[_i].line);
	ck_assert_msg(access(at("r.release"), F_OK) != 0, "%s: left something", refusals[_i].line);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("release");
	TCase *tests = tcase_create("maker");
	SRunner *runner = srunner_create(suite);
	int failures;

	suite_add_tcase(suite, tests);
	tcase_set_timeout(tests, 60);
	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests, what_is_written_is_read);
	tcase_add_test(tests, the_measurement_follows_the_image);
	tcase_add_test(tests, sixteen_components_fit);
	tcase_add_loop_test(tests, refuses_whole, 0, sizeof(refusals) / sizeof(refusals[0]));
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
