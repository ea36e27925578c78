/* SPDX-License-Identifier: Apache-2.0 */
/* The guards before the unchanged code, where they must find nothing; and how much they looked at. */
#include <stdio.h>
#include <unistd.h>

#include "ci/prove_process.h"
#include "ci/prove_work.h"

enum { GUARD_LIMIT_S = 900 };

void prove_guard(const struct prove_place *place, const struct prove_subject *subject, json_t *result)
{
	char program[PROVE_PATH_LEN], log[PROVE_PATH_LEN], folder[PROVE_PATH_LEN], line[512];
	struct prove_order order = { .arguments = { program }, .log = log, .limit_s = GUARD_LIMIT_S };
	struct complaint why = { "" };
	struct prove_end end;

	if (!prove_path(program, "%s/bin/%s", place->build, subject->path) || !prove_path(folder, "%s/guards", place->out) ||
	    !prove_path(log, "%.900s/%s.log", folder, subject->name))
		return;
	if (access(program, X_OK) != 0) {
		prove_broken(result, "%s was not built: it needs an x86-64 processor, or valgrind's header", program);
		return;
	}
	if (prove_folder_need(folder, &why) != RESULT_OK || prove_process_run(&order, &end, &why) != RESULT_OK) {
		prove_broken(result, "%s", why.text);
		return;
	}
	prove_log_line(log, end.exit == 1 ? "FOUND" : "", line, sizeof(line));
	json_object_set_new(result, "clean", json_boolean(end.exit == 0));
	json_object_set_new(result, "says", json_string(line));
	prove_add_cpu(result, end.cpu_ms);
}
