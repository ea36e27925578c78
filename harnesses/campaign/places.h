/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CAMPAIGN_PLACES_H
#define CAMPAIGN_PLACES_H

/*
 * Where things are: the engines' programs, the replay programs, the corpora, and the folder
 * that a campaign writes.
 *
 *   <out>/<surface>/input/            seeds and regressions, as both engines start from them
 *   <out>/<surface>/stored/           those among them that fail
 *   <out>/<surface>/<engine>/         the engine's corpus, what it found, and its log
 *   <out>/findings/                   what is left of it, one file for each finding
 *   <out>/summary.json, summary.txt
 */

#include "conformance/core/complaint.h"
#include "harnesses/campaign/options.h"

enum { PLACES_PATH_LEN = 4096 };

struct places {
	char bin[PLACES_PATH_LEN];     /* <engine>/bin/fuzz_* are below it */
	char replays[PLACES_PATH_LEN]; /* replay_* that are not in bin/bin are there */
	char corpora[PLACES_PATH_LEN];
	char out[PLACES_PATH_LEN];
	char latest[PLACES_PATH_LEN]; /* the link to set, or "" */
};

/* Finds all but `out`. */
enum result places_find(const struct campaign_options *options, struct places *ret_places, struct complaint *ret_why) MUST_CHECK;

/* Makes `out`. RESULT_REFUSED if it is not empty; RESULT_IO. */
enum result places_make_out(const struct campaign_options *options, struct places *places, struct complaint *ret_why) MUST_CHECK;

/* Points `latest` to `out`. */
void places_point(const struct places *places);

/* Joins three parts with slashes (b and c may be NULL); false if it is too long. */
bool places_join(char ret_path[PLACES_PATH_LEN], const char *a, const char *b, const char *c);

/* mkdir -p. False with errno. */
bool places_make_folder(const char *path);

/* The engine's program, and the replay program, of a surface; false if it is not there. ret_path names it either way. */
bool places_fuzzer(const struct places *places, const struct plan_pair *pair, char ret_path[PLACES_PATH_LEN]);
bool places_replay(const struct places *places, const char *surface, char ret_path[PLACES_PATH_LEN]);

/*
 * The surfaces that are built for any engine of the set, in order of their names, without the
 * empty one. Names are the caller's to free(). Returns how many, at most PLAN_SURFACES_MAX.
 */
size_t places_surfaces(const struct places *places, unsigned int engines, char *ret_surfaces[PLAN_SURFACES_MAX]);

/* Bytes that may still be written below path; UINT64_MAX if that is not known. */
uint64_t places_room(const char *path);

#endif
