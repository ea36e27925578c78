/* SPDX-License-Identifier: Apache-2.0 */
/* Each mode is a function that gets the id of a request and does wrong with it. */

#include "conformance/core/hostile_fixture.h"

#include <check.h>
#include <dirent.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

static const char info[] = "\"result\":{\"unit\":\"u\",\"hardware\":\"h\",\"firmware\":[]}}";

static void answer(unsigned long id, const char *body)
{
	printf("{\"jsonrpc\":\"2.0\",\"id\":%lu,%s\n", id, body);
	fflush(stdout);
}

static void good(unsigned long id)
{
	answer(id, info);
}

static void crash(unsigned long id)
{
	(void)id;
	fputs("about to crash \x1b[2J\n", stderr);
	abort();
}

static void hang(unsigned long id)
{
	(void)id;
	for (;;)
		pause();
}

static void flood(unsigned long id)
{
	static char piece[65536];

	(void)id;
	memset(piece, 'A', sizeof(piece));
	for (;;)
		(void)!write(1, piece, sizeof(piece));
}

static void flood_lines(unsigned long id)
{
	for (;;)
		answer(id + 1, info);
}

static void chatter(unsigned long id)
{
	good(id);
	good(id);
}

static void half(unsigned long id)
{
	printf("{\"jsonrpc\":\"2.0\",\"id\":%lu,\"resu", id);
	fflush(stdout);
	exit(0);
}

static void half_and_wait(unsigned long id)
{
	printf("{\"jsonrpc\":\"2.0\",\"id\":%lu,\"resu", id);
	fflush(stdout);
	hang(id);
}

static void wrong_id(unsigned long id)
{
	good(id - 1);
}

static void extra_field(unsigned long id)
{
	answer(id, "\"result\":{\"unit\":\"u\",\"hardware\":\"h\",\"firmware\":[],\"trusted\":true}}");
}

static void escapes(unsigned long id)
{
	answer(id, "\"result\":{\"unit\":\"\\u001b]0;owned\\u0007\",\"hardware\":\"h\",\"firmware\":[]}}");
}

static void deep(unsigned long id)
{
	(void)id;
	for (int i = 0; i < 1000000; i++)
		putchar('[');
	putchar('\n');
	fflush(stdout);
}

static void says_all(unsigned long id)
{
	char piece[1024];

	memset(piece, 'L', sizeof(piece));
	for (int i = 0; i < 4096; i++)
		(void)!write(2, piece, sizeof(piece));
	good(id);
}

/* A grandchild that left the session and holds a lock for ever. */
static void leaves_orphan(unsigned long id)
{
	int ready[2];
	char byte;

	if (pipe(ready) != 0)
		return;
	if (fork() == 0) {
		setsid();
		if (fork() != 0)
			_exit(0);
		signal(SIGTERM, SIG_IGN);
		int lock = open("lock", O_CREAT | O_RDWR, 0660);

		if (lock >= 0 && flock(lock, LOCK_EX) == 0)
			(void)!write(ready[1], "", 1);
		for (;;)
			pause();
	}
	(void)!read(ready[0], &byte, 1);
	good(id);
}

static size_t count_open_files(void)
{
	DIR *folder = opendir("/proc/self/fd");
	size_t count = 0;

	while (folder != NULL && readdir(folder) != NULL)
		count++;
	if (folder != NULL)
		closedir(folder);
	return count < 3 ? 0 : count - 3; /* ".", ".." and the folder itself */
}

static bool reaches(const char *port)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(port)), .sin_addr = { htonl(INADDR_LOOPBACK) } };
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	bool reached = connect(fd, (const struct sockaddr *)&to, sizeof(to)) == 0;

	close(fd);
	return reached;
}

extern char **environ;

