/* SPDX-License-Identifier: Apache-2.0 */
/* The tools are run as programs, as a maker runs them; the rig's protocol is spoken directly. */
#include "ci/bench_chip.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "conformance/core/file.h"
#include "conformance/core/judge_process.h"
#include "conformance/payloads/payload.h"
#include "reference-impl/base/text.h"
#include "reference-impl/crypto/crypto.h"
#include "reference-impl/platform/rig_bus.h"

enum { PAYLOAD_MAX_LEN = 1 << 20, WAIT_MS = 10000, RETRY_MS = 5, RETRIES = 1000, NONCE_LEN = 16 };

extern char **environ;

static enum result fail(struct bench_chip *chip, enum result result, const char *what)
{
	(void)snprintf(chip->says, sizeof(chip->says), "%s: %s", what, result == RESULT_IO ? strerror(errno) : result_sentence(result));
	return result;
}

static enum result join(const char *folder, const char *name, char *ret_path)
{
	return snprintf(ret_path, BENCH_PATH_LEN, "%s/%s", folder, name) < BENCH_PATH_LEN ? RESULT_OK : RESULT_TOO_LARGE;
}

enum result bench_chip_path(const struct bench_chip *chip, const char *name, char *ret_path)
{
	return join(chip->folder, name, ret_path);
}

enum result bench_chip_program(const struct bench_chip *chip, const char *name, char *ret_path)
{
	return join(chip->bin, name, ret_path);
}

/* Runs a tool beside this program, in the unit's folder; words[0] is its name. */
static enum result run_tool(struct bench_chip *chip, const char *const *words)
{
	char program[BENCH_PATH_LEN];
	posix_spawn_file_actions_t actions;
	enum result result = bench_chip_program(chip, words[0], program);
	int status = -1, error;
	pid_t pid;

	if (result != RESULT_OK || posix_spawn_file_actions_init(&actions) != 0)
		return fail(chip, RESULT_TOO_LARGE, words[0]);
	error = posix_spawn_file_actions_addchdir_np(&actions, chip->folder);
	if (error == 0)
		error = posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
	if (error == 0)
		error = posix_spawn(&pid, program, &actions, NULL, (char *const *)(uintptr_t)words, environ);
	(void)posix_spawn_file_actions_destroy(&actions);
	errno = error;
	if (error != 0)
		return fail(chip, RESULT_IO, program);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		continue;
	return status == 0 ? RESULT_OK : fail(chip, RESULT_REFUSED, program);
}

/* The suite's payload with a block of its own, as the kit makes it. */
static enum result make_payload(struct bench_chip *chip)
{
	static const char magic[16] = "ASSAY-PAYLOAD-1";
	struct payload_block block = { .name = "bench" };
	char path[BENCH_PATH_LEN];
	struct buffer content;
	uint8_t *at;
	enum result result = bench_chip_program(chip, "targets/reference/payload.elf", path);

	if (result == RESULT_OK)
		result = file_load(path, PAYLOAD_MAX_LEN, &content);
	if (result != RESULT_OK)
		return fail(chip, result, path);
	at = memmem(content.at, content.len, magic, sizeof(magic));
	memcpy(block.magic, magic, sizeof(magic));
	memcpy(block.key, chip->key, sizeof(block.key));
	if (at != NULL && (size_t)(content.at + content.len - at) >= sizeof(block))
		memcpy(at, &block, sizeof(block));
	result = bench_chip_path(chip, "payload", path);
	if (result == RESULT_OK)
		result = file_store(path, bytes_of_buffer(content), 0755);
	free(content.at);
	return result == RESULT_OK ? RESULT_OK : fail(chip, result, path);
}

static enum result make_unit(struct bench_chip *chip)
{
	char loader[BENCH_PATH_LEN];
	const char *const new_key[] = { "sign_image", "--new-key", "maker.pem", NULL };
	const char *const sign_loader[] = { "sign_image", "--key", "maker.pem", "--component", "loader", "--payload", loader, "--out",
					    "loader.img", NULL };
	const char *const sign_os[] = { "sign_image", "--key", "maker.pem", "--payload", "payload", "--out", "os.img", NULL };
	const char *const provision[] = { "provision", "--state", "state", "--loader", "loader.img", "--os", "os.img", "--key",
					  "maker.pem.pub", NULL };
	const char *const *const tools[] = { new_key, sign_loader, sign_os, provision };
	enum result result = bench_chip_program(chip, "assay-loader", loader);

	if (result == RESULT_OK)
		result = make_payload(chip);
	for (size_t i = 0; i < sizeof(tools) / sizeof(tools[0]) && result == RESULT_OK; i++)
		result = run_tool(chip, tools[i]);
	return result;
}

static enum result connect_rig(struct bench_chip *chip)
{
	const struct timespec pause = { .tv_nsec = RETRY_MS * 1000000L };
	struct sockaddr_un address = { .sun_family = AF_UNIX };

	(void)snprintf(address.sun_path, sizeof(address.sun_path), "%.80s/rig.sock", chip->folder);
	chip->rig = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
	for (int i = 0; i < RETRIES; i++) {
		if (connect(chip->rig, (const struct sockaddr *)&address, sizeof(address)) == 0)
			return RESULT_OK;
		(void)nanosleep(&pause, NULL);
	}
	return fail(chip, RESULT_IO, address.sun_path);
}

static enum result start_board(struct bench_chip *chip)
{
	char program[BENCH_PATH_LEN], state[BENCH_PATH_LEN], rig[BENCH_PATH_LEN], port[BENCH_PATH_LEN];
	char *const words[] = { program, (char *)(uintptr_t) "--state", state, (char *)(uintptr_t) "--rig", rig,
				(char *)(uintptr_t) "--port", port, NULL };
	posix_spawn_file_actions_t actions;

