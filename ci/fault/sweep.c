/* SPDX-License-Identifier: Apache-2.0 */
/* Each world in a process of its own, as many at a time as there are processors. */
#include "ci/fault/sweep.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ci/fault/name.h"
#include "ci/fault/walk.h"
#include "ci/fault/world.h"

enum { EXIT_CLEAN, EXIT_FOUND, EXIT_BROKEN, EXIT_USAGE = 64 };

static const char HELP[] =
	"usage: fault-decision [--first] [NAME]\n\n"
	"Lets the device decide about what it must not let through, and gives it one fault at each instruction\n"
	"of the decision: the instruction is left out, or a call says 0, 1 or -1. None may let it through.\n\n"
	"  --first  stop at the first fault that does\n"
	"  NAME     boot_decision (images before ROM and loader) or token_decision (debug and service tokens\n"
	"           before the root of trust); without it both\n\n"
	"example: fault-decision --first token_decision\n\n"
	"Exit: 0 no fault lets anything through, 1 one does, 2 the sweep did not come to its end, 64 wrong usage.\n";

/* The section of what decisions share; the linker names its ends (ci/fault/decision.ld). */
extern const char __start_shared_decision[], __stop_shared_decision[];

enum { WORLDS_MAX = 32 };

static const struct fault_subject *const subjects[] = { &fault_boot, &fault_token };

/* What the workers tell; in memory that they share with us. */
struct told {
	struct fault_count count[WORLDS_MAX];
	bool ended[WORLDS_MAX];
	volatile bool stop;
};

/* One world of one subject. */
struct place {
	const struct fault_subject *subject;
	const struct fault_world *world;
};

static bool decide(const void *context)
{
	const struct place *place = context;

	return place->world->decide();
}

static void tell_found(const void *context, const struct fault_found *found)
{
	const struct place *place = context;
	bool left_out = strcmp(found->what, "left out") == 0;
	char name[256];

	name_of_address(found->address, name, sizeof(name));
	printf("FOUND %s %s: %s, when the %s %s %s\n", place->subject->name, place->subject->lets_through, place->world->name,
	       left_out ? "instruction at" : "call before", name, left_out ? "is left out" : found->what);
	fflush(stdout);
}

static void sweep_world(const struct place *place, bool first, struct told *told)
{
	const struct fault_subject *subject = place->subject;
	struct fault_walk walk = { { { (uintptr_t)subject->from, (uintptr_t)subject->to },
				     { (uintptr_t)__start_shared_decision, (uintptr_t)__stop_shared_decision } },
				   decide, place, first ? &told->stop : NULL, tell_found };
	size_t i = (size_t)(place->world - subject->worlds);
	struct fault_count *count = &told->count[i];

	place->world->prepare();
	told->ended[i] = fault_walk(&walk, count);
	printf("%s: %" PRIu64 " instructions, %" PRIu64 " faults, %" PRIu64 " crashed, %" PRIu64 " hung, %" PRIu64 " let it through%s\n",
	       place->world->name, count->instructions, count->faults, count->crashed, count->hung, count->found,
	       told->ended[i] ? "" : "; the walk did not come to its end");
	fflush(stdout);
}

static bool good_is_let_through(const struct fault_subject *subject)
{
	int status = 0;
	pid_t pid = fork();

	if (pid == 0) {
		subject->good.prepare();
		_exit(subject->good.decide() ? 0 : 1);
	}
	return pid > 0 && waitpid(pid, &status, 0) == pid && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static void sweep_worlds(const struct fault_subject *subject, bool first, struct told *told)
{
	long processors = sysconf(_SC_NPROCESSORS_ONLN);
	size_t running = 0;

	for (size_t i = 0; i < subject->world_count && !told->stop; i++) {
		const struct place place = { subject, &subject->worlds[i] };
		pid_t pid;

		if (running >= (size_t)(processors < 1 ? 1 : processors) && wait(NULL) > 0)
			running--;
		fflush(stdout);
		pid = fork();
		if (pid == 0) {
			sweep_world(&place, first, told);
			_exit(0);
		}
		running += pid > 0;
	}
	while (wait(NULL) > 0)
		;
}

static int conclude(const struct fault_subject *subject, const struct told *told)
{
	uint64_t faults = 0, found = 0;
	bool ended = true;

	for (size_t i = 0; i < subject->world_count; i++) {
		faults += told->count[i].faults;
		found += told->count[i].found;
		ended = ended && told->ended[i] && told->count[i].faults > 0;
	}
	printf("%s: %" PRIu64 " single faults, from %s to %s: %" PRIu64 " let it through%s\n", subject->name, faults, subject->worlds[0].name,
	       subject->worlds[subject->world_count - 1].name, found, ended ? "" : ", and not every walk came to its end");
	if (found > 0)
		return EXIT_FOUND;
	return ended ? EXIT_CLEAN : EXIT_BROKEN;
}

static int sweep(const struct fault_subject *subject, bool first)
{
	struct told *told = mmap(NULL, sizeof(*told), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	int code = EXIT_BROKEN;

	if (told == MAP_FAILED || subject->world_count > WORLDS_MAX) {
		fputs("fault-decision: no memory, or more worlds than it was made for\n", stderr);
		return EXIT_BROKEN;
	}
	if (good_is_let_through(subject)) {
		sweep_worlds(subject, first, told);
		code = conclude(subject, told);
	} else {
		fprintf(stderr, "fault-decision: %s: without a fault not even %s is let through, so nothing could be shown\n", subject->name,
			subject->good.name);
	}
	(void)munmap(told, sizeof(*told));
	return code;
}

int sweep_main(int argc, char **argv)
{
	bool first = argc > 1 && strcmp(argv[1], "--first") == 0, known = false;
	const char *name = argc > 1 + first ? argv[1 + first] : NULL;
	int worst = EXIT_CLEAN;

	if (argc == 2 && strcmp(argv[1], "--help") == 0) {
		fputs(HELP, stdout);
		return 0;
	}
	for (size_t i = 0; argc <= 2 + first && i < sizeof(subjects) / sizeof(subjects[0]); i++) {
		int code;

		if (name != NULL && strcmp(name, subjects[i]->name) != 0)
			continue;
		known = true;
		code = sweep(subjects[i], first);
		worst = worst == EXIT_FOUND || code == EXIT_CLEAN ? worst : code;
	}
	if (!known) {
		fputs(HELP, stderr);
		return EXIT_USAGE;
	}
	return worst;
}
