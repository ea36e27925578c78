/* SPDX-License-Identifier: Apache-2.0 */
/* The two jobs: a boot, and its bare parts one after the other. */
#include "ci/bench_boot.h"

#include <errno.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "ci/bench_chip.h"
#include "conformance/core/file.h"
#include "reference-impl/crypto/crypto.h"

enum { IMAGE_MAX_LEN = 16 << 20, STAGES = 2, SIGNATURE_MAX_LEN = 80 };

/* What the boot starts, as bytes of its image and as a program. */
struct stage {
	struct buffer image;
	uint8_t signature_room[SIGNATURE_MAX_LEN];
	struct bytes signature;
	char program[BENCH_PATH_LEN];
};

struct parts {
	struct stage stages[STAGES];
	struct crypto_p256_key key;
};

static enum result run_boot(void *chip)
{
	return bench_chip_boot(chip);
}

/* Without a bus on descriptor 3 a stage ends as soon as it has started. */
static enum result spawn(const char *program)
{
	char *const words[] = { (char *)(uintptr_t)program, NULL };
	char *const environment[] = { NULL };
	int status;
	pid_t pid;

	if (posix_spawn(&pid, program, NULL, NULL, words, environment) != 0)
		return RESULT_IO;
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return RESULT_IO;
	return RESULT_OK;
}

static enum result run_parts(void *context)
{
	const struct parts *parts = context;
	enum result result = RESULT_OK;

	for (size_t i = 0; i < STAGES && result == RESULT_OK; i++) {
		const struct stage *stage = &parts->stages[i];
		struct crypto_sha256 digest;

		result = crypto_sha256(bytes_of_buffer(stage->image), &digest);
		if (result == RESULT_OK)
			result = crypto_p256_verify(BYTES_OF(parts->key.spki), BYTES_OF(digest), stage->signature);
		if (result == RESULT_OK)
			result = spawn(stage->program);
	}
	return result;
}

static enum result load_stage(const struct bench_chip *chip, const char *image, struct parts *parts, struct stage *stage)
{
	char path[BENCH_PATH_LEN];
	struct crypto_sha256 digest;
	enum result result = bench_chip_path(chip, image, path);

	if (result == RESULT_OK)
		result = file_load(path, IMAGE_MAX_LEN, &stage->image);
	if (result == RESULT_OK)
		result = crypto_sha256(bytes_of_buffer(stage->image), &digest);
	if (result == RESULT_OK)
		result = crypto_p256_sign(&parts->key, BYTES_OF(digest), BUFFER_OF(stage->signature_room), &stage->signature);
	return result;
}

static enum result load_parts(const struct bench_chip *chip, struct parts *parts)
{
	enum result result = crypto_p256_generate(&parts->key);

	if (result == RESULT_OK)
		result = load_stage(chip, "loader.img", parts, &parts->stages[0]);
	if (result == RESULT_OK)
		result = load_stage(chip, "os.img", parts, &parts->stages[1]);
	if (result == RESULT_OK)
		result = bench_chip_program(chip, "assay-loader", parts->stages[0].program);
	if (result == RESULT_OK)
		result = bench_chip_path(chip, "payload", parts->stages[1].program);
	return result;
}

enum result bench_boot_measure(size_t rounds, struct bench_boot *ret_bench)
{
	struct parts parts = { 0 };
	struct bench_chip chip;
	enum result result = bench_chip_make(&chip);

	if (result == RESULT_OK)
		result = load_parts(&chip, &parts);
	if (result == RESULT_OK)
		result = stopwatch_compare((struct stopwatch_job){ run_boot, &chip }, (struct stopwatch_job){ run_parts, &parts }, rounds,
					   &ret_bench->times);
	(void)snprintf(ret_bench->says, sizeof(ret_bench->says), "%s", chip.says[0] != '\0' ? chip.says : result_sentence(result));
	for (size_t i = 0; i < STAGES; i++)
		free(parts.stages[i].image.at);
	bench_chip_release(&chip);
	return result;
}