/* What it sees of the world: uid, variables, open files, memory, the lab, a port of the host. */
static void looks_round(unsigned long id)
{
	size_t variables = 0, files;
	int mine;
	char text[512];
	const size_t much_len = (size_t)6 << 30;
	void *much = mmap(NULL, much_len, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	FILE *told = fopen("../told", "r");
	char lab[256] = "/none", port[16] = "1";

	if (told != NULL && fscanf(told, "%255s %15s", lab, port) != 2)
		exit(1);
	if (told != NULL)
		fclose(told);
	while (environ[variables] != NULL)
		variables++;
	files = count_open_files();
	mine = open("../mine", O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
	snprintf(text, sizeof(text),
		 "\"result\":{\"unit\":\"uid %u vars %zu files %zu\",\"hardware\":\"memory %s lab %s net %s folder %s\",\"firmware\":[]}}",
		 (unsigned int)getuid(), variables, files, much == MAP_FAILED ? "bounded" : "free",
		 access(lab, F_OK) == 0 ? "seen" : "hidden", reaches(port) ? "open" : "closed",
		 mine < 0 ? "closed" : "open");
	answer(id, text);
	if (much != MAP_FAILED)
		(void)munmap(much, much_len);
}

static const struct {
	const char *name;
	void (*serve)(unsigned long id);
} modes[] = { { "good", good }, { "crash", crash }, { "hang", hang }, { "flood", flood }, { "flood_lines", flood_lines },
	      { "chatter", chatter }, { "half", half }, { "half_and_wait", half_and_wait }, { "wrong_id", wrong_id },
	      { "extra_field", extra_field }, { "escapes", escapes }, { "deep", deep }, { "says_all", says_all },
	      { "leaves_orphan", leaves_orphan }, { "looks_round", looks_round } };

static _Noreturn void serve(void (*serve_one)(unsigned long id))
{
	char *line = NULL;
	size_t room = 0;

	while (getline(&line, &room, stdin) > 0) {
		const char *id = strstr(line, "\"id\":");

		serve_one(id == NULL ? 0 : strtoul(id + 5, NULL, 10));
	}
	exit(0);
}

void hostile_adapter_if_asked(int argc, char **argv)
{
	if (argc != 3 || strcmp(argv[1], "adapter") != 0)
		return;
	if (strcmp(argv[2], "leaves") == 0)
		exit(3);
	if (strcmp(argv[2], "deaf") == 0)
		hang(0);
	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
		if (strcmp(argv[2], modes[i].name) == 0)
			serve(modes[i].serve);
	}
	exit(64);
}

struct target hostile_target(const char *rig, const char *device, const char *kit)
{
	char folder[] = "/tmp/hostile-XXXXXX", path[64], self[4096] = "";
	struct complaint why = { "" };
	struct target target;
	FILE *file;

	/* Anywhere but here: a rig that lies among the suite's programs would be trusted. */
	ck_assert_int_eq(setenv("ASSAY_BIN", "/usr/bin", 1), 0);
	ck_assert_ptr_nonnull(mkdtemp(folder));
	ck_assert_int_gt(readlink("/proc/self/exe", self, sizeof(self) - 1), 0);
	snprintf(path, sizeof(path), "%s/t", folder);
	ck_assert_int_eq(mkdir(path, 0700), 0);
	snprintf(path, sizeof(path), "%s/t/target.json", folder);
	file = fopen(path, "w");
	ck_assert_ptr_nonnull(file);
	fprintf(file,
		"{\"schema\":1,\"name\":\"t\",\"title\":\"t\",\"hardware\":\"h\",\"firmware\":\"f\",\"profile\":\"device\",\"format\":\"f\","
		"\"programs\":{\"rig\":\"exec:%s adapter %s\",\"device\":\"exec:%s adapter %s\",\"kit\":\"exec:%s adapter %s\"},"
		"\"boot_ms\":1000,\"expendable\":false,\"units\":1}\n",
		self, rig, self, device, self, kit);
	fclose(file);
	ck_assert_msg(target_load(path, &target, &why) == RESULT_OK, "%s", why.text);
	return target;
}

void hostile_target_remove(struct target *target)
{
	char folder[TARGET_PATH_LEN];

	snprintf(folder, sizeof(folder), "%s", target->folder);
	(void)remove(target->file);
	(void)rmdir(folder);
	*strrchr(folder, '/') = '\0';
	(void)rmdir(folder);
	target_release(target);
}
