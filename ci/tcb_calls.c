/* SPDX-License-Identifier: Apache-2.0 */
/* The filter's program is followed with what is known; where it asks for arguments both ways are gone. */
#include "ci/tcb_calls.h"

#include <string.h>

#include <linux/seccomp.h>

enum { INSTRUCTIONS_MAX = 4096, WAYS_MAX = 256 };

/* A place in the program, and the accumulator there. */
struct way {
	size_t at;
	bool is_known;
	uint32_t value;
};

struct walk {
	const struct sock_filter *code;
	size_t len;
	uint32_t arch, number;
	struct way ways[WAYS_MAX];
	size_t way_count;
	bool was_there[INSTRUCTIONS_MAX]; /* with an unknown accumulator */
	bool lets, stops;
};

static void go(struct walk *w, struct way way)
{
	if (way.at >= w->len || way.at >= INSTRUCTIONS_MAX || w->way_count == WAYS_MAX)
		return;
	if (!way.is_known && w->was_there[way.at])
		return;
	w->was_there[way.at] |= !way.is_known;
	w->ways[w->way_count++] = way;
}

static bool compare(const struct sock_filter *step, uint32_t value)
{
	switch (BPF_OP(step->code)) {
	case BPF_JEQ: return value == step->k;
	case BPF_JGT: return value > step->k;
	case BPF_JGE: return value >= step->k;
	default: return (value & step->k) != 0;
	}
}

static void jump(struct walk *w, struct way way, const struct sock_filter *step)
{
	struct way yes = way, no = way;

	if (BPF_OP(step->code) == BPF_JA) {
		way.at += step->k;
		go(w, way);
		return;
	}
	yes.at += step->jt;
	no.at += step->jf;
	if (!way.is_known || compare(step, way.value))
		go(w, yes);
	if (!way.is_known || !compare(step, way.value))
		go(w, no);
}

static void load(struct walk *w, struct way way, const struct sock_filter *step)
{
	way.is_known = step->k == offsetof(struct seccomp_data, nr) || step->k == offsetof(struct seccomp_data, arch);
	way.value = step->k == offsetof(struct seccomp_data, nr) ? w->number : w->arch;
	go(w, way);
}

static void follow(struct walk *w, struct way way)
{
	const struct sock_filter *step = &w->code[way.at++];

	switch (BPF_CLASS(step->code)) {
	case BPF_RET:
		w->lets |= (step->k & SECCOMP_RET_ACTION_FULL) == SECCOMP_RET_ALLOW;
		w->stops |= (step->k & SECCOMP_RET_ACTION_FULL) != SECCOMP_RET_ALLOW;
		break;
	case BPF_JMP:
		jump(w, way, step);
		break;
	case BPF_LD:
		load(w, way, step);
		break;
	default:
		way.is_known = false;
		go(w, way);
	}
}

enum tcb_call tcb_call_is_let_through(const struct sock_filter *code, size_t len, uint32_t arch, uint32_t number)
{
	struct walk w = { .code = code, .len = len, .arch = arch, .number = number };

	go(&w, (struct way){ 0, false, 0 });
	while (w.way_count > 0)
		follow(&w, w.ways[--w.way_count]);
	if (!w.lets)
		return TCB_CALL_NEVER;
	return w.stops ? TCB_CALL_SOMETIMES : TCB_CALL_ALWAYS;
}
