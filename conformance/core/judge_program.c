/* SPDX-License-Identifier: Apache-2.0 */
/* The judge as a process: it reads one file, shuts itself in, and decides. */

#include "conformance/core/judge_program.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "conformance/core/canonical_json.h"
#include "conformance/core/command_line.h"
#include "conformance/core/file.h"
#include "conformance/core/judge.h"
#include "conformance/core/judge_walls.h"
#include "conformance/core/transcript.h"

enum { EXIT_VALID = 0, EXIT_INVALID = 2 };

static const char usage[] =
	"usage: assay judge TRANSCRIPT\n"
	"\n"
	"Decides from a transcript alone and prints the verdicts as canonical JSON. It uses no key, no\n"
	"network and no other file.\n"
	"\n"
	"  assay judge build/runs/reference/latest/transcript.jsonl\n"
	"  assay judge transcript.jsonl | jq '.checks[] | select(.verdict != \"pass\")'\n"
	"\n"
	"exit: 0 the transcript is valid, 2 it is not, 64 wrong usage\n";

static int print_verdicts(const json_t *verdicts)
{
	char *text = canonical_json_text(verdicts);
	int code = text != NULL && puts(text) >= 0 && fflush(stdout) == 0 ? EXIT_VALID : EXIT_INVALID;

	free(text);
	return code;
}

static int judge_bytes(struct bytes transcript)
{
	struct judge_order order = judge_suite();
	struct complaint why = { "" };
	json_t *verdicts;
	int code;

	if (judge_transcript(&order, transcript, &verdicts, &why) != RESULT_OK) {
		fprintf(stderr, "assay-judge: the transcript is invalid: %s\n", why.text);
		return EXIT_INVALID;
	}
	code = print_verdicts(verdicts);
	json_decref(verdicts);
	return code;
}

int judge_main(int argc, char **argv)
{
	struct complaint why = { "" };
	struct buffer content;
	enum result result;
	int code;

	if (argc == 2 && argv[1][0] == '-' && strcmp(argv[1], "--help") != 0)
		return command_wrong("assay judge", "there is no option", argv[1], "");
	if (argc != 2 || argv[1][0] == '-') {
		fputs(usage, argc == 2 ? stdout : stderr);
		return argc == 2 ? 0 : COMMAND_WRONG_USAGE;
	}
	result = file_load(argv[1], TRANSCRIPT_FILE_MAX, &content);
	if (result != RESULT_OK) {
		fprintf(stderr, "assay-judge: %s: %s\n", argv[1], result == RESULT_IO ? strerror(errno) : "is larger than any transcript");
		return EXIT_INVALID;
	}
	if (judge_walls_close(&why) != RESULT_OK) {
		fprintf(stderr, "assay-judge: %s\n", why.text);
		return EXIT_INVALID;
	}
	code = judge_bytes(bytes_of_buffer(content));
	free(content.at);
	_exit(code); /* what others registered for the exit may need what the walls forbid */
}
