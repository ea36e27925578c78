/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_PROTOCOL_WRITE_H
#define CORE_PROTOCOL_WRITE_H

/*
 * Writes what is generated from a checked protocol.json (protocol_schema.h): each function one
 * file under build/generated. Errors of the stream are left to the caller, who asks ferror().
 */

#include <jansson.h>
#include <stdio.h>

void protocol_write_calls_h(FILE *out, const json_t *schema); /* protocol_calls.h: typed structs and calls */
void protocol_write_calls_c(FILE *out, const json_t *schema);
void protocol_write_table_h(FILE *out, const json_t *schema); /* protocol_table.h: an index for each method */
void protocol_write_table_c(FILE *out, const json_t *schema); /* the tables that protocol.h declares */
void protocol_write_dictionary(FILE *out, const json_t *schema); /* protocol.dict, for fuzzers */
void protocol_write_guide(FILE *out, const json_t *schema); /* PORTING.md: the page for whoever writes an adapter */

/* Writes folder/name with `write`, to a temporary name first; 0, or 1 after a message on stderr. */
int protocol_write_file(const char *folder, const char *name, void (*write)(FILE *out, const json_t *schema),
			const json_t *schema);

/* -- shared by the writers -- */
void schema_write_upper(FILE *out, const char *text); /* "DEVICE_UPDATE" of "device.update" */
const char *schema_text(const json_t *object, const char *field);
/* "device_update" of "device.update": what its C names start with. */
void schema_prefix(const json_t *method, char room[128]);
/* The name of a field as a member: "register" is a word of C and becomes "register_name". */
const char *schema_member(const json_t *field, char room[128]);
/* Has the field a member has_<field> beside it? */
int schema_needs_has(const json_t *field);
const json_t *schema_methods(const json_t *schema);

#endif
