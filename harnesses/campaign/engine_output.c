/* SPDX-License-Identifier: Apache-2.0 */
/* Reading the status of engines. */
#include "harnesses/campaign/engine_output.h"

#include <string.h>

#include "harnesses/campaign/said.h"

enum { TOKEN_MAX_LEN = 128, COLUMNS_MAX = 32 };

static void take_after(struct bytes line, const char *mark, uint64_t *number)
{
	struct bytes rest;

	if (said_after(line, mark, &rest))
		(void)said_number(said_word(&rest), number);
}

void engine_output_libfuzzer(struct bytes line, struct engine_counts *counts)
{
	uint64_t executions;

	if (said_starts(line, "stat::number_of_executed_units:")) {
		take_after(line, "units:", &counts->executions);
		return;
	}
	if (!said_starts(line, "#") || !said_number(bytes_from(line.at + 1, line.len - 1), &executions))
		return;
	counts->executions = executions;
	take_after(line, " cov:", &counts->edges);
	take_after(line, " corp:", &counts->corpus);
}

bool engine_output_afl_stats(struct bytes text, struct engine_counts *counts)
{
	bool has_executions = false;

	while (text.len > 0) {
		struct bytes line = said_cut(&text), rest = line, name = said_word(&rest);
		uint64_t number;

		(void)said_word(&rest); /* the colon */
		if (!said_number(said_word(&rest), &number))
			continue;
		if (bytes_equal(name, bytes_of_text("execs_done"))) {
			counts->executions = number;
			has_executions = true;
		} else if (bytes_equal(name, bytes_of_text("edges_found"))) {
			counts->edges = number;
		} else if (bytes_equal(name, bytes_of_text("corpus_count"))) {
			counts->corpus = number;
		} else if (bytes_equal(name, bytes_of_text("saved_crashes"))) {
			counts->failing = number;
		}
	}
	return has_executions;
}

static struct bytes cut_column(struct bytes *line)
{
	const uint8_t *comma = line->len > 0 ? memchr(line->at, ',', line->len) : NULL;
	size_t len = comma != NULL ? (size_t)(comma - line->at) : line->len;
	struct bytes column = bytes_from(line->at, len);

	*line = comma != NULL ? bytes_from(comma + 1, line->len - len - 1) : bytes_from(line->at, 0);
	return column;
}

/* The last line of text that is complete. */
static struct bytes last_line(struct bytes text)
{
	struct bytes line = { text.at, 0 };

	while (text.len > 0 && memchr(text.at, '\n', text.len) != NULL)
		line = said_cut(&text);
	return line;
}

void engine_output_afl_plot(struct bytes text, struct engine_counts *counts)
{
	struct bytes names = said_cut(&text), values = last_line(text);

	for (unsigned int i = 0; i < COLUMNS_MAX && names.len > 0 && values.len > 0; i++) {
		struct bytes name_column = cut_column(&names), value_column = cut_column(&values);
		struct bytes name = said_word(&name_column);
		uint64_t number;

		if (!said_number(said_word(&value_column), &number))
			continue;
		if (bytes_equal(name, bytes_of_text("total_execs")))
			counts->executions = number;
		else if (bytes_equal(name, bytes_of_text("edges_found")))
			counts->edges = number;
		else if (bytes_equal(name, bytes_of_text("corpus_count")))
			counts->corpus = number;
	}
}

void engine_output_afl_line(struct bytes line, struct engine_counts *counts)
{
	struct bytes rest;

	if (!said_after(line, "Fuzzing test case #", &rest))
		return;
	take_after(rest, " (", &counts->corpus);
	take_after(rest, " total, ", &counts->failing);
}

void engine_output_afl_queued(struct bytes name, struct engine_counts *counts)
{
	uint64_t executions = 0;

	take_after(name, ",execs:", &executions);
	if (executions > counts->executions)
		counts->executions = executions;
}

static bool is_hex(uint8_t byte)
{
	return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'f') || (byte >= 'A' && byte <= 'F');
}

/* The length of the one byte of token that stands at the start of text; 0 if there is none that both take. */
static size_t token_byte_len(struct bytes text)
{
	if (text.at[0] < 0x20 || text.at[0] > 0x7e || text.at[0] == '"')
		return 0;
	if (text.at[0] != '\\')
		return 1;
	if (text.len >= 2 && (text.at[1] == '\\' || text.at[1] == '"'))
		return 2;
	return text.len >= 4 && text.at[1] == 'x' && is_hex(text.at[2]) && is_hex(text.at[3]) ? 4 : 0;
}

bool engine_output_is_token(struct bytes line)
{
	size_t name = 0, len, count = 0;

	while (name < line.len && (is_hex(line.at[name]) || line.at[name] == '_' || (line.at[name] >= 'g' && line.at[name] <= 'z')))
		name++;
	if (name > 0 && (name == line.len || line.at[name++] != '='))
		return false;
	if (line.len < name + 3 || line.at[name] != '"' || line.at[line.len - 1] != '"')
		return false;
	line = bytes_from(line.at + name + 1, line.len - name - 2);
	for (; line.len > 0; line = bytes_from(line.at + len, line.len - len), count++) {
		len = token_byte_len(line);
		if (len == 0)
			return false;
	}
	return count <= TOKEN_MAX_LEN;
}
