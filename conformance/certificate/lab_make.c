/* SPDX-License-Identifier: Apache-2.0 */
/* A new lab is built beside its place and moved there when it is whole. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "conformance/certificate/lab.h"
#include "conformance/core/canonical_json.h"
#include "conformance/core/file.h"
#include "reference-impl/base/secret.h"
#include "reference-impl/crypto/certificate.h"
#include "reference-impl/crypto/pem.h"

enum { PEM_ROOM = 8192, DER_ROOM = 2048 };

/* What is being made, and where until it is whole. */
struct new_lab {
	char place[LAB_PATH_MAX];
	const char *name;
	bool practice;
	struct crypto_p256_key root_key, signer_key;
	uint8_t root_room[DER_ROOM], signer_room[DER_ROOM];
	struct bytes root, signer;
};

static bool is_printable(const char *name)
{
	for (const char *at = name; *at != '\0'; at++)
		if (*at < ' ' || *at > '~' || *at == '"' || *at == '\\')
			return false;
	return name[0] != '\0' && strlen(name) <= LAB_NAME_MAX;
}

static enum result issue(struct new_lab *lab)
{
	char common_name[LAB_NAME_MAX + 32];
	struct certificate_issue root = { .issuer_key = &lab->root_key, .common_name = common_name, .not_before = time(NULL) - 60,
					  .days = LAB_ROOT_DAYS, .is_ca = true };
	struct certificate_issue signer = root;
	enum result result;

	(void)snprintf(common_name, sizeof(common_name), "%s%s root", lab->name, lab->practice ? " (practice)" : "");
	result = certificate_issue(&root, BUFFER_OF(lab->root_room), &lab->root);
	if (result != RESULT_OK)
		return result;
	(void)snprintf(common_name, sizeof(common_name), "%s%s signer", lab->name, lab->practice ? " (practice)" : "");
	signer.issuer = lab->root;
	signer.subject_spki = BYTES_OF(lab->signer_key.spki);
	signer.days = LAB_SIGNER_DAYS;
	signer.is_ca = false;
	return certificate_issue(&signer, BUFFER_OF(lab->signer_room), &lab->signer);
}

static enum result store(const struct new_lab *lab, const char *file, struct bytes content, unsigned int mode)
{
	char path[LAB_PATH_MAX + 32];

	(void)snprintf(path, sizeof(path), "%s/%s", lab->place, file);
	return file_store(path, content, mode);
}

static enum result store_key(const struct new_lab *lab, const char *file, const struct crypto_p256_key *key)
{
	uint8_t room[PEM_ROOM];
	struct writer w = writer_over(BUFFER_OF(room));
	struct bytes text;
	enum result result = pem_write_p256_key(&w, key);

	if (result == RESULT_OK)
		result = writer_finish(&w, &text);
	if (result == RESULT_OK)
		result = store(lab, file, text, 0600);
	secret_wipe(BUFFER_OF(room));
	return result;
}

static enum result store_certificate(const struct new_lab *lab, const char *file, struct bytes der)
{
	uint8_t room[PEM_ROOM];
	struct writer w = writer_over(BUFFER_OF(room));
	struct bytes text;
	enum result result;

	pem_write(&w, "CERTIFICATE", der);
	result = writer_finish(&w, &text);
	return result == RESULT_OK ? store(lab, file, text, 0644) : result;
}

static enum result store_description(const struct new_lab *lab)
{
	char path[LAB_PATH_MAX + 32];
	json_t *description = json_pack("{s:s, s:b, s:i}", "name", lab->name, "practice", lab->practice, "schema", 1);
	enum result result;

	(void)snprintf(path, sizeof(path), "%s/lab.json", lab->place);
	result = canonical_json_store(path, description);
	json_decref(description);
	return result;
}

static enum result fill(struct new_lab *lab)
{
	enum result result = crypto_p256_generate(&lab->root_key);

	if (result == RESULT_OK)
		result = crypto_p256_generate(&lab->signer_key);
	if (result == RESULT_OK)
		result = issue(lab);
	if (result == RESULT_OK)
		result = store_key(lab, "root.key", &lab->root_key);
	if (result == RESULT_OK)
		result = store_key(lab, "signer.key", &lab->signer_key);
	if (result == RESULT_OK)
		result = store_certificate(lab, "root.pem", lab->root);
	if (result == RESULT_OK)
		result = store_certificate(lab, "signer.pem", lab->signer);
	if (result == RESULT_OK)
		result = store(lab, "ledger.jsonl", bytes_from("", 0), 0600);
	if (result == RESULT_OK)
		result = store_description(lab);
	crypto_p256_release(&lab->root_key);
	crypto_p256_release(&lab->signer_key);
	return result;
}

/* Makes the folders above dir; one that is there already is fine. */
static void make_parents(const char *dir)
{
	char path[LAB_PATH_MAX];

	(void)snprintf(path, sizeof(path), "%s", dir);
	for (char *at = path + 1; *at != '\0'; at++) {
		if (*at != '/')
			continue;
		*at = '\0';
		(void)mkdir(path, 0755);
		*at = '/';
	}
}

static void take_back(const struct new_lab *lab)
{
	static const char *const FILES[] = { "root.key", "signer.key", "root.pem", "signer.pem", "ledger.jsonl", "lab.json" };
	char path[LAB_PATH_MAX + 32];

	for (size_t i = 0; i < sizeof(FILES) / sizeof(FILES[0]); i++) {
		(void)snprintf(path, sizeof(path), "%s/%s", lab->place, FILES[i]);
		(void)unlink(path);
	}
	(void)rmdir(lab->place);
}

enum result lab_make(const char *dir, const char *name, bool practice, struct lab_complaint *ret_complaint)
{
	struct new_lab lab = { .name = name, .practice = practice };
	enum result result;

	if (!is_printable(name)) {
		(void)snprintf(ret_complaint->says, sizeof(ret_complaint->says),
			       "--name: 1 to %d printable ASCII characters without quotes or backslashes", LAB_NAME_MAX);
		return RESULT_REFUSED;
	}
	if (access(dir, F_OK) == 0) {
		(void)snprintf(ret_complaint->says, sizeof(ret_complaint->says),
			       "%.300s: is there already and is left alone; set ASSAY_LAB to make another lab", dir);
		return RESULT_REFUSED;
	}
	make_parents(dir);
	if ((size_t)snprintf(lab.place, sizeof(lab.place), "%s.new-%ld", dir, (long)getpid()) >= sizeof(lab.place) ||
	    mkdir(lab.place, 0700) != 0) {
		(void)snprintf(ret_complaint->says, sizeof(ret_complaint->says), "%.300s: %s", dir, strerror(errno));
		return RESULT_IO;
	}
	result = fill(&lab);
	if (result == RESULT_OK && rename(lab.place, dir) == 0)
		return RESULT_OK;
	(void)snprintf(ret_complaint->says, sizeof(ret_complaint->says), "%.300s: could not be made: %s", dir,
		       result == RESULT_OK || result == RESULT_IO ? strerror(errno) : result_sentence(result));
	take_back(&lab);
	return result == RESULT_OK ? RESULT_IO : result;
}
