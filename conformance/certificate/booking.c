/* SPDX-License-Identifier: Apache-2.0 */
/* Opens the lab, or makes one for practice, and writes its lines. */

#include "conformance/certificate/booking.h"

#include <stdio.h>

#include "conformance/certificate/lab.h"
#include "conformance/certificate/ledger.h"

static enum result make_practice_lab(const char *dir, struct complaint *ret_why)
{
	struct lab_complaint why;
	enum result result = lab_make(dir, "Practice lab", true, &why);

	if (result == RESULT_OK)
		fprintf(stderr, "there was no lab: made a practice lab in %s\n", dir);
	else
		complain(ret_why, "lab: %s", why.says);
	return result;
}

static enum result open_lab(struct lab *ret_lab, struct complaint *ret_why)
{
	struct lab_complaint why;
	char dir[LAB_PATH_MAX];
	enum result result = lab_place(BUFFER_OF(dir));

	if (result != RESULT_OK) {
		complain(ret_why, "lab: set ASSAY_LAB to its folder");
		return result;
	}
	result = lab_open(dir, ret_lab, &why);
	if (result == RESULT_NOT_FOUND) {
		result = make_practice_lab(dir, ret_why);
		if (result != RESULT_OK)
			return result;
		result = lab_open(dir, ret_lab, &why);
	}
	if (result != RESULT_OK)
		complain(ret_why, "lab: %s", why.says);
	return result;
}

enum result booking_begin(const char *target, const char *run, struct certify_booking *ret_booking, struct complaint *ret_why)
{
	struct ledger_complaint why;
	struct ledger_place place;
	struct lab lab;
	enum result result = open_lab(&lab, ret_why);

	if (result != RESULT_OK)
		return result;
	result = ledger_begin(lab.dir, target, run, &place, &why);
	if (result == RESULT_OK)
		*ret_booking = (struct certify_booking){ place.number, lab.practice };
	else
		complain(ret_why, "ledger: %s", why.says);
	lab_release(&lab);
	return result;
}

enum result booking_end(uint64_t number, bool complete, const char *transcript, struct complaint *ret_why)
{
	struct ledger_complaint why;
	struct lab lab;
	enum result result = open_lab(&lab, ret_why);

	if (result != RESULT_OK)
		return result;
	result = ledger_end(lab.dir, number, complete ? "complete" : "incomplete", transcript, &why);
	if (result != RESULT_OK)
		complain(ret_why, "ledger: %s", why.says);
	lab_release(&lab);
	return result;
}
