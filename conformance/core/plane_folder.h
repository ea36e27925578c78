/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_PLANE_FOLDER_H
#define CORE_PLANE_FOLDER_H

/*
 * The scratch folder of a target's programs: the rig's, which device and kit may read, and in it one folder
 * for each of them, since a rig of the lab must be able to trust what lies beside its own files.
 *
 * Its path is short, since Unix sockets lie in it. A folder of our own is removed with all that hostile
 * programs left there: links are removed and never followed.
 */

#include "conformance/core/complaint.h"
#include "conformance/core/protocol.h"

enum { PLANE_FOLDER_LEN = 65 };

struct plane_folder {
	char path[PLANE_FOLDER_LEN];
	bool ours; /* removed when it is released */
};

/* run_dir: made if it is not there; NULL: a fresh folder under /tmp. A trusted rig runs as the runner. */
enum result plane_folder_open(const char *run_dir, bool rig_is_trusted, struct plane_folder *ret_folder,
			      struct complaint *ret_why) MUST_CHECK;
/* The folder of one program, its working directory: the whole for the rig. */
void plane_folder_of(const struct plane_folder *folder, enum plane plane, char room[PLANE_FOLDER_LEN + 16]);
void plane_folder_release(struct plane_folder *folder);

#endif
