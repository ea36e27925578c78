/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A software TPM as its maker ships it: seeds of its own, and an endorsement certificate from a
 * local authority that was made with the suite. The authority counts serial numbers, so each
 * run works on a copy.
 */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "conformance/core/file.h"
#include "conformance/targets/server/child.h"
#include "conformance/targets/server/folder.h"
#include "conformance/targets/tpm2/rig.h"

enum { AUTHORITY_FILE_MAX_LEN = 65536 };

static enum result copy_authority_file(const char *name, struct complaint *ret_why)
{
	char from[TPM2_PATH_LEN], to[TPM2_PATH_LEN];
	struct buffer content;
	enum result result = RESULT_TOO_LARGE;

	if (tpm2_authority_path(from, name) && tpm2_run_path(to, "ca/%s", name))
		result = file_load(from, AUTHORITY_FILE_MAX_LEN, &content);
	if (result == RESULT_OK) {
		result = file_store(to, bytes_of_buffer(content), 0600);
		free(content.at);
	}
	if (result != RESULT_OK)
		complain(ret_why, "targets/tpm2/ca/%s in ASSAY_BIN to ca in ASSAY_RUN_DIR: %s: run make", name, strerror(errno));
	return result;
}

static enum result store_text(const char *path, const char *text, struct complaint *ret_why)
{
	enum result result = file_store(path, bytes_of_text(text), 0600);

	if (result != RESULT_OK)
		complain(ret_why, "%s: %s", path, strerror(errno));
	return result;
}

static enum result write_configuration(const char *folder, struct complaint *ret_why)
{
	char path[TPM2_PATH_LEN], text[8 * TPM2_PATH_LEN];
	enum result result = RESULT_TOO_LARGE;

	snprintf(text, sizeof(text), "statedir = %s\nsigningkey = %s/signkey.pem\nissuercert = %s/issuercert.pem\ncertserial = %s/certserial\n",
		 folder, folder, folder, folder);
	if (tpm2_run_path(path, "ca/localca.conf"))
		result = store_text(path, text, ret_why);
	snprintf(text, sizeof(text),
		 "create_certs_tool = /usr/bin/swtpm_localca\ncreate_certs_tool_config = %s/localca.conf\n"
		 "create_certs_tool_options = /etc/swtpm-localca.options\nactive_pcr_banks = sha256\n", folder);
	if (result == RESULT_OK && tpm2_run_path(path, "ca/setup.conf"))
		result = store_text(path, text, ret_why);
	return result;
}

static enum result copy_authority(struct complaint *ret_why)
{
	static const char *const files[] = { "signkey.pem", "issuercert.pem", "certserial", "swtpm-localca-rootca-cert.pem",
					     "swtpm-localca-rootca-privkey.pem" };
	char folder[TPM2_PATH_LEN], last[TPM2_PATH_LEN];
	enum result result;

	if (!tpm2_run_path(folder, "ca") || !tpm2_run_path(last, "ca/setup.conf")) {
		complain(ret_why, "ASSAY_RUN_DIR is not set, or longer than %d bytes", TPM2_PATH_LEN);
		return RESULT_NOT_FOUND;
	}
	if (access(last, F_OK) == 0)
		return RESULT_OK;
	result = folder_need(folder, 0700, ret_why);
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]) && result == RESULT_OK; i++)
		result = copy_authority_file(files[i], ret_why);
	return result == RESULT_OK ? write_configuration(folder, ret_why) : result;
}

enum result tpm2_manufacture(unsigned int unit, struct complaint *ret_why)
{
	char folder[TPM2_PATH_LEN], state[TPM2_PATH_LEN], configuration[TPM2_PATH_LEN];
	const char *const argv[] = { "/usr/bin/swtpm_setup", "--tpm2", "--tpmstate", state, "--create-ek-cert", "--config", configuration,
				     "--overwrite", NULL };
	enum result result = copy_authority(ret_why);

	if (result != RESULT_OK)
		return result;
	if (!tpm2_run_path(folder, "tpm%u", unit) || !tpm2_run_path(state, "tpm%u/state", unit) ||
	    !tpm2_run_path(configuration, "ca/setup.conf"))
		return RESULT_TOO_LARGE;
	result = folder_remove(folder, ret_why);
	if (result == RESULT_OK)
		result = folder_need(folder, 0750, ret_why);
	if (result == RESULT_OK)
		result = folder_need(state, 0700, ret_why);
	return result == RESULT_OK ? child_run(argv, ret_why) : result;
}
