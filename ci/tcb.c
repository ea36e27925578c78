/* SPDX-License-Identifier: Apache-2.0 */
/* The map lies beside the program; the filter and the mailbox's table are asked as they are. */
#include "ci/tcb.h"

#include <seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ci/tcb_calls.h"
#include "ci/tcb_lines.h"
#include "ci/tcb_map.h"
#include "conformance/core/file.h"
#include "reference-impl/device/board/stage_filter.h"
#include "reference-impl/root_of_trust/mailbox_table.h"

enum { PATH_LEN = 1024, MEMBERS_MAX_LEN = 1 << 20 };

static json_t *bytes_figures(const struct tcb_map *map)
{
	json_t *figures = json_object();

	for (enum tcb_owner owner = 0; owner < TCB_OWNER_COUNT; owner++) {
		json_t *kinds = json_object();

		for (enum tcb_kind kind = 0; kind < TCB_KIND_COUNT; kind++)
			json_object_set_new(kinds, tcb_kind_name(kind), json_integer((json_int_t)map->bytes[owner][kind]));
		json_object_set_new(figures, tcb_owner_name(owner), kinds);
	}
	return figures;
}

/* Rows of the table that the role may use; an app with all that a manifest can grant. */
static json_t *entry_figures(void)
{
	static const char *const roles[MAILBOX_ROLE_COUNT] = { NULL, "rom", "loader", "os", "agent", "app", "tool" };
	json_t *figures = json_object();
	json_int_t all = 0;

	for (uint16_t command = 0; command < MAILBOX_COMMAND_END; command++)
		all += mailbox_row(command) != NULL;
	json_object_set_new(figures, "all", json_integer(all));
	for (unsigned int role = MAILBOX_ROM; role < MAILBOX_ROLE_COUNT; role++) {
		const struct mailbox_caller caller = { .role = (enum mailbox_role)role, .granted = UINT32_MAX };
		json_int_t may = 0;

		for (uint16_t command = 0; command < MAILBOX_COMMAND_END; command++)
			may += mailbox_may(&caller, command);
		json_object_set_new(figures, roles[role], json_integer(may));
	}
	return figures;
}

static void add_call(json_t *figures, enum tcb_call call, uint32_t number)
{
	char *name = seccomp_syscall_resolve_num_arch(SCMP_ARCH_NATIVE, (int)number);

	if (call != TCB_CALL_NEVER && name != NULL)
		json_array_append_new(json_object_get(figures, call == TCB_CALL_ALWAYS ? "always" : "sometimes"), json_string(name));
	free(name);
}

static json_t *call_figures(struct complaint *why)
{
	static struct stage_filter filter;
	json_t *figures = json_pack("{s:[], s:[]}", "always", "sometimes");

	if (stage_filter_compile(STAGE_FILTER_ROOT_OF_TRUST, &filter) != RESULT_OK) {
		(void)snprintf(why->text, sizeof(why->text), "the root of trust's filter could not be made");
		json_decref(figures);
		return NULL;
	}
	for (uint32_t number = 0; number < TCB_CALLS; number++)
		add_call(figures, tcb_call_is_let_through(filter.code, filter.len, seccomp_arch_native(), number), number);
	return figures;
}

static enum result count_lines(const char *program, const struct tcb_map *map, json_int_t *ret_lines, struct complaint *why)
{
	char path[PATH_LEN];
	struct buffer members;
	size_t lines;
	const char *folder_end = strrchr(program, '/');
	enum result result;

	(void)snprintf(path, sizeof(path), "%.*s/../stage/lib/members", folder_end ? (int)(folder_end - program) : 1, folder_end ? program : ".");
	result = file_load(path, MEMBERS_MAX_LEN, &members);
	if (result != RESULT_OK) {
		(void)snprintf(why->text, sizeof(why->text), "%.600s: it can't be read", path);
		return result;
	}
	*ret_lines = 0;
	for (size_t i = 0; i < map->object_count && result == RESULT_OK; i++) {
		result = tcb_lines_of_object(bytes_of_buffer(members), map->objects[i], &lines);
		if (result == RESULT_OK)
			*ret_lines += (json_int_t)lines;
		else
			(void)snprintf(why->text, sizeof(why->text), "%s: its source was not found; start it in the root of the tree", map->objects[i]);
	}
	free(members.at);
	return result;
}

enum result tcb_measure(const char *program, json_t **ret_figures, struct complaint *ret_why)
{
	struct tcb_map *map = calloc(1, sizeof(*map));
	char path[PATH_LEN];
	json_int_t lines = 0;
	json_t *calls;
	enum result result = map ? RESULT_OK : RESULT_TOO_LARGE;

	(void)snprintf(path, sizeof(path), "%s.map", program);
	if (result == RESULT_OK)
		result = tcb_map_read(path, map, ret_why);
	if (result == RESULT_OK)
		result = count_lines(program, map, &lines, ret_why);
	calls = result == RESULT_OK ? call_figures(ret_why) : NULL;
	if (calls != NULL)
		*ret_figures = json_pack("{s:s, s:o, s:I, s:I, s:o, s:o}", "program", strrchr(program, '/') ? strrchr(program, '/') + 1 : program,
					 "bytes", bytes_figures(map), "objects", (json_int_t)map->object_count, "lines", lines, "entry_points",
					 entry_figures(), "calls", calls);
	free(map);
	return result == RESULT_OK && calls == NULL ? RESULT_IO : result;
}

static void print_bytes(const json_t *bytes)
{
	const json_t *kinds;
	const char *owner;

	printf("%-10s %10s %10s %10s %10s\n", "bytes of", tcb_kind_name(TCB_CODE), tcb_kind_name(TCB_CONSTANTS), tcb_kind_name(TCB_DATA),
	       tcb_kind_name(TCB_ZEROS));
	json_object_foreach((json_t *)(uintptr_t)bytes, owner, kinds) {
		printf("%-10s", owner);
		for (enum tcb_kind kind = 0; kind < TCB_KIND_COUNT; kind++)
			printf(" %10lld", (long long)json_integer_value(json_object_get(kinds, tcb_kind_name(kind))));
		putchar('\n');
	}
}

void tcb_print(const json_t *figures)
{
	const json_t *entries = json_object_get(figures, "entry_points"), *calls = json_object_get(figures, "calls"), *count;
	const char *role;

	print_bytes(json_object_get(figures, "bytes"));
	printf("%s: %lld lines of code of ours in %lld files\n", json_string_value(json_object_get(figures, "program")),
	       (long long)json_integer_value(json_object_get(figures, "lines")), (long long)json_integer_value(json_object_get(figures, "objects")));
	printf("entry points:");
	json_object_foreach((json_t *)(uintptr_t)entries, role, count)
		printf(" %s %lld", role, (long long)json_integer_value(count));
	printf("\nsystem calls: %zu let through, %zu more with some arguments only\n", json_array_size(json_object_get(calls, "always")),
	       json_array_size(json_object_get(calls, "sometimes")));
}
