/* SPDX-License-Identifier: Apache-2.0 */
/* The board, its switch and its port, each by the tool that people use. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reference-impl/tools/ask_judge.h"
#include "reference-impl/tools/ask_work.h"

enum { NAME_LEN = 64, EXIT_AFFIRMED = 0, EXIT_BLAMED = 1 };

static enum result turn(struct ask_work *work, const char *word, const char *out)
{
	return ask_tool(work, (const char *const[]){ "bench_switch", "--rig", "rig.sock", word, NULL }, out);
}

static void note_wall(struct ask_work *work, const char *wall)
{
	size_t len = strlen(work->walls);

	(void)snprintf(work->walls + len, sizeof(work->walls) - len, "%s%s", len ? ", " : "", wall);
}

/* What this host does not give is said, and the device is asked all the same. */
static enum result tell_walls(struct ask_work *work)
{
	static const char label[] = "wall missing";
	struct buffer text;
	char *rest, *line;
	enum result result = turn(work, "status", "status.txt");

	if (result == RESULT_OK)
		result = ask_read(work, "status.txt", &text);
	if (result != RESULT_OK)
		return result;
	for (line = strtok_r((char *)text.at, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest))
		if (strncmp(line, label, strlen(label)) == 0)
			note_wall(work, line + strlen(label) + strspn(line + strlen(label), " "));
	free(text.at);
	if (work->walls[0])
		ask_show_step(work, "host", "this user does not give the device %s", work->walls);
	return RESULT_OK;
}

/* The line by which an OS tells on the console that it is up. */
static enum result tell_console(struct ask_work *work)
{
	struct buffer text;
	char *rest, *line, *last = NULL;
	enum result result = ask_tool(work, (const char *const[]){ "field_tool", "--port", "port.sock", "info", NULL }, "info.txt");

	if (result == RESULT_OK)
		result = turn(work, "console", "console.txt");
	if (result == RESULT_OK)
		result = ask_read(work, "console.txt", &text);
	if (result != RESULT_OK)
		return result;
	for (line = strtok_r((char *)text.at, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest))
		last = line;
	ask_show_step(work, "device", "its console says: %s", last ? last : "nothing");
	free(text.at);
	return RESULT_OK;
}

enum result ask_switch_on(struct ask_work *work)
{
	static const char *const board[] = { "assay-device", "--state", "device", "--rig", "rig.sock", "--port", "port.sock", NULL };
	enum result result = program_start(&work->desk, board, "device.txt", &work->device);

	if (result == RESULT_OK)
		result = turn(work, "on", "power.txt");
	if (result == RESULT_OK)
		result = tell_walls(work);
	return result == RESULT_OK ? tell_console(work) : result;
}

void ask_switch_off(struct ask_work *work)
{
	if (work->device != 0)
		program_stop(work->device);
	work->device = 0;
}

enum result ask_power_cycle(struct ask_work *work)
{
	enum result result = turn(work, "cycle", "power.txt");

	if (result != RESULT_OK)
		return result;
	ask_show_step(work, "bench", "power off and on");
	return tell_console(work);
}

static enum result make_token(struct ask_work *work)
{
	char challenge[ASK_HEX_LEN], device[ASK_HEX_LEN];
	enum result result = ask_tool(work, (const char *const[]){ "field_tool", "--port", "port.sock", "challenge", NULL }, "challenge.txt");

	if (result == RESULT_OK)
		result = ask_value(work, "challenge.txt", "challenge", challenge);
	if (result == RESULT_OK)
		result = ask_value(work, "challenge.txt", "device", device);
	if (result != RESULT_OK)
		return result;
	return ask_tool(work, (const char *const[]){ "make_token", "--kind", "debug", "--device", device, "--challenge", challenge, "--expires", "600",
						     "--rights", "debug-os", "--key", "service.pem", "--out", "debug.token", NULL }, "token.txt");
}

enum result ask_open_debug(struct ask_work *work)
{
	enum result result = make_token(work);

	if (result == RESULT_OK)
		result = ask_tool(work, (const char *const[]){ "field_tool", "--port", "port.sock", "unlock", "debug.token", "--service-key",
							       "service.pem.pub", NULL }, "unlock.txt");
	if (result == RESULT_OK)
		ask_show_step(work, "service", "signed a token over the device's challenge; with it debug of the OS was opened");
	return result;
}

enum result ask_install_new_os(struct ask_work *work)
{
	enum result result = ask_make_new_os(work);

