/* SPDX-License-Identifier: Apache-2.0 */

#include "conformance/targets/tpm2/rig.h"

#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "conformance/targets/server/child.h"
#include "conformance/targets/server/unix_socket.h"
#include "conformance/targets/tpm2/tpm.h"

/* Which TPM2_Startup the TPM gets with its power; none: it waits for one. */
static const char STARTUP_CLEAR[] = "not-need-init,startup-clear", STARTUP_NONE[] = "not-need-init,startup-none";

static enum result switch_on(struct tpm2_rig *rig, unsigned int unit, const char *startup, struct complaint *ret_why)
{
	char state[TPM2_PATH_LEN], server[TPM2_PATH_LEN], control[TPM2_PATH_LEN], log[TPM2_PATH_LEN];
	char arguments[4][TPM2_PATH_LEN + 32];
	const char *const argv[] = { "/usr/bin/swtpm", "socket", "--tpm2", "--tpmstate", arguments[0], "--server", arguments[1], "--ctrl",
				     arguments[2], "--log", arguments[3], "--flags", startup, "--locality", "reject-locality-4", NULL };
	enum result result = RESULT_OK;
	pid_t pid = 0;
	int probe;

	if (!tpm2_run_path(state, "tpm%u/state", unit) || !tpm2_run_path(server, "tpm%u/tpm.sock", unit) ||
	    !tpm2_run_path(control, "tpm%u/tpm.sock.ctrl", unit) || !tpm2_run_path(log, "tpm%u/swtpm.log", unit)) {
		complain(ret_why, "ASSAY_RUN_DIR is not set, or longer than %d bytes", TPM2_PATH_LEN);
		return RESULT_NOT_FOUND;
	}
	snprintf(arguments[0], sizeof(arguments[0]), "dir=%s", state);
	snprintf(arguments[1], sizeof(arguments[1]), "type=unixio,path=%s,mode=0660", server);
	snprintf(arguments[2], sizeof(arguments[2]), "type=unixio,path=%s,mode=0660", control);
	snprintf(arguments[3], sizeof(arguments[3]), "file=%s,truncate", log);
	if (access(state, F_OK) != 0)
		result = tpm2_manufacture(unit, ret_why);
	unlink(server);
	unlink(control);
	if (result == RESULT_OK)
		result = child_start(argv, &pid, ret_why);
	if (result == RESULT_OK)
		result = unix_socket_await(server, SOCK_STREAM, pid, &probe, ret_why);
	if (result == RESULT_OK) {
		close(probe);
		rig->running[unit] = pid;
	}
	return result;
}

static void switch_off(struct tpm2_rig *rig, unsigned int unit)
{
	if (rig->running[unit] != 0)
		child_stop(rig->running[unit]);
	rig->running[unit] = 0;
}

static enum adapter_answer serve_hello(void *context, struct adapter_request *request)
{
	const struct tpm2_rig *rig = context;
	char serial[32];
	uint64_t protocol;

	if (!adapter_integer(request, "protocol", &protocol) || protocol != 1)
		return adapter_wrong(request, "this rig speaks protocol 1");
	snprintf(serial, sizeof(serial), "unit %u", request->unit);
	adapter_give_text(request, "name", rig->settings.tcti[0] ? "no bench: a TPM reached by its TCTI" : "software TPMs");
	adapter_give_text(request, "serial", serial);
	adapter_give_list(request, "capabilities");
	if (rig->settings.tcti[0] == '\0') {
		adapter_add_text(request, "capabilities", "fresh");
		adapter_add_text(request, "capabilities", "sleep");
	}
	return ADAPTER_GIVES;
}

/* What the TPM says to it is its own affair: what came of it shows in the TPM. */
static enum adapter_answer tell(const struct tpm2_rig *rig, struct adapter_request *request, bool sleeps)
{
	const char *command = sleeps ? "TPM2_Shutdown(TPM_SU_STATE)" : "TPM2_Startup(TPM_SU_STATE)";
	struct tpm2 tpm;
	enum adapter_answer answer = tpm2_open(&rig->settings, request, &tpm);
	TSS2_RC rc = TSS2_RC_SUCCESS;

