/* SPDX-License-Identifier: Apache-2.0 */
/* A table of words, each one question to the rig. */

#include "reference-impl/tools/bench_switch.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "reference-impl/tools/answer_sheet.h"
#include "reference-impl/tools/field_text.h"
#include "reference-impl/tools/rig_line.h"
#include "reference-impl/tools/unix_line.h"

enum { TIMEOUT_S = 10, TIMEOUT_MAX_S = 3600, EXIT_DONE = 0, EXIT_RIG = 2, EXIT_USAGE = 64 };

static const char help[] =
	"usage: bench_switch --rig SOCKET [--timeout SECONDS] [--json] on|off|cycle|download|console|status\n"
	"\n"
	"The bench of a virtual chip (assay-device --rig): its power, and what its console said.\n"
	"\n"
	"  on, off        power; what is so already stays so\n"
	"  cycle          off and on\n"
	"  download       off and on with the download pin held: the loader serves the port, and no OS is started\n"
	"  console        what was said on the console since the board started, as far as it is kept\n"
	"  status         power, boots, and the walls around the device's processes that this host does not give\n"
	"\n"
	"  --timeout SECONDS  how long a board is waited for; default 10\n"
	"\n"
	"examples:\n"
	"  assay-device --state device --rig rig.sock --port port.sock &\n"
	"  bench_switch --rig rig.sock on && bench_switch --rig rig.sock console\n"
	"\n"
	"Exit: 0 done, 2 no board answers, 64 wrong usage.\n";

struct bench {
	struct rig_line line;
	struct answer_sheet sheet;
	unsigned int power; /* of the word: enum rig_power */
};

static enum result switch_power(struct bench *bench)
{
	static const char *const words[] = { [RIG_POWER_OFF] = "off", [RIG_POWER_ON] = "on", [RIG_POWER_CYCLE] = "on, after a cycle",
					     [RIG_POWER_DOWNLOAD] = "on, in download mode" };
	struct bytes none;
	enum result result;

	bench->line.header = (struct rig_header){ .op = RIG_POWER, .a = bench->power };
	result = rig_line_ask(&bench->line, &none);
	if (result == RESULT_OK)
		answer_text(&bench->sheet, "power", bytes_of_text(words[bench->power]));
	return result;
}

/* A wall a line. */
static void tell_missing(struct bench *bench, struct bytes walls)
{
	while (walls.len > 0) {
		const uint8_t *end = memchr(walls.at, '\n', walls.len);
		size_t len = end ? (size_t)(end - walls.at) : walls.len;
		size_t taken = end ? len + 1 : len;

		if (len > 0 && !bench->sheet.as_json)
			answer_text(&bench->sheet, "wall_missing", bytes_from(walls.at, len));
		walls = bytes_from(walls.at + taken, walls.len - taken);
	}
}

static enum result status(struct bench *bench)
{
	struct bytes walls;
	enum result result;

	bench->line.header = (struct rig_header){ .op = RIG_STATUS };
	result = rig_line_ask(&bench->line, &walls);
	if (result != RESULT_OK)
		return result;
	answer_text(&bench->sheet, "power", bytes_of_text(bench->line.header.a ? "on" : "off"));
	answer_number(&bench->sheet, "boots", bench->line.header.b);
	if (bench->sheet.as_json)
		answer_text(&bench->sheet, "walls_missing", walls);
	tell_missing(bench, walls);
	return RESULT_OK;
}

/* Lines as they were said; nothing in them is obeyed by the terminal. */
static void print_console(struct bytes said)
{
	for (size_t i = 0; i < said.len; i++)
		putchar(said.at[i] == '\n' || (said.at[i] >= 0x20 && said.at[i] < 0x7f) ? said.at[i] : '?');
}

static enum result console(struct bench *bench)
{
	uint64_t since = 0;
	struct bytes said;
	enum result result;

	do {
		bench->line.header = (struct rig_header){ .op = RIG_CONSOLE_READ, .a = since };
		result = rig_line_ask(&bench->line, &said);
		if (result != RESULT_OK)
			return result;
		if (bench->sheet.as_json && said.len > 0)
			answer_text(&bench->sheet, "said", said);
		else
			print_console(said);
		since = bench->line.header.a;
	} while (said.len > 0 && !bench->sheet.as_json);
	return RESULT_OK;
}

static const struct word {
	const char *name;
	enum result (*act)(struct bench *bench);
	enum rig_power power;
} words[] = {
	{ "on", switch_power, RIG_POWER_ON },	      { "off", switch_power, RIG_POWER_OFF }, { "cycle", switch_power, RIG_POWER_CYCLE },
	{ "download", switch_power, RIG_POWER_DOWNLOAD }, { "console", console, 0 },	      { "status", status, 0 },
};

static const struct word *find_word(const char *name)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(name, words[i].name) == 0)
			return &words[i];
	return NULL;
}

struct switch_request {
	const char *rig;
	uint32_t timeout_s;
	bool as_json;
};

static int act(const struct switch_request *request, const struct word *word)
{
	struct bench *bench = calloc(1, sizeof(*bench));
	enum result result = RESULT_IO;

	if (!bench) {
		fputs("bench_switch: out of memory\n", stderr);
		return EXIT_RIG;
	}
	bench->sheet.as_json = request->as_json;
	bench->power = word->power;
	bench->line.until_ms = unix_line_now_ms() + request->timeout_s * INT64_C(1000);
	if (unix_line_connect(request->rig, SOCK_SEQPACKET, bench->line.until_ms, &bench->line.fd) == RESULT_OK) {
		result = word->act(bench);
		if (result != RESULT_OK)
			fprintf(stderr, "bench_switch: %s: %s: the board answers: %s\n", request->rig, word->name, result_sentence(result));
		close(bench->line.fd);
	}
	if (result == RESULT_OK)
		answer_end(&bench->sheet);
	free(bench);
	return result == RESULT_OK ? EXIT_DONE : EXIT_RIG;
}

static int complain(const char *what, const char *word)
{
	fprintf(stderr, "bench_switch: %s%s; see bench_switch --help\n", what, word);
	return EXIT_USAGE;
}

int bench_switch(int argc, char *const argv[])
{
	static const struct option options[] = { { "rig", required_argument, NULL, 'r' }, { "json", no_argument, NULL, 'j' },
						 { "timeout", required_argument, NULL, 't' }, { "help", no_argument, NULL, 'h' }, { NULL, 0, NULL, 0 } };
	struct switch_request request = { .timeout_s = TIMEOUT_S };
	int id;

	optind = 1;
	while ((id = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (id == 'h')
			return fputs(help, stdout) < 0 ? EXIT_RIG : EXIT_DONE;
		if (id == '?')
			return complain("that was no option of mine", "");
		if (id == 't' && (!field_number(optarg, TIMEOUT_MAX_S, &request.timeout_s) || request.timeout_s == 0))
			return complain("--timeout should be seconds from 1 to 3600, and not ", optarg);
		request.rig = id == 'r' ? optarg : request.rig;
		request.as_json |= id == 'j';
	}
	if (!request.rig)
		return complain("--rig", " is missing");
	if (argc - optind != 1)
		return complain("say one of on, off, cycle, download, console, status", "");
	return find_word(argv[optind]) ? act(&request, find_word(argv[optind])) : complain("there is no word ", argv[optind]);
}
