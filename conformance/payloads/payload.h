/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PAYLOADS_PAYLOAD_H
#define PAYLOADS_PAYLOAD_H

/*
 * What the suite lets a device run, and how a chip carries it.
 *
 * The payload proves by what it says that it runs: `ASSAY 1 <name> up`, then for each console
 * line `ASSAY ? <nonce>` (lower-case hexadecimal, at most 64 bytes) `ASSAY 1 <name> <HMAC-SHA-256
 * of the nonce>`, and `ASSAY 1 <name> confirmed` once it has confirmed its image. Name, key and
 * script are in a block of 96 bytes that the kit puts into each image; it is found by its magic.
 *
 * A port supplies the entry point, which calls payload_run(), and the table below. It needs no
 * library and about 1 KiB of stack.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { PAYLOAD_NAME_LEN = 16, PAYLOAD_KEY_LEN = 32, PAYLOAD_SCRIPT_LEN = 32, PAYLOAD_NONCE_MAX_LEN = 64 };

/* The first byte of the script: what the payload does at start, after it said that it is up. */
enum payload_script {
	PAYLOAD_CONFIRM,       /* confirms, then answers nonces */
	PAYLOAD_HANG,          /* answers nothing any more */
	PAYLOAD_CRASH,         /* ends by a processor fault */
	PAYLOAD_SILENT,        /* hangs without having said anything */
	PAYLOAD_NEVER_CONFIRM, /* answers nonces only */
	PAYLOAD_CUT_POWER      /* cuts its own power */
};

struct payload_block {
	uint8_t magic[16]; /* "ASSAY-PAYLOAD-1", NUL */
	char name[PAYLOAD_NAME_LEN]; /* NUL-padded */
	uint8_t key[PAYLOAD_KEY_LEN];
	uint8_t script[PAYLOAD_SCRIPT_LEN];
};

/* The one block of the program, in the section .payload_block. */
extern const struct payload_block payload_block;

struct payload_port {
	void *context;
	void (*write)(void *context, const char *text, size_t len);
	/* Waits for something typed: up to room_len bytes, 0 after a while without any. False: the console is gone. */
	bool (*read)(void *context, char *room, size_t room_len, size_t *ret_len);
	/* Tells the device that this image is good, by the device's own means, and ends its trial. */
	bool (*confirm)(void *context);
	/* Ends that the script may ask for; none of them returns on a chip. */
	void (*hang)(void *context);
	void (*crash)(void *context);
	void (*cut_power)(void *context);
};

/* Follows the block's script and answers nonces until the console is gone. */
void payload_run(const struct payload_block *block, const struct payload_port *port);

#endif
