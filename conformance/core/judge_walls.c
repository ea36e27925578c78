/* SPDX-License-Identifier: Apache-2.0 */
/* Limits first, then the filter, behind which nothing can be changed any more. */

#include "conformance/core/judge_walls.h"

#include <errno.h>
#include <seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "reference-impl/crypto/crypto.h"

enum { JUDGE_CPU_SECONDS = 1800 };
#define JUDGE_MEMORY ((rlim_t)6 << 30)
#define JUDGE_OUTPUT ((rlim_t)64 << 20)

static const int allowed_calls[] = {
	SCMP_SYS(read),	   SCMP_SYS(write),	 SCMP_SYS(writev),	 SCMP_SYS(close),	SCMP_SYS(fstat),    SCMP_SYS(newfstatat),
	SCMP_SYS(lseek),   SCMP_SYS(brk),	 SCMP_SYS(mmap),	 SCMP_SYS(munmap),	SCMP_SYS(mremap),   SCMP_SYS(mprotect),
	SCMP_SYS(madvise), SCMP_SYS(futex),	 SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigreturn), SCMP_SYS(sigaltstack),
	SCMP_SYS(getpid),  SCMP_SYS(gettid),	 SCMP_SYS(getrandom),	 SCMP_SYS(clock_gettime), SCMP_SYS(sched_yield), SCMP_SYS(exit),
	SCMP_SYS(exit_group), SCMP_SYS(tgkill),
};

/* The library looks at its configuration at first use: that must be over when files are out of reach. */
static enum result warm_up(void)
{
	struct crypto_p256_key key;
	struct crypto_sha256 digest;
	uint8_t room[CRYPTO_P256_SIGNATURE_MAX_LEN], one[CRYPTO_P256_SCALAR_LEN] = { [CRYPTO_P256_SCALAR_LEN - 1] = 1 };
	struct bytes signature;
	enum result result = crypto_sha256(BYTES_OF(one), &digest);

	if (result == RESULT_OK)
		result = crypto_p256_from_scalar(BYTES_OF(one), &key);
	if (result == RESULT_OK)
		result = crypto_p256_sign(&key, BYTES_OF(digest), BUFFER_OF(room), &signature);
	if (result == RESULT_OK)
		result = crypto_p256_verify(BYTES_OF(key.spki), BYTES_OF(digest), signature);
	if (result == RESULT_OK)
		result = crypto_hmac_sha256(BYTES_OF(one), BYTES_OF(one), &digest);
	return result == RESULT_OK ? crypto_hkdf(CRYPTO_SHA256, BYTES_OF(one), BYTES_OF(one), BYTES_OF(one), BUFFER_OF(digest)) : result;
}

/* Beyond what is mapped already: a sanitizer maps terabytes and uses few of them. */
static rlim_t memory_limit(void)
{
	unsigned long long pages = 0;
	FILE *statm = fopen("/proc/self/statm", "re");

	if (statm != NULL) {
		if (fscanf(statm, "%llu", &pages) != 1)
			pages = 0;
		(void)fclose(statm);
	}
	return (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE) + JUDGE_MEMORY;
}

static bool limit(unsigned int what, rlim_t most)
{
	return setrlimit((__rlimit_resource_t)what, &(struct rlimit){ most, most }) == 0;
}

static bool set_limits(void)
{
	return limit(RLIMIT_AS, memory_limit()) && limit(RLIMIT_CPU, JUDGE_CPU_SECONDS) && limit(RLIMIT_FSIZE, JUDGE_OUTPUT) &&
	       limit(RLIMIT_CORE, 0) && limit(RLIMIT_NOFILE, 3) && close_range(3, ~0U, 0) == 0;
}

static bool load_filter(void)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
	int failed = filter == NULL ? -ENOMEM : 0;

	for (size_t i = 0; failed == 0 && i < sizeof(allowed_calls) / sizeof(allowed_calls[0]); i++)
		failed = seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed_calls[i], 0);
	if (failed == 0)
		failed = seccomp_load(filter);
	seccomp_release(filter);
	return failed == 0;
}

enum result judge_walls_close(struct complaint *ret_why)
{
	enum result result = warm_up();

	if (result == RESULT_OK && (clearenv() != 0 || !set_limits() || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || !load_filter()))
		result = RESULT_IO;
	if (result != RESULT_OK)
		complain(ret_why, "the judge cannot shut itself in: %s", strerror(errno));
	return result;
}