	if (bench_chip_program(chip, "assay-device", program) != RESULT_OK || bench_chip_path(chip, "state", state) != RESULT_OK ||
	    bench_chip_path(chip, "rig.sock", rig) != RESULT_OK || bench_chip_path(chip, "port.sock", port) != RESULT_OK ||
	    posix_spawn_file_actions_init(&actions) != 0)
		return fail(chip, RESULT_TOO_LARGE, chip->folder);
	(void)posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
	(void)posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
	errno = posix_spawn(&chip->board, program, &actions, NULL, words, environ);
	(void)posix_spawn_file_actions_destroy(&actions);
	if (errno != 0)
		return fail(chip, RESULT_IO, program);
	return connect_rig(chip);
}

enum result bench_chip_make(struct bench_chip *chip)
{
	enum result result;

	*chip = (struct bench_chip){ .folder = "/tmp/assay-bench-XXXXXX", .rig = -1 };
	result = program_folder(chip->bin, sizeof(chip->bin));
	if (result == RESULT_OK && mkdtemp(chip->folder) == NULL) {
		chip->folder[0] = '\0';
		result = RESULT_IO;
	}
	if (result == RESULT_OK)
		result = crypto_random(BUFFER_OF(chip->key));
	if (result != RESULT_OK)
		return fail(chip, result, "/tmp");
	result = make_unit(chip);
	return result == RESULT_OK ? start_board(chip) : result;
}

static int remove_one(const char *path, const struct stat *is, int kind, struct FTW *place)
{
	(void)is, (void)kind, (void)place;
	(void)remove(path);
	return 0;
}

void bench_chip_release(struct bench_chip *chip)
{
	if (chip->board > 0) {
		kill(chip->board, SIGTERM);
		while (waitpid(chip->board, NULL, 0) < 0 && errno == EINTR)
			continue;
	}
	if (chip->rig >= 0)
		close(chip->rig);
	if (chip->folder[0] != '\0')
		(void)nftw(chip->folder, remove_one, 16, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
	chip->board = 0;
	chip->folder[0] = '\0';
}

/* One question to the board. data is sent behind header; the answer's data comes into text, with a NUL. */
static enum result ask(struct bench_chip *chip, struct rig_header *header, struct bytes data, char text[4096])
{
	uint8_t room[sizeof(*header) + 4095];
	ssize_t got;

	header->length = (uint32_t)data.len;
	memcpy(room, header, sizeof(*header));
	memcpy(room + sizeof(*header), data.at, data.len);
	if (send(chip->rig, room, sizeof(*header) + data.len, MSG_NOSIGNAL) < 0)
		return fail(chip, RESULT_IO, "rig");
	got = recv(chip->rig, room, sizeof(room), 0);
	if (got < (ssize_t)sizeof(*header))
		return fail(chip, RESULT_IO, "rig");
	memcpy(header, room, sizeof(*header));
	memcpy(text, room + sizeof(*header), (size_t)got - sizeof(*header));
	text[(size_t)got - sizeof(*header)] = '\0';
	return header->result == RESULT_OK ? RESULT_OK : fail(chip, (enum result)header->result, "rig");
}

/* Reads the console until it has said word. */
static enum result await(struct bench_chip *chip, const char *word)
{
	char text[4096], said[2 * sizeof(text)] = "";
	enum result result = RESULT_OK;

	while (result == RESULT_OK && strstr(said, word) == NULL) {
		struct rig_header header = { .op = RIG_CONSOLE_READ, .a = chip->console_at, .b = WAIT_MS };

		result = ask(chip, &header, (struct bytes){ (const uint8_t *)"", 0 }, text);
		if (result == RESULT_OK && text[0] == '\0')
			result = fail(chip, RESULT_TIMEOUT, "the payload");
		chip->console_at = header.a;
		if (strlen(said) + strlen(text) < sizeof(said))
			strcat(said, text);
	}
	return result;
}

static enum result challenge(struct bench_chip *chip)
{
	uint8_t nonce[NONCE_LEN];
	char line[128], text[4096], answer[160] = "ASSAY 1 bench ";
	struct writer question = writer_over((struct buffer){ (uint8_t *)line, sizeof(line) });
	struct writer wanted = writer_over((struct buffer){ (uint8_t *)answer + 14, sizeof(answer) - 15 });
	struct rig_header header = { .op = RIG_CONSOLE_WRITE };
	struct crypto_sha256 tag;
	enum result result = crypto_random(BUFFER_OF(nonce));

	if (result == RESULT_OK)
		result = crypto_hmac_sha256(BYTES_OF(chip->key), BYTES_OF(nonce), &tag);
	if (result != RESULT_OK)
		return fail(chip, result, "nonce");
	writer_text(&question, "ASSAY ? ");
	text_write_hex(&question, BYTES_OF(nonce));
	writer_text(&question, "\n");
	text_write_hex(&wanted, BYTES_OF(tag));
	result = ask(chip, &header, bytes_from((const uint8_t *)line, question.used), text);
	return result == RESULT_OK ? await(chip, answer) : result;
}

enum result bench_chip_boot(struct bench_chip *chip)
{
	struct rig_header header = { .op = RIG_POWER, .a = RIG_POWER_CYCLE };
	char text[4096];
	enum result result = ask(chip, &header, (struct bytes){ (const uint8_t *)"", 0 }, text);

	if (result == RESULT_OK)
		result = await(chip, "ASSAY 1 bench up");
	return result == RESULT_OK ? challenge(chip) : result;
}
