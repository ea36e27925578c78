/* SPDX-License-Identifier: Apache-2.0 */
#ifndef READERS_FORGERY_H
#define READERS_FORGERY_H

/*
 * What all forgers share: bytes that move while their regions keep their places.
 *
 * Start it over an image, do the order's act, mend, sign, and in the end have it looked at
 * whether the change shows in the regions meant and in no other. Where a format has heads that
 * announce how much follows, forgery_mend_heads() makes those right that enclose the change,
 * from the innermost to the outermost.
 */

#include "conformance/reader.h"

struct forgery {
	struct buffer room;
	size_t len;
	struct regions before;  /* of the image */
	struct regions regions; /* names as they were, places as they are */
	uint64_t behind[REGIONS_MAX]; /* bytes of a repeat that stand behind the region */
	size_t encloses[REGIONS_MAX]; /* the first region beyond what a head announces; 0: it is no head */
	bool meant[REGIONS_MAX];      /* to change */
};

/* Regions in a row: [first, end). */
struct forgery_group {
	size_t first, end;
	uint64_t offset, length;
};

/* RESULT_TOO_LARGE if room is shorter than the image, else what the reader says. */
enum result forgery_start(struct forgery *f, const struct format_reader *reader, struct bytes image, struct buffer room) MUST_CHECK;

/* Is that the name of the group itself, or of a region in it? */
bool forgery_belongs(const char *name, const char *group);
bool forgery_find(const struct forgery *f, const char *name, struct forgery_group *ret_group);
/* The act of the order on its group. RESULT_NOT_FOUND, RESULT_TOO_LARGE. */
enum result forgery_act(struct forgery *f, const struct forge_order *order, struct forgery_group *ret_group) MUST_CHECK;
/* The group's bytes become `with`, counted to its last region, which for one region is itself. */
enum result forgery_replace(struct forgery *f, const struct forgery_group *group, struct bytes with) MUST_CHECK;
/* The region at offset may differ in the end. */
void forgery_mean_at(struct forgery *f, uint64_t offset);

/* How a format's heads tell what follows. */
struct forgery_heads {
	/* How many bytes the head at the start of `rest` announces; false if that region is no such head. */
	bool (*announces)(const char *region, struct bytes rest, uint64_t *ret_len);
	/* Writes that head anew for another length; at most 9 bytes. */
	size_t (*write)(struct bytes old, uint64_t len, uint8_t ret_head[9]);
};

/* Before anything was changed: notes what each head encloses. */
void forgery_note_heads(struct forgery *f, const struct forgery_heads *heads);
/* Rewrites the heads whose content changed its length; those inside `except` stay as they are. */
enum result forgery_mend_heads(struct forgery *f, const struct forgery_heads *heads, const struct forgery_group *except) MUST_CHECK;

/* The forgery, if it differs from image in the regions meant alone; else RESULT_INTERNAL. */
enum result forgery_finish(const struct forgery *f, struct bytes image, struct bytes *ret_forged) MUST_CHECK;

#endif
