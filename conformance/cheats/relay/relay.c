/* SPDX-License-Identifier: Apache-2.0 */
/* The loop: a line from the suite, the lies about it, a line back. */

#include "conformance/cheats/relay/relay.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <signal.h>
#include <unistd.h>

#include "conformance/cheats/relay/exchange.h"

static bool concerns(const struct lie *lie, const char *method)
{
	size_t len = strlen(lie->method);

	return lie->method[len - 1] == '.' ? strncmp(lie->method, method, len) == 0 : strcmp(lie->method, method) == 0;
}

static void tell(struct exchange *x, bool before)
{
	for (size_t i = 0; i < LIES_MAX && cheat.lies[i].method; i++) {
		lie_told *lie = before ? cheat.lies[i].before : cheat.lies[i].after;

		if (lie && concerns(&cheat.lies[i], x->talk.method) && lie(&x->talk))
			fprintf(stderr, "lie %u: %s\n", ++x->relay->lies, x->talk.method);
	}
}

/* One request from the suite; false when it can't be served any more. */
static bool serve(struct relay *relay, const char *line)
{
	struct exchange x;
	bool served = exchange_begin(&x, relay, line);

	if (!served)
		return false;
	tell(&x, true);
	if (!x.answer && !x.shouted)
		served = exchange_ask(&x);
	x.talk.result = json_object_get(x.answer, "result");
	if (json_object_get(x.talk.result, "refused"))
		x.talk.result = NULL;
	if (served && x.talk.result)
		tell(&x, false);
	if (served && !x.shouted)
		served = exchange_answer(&x);
	exchange_end(&x);
	return served;
}

/* The real program, at the far ends of two pipes. */
static bool start(struct relay *relay, char **argv)
{
	int to[2], from[2];
	pid_t pid;

	if (pipe(to) != 0 || pipe(from) != 0)
		return false;
	pid = fork();
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		dup2(to[0], STDIN_FILENO);
		dup2(from[1], STDOUT_FILENO);
		close(to[0]), close(to[1]), close(from[0]), close(from[1]);
		execv(argv[0], argv);
		perror(argv[0]);
		_exit(127);
	}
	close(to[0]);
	close(from[1]);
	relay->to_real = fdopen(to[1], "w");
	relay->from_real = fdopen(from[0], "r");
	return pid > 0 && relay->to_real && relay->from_real;
}

int relay_run(char **argv)
{
	struct relay relay = { .memory = json_object() };
	char *line = NULL;
	size_t room = 0;
	bool served = relay.memory && start(&relay, argv);

	while (served && getline(&line, &room, stdin) > 0)
		served = serve(&relay, line);
	free(line);
	json_decref(relay.memory);
	if (relay.to_real)
		fclose(relay.to_real);
	if (relay.from_real)
		fclose(relay.from_real);
	return served ? 0 : 2;
}
