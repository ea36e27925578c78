/* SPDX-License-Identifier: Apache-2.0 */
/* The story: a nonce, a device, an answer; then what was changed, and the answer to that. */

#include "reference-impl/tools/ask.h"

#include <errno.h>
#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "reference-impl/tools/ask_judge.h"
#include "reference-impl/tools/ask_work.h"

enum { EXIT_AS_EXPECTED = 0, EXIT_NOT_AS_EXPECTED = 1, EXIT_RIG = 2, EXIT_USAGE = 64 };

static bool expects_affirmed(const struct ask_work *work, struct bytes text)
{
	(void)work;
	return ask_is_affirmed(text);
}

static bool expects_debug(const struct ask_work *work, struct bytes text)
{
	(void)work;
	return ask_blames_debug(text);
}

static bool expects_new_os(const struct ask_work *work, struct bytes text)
{
	return ask_blames_os(text, work->new_os_digest, work->os_digest);
}

/* Something changes, and the device is asked again. */
static enum result change(struct ask_work *work, enum result (*act)(struct ask_work *work), const struct ask_part *part)
{
	enum result result;

	ask_show_title(work, part->title);
	result = act(work);
	return result == RESULT_OK ? ask_part(work, part) : result;
}

/* With power goes what was opened, so that each change is judged alone. */
static enum result renew_os(struct ask_work *work)
{
	enum result result = work->request->then_debug ? ask_power_cycle(work) : RESULT_OK;

	return result == RESULT_OK ? ask_install_new_os(work) : result;
}

static enum result tell(struct ask_work *work)
{
	static const struct ask_part as_made = { "as-made", "The device as its maker made it", expects_affirmed },
				     debug = { "debug", "Then debug is opened", expects_debug },
				     new_os = { "new-os", "Then one byte of its OS is another", expects_new_os };
	const struct ask_request *request = work->request;
	enum result result;

	ask_show_title(work, as_made.title);
	ask_show_step(work, "nonce", "%s", work->nonce_hex);
	if (work->nonce.is_hashed)
		ask_show_step(work, "", "which is the SHA-256 of what you typed");
	result = ask_make_device(work);
	if (result == RESULT_OK)
		result = ask_switch_on(work);
	if (result == RESULT_OK)
		result = ask_part(work, &as_made);
	if (result == RESULT_OK && request->then_debug)
		result = change(work, ask_open_debug, &debug);
	if (result == RESULT_OK && request->then_new_os)
		result = change(work, renew_os, &new_os);
	ask_show_end(work, result == RESULT_OK);
	return result;
}

/* The folder that is wanted, or one of /tmp; nobody else looks into it. */
static enum result make_folder(struct ask_work *work)
{
	const char *keep = work->request->keep, *temporary = getenv("TMPDIR");
	char *folder = work->desk.folder;
	int len;

	if (keep)
		len = snprintf(folder, PROGRAM_PATH_LEN, "%s", keep);
	else
		len = snprintf(folder, PROGRAM_PATH_LEN, "%s/assay-ask.XXXXXX", temporary && temporary[0] == '/' ? temporary : "/tmp");
	if (len > 0 && len < PROGRAM_PATH_LEN && (keep ? mkdir(folder, 0700) == 0 : mkdtemp(folder) != NULL))
		return RESULT_OK;
	fprintf(stderr, "assay ask: %s: %s; %s\n", keep ? keep : folder, strerror(errno),
		keep ? "--keep makes the folder: name one that is not there, in a folder of yours" : "set TMPDIR to a folder of yours");
	return RESULT_IO;
}

static int remove_one(const char *path, const struct stat *info, int kind, struct FTW *place)
{
	(void)info, (void)kind, (void)place;
	return remove(path);
}

static void remove_folder(const struct ask_work *work)
{
	if (!work->request->keep && nftw(work->desk.folder, remove_one, 16, FTW_DEPTH | FTW_PHYS | FTW_MOUNT) != 0)
		fprintf(stderr, "assay ask: %s is left: %s\n", work->desk.folder, strerror(errno));
}

/* What ends people's programs is a question here, so that the device ends and the folder goes. */
static enum result catch_stop(struct ask_work *work)
{
	sigset_t stop;

	(void)signal(SIGPIPE, SIG_IGN);
	sigemptyset(&stop);
	sigaddset(&stop, SIGINT);
	sigaddset(&stop, SIGTERM);
	sigaddset(&stop, SIGHUP);
	if (sigprocmask(SIG_BLOCK, &stop, NULL) == 0)
		work->desk.stop_fd = signalfd(-1, &stop, SFD_CLOEXEC);
	if (work->desk.stop_fd >= 0)
		return RESULT_OK;
	fprintf(stderr, "assay ask: signals: %s\n", strerror(errno));
	return RESULT_IO;
}

static int run(struct ask_work *work)
{
	enum result result = ask_nonce(work);

	if (result != RESULT_OK)
		return work->desk.is_stopped ? EXIT_RIG : EXIT_USAGE;
	result = make_folder(work);
	if (result != RESULT_OK)
		return EXIT_RIG;
	result = tell(work);
	ask_switch_off(work);
	remove_folder(work);
	if (fflush(stdout) != 0 || ferror(stdout)) {
		fputs("assay ask: the output could not be written\n", stderr);
		return EXIT_RIG;
	}
	if (result != RESULT_OK)
		return EXIT_RIG;
	return work->as_expected ? EXIT_AS_EXPECTED : EXIT_NOT_AS_EXPECTED;
}

int ask(const struct ask_request *request)
{
	struct ask_work *work = calloc(1, sizeof(*work));
	int exit_code = EXIT_RIG;

	if (!work) {
		fputs("assay ask: out of memory\n", stderr);
		return EXIT_RIG;
	}
	work->request = request;
	work->as_expected = true;
	work->desk.stop_fd = -1;
	if (program_desk_find(&work->desk) == RESULT_OK && catch_stop(work) == RESULT_OK)
		exit_code = run(work);
	if (work->desk.is_stopped)
		fputs("assay ask: stopped; the device is off, and nothing is concluded\n", stderr);
	if (work->desk.stop_fd >= 0)
		close(work->desk.stop_fd);
	free(work);
	return exit_code;
}
