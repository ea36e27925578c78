/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TOOLS_ASK_WORK_H
#define TOOLS_ASK_WORK_H

/* Inside ask*.c only: one device and its maker at work. Results that are not RESULT_OK have been told on stderr. */

#include "reference-impl/codec/mcuboot_image.h"
#include "reference-impl/tools/ask_request.h"
#include "reference-impl/tools/nonce_text.h"
#include "reference-impl/tools/program.h"

enum { ASK_HEX_LEN = 2 * NONCE_MAX_LEN + 1, ASK_UUID_LEN = 37 };

/* Vendor and class: a UUID as images have it, and the digits alone as certificates do. */
struct ask_make {
	char uuid[ASK_UUID_LEN], digits[ASK_UUID_LEN];
};

struct ask_work {
	const struct ask_request *request;
	struct program_desk desk;
	pid_t device; /* 0: not running */
	struct nonce nonce;
	char nonce_text[NONCE_TEXT_MAX_LEN + 1], nonce_hex[ASK_HEX_LEN];
	struct ask_make vendor, class;
	char os_digest[ASK_HEX_LEN], new_os_digest[ASK_HEX_LEN];
	char walls[256];    /* around the device's processes, that this host does not give; commas between */
	unsigned int parts; /* that were asked */
	bool as_expected;   /* all of them so far */
};

/* One time that the device was asked: file names begin with it. */
struct ask_part {
	const char *name, *title;
	bool (*is_as_expected)(const struct ask_work *work, struct bytes text);
};

/* ask_nonce.c: the nonce of the request, or a line of stdin. RESULT_MALFORMED: there is none. */
enum result ask_nonce(struct ask_work *work) MUST_CHECK;

/* ask_tool.c: runs a tool; RESULT_IO unless its exit code is 0. *out is a file of the folder. */
enum result ask_tool(struct ask_work *work, const char *const argv[], const char *out) MUST_CHECK;
/* A file of the folder that the caller frees, with a NUL behind it. */
enum result ask_read(struct ask_work *work, const char *name, struct buffer *ret_text) MUST_CHECK;
enum result ask_write(struct ask_work *work, const char *name, struct bytes content) MUST_CHECK;
/* The value in the line of that name, as tools print it. RESULT_MALFORMED without. */
enum result ask_value(struct ask_work *work, const char *out, const char *name, char ret_value[ASK_HEX_LEN]) MUST_CHECK;
void ask_hex(struct bytes bytes, char ret_hex[ASK_HEX_LEN]);

/* ask_maker.c: keys, images, release, device; and the successor of the OS, which no release has. */
enum result ask_make_device(struct ask_work *work) MUST_CHECK;
enum result ask_make_new_os(struct ask_work *work) MUST_CHECK;

/* ask_device.c */
enum result ask_switch_on(struct ask_work *work) MUST_CHECK;
void ask_switch_off(struct ask_work *work);
/* Power off and on, so that nothing of a session is left. */
enum result ask_power_cycle(struct ask_work *work) MUST_CHECK;
enum result ask_open_debug(struct ask_work *work) MUST_CHECK;
enum result ask_install_new_os(struct ask_work *work) MUST_CHECK;
/* Asks for evidence and has it explained, shown and judged. */
enum result ask_part(struct ask_work *work, const struct ask_part *part) MUST_CHECK;

/* ask_show.c: what is seen of it; nothing with --json but the object. */
void ask_show_step(const struct ask_work *work, const char *label, const char *format, ...) __attribute__((format(printf, 3, 4)));
void ask_show_title(const struct ask_work *work, const char *title);
/* is_whole: each check; else those that are not met, and how many are. */
void ask_show_checks(const struct ask_work *work, struct bytes text, bool is_whole);
void ask_show_json_part(struct ask_work *work, const struct ask_part *part, bool as_expected, struct bytes ear);
/* To be called once; is_whole: everything that was wanted was asked. */
void ask_show_end(const struct ask_work *work, bool is_whole);

#endif
