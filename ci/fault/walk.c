/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One process is stepped through the decision; before each instruction it is copied, and the copy gets the
 * fault. So every instruction that is executed is met in its own state, each time that it is executed.
 */
#include "ci/fault/walk.h"

#include <string.h>
#include <sys/ptrace.h>

#include "ci/fault/branch.h"
#include "ci/fault/traced.h"

enum { CALLS_MAX = 256, STEPS_TO_BEGIN_MAX = 1000000, STEPS_IN_PLACE_MAX = 100000 };

struct pending_call {
	uint64_t returns_to, stack;
};

struct walking {
	const struct fault_walk *walk;
	struct fault_count count;
	pid_t pid;
	struct user_regs_struct now;
	uint64_t first_stack;
	struct pending_call calls[CALLS_MAX];
	unsigned int call_count;
	bool lost;
};

static bool is_stopped(const struct walking *w)
{
	return w->lost || (w->walk->stop != NULL && *w->walk->stop);
}

static bool is_inside(const struct walking *w)
{
	for (size_t i = 0; i < FAULT_RANGES; i++)
		if (w->now.rip >= w->walk->range[i].from && w->now.rip < w->walk->range[i].to)
			return true;
	return false;
}

static bool step(struct walking *w)
{
	return traced_step(w->pid) && traced_registers(w->pid, &w->now);
}

static void try_fault(struct walking *w, pid_t copy, const struct user_regs_struct *registers, const struct fault_found *found)
{
	enum traced_end end;

	if (copy == 0) {
		w->lost = true;
		return;
	}
	end = traced_finish(copy, registers);
	w->count.faults++;
	w->count.crashed += end == TRACED_CRASHED;
	w->count.hung += end == TRACED_HUNG;
	if (end != TRACED_STARTED_IT)
		return;
	w->count.found++;
	if (w->walk->stop != NULL)
		*w->walk->stop = true;
	w->walk->on_found(w->walk->context, found);
}

/* The calls whose return this is, the innermost first; a tail call has none of its own. */
static void try_results(struct walking *w)
{
	static const struct {
		uint64_t value;
		const char *what;
	} results[] = { { 0, "says 0" }, { 1, "says 1" }, { UINT64_MAX, "says -1" } };

	if (w->call_count == 0 || w->calls[w->call_count - 1].returns_to != w->now.rip || w->calls[w->call_count - 1].stack != w->now.rsp)
		return;
	w->call_count--;
	for (size_t i = 0; i < sizeof(results) / sizeof(results[0]) && !is_stopped(w); i++) {
		const struct fault_found found = { w->now.rip, results[i].what };
		struct user_regs_struct forced = w->now;

		forced.rax = results[i].value;
		try_fault(w, traced_copy(w->pid), &forced, &found);
	}
}

static void remember_call(struct walking *w, const struct user_regs_struct *before, size_t len)
{
	if (w->call_count == CALLS_MAX)
		w->lost = true;
	else
		w->calls[w->call_count++] = (struct pending_call){ before->rip + len, before->rsp };
}

/* Repeated string instructions stay in their place for a while. */
static bool step_over(struct walking *w, uint64_t from)
{
	for (int i = 0; i < STEPS_IN_PLACE_MAX; i++) {
		if (!step(w))
			return false;
		if (w->now.rip != from)
			return true;
	}
	return false;
}

static void do_instruction(struct walking *w)
{
	struct user_regs_struct before = w->now, without = w->now;
	const struct fault_found found = { before.rip, "left out" };
	uint8_t code[16];
	bool is_call;
	size_t len;
	pid_t copy = traced_copy(w->pid);

	memcpy(code, (const void *)(uintptr_t)before.rip, sizeof(code));
	len = branch_len(code, &is_call);
	w->count.instructions++;
	if (!step_over(w, before.rip)) {
		w->lost = true;
		return;
	}
	if (is_call)
		remember_call(w, &before, len);
	without.rip += len > 0 ? len : w->now.rip - before.rip;
	try_fault(w, copy, &without, &found);
}

/* Somewhere else, just entered: what is on the stack is where it goes back to. */
static void leave_alone(struct walking *w)
{
	uint64_t back = (uint64_t)ptrace(PTRACE_PEEKDATA, w->pid, (void *)(uintptr_t)w->now.rsp, NULL);

	w->lost = !traced_run_to(w->pid, (uintptr_t)back) || !traced_registers(w->pid, &w->now);
}

static bool begin(struct walking *w)
{
	w->pid = traced_start(w->walk->decide, w->walk->context);
	for (int i = 0; w->pid != 0 && i < STEPS_TO_BEGIN_MAX && step(w); i++)
		if (is_inside(w)) {
			w->first_stack = w->now.rsp;
			return true;
		}
	return false;
}

bool fault_walk(const struct fault_walk *walk, struct fault_count *ret_count)
{
	struct walking w = { .walk = walk };
	int exit_status;

	if (!begin(&w))
		return false;
	/* It is over when the first function has returned. */
	while (!is_stopped(&w) && w.now.rsp <= w.first_stack) {
		if (is_inside(&w)) {
			try_results(&w);
			if (!is_stopped(&w))
				do_instruction(&w);
		} else {
			leave_alone(&w);
		}
	}
	exit_status = traced_exit(w.pid);
	*ret_count = w.count;
	return !w.lost && exit_status == 0;
}
