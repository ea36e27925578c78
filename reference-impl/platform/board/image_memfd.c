/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Ordinary memory until the image is whole: then a memfd takes its place, written at once and sealed
 * before anybody looks at it. Filling pages of a memfd one by one costs a boot twice as much.
 */

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "reference-impl/platform/board/image_memfd.h"

enum { REST_MAX_LEN = 16 << 20, SEAL_ATTEMPTS = 20, SEALS = F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE };

/* Newer than the C library's headers: says that the file is meant to be executed. */
enum { MEMFD_EXEC = 0x10 };

struct image_memfd image_memfd_empty(void)
{
	return (struct image_memfd){ .fd = -1 };
}

static size_t whole_pages(size_t len)
{
	size_t page_len = (size_t)sysconf(_SC_PAGESIZE);

	return (len + page_len - 1) / page_len * page_len;
}

static uint8_t *rest_of(const struct image_memfd *image)
{
	return (uint8_t *)image->base + image->header_pages_len;
}

void image_memfd_release(struct image_memfd *image)
{
	if (image->base)
		munmap(image->base, image->header_pages_len + whole_pages(image->rest_len));
	if (image->fd >= 0)
		close(image->fd);
	*image = image_memfd_empty();
}

static int create(void)
{
	int fd = memfd_create("image", MFD_CLOEXEC | MFD_ALLOW_SEALING | MEMFD_EXEC);

	if (fd < 0 && errno == EINVAL)
		fd = memfd_create("image", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	return fd;
}

/* All of it is written now, so that a page that can't be had is an error here and not a signal later. */
static bool fill(int fd, const uint8_t *from, size_t len)
{
	while (len > 0) {
		ssize_t written = write(fd, from, len);

		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0)
			return false;
		from += written;
		len -= (size_t)written;
	}
	return true;
}

enum result image_memfd_reserve(struct image_memfd *image, uint32_t header_len, uint32_t rest_len, struct buffer *ret_room)
{
	size_t len;
	void *base;

	image_memfd_release(image);
	if (header_len > UINT16_MAX || rest_len == 0 || rest_len > REST_MAX_LEN)
		return RESULT_TOO_LARGE;
	image->header_len = header_len;
	image->header_pages_len = whole_pages(header_len);
	image->rest_len = rest_len;
	len = image->header_pages_len + whole_pages(rest_len);
	base = mmap(NULL, len, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (base == MAP_FAILED)
		return RESULT_IO;
	(void)madvise(base, len, MADV_HUGEPAGE);
	image->base = base;
	*ret_room = (struct buffer){ rest_of(image) - header_len, (size_t)header_len + rest_len };
	return RESULT_OK;
}

/*
 * The kernel waits about 150 ms for pages that somebody else still refers to (its own queues do, for moments)
 * and then says EBUSY: under load that happens to a page once in ten thousand boots.
 */
enum result image_memfd_seal(int fd)
{
	for (int i = 0; i < SEAL_ATTEMPTS; i++) {
		if (fcntl(fd, F_ADD_SEALS, SEALS) == 0)
			return RESULT_OK;
		if (errno != EBUSY && errno != EINTR)
			break;
	}
	return RESULT_IO;
}

/* One stretch of addresses for both, so that nothing can get between header and rest. */
static bool seal(struct image_memfd *image)
{
	uint8_t *rest = rest_of(image);

	return fill(image->fd, rest, image->rest_len) && image_memfd_seal(image->fd) == RESULT_OK &&
	       mmap(rest, whole_pages(image->rest_len), PROT_READ, MAP_SHARED | MAP_FIXED, image->fd, 0) != MAP_FAILED &&
	       (image->header_pages_len == 0 || mprotect(image->base, image->header_pages_len, PROT_READ) == 0);
}

enum result image_memfd_freeze(struct image_memfd *image, struct bytes *ret_image)
{
	if (!image->base || image->frozen)
		return RESULT_REFUSED;
	image->fd = create();
	if (image->fd < 0 || !seal(image)) {
		image_memfd_release(image);
		return RESULT_IO;
	}
	image->frozen = true;
	*ret_image = bytes_from(rest_of(image) - image->header_len, image->header_len + image->rest_len);
	return RESULT_OK;
}

bool image_memfd_is_sealed(int fd, uint32_t payload_len)
{
	int seals = fcntl(fd, F_GET_SEALS);
	struct stat file;

	return seals >= 0 && (seals & SEALS) == SEALS && fstat(fd, &file) == 0 && S_ISREG(file.st_mode) &&
	       payload_len > 0 && file.st_size >= 0 && (uint64_t)file.st_size >= payload_len;
}
