/* SPDX-License-Identifier: Apache-2.0 */
/* Signing, provisioning and starting, with the programs of the build. */

#include "reference-impl/tools/whole_unit_fixture.h"

#include <check.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "reference-impl/tools/tools_fixture.h"

enum { CONNECT_TRIES = 10000 };

const char whole_unit_os[] = PROGRAMS_PATH "/assay-os";
const char whole_unit_probe[] = STAGE_PROBE_PATH;

static void make(const char *os)
{
	char line[1024];

	tools_setup();
	snprintf(line, sizeof(line), "sign_image --key @k1 --payload %s/assay-loader --component loader --version 1.0.0 --out @loader.real", PROGRAMS_PATH);
	ck_assert_int_eq(tools_run(line), 0);
	snprintf(line, sizeof(line), "sign_image --key @k1 --payload %s --version 1.0.0 --security-counter 1 --out @os.real", os);
	ck_assert_int_eq(tools_run(line), 0);
	ck_assert_int_eq(tools_run("provision --state @device --loader @loader.real --os @os.real --key @k1.pub"), 0);
}

static void be_the_device(const struct board_fixture *f)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (!freopen("/dev/null", "w", stdout))
		_exit(1);
	execl(PROGRAMS_PATH "/assay-device", "assay-device", "--state", tools_at("@device"), "--rig", f->rig_path, "--port", f->port_path, (char *)NULL);
	_exit(1);
}

static void start(struct board_fixture *f)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };

	memset(f, 0, sizeof(*f));
	f->port = -1;
	snprintf(f->rig_path, sizeof(f->rig_path), "%.90s", tools_at("@rig"));
	snprintf(f->port_path, sizeof(f->port_path), "%.90s", tools_at("@port"));
	f->pid = fork();
	ck_assert_int_ge(f->pid, 0);
	if (f->pid == 0)
		be_the_device(f);
	f->rig = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
	memcpy(address.sun_path, f->rig_path, strlen(f->rig_path));
	for (int tries = 0; connect(f->rig, (struct sockaddr *)&address, sizeof(address)) != 0; tries++) {
		ck_assert_int_lt(tries, CONNECT_TRIES);
		usleep(1000);
	}
}

void whole_unit_start(struct board_fixture *f, const char *os)
{
	make(os);
	start(f);
}

void whole_unit_stop(struct board_fixture *f)
{
	int status;

	board_fixture_disconnect(f);
	close(f->rig);
	ck_assert_int_eq(kill(f->pid, SIGTERM), 0);
	ck_assert_int_eq(waitpid(f->pid, &status, 0), f->pid);
	ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	tools_teardown();
}