	if (result == RESULT_OK)
		result = ask_tool(work, (const char *const[]){ "field_tool", "--port", "port.sock", "install", "new-os.img", NULL }, "install.txt");
	if (result == RESULT_OK)
		result = ask_tool(work, (const char *const[]){ "field_tool", "--port", "port.sock", "reset", NULL }, "reset.txt");
	if (result != RESULT_OK)
		return result;
	ask_show_step(work, "device", "took it through the service port, for its signature is good, and was reset");
	return tell_console(work);
}

/* Names of one part's files. */
struct part_files {
	char token[NAME_LEN], chain[NAME_LEN], text[NAME_LEN], ear[NAME_LEN];
};

static struct part_files files_of(const struct ask_part *part)
{
	struct part_files files;

	(void)snprintf(files.token, sizeof(files.token), "%s.cbor", part->name);
	(void)snprintf(files.chain, sizeof(files.chain), "%s.pem", part->name);
	(void)snprintf(files.text, sizeof(files.text), "%s.verdict.txt", part->name);
	(void)snprintf(files.ear, sizeof(files.ear), "%s.ear.json", part->name);
	return files;
}

static enum result fetch_evidence(struct ask_work *work, const struct part_files *files)
{
	char len[ASK_HEX_LEN], count[ASK_HEX_LEN];
	enum result result = ask_tool(work, (const char *const[]){ "field_tool", "--port", "port.sock", "attest", "--nonce", work->nonce_hex, "--token",
								   files->token, "--chain", files->chain, "--endorsement", "device.der", NULL },
				      "attest.txt");

	if (result == RESULT_OK)
		result = ask_value(work, "attest.txt", "token bytes", len);
	if (result == RESULT_OK)
		result = ask_value(work, "attest.txt", "certificates", count);
	if (result == RESULT_OK)
		ask_show_step(work, "device", "answered the nonce with a token of %s bytes and %s certificates", len, count);
	return result;
}

/* Both exit codes are answers; its text decides, and has to be of one mind with the code. */
static enum result explain(struct ask_work *work, const struct part_files *files, bool as_ear, bool *ret_is_affirmed)
{
	const char *const argv[] = { "assay-verifier", "--nonce", work->nonce_hex, "--roots", "believe.pem", "--releases", "releases",
				     "--chain", files->chain, as_ear ? "--json" : files->token, as_ear ? files->token : NULL, NULL };
	int exit_code = 2;
	char said[PROGRAM_SAID_LEN];
	enum result result = program_run(&work->desk, argv, as_ear ? files->ear : files->text, &exit_code);

	if (result == RESULT_OK && exit_code != EXIT_AFFIRMED && exit_code != EXIT_BLAMED)
		result = RESULT_IO;
	*ret_is_affirmed = exit_code == EXIT_AFFIRMED;
	if (result != RESULT_OK && !work->desk.is_stopped) {
		program_last_complaint(&work->desk, said);
		fprintf(stderr, "assay ask: assay-verifier gives no answer: %s\n", said);
	}
	return result;
}

static enum result judge(struct ask_work *work, const struct ask_part *part, const struct part_files *files, bool is_affirmed)
{
	struct buffer text, ear;
	bool as_expected, same;
	enum result result = ask_read(work, files->text, &text);

	if (result != RESULT_OK)
		return result;
	same = is_affirmed == ask_is_affirmed(bytes_of_buffer(text));
	as_expected = same && part->is_as_expected(work, bytes_of_buffer(text));
	work->as_expected &= as_expected;
	ask_show_checks(work, bytes_of_buffer(text), work->parts == 0 || !as_expected);
	free(text.at);
	if (work->request->as_json) {
		result = ask_read(work, files->ear, &ear);
		if (result != RESULT_OK)
			return result;
		ask_show_json_part(work, part, as_expected, bytes_of_buffer(ear));
		free(ear.at);
	}
	work->parts++;
	return RESULT_OK;
}

enum result ask_part(struct ask_work *work, const struct ask_part *part)
{
	const struct part_files files = files_of(part);
	bool is_affirmed = false, same = false;
	enum result result = fetch_evidence(work, &files);

	if (result == RESULT_OK)
		result = explain(work, &files, false, &is_affirmed);
	if (result == RESULT_OK && work->request->as_json)
		result = explain(work, &files, true, &same);
	return result == RESULT_OK ? judge(work, part, &files, is_affirmed) : result;
}
