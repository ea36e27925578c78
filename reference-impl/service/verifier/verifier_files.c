/* SPDX-License-Identifier: Apache-2.0 */
/* Files of keys and roots: each block that is there has to be good, since it is there to be believed. */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "reference-impl/crypto/certificate.h"
#include "reference-impl/crypto/p256_spki.h"
#include "reference-impl/crypto/pem.h"
#include "reference-impl/service/verifier/verifier_files.h"

static bool complain(const char *path, const char *what)
{
	fprintf(stderr, "assay-verifier: %s: %s\n", path, what);
	return false;
}

static bool read_all(int fd, struct buffer room, size_t *ret_len)
{
	size_t have = 0;
	ssize_t got = 1;

	while (got > 0 && have < room.len) {
		got = read(fd, room.at + have, room.len - have);
		if (got > 0)
			have += (size_t)got;
	}
	*ret_len = have;
	return got >= 0;
}

bool verifier_file_read(const char *path, size_t max_len, struct buffer *ret_content)
{
	bool is_stdin = strcmp(path, "-") == 0;
	int fd = is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	struct buffer room = { malloc(max_len + 1), max_len + 1 };
	size_t len = 0;
	bool done = fd >= 0 && room.at && read_all(fd, room, &len);

	if (!done)
		complain(is_stdin ? "standard input" : path, strerror(errno));
	if (fd >= 0 && !is_stdin)
		(void)close(fd);
	if (!done) {
		free(room.at);
		return false;
	}
	*ret_content = (struct buffer){ room.at, len };
	return true;
}

static bool read_belief(const char *path, struct buffer *ret_content)
{
	if (!verifier_file_read(path, VERIFIER_BELIEF_MAX_LEN, ret_content))
		return false;
	if (ret_content->len <= VERIFIER_BELIEF_MAX_LEN)
		return true;
	free(ret_content->at);
	return complain(path, "more than 65536 bytes; no file of keys or roots is that large");
}

static bool read_certificates(const char *path, struct bytes text, struct verifier_beliefs *b)
{
	struct certificate parsed;
	size_t used = 0;
	enum result result;

	while (true) {
		struct bytes der;

		result = pem_read(&text, "CERTIFICATE", (struct buffer){ b->room + used, sizeof(b->room) - used }, &der);
		if (result == RESULT_NOT_FOUND)
			return true;
		if (result != RESULT_OK || certificate_parse(der, &parsed) != RESULT_OK)
			return complain(path, "a CERTIFICATE block that is no certificate");
		if (b->root_count == VERIFIER_MAX_ROOTS)
			return complain(path, "more than 16 roots");
		b->roots[b->root_count++] = der;
		used += der.len;
	}
}

/* A key counts only if its point is on the curve: a signature under it can be refused, and not only fail. */
static bool is_key(struct bytes spki)
{
	static const uint8_t digest[CRYPTO_SHA256_LEN] = { 1 }, signature[] = { 0x30, 6, 2, 1, 1, 2, 1, 1 };

	return p256_spki_is_plain(spki) && crypto_p256_verify(spki, BYTES_OF(digest), BYTES_OF(signature)) == RESULT_BAD_SIGNATURE;
}

static bool read_keys(const char *path, struct bytes text, struct verifier_beliefs *b)
{
	uint8_t room[512];
	enum result result;
	struct bytes spki;

	while ((result = pem_read(&text, "PUBLIC KEY", BUFFER_OF(room), &spki)) == RESULT_OK) {
		if (!is_key(spki))
			return complain(path, "a PUBLIC KEY block that is no P-256 key in plain form");
		if (b->key_count == VERIFIER_MAX_KEYS)
			return complain(path, "more than 16 keys");
		memcpy(b->keys[b->key_count++].spki, spki.at, CRYPTO_P256_SPKI_LEN);
	}
	return result == RESULT_NOT_FOUND || complain(path, "a PUBLIC KEY block that is not closed, not base64, or far too long");
}

bool verifier_read_roots(const char *path, struct verifier_beliefs *beliefs)
{
	struct buffer content;
	bool done;

	if (!read_belief(path, &content))
		return false;
	done = read_certificates(path, bytes_of_buffer(content), beliefs) && read_keys(path, bytes_of_buffer(content), beliefs);
	free(content.at);
	if (done && beliefs->key_count == 0)
		return complain(path, "holds no PUBLIC KEY block: no release record could be believed");
	return done;
}

bool verifier_read_key(const char *path, uint8_t ret_spki[CRYPTO_P256_SPKI_LEN])
{
	uint8_t room[512];
	struct buffer content;
	struct bytes text, spki;
	bool done;

	if (!read_belief(path, &content))
		return false;
	text = bytes_of_buffer(content);
	done = pem_read(&text, "PUBLIC KEY", BUFFER_OF(room), &spki) == RESULT_OK && is_key(spki);
	free(content.at);
	if (!done)
		return complain(path, "holds no PUBLIC KEY block with a P-256 key in plain form");
	memcpy(ret_spki, spki.at, CRYPTO_P256_SPKI_LEN);
	return true;
}
