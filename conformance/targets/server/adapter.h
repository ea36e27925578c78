/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TARGETS_SERVER_ADAPTER_H
#define TARGETS_SERVER_ADAPTER_H

/*
 * What an adapter in C need not write itself: reading requests, finding the function that
 * serves a method, and writing its answer. It serves standard input to standard output, one
 * request at a time, until the suite closes the stream.
 *
 * A serving function looks at the parameters, does its work, gives the fields that the protocol
 * lists (build/generated/PORTING.md) and returns ADAPTER_GIVES; or refuses in the name of the
 * device; or fails, when the adapter itself could not find out. A method that has no function
 * is answered with -32601, a unit that does not exist with -32602.
 */

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "reference-impl/base/bytes.h"

enum adapter_answer {
	ADAPTER_GIVES,       /* the fields given so far */
	ADAPTER_REFUSES,     /* the device understood and said no; adapter_refuse() */
	ADAPTER_UNSUPPORTED, /* the device has no such function: -32601 */
	ADAPTER_WRONG,       /* the request's parameters are wrong: -32602; adapter_wrong() */
	ADAPTER_FAILS        /* the adapter could not find out: -32000; adapter_fail() */
};

enum { ADAPTER_REASON_LEN = 256, ADAPTER_DECODED_MAX = 8, ADAPTER_LINE_MAX = 8388608 };

struct adapter_request {
	const char *method;
	unsigned int unit;
	uint32_t deadline_ms; /* how long the suite waits */
	const json_t *params;
	json_t *result;       /* for fields that the functions below can't give */
	char reason[ADAPTER_REASON_LEN];
	void *decoded[ADAPTER_DECODED_MAX]; /* freed when the answer is written */
	size_t decoded_count;
};

typedef enum adapter_answer adapter_serve_method(void *context, struct adapter_request *request);

struct adapter_method {
	const char *name; /* of protocol.json, "device.info" */
	adapter_serve_method *serve;
};

struct adapter {
	const struct adapter_method *methods;
	size_t method_count;
	unsigned int units; /* requests for unit 0 to units - 1 are served */
	void *context;      /* handed to the serving functions */
};

/* Serves until `in` ends: 0. 1: a stream failed or there is no memory, said on stderr. */
int adapter_serve(const struct adapter *adapter, FILE *in, FILE *out);

/* -- parameters; what they return lives until the answer is written -- */
const char *adapter_text(const struct adapter_request *request, const char *field); /* NULL: absent or of another type */
bool adapter_integer(const struct adapter_request *request, const char *field, uint64_t *ret_value);
bool adapter_boolean(const struct adapter_request *request, const char *field); /* false also when absent */
struct bytes adapter_bytes(struct adapter_request *request, const char *field); /* at is NULL: absent or not base64 */
bool adapter_text_is(const struct adapter_request *request, const char *field, const char *value);

/* -- fields of the answer; lists grow by one item each time -- */
void adapter_give_text(struct adapter_request *request, const char *field, const char *value);
void adapter_give_integer(struct adapter_request *request, const char *field, uint64_t value);
void adapter_give_boolean(struct adapter_request *request, const char *field, bool value);
void adapter_give_bytes(struct adapter_request *request, const char *field, struct bytes value);
void adapter_give_list(struct adapter_request *request, const char *field); /* an empty list */
void adapter_add_text(struct adapter_request *request, const char *field, const char *value);
void adapter_add_bytes(struct adapter_request *request, const char *field, struct bytes value);
/* A part of `whole`, which it must lie within; `kind` as conformance/readers has them, say "payload". */
void adapter_add_region(struct adapter_request *request, const char *name, const char *kind, struct bytes whole, struct bytes part);

/* -- the other answers: `return adapter_refuse(request, "...");` -- */
enum adapter_answer adapter_refuse(struct adapter_request *request, const char *format, ...) __attribute__((format(printf, 2, 3)));
enum adapter_answer adapter_wrong(struct adapter_request *request, const char *format, ...) __attribute__((format(printf, 2, 3)));
enum adapter_answer adapter_fail(struct adapter_request *request, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
