/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PLATFORM_PLATFORM_H
#define PLATFORM_PLATFORM_H

/*
 * What the device's code may ask of the chip it runs on, as small tables of functions.
 *
 * There are two homes: platform/board speaks to the board process (the silicon) over the
 * bus socket that a stage was born with; platform/sim is the same chip inside one process,
 * with snapshots, power cuts and lying hardware. boot/ and update/ cannot tell which it is.
 */

#include "reference-impl/base/bytes.h"
#include "reference-impl/crypto/crypto.h"
#include "reference-impl/platform/boot_log.h"
#include "reference-impl/platform/storage.h"

/* The boot log: what was started since the last reset. On the board the root of trust keeps it. */
struct measurements {
	void *context;
	/* Before it starts, and only what the stage that runs starts itself; errors as boot_log_enter(). */
	enum result (*enter)(void *context, const struct component *component) MUST_CHECK;
	/* The register of a kind; zero when nothing of it was entered. */
	enum result (*read)(void *context, enum component_kind kind, struct crypto_sha256 *ret_value) MUST_CHECK;
	/* This boot is a recovery: said by the loader, before it enters an OS. */
	enum result (*recovery)(void *context) MUST_CHECK;
};

/*
 * Memory that an image is loaded into, verified in, and started from: after freeze() nothing
 * can change it any more, not even its owner, and start() runs those very bytes.
 * header_len bytes come directly before the payload, so the image is one contiguous view
 * while the payload alone is what the processor is given.
 */
struct image_memory {
	void *context;
	/* Gives header_len + rest_len writable zero bytes; forgets what was reserved before. */
	enum result (*reserve)(void *context, uint32_t header_len, uint32_t rest_len, struct buffer *ret_room) MUST_CHECK;
	/* Makes the reserved bytes immutable and gives them for reading. */
	enum result (*freeze)(void *context, struct bytes *ret_image) MUST_CHECK;
	/* Runs payload_len frozen bytes from behind the header; does not return on the board but on failure. */
	enum result (*start)(void *context, uint32_t payload_len) MUST_CHECK;
};

/* Why this boot happens; survives a reset, not a power-off (then BOOT_POWER_ON). */
enum boot_cause { BOOT_POWER_ON, BOOT_RESET, BOOT_CRASH, BOOT_WATCHDOG };

struct boot_reason {
	enum boot_cause cause;
	uint32_t abnormal_count; /* crashes and watchdog bites in a row; power-on and control.reset() clear it */
	bool download_strap;     /* the download pin was held at this power-on or reset */
};

/* Write locks; set once, they hold until the next reset. The loader's slot is locked together with FLASH_KEYS. */
enum platform_lock { LOCK_LOADER_SLOT = 1, LOCK_FUSES = 2, LOCK_COUNTERS = 4 };

struct control {
	void *context;
	enum result (*boot_reason)(void *context, struct boot_reason *ret_reason) MUST_CHECK;
	enum result (*lock)(void *context, unsigned int locks) MUST_CHECK;
	/*
	 * Latches what confirm() will do for whoever runs next: program the word at mark_offset of
	 * FLASH_BOOT_STATE to zero, then raise counter to value. Set once per boot, before the locks.
	 */
	enum result (*latch_confirm)(void *context, enum counter counter, uint32_t value, uint32_t mark_offset) MUST_CHECK;
	/*
	 * Does what was latched, mark first and counter second, though counters be locked: two storage
	 * operations, each can be cut, and the loader completes the second. Equal is repeatable; a no-op without a latch.
	 */
	enum result (*confirm)(void *context) MUST_CHECK;
	/* Resets after limit_ms unless kicked or stopped (limit_ms 0). Survives start(). */
	enum result (*watchdog)(void *context, uint32_t limit_ms) MUST_CHECK;
	void (*reset)(void *context); /* does not return on the board */
};

struct console {
	void *context;
	void (*write)(void *context, struct bytes text);
};

struct entropy {
	void *context;
	enum result (*fill)(void *context, struct buffer into) MUST_CHECK;
};

/* The service port (the chip's UART): whole frames of at most PORT_FRAME_MAX_LEN bytes; platform/port.h. */
struct port {
	void *context;
	/* Waits at most wait_ms for a frame; RESULT_TIMEOUT without one, RESULT_NOT_FOUND if nobody is connected. */
	enum result (*receive)(void *context, struct buffer room, uint32_t wait_ms, struct bytes *ret_frame) MUST_CHECK;
	enum result (*send)(void *context, struct bytes frame) MUST_CHECK;
};

struct platform {
	struct flash flash;
	struct fuses fuses;
	struct counters counters;
	struct measurements measurements;
	struct image_memory memory;
	struct control control;
	struct console console;
	struct entropy entropy;
	struct port port;
};

#endif
