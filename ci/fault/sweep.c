/* SPDX-License-Identifier: Apache-2.0 */
/* Each bad image in a process of its own, as many at a time as there are processors. */
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
	"Lets the boot decide about images that must not start, and gives it one fault at each instruction\n"
	"of boot, codec and base: the instruction is left out, or a call says 0, 1 or -1. None may start one.\n\n"
	"  --first  stop a walk at the first fault that starts an image\n"
	"  NAME     of what is swept; boot_decision is all that there is\n\n"
	"example: fault-decision --first\n\n"
	"Exit: 0 no fault starts a bad image, 1 one does, 2 the sweep did not come to its end, 64 wrong usage.\n";

/* The section that the linker puts the swept code into (ci/make/prove.mk). */
extern const char __start_decision[], __stop_decision[];

enum { WORLDS_MAX = 32 };

/* What the workers tell; in memory that they share with us. */
struct told {
	struct fault_count count[WORLDS_MAX];
	bool ended[WORLDS_MAX];
	volatile bool stop;
};

static bool decide(const void *context)
{
	return fault_world_decide(context);
}

static void tell_found(const void *context, const struct fault_found *found)
{
	const struct fault_world *world = context;
	char name[256];

	name_of_address(found->address, name, sizeof(name));
	if (strcmp(found->what, "left out") == 0)
		printf("FOUND boot_decision starts a bad image: %s, when the instruction at %s is left out\n", world->name, name);
	else
		printf("FOUND boot_decision starts a bad image: %s, when the call before %s %s\n", world->name, name, found->what);
	fflush(stdout);
}

static void sweep_world(size_t i, bool first, struct told *told)
{
	const struct fault_world *world = &fault_worlds[i];
	struct fault_walk walk = { (uintptr_t)__start_decision, (uintptr_t)__stop_decision, decide, world, first ? &told->stop : NULL,
				   tell_found };
	struct fault_count *count = &told->count[i];

	fault_world_prepare(world);
	told->ended[i] = fault_walk(&walk, count);
	printf("%s: %" PRIu64 " instructions, %" PRIu64 " faults, %" PRIu64 " crashed, %" PRIu64 " hung, %" PRIu64 " started it%s\n", world->name,
	       count->instructions, count->faults, count->crashed, count->hung, count->found,
	       told->ended[i] ? "" : "; the walk did not come to its end");
	fflush(stdout);
}

static bool good_image_starts(void)
{
	int status = 0;
	pid_t pid = fork();

	if (pid == 0) {
		fault_world_prepare(&fault_good_world);
		_exit(fault_world_decide(&fault_good_world) ? 0 : 1);
	}
	return pid > 0 && waitpid(pid, &status, 0) == pid && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static void sweep_all(bool first, struct told *told)
{
	long processors = sysconf(_SC_NPROCESSORS_ONLN);
	size_t running = 0;

	for (size_t i = 0; i < fault_world_count && !told->stop; i++) {
		pid_t pid;

		if (running >= (size_t)(processors < 1 ? 1 : processors) && wait(NULL) > 0)
			running--;
		fflush(stdout);
		pid = fork();
		if (pid == 0) {
			sweep_world(i, first, told);
			_exit(0);
		}
		running += pid > 0;
	}
	while (wait(NULL) > 0)
		;
}

static int conclude(const struct told *told)
{
	uint64_t faults = 0, found = 0;
	bool ended = true;

	for (size_t i = 0; i < fault_world_count; i++) {
		faults += told->count[i].faults;
		found += told->count[i].found;
		ended = ended && told->ended[i] && told->count[i].faults > 0;
	}
	printf("%" PRIu64 " single faults over %zu bad images: %" PRIu64 " started one%s\n", faults, fault_world_count, found,
	       ended ? "" : ", and not every walk came to its end");
	if (found > 0)
		return EXIT_FOUND;
	return ended ? EXIT_CLEAN : EXIT_BROKEN;
}

int sweep_main(int argc, char **argv)
{
	bool first = argc > 1 && strcmp(argv[1], "--first") == 0;
	const char *name = argc > 1 + first ? argv[1 + first] : "boot_decision";
	struct told *told;

	if (argc == 2 && strcmp(argv[1], "--help") == 0) {
		fputs(HELP, stdout);
		return 0;
	}
	if (argc > 2 + first || strcmp(name, "boot_decision") != 0) {
		fputs(HELP, stderr);
		return EXIT_USAGE;
	}
	told = mmap(NULL, sizeof(*told), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (told == MAP_FAILED || fault_world_count > WORLDS_MAX) {
		fputs("fault-decision: no memory, or more worlds than it was made for\n", stderr);
		return EXIT_BROKEN;
	}
	if (!good_image_starts()) {
		fputs("fault-decision: without a fault not even a good image starts, so nothing could be shown\n", stderr);
		return EXIT_BROKEN;
	}
	sweep_all(first, told);
	return conclude(told);
}
