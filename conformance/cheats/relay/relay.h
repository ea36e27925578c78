/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHEATS_RELAY_H
#define CHEATS_RELAY_H

/*
 * One program for every cheat: it starts the real program of a target, passes the protocol's lines
 * through, and lies where its cheat's table says so. A cheat is that table, in a file of its own.
 *
 * Every lie that was told is a line on stderr, "lie 3: device.update", which ends up in the run's
 * log: a cheat that told none proved nothing.
 *
 * A lie may change a request before the real program gets it, answer in its place (talk_answer and
 * the like, talk_shout), change its answer, or ask it something else meanwhile (talk_ask).
 */

#include <jansson.h>
#include <stdbool.h>

#include "reference-impl/base/bytes.h"

struct relay;

struct talk {
	struct relay *relay;
	const char *method;
	json_t *params;  /* of the request, to be looked at and changed */
	json_t *result;  /* of the answer, the same way; NULL: none yet, a refusal, or an error */
	json_t *memory;  /* an object that is kept from request to request, empty at first */
};

/* Returns whether it lied. */
typedef bool lie_told(struct talk *talk);

struct lie {
	const char *method; /* "device.attest"; one that ends with a dot stands for all that begin so */
	lie_told *before;   /* the real program is asked; NULL: nothing to do then */
	lie_told *after;    /* it gave a result; NULL: nothing to do then */
};

enum { LIES_MAX = 6 };

struct cheat {
	const char *name;
	struct lie lies[LIES_MAX]; /* up to the first without a method */
};

/* The one that a program is linked with. */
extern const struct cheat cheat;

/* Relays standard input and output to the program argv[0] until the suite ends: 0; 2 when a stream broke. */
int relay_run(char **argv);

/* -- answers in the place of the real program; result is taken over -- */
void talk_answer(struct talk *talk, json_t *result);
void talk_refuse(struct talk *talk, const char *reason);
void talk_fail(struct talk *talk, int code, const char *message);
/* Writes text as it is, no line end added, and gives no other answer. */
void talk_shout(struct talk *talk, const char *text);
/* Another id than the request's, for the answer that is to come. */
void talk_misnumber(struct talk *talk);

/* Asks the real program the same method with other params (taken over); its result, to be released, or NULL. */
json_t *talk_ask(struct talk *talk, json_t *params);

/* -- fields -- */
bool talk_asks(const struct talk *talk, const char *field, const char *word);
/* Empty unless the field is base64 that fits room. */
struct bytes talk_bytes(const json_t *object, const char *field, struct buffer room);
void talk_set_bytes(json_t *object, const char *field, struct bytes bytes);
/* Counts up from 0 under this name. */
json_int_t talk_count(struct talk *talk, const char *name);

#endif
