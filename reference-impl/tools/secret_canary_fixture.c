/* SPDX-License-Identifier: Apache-2.0 */
#include "reference-impl/tools/secret_canary_fixture.h"

#include <check.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "reference-impl/base/text.h"
#include "reference-impl/base/writer.h"

/* What stands behind is as long as what a search may read twice. */
enum { CANARY_MAX_LEN = 128, BEHIND_LEN = NEEDLE_MAX_LEN };

static void write_reversed(struct writer *w, const uint8_t secret[SECRET_LEN])
{
	for (size_t i = SECRET_LEN; i > 0; i--)
		writer_u8(w, secret[i - 1]);
}

static void write_upper_hex(struct writer *w, const uint8_t secret[SECRET_LEN])
{
	char text[2 * SECRET_LEN + 1];

	for (size_t i = 0; i < SECRET_LEN; i++)
		(void)snprintf(text + 2 * i, 3, "%02X", secret[i]);
	writer_text(w, text);
}

static void write_base64(struct writer *w, size_t before, const uint8_t secret[SECRET_LEN])
{
	uint8_t padded[2 + SECRET_LEN + 1] = "XXX";

	memcpy(padded + before, secret, SECRET_LEN);
	text_write_base64(w, bytes_from(padded, before + SECRET_LEN + 1));
}

static void write_form(struct writer *w, const uint8_t secret[SECRET_LEN], enum secret_form form)
{
	switch (form) {
	case SECRET_RAW:
		writer_bytes(w, bytes_from(secret, SECRET_LEN));
		break;
	case SECRET_REVERSED:
		write_reversed(w, secret);
		break;
	case SECRET_HEX:
		text_write_hex(w, bytes_from(secret, SECRET_LEN));
		break;
	case SECRET_UPPER_HEX:
		write_upper_hex(w, secret);
		break;
	case SECRET_BASE64:
	case SECRET_BASE64_SECOND:
	case SECRET_BASE64_THIRD:
		write_base64(w, (size_t)(form - SECRET_BASE64), secret);
		break;
	}
}

void secret_canary_put(struct secret_canary *canary, size_t before, const uint8_t secret[SECRET_LEN], enum secret_form form)
{
	uint8_t text[CANARY_MAX_LEN];
	struct writer w = writer_over(BUFFER_OF(text));

	write_form(&w, secret, form);
	ck_assert_int_eq(w.failed, RESULT_OK);
	canary->len = before + w.used + BEHIND_LEN;
	canary->file = memfd_create("canary", MFD_CLOEXEC);
	ck_assert_int_ge(canary->file, 0);
	ck_assert_int_eq(ftruncate(canary->file, (off_t)canary->len), 0);
	canary->at = mmap(NULL, canary->len, PROT_READ | PROT_WRITE, MAP_SHARED, canary->file, 0);
	ck_assert_ptr_ne(canary->at, MAP_FAILED);
	memcpy(canary->at + before, text, w.used);
}

void secret_canary_search(const struct secret_canary *canary, enum secret_place place, struct secret_search *search)
{
	char path[64];

	(void)snprintf(path, sizeof(path), "/proc/self/fd/%d", canary->file);
	if (place == SECRET_IN_AN_ANSWER)
		secret_search_bytes(search, bytes_from(canary->at, canary->len));
	else if (place == SECRET_IN_A_FILE)
		secret_search_file(search, path);
	else if (place == SECRET_IN_AN_OPEN_FILE)
		secret_search_descriptors(search, getpid(), NULL);
	else
		secret_search_memory(search, getpid(), "/memfd:canary (deleted)", true);
}

void secret_canary_remove(struct secret_canary *canary)
{
	ck_assert_int_eq(munmap(canary->at, canary->len), 0);
	ck_assert_int_eq(close(canary->file), 0);
}
