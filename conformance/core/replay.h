/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_REPLAY_H
#define CORE_REPLAY_H

/*
 * The witness of the judge: gives back what the transcript holds, as long as exactly that is
 * asked which was asked in the run. Any other request, a record of another check, or none
 * where one is needed makes the transcript invalid, and says nothing about the device.
 *
 * It is also the first half of a resumed run: where the records of the killed run end, the
 * runner goes on with a recorder.
 */

#include "conformance/core/transcript_read.h"
#include "conformance/core/witness.h"

struct replayer {
	struct witness witness;
	const struct transcript_reading *reading; /* borrowed */
	unsigned int lane;
	json_t *used;    /* borrowed; digests of blobs that were met become members */
	size_t next;     /* line to look at next */
	const char *check;
	/*
	 * What it means that the lane has no more records: WITNESS_INVALID, WITNESS_RESUMED for those
	 * of a killed run, WITNESS_STOPPED where the end says that the run is incomplete.
	 */
	enum witness_end runs_out;
};

/* Sets the witness up; the other fields are filled by the caller before. */
void replayer_init(struct replayer *replayer);

/* Is there no further record of the lane? Else *ret_why says which is the surplus one. */
bool replayer_is_done(const struct replayer *replayer, struct complaint *ret_why);

#endif
