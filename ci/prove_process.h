/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CI_PROVE_PROCESS_H
#define CI_PROVE_PROCESS_H

/*
 * A program that is run to its end for what it says: everything that it writes goes to a file, a time
 * limit ends it, and the processor's time that it and its children took is counted.
 */

#include "conformance/core/complaint.h"
#include "reference-impl/base/bytes.h"

enum { PROVE_ARGUMENTS_MAX = 128, PROVE_LOG_MAX_LEN = 4 * 1024 * 1024 };

struct prove_order {
	const char *arguments[PROVE_ARGUMENTS_MAX]; /* NULL-terminated; the first is a path, or a name on the PATH */
	const char *settings[8];                    /* "NAME=value" for its environment, NULL-terminated */
	const char *log;                            /* path of the file; it is made anew */
	unsigned int limit_s;
};

struct prove_end {
	int exit;       /* 128 + the signal if one ended it */
	bool timed_out; /* ended by us; exit is then 137 */
	uint32_t cpu_ms;
};

/* RESULT_IO when it can't be started or its log can't be written; *ret_why says why. */
enum result prove_process_run(const struct prove_order *order, struct prove_end *ret_end, struct complaint *ret_why) MUST_CHECK;

/* Does the log hold these words? An unreadable log holds none. */
bool prove_log_holds(const char *log, const char *words);

/* The last line of the log that is not empty, "" if there is none. */
void prove_log_last_line(const char *log, char *ret_line, size_t room);

/* The line of the log that begins with these words or, if there is none, the last one. */
void prove_log_line(const char *log, const char *beginning, char *ret_line, size_t room);

#endif
