/* SPDX-License-Identifier: Apache-2.0 */
/* Opening a lab: what is in the folder is checked before it is used, and keys stay closed. */
#include "conformance/certificate/lab.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "conformance/core/canonical_json.h"
#include "conformance/core/file.h"
#include "reference-impl/base/secret.h"
#include "reference-impl/crypto/pem.h"

enum { LAB_FILE_MAX = 65536, LAB_CERTIFICATES_ROOM = 2 * DSSE_CERTIFICATE_MAX_LEN };

static enum result complain(struct lab_complaint *complaint, enum result result, const char *dir, const char *says)
{
	(void)snprintf(complaint->says, sizeof(complaint->says), "%.300s: %.180s", dir, says);
	return result;
}

enum result lab_place(struct buffer ret_path)
{
	const char *lab = getenv("ASSAY_LAB"), *home = getenv("HOME");
	int len = -1;

	if (lab != NULL && lab[0] != '\0')
		len = snprintf((char *)ret_path.at, ret_path.len, "%s", lab);
	else if (home != NULL && home[0] != '\0')
		len = snprintf((char *)ret_path.at, ret_path.len, "%s/.local/share/assay/lab", home);
	else
		return RESULT_NOT_FOUND;
	return len < 0 || (size_t)len >= ret_path.len ? RESULT_TOO_LARGE : RESULT_OK;
}

static enum result check_folder(const char *dir, struct lab_complaint *ret_complaint)
{
	struct stat status;

	if (stat(dir, &status) != 0)
		return complain(ret_complaint, RESULT_NOT_FOUND, dir, "no lab here; make one with `assay lab init`");
	if (!S_ISDIR(status.st_mode) || status.st_uid != geteuid())
		return complain(ret_complaint, RESULT_REFUSED, dir, "is not a folder of yours; set ASSAY_LAB to your lab");
	if ((status.st_mode & 0077) != 0)
		return complain(ret_complaint, RESULT_REFUSED, dir, "others can reach into it; run chmod 700 on it");
	return RESULT_OK;
}

static enum result read_description(struct lab *lab, struct lab_complaint *ret_complaint)
{
	char path[LAB_PATH_MAX + 32];
	struct json_complaint why;
	json_t *description;
	const char *name;

	(void)snprintf(path, sizeof(path), "%s/lab.json", lab->dir);
	if (canonical_json_load(path, LAB_FILE_MAX, true, &description, &why) != RESULT_OK)
		return complain(ret_complaint, RESULT_MALFORMED, path, why.says);
	name = json_string_value(json_object_get(description, "name"));
	if (name == NULL || strlen(name) > LAB_NAME_MAX || !json_is_boolean(json_object_get(description, "practice"))) {
		json_decref(description);
		return complain(ret_complaint, RESULT_MALFORMED, path, "name (text) or practice (true or false) is missing");
	}
	(void)snprintf(lab->name, sizeof(lab->name), "%s", name);
	lab->practice = json_is_true(json_object_get(description, "practice"));
	json_decref(description);
	return RESULT_OK;
}

static enum result read_certificate(const struct lab *lab, const char *file, struct buffer room, struct bytes *ret_der,
				    struct lab_complaint *ret_complaint)
{
	char path[LAB_PATH_MAX + 32];
	struct buffer content;
	struct bytes text;
	enum result result;

	(void)snprintf(path, sizeof(path), "%s/%s", lab->dir, file);
	if (file_load(path, LAB_FILE_MAX, &content) != RESULT_OK)
		return complain(ret_complaint, RESULT_IO, path, strerror(errno));
	text = bytes_of_buffer(content);
	result = pem_read(&text, "CERTIFICATE", room, ret_der);
	free(content.at);
	return result == RESULT_OK ? RESULT_OK : complain(ret_complaint, RESULT_MALFORMED, path, "holds no certificate in PEM");
}

enum result lab_open(const char *dir, struct lab *ret_lab, struct lab_complaint *ret_complaint)
{
	struct lab lab = { 0 };
	struct buffer half;
	enum result result = check_folder(dir, ret_complaint);

	if (result != RESULT_OK)
		return result;
	if ((size_t)snprintf(lab.dir, sizeof(lab.dir), "%s", dir) >= sizeof(lab.dir))
		return complain(ret_complaint, RESULT_TOO_LARGE, dir, "the path is too long");
	lab.memory = (struct buffer){ malloc(LAB_CERTIFICATES_ROOM), LAB_CERTIFICATES_ROOM };
	if (lab.memory.at == NULL)
		return complain(ret_complaint, RESULT_IO, dir, strerror(errno));
	half = (struct buffer){ lab.memory.at, DSSE_CERTIFICATE_MAX_LEN };
	result = read_description(&lab, ret_complaint);
	if (result == RESULT_OK)
		result = read_certificate(&lab, "root.pem", half, &lab.root, ret_complaint);
	half.at += DSSE_CERTIFICATE_MAX_LEN;
	if (result == RESULT_OK)
		result = read_certificate(&lab, "signer.pem", half, &lab.signer, ret_complaint);
	if (result == RESULT_OK)
		*ret_lab = lab;
	else
		lab_release(&lab);
	return result;
}

void lab_release(struct lab *lab)
{
	free(lab->memory.at);
	*lab = (struct lab){ 0 };
}

enum result lab_signer_key(const struct lab *lab, struct crypto_p256_key *ret_key, struct lab_complaint *ret_complaint)
{
	char path[LAB_PATH_MAX + 32];
	struct buffer content;
	enum result result;

	(void)snprintf(path, sizeof(path), "%s/signer.key", lab->dir);
	if (file_load(path, LAB_FILE_MAX, &content) != RESULT_OK)
		return complain(ret_complaint, RESULT_IO, path, strerror(errno));
	result = pem_read_p256_key(bytes_of_buffer(content), ret_key);
	secret_wipe(content);
	free(content.at);
	return result == RESULT_OK ? RESULT_OK : complain(ret_complaint, RESULT_MALFORMED, path, "holds no P-256 private key in PEM");
}