	if (answer == ADAPTER_GIVES)
		rc = sleeps ? Esys_Shutdown(tpm.esys, ESYS_TR_NONE, ESYS_TR_NONE, ESYS_TR_NONE, TPM2_SU_STATE) :
			      Esys_Startup(tpm.esys, TPM2_SU_STATE);
	tpm2_close(&tpm);
	if ((rc & TSS2_RC_LAYER_MASK) != TSS2_TPM_RC_LAYER)
		return tpm2_answer(request, command, rc);
	if (rc != TSS2_RC_SUCCESS)
		fprintf(stderr, "unit %u: %s: 0x%x\n", request->unit, command, rc);
	return answer;
}

/* TPM 2.0 Library, Part 1, "TPM Resume": the state is saved on a word before the power goes, and taken up on a word behind it. */
static enum adapter_answer wake(struct tpm2_rig *rig, struct adapter_request *request)
{
	struct complaint why;

	if (rig->running[request->unit] != 0)
		return adapter_refuse(request, "it is awake");
	if (switch_on(rig, request->unit, STARTUP_NONE, &why) != RESULT_OK)
		return adapter_fail(request, "%s", why.text);
	return tell(rig, request, false);
}

static enum adapter_answer sleep_and_wake(struct tpm2_rig *rig, struct adapter_request *request)
{
	enum adapter_answer answer;

	if (rig->running[request->unit] == 0)
		return adapter_refuse(request, "its power is off");
	answer = tell(rig, request, true);
	if (answer != ADAPTER_GIVES)
		return answer;
	switch_off(rig, request->unit);
	return wake(rig, request);
}

static enum adapter_answer serve_power(void *context, struct adapter_request *request)
{
	struct tpm2_rig *rig = context;
	bool on = adapter_text_is(request, "state", "on"), cycle = adapter_text_is(request, "state", "cycle");
	struct complaint why;

	if (rig->settings.tcti[0] != '\0')
		return ADAPTER_UNSUPPORTED;
	if (adapter_text_is(request, "state", "sleep"))
		return sleep_and_wake(rig, request);
	if (adapter_text_is(request, "state", "wake"))
		return wake(rig, request);
	if (!on && !cycle && !adapter_text_is(request, "state", "off") && !adapter_text_is(request, "state", "download"))
		return adapter_wrong(request, "state must be on, off, cycle, download, sleep or wake");
	if (adapter_text_is(request, "state", "download"))
		return adapter_refuse(request, "a TPM has no download mode");
	if (!on)
		switch_off(rig, request->unit);
	if ((on || cycle) && rig->running[request->unit] == 0 && switch_on(rig, request->unit, STARTUP_CLEAR, &why) != RESULT_OK)
		return adapter_fail(request, "%s", why.text);
	return ADAPTER_GIVES;
}

static enum adapter_answer serve_fresh(void *context, struct adapter_request *request)
{
	struct tpm2_rig *rig = context;
	struct complaint why;

	if (rig->settings.tcti[0] != '\0')
		return ADAPTER_UNSUPPORTED;
	if (adapter_text(request, "lifecycle"))
		return adapter_refuse(request, "software TPMs have one state");
	switch_off(rig, request->unit);
	if (tpm2_manufacture(request->unit, &why) != RESULT_OK)
		return adapter_fail(request, "%s", why.text);
	return ADAPTER_GIVES;
}

void tpm2_rig_stop(struct tpm2_rig *rig)
{
	for (unsigned int i = 0; i < TPM2_UNITS_MAX; i++)
		switch_off(rig, i);
}

struct adapter tpm2_rig_adapter(struct tpm2_rig *rig)
{
	static const struct adapter_method methods[] = { { "rig.hello", serve_hello }, { "rig.power", serve_power }, { "rig.fresh", serve_fresh } };

	return (struct adapter){ methods, sizeof(methods) / sizeof(methods[0]), rig->settings.units, rig };
}
