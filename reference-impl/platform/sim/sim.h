/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PLATFORM_SIM_SIM_H
#define PLATFORM_SIM_SIM_H

/*
 * The chip inside one process: what fuzzing, power-cut exploring and unit tests run boot/
 * and update/ on. Deterministic: time does not pass and entropy follows from the seed.
 *
 * Call order: sim_init() over memory of the caller, which sees a chip in factory state
 * without power; fill its storage with sim_put() and nor_burn(); then, for each boot,
 * sim_power_on() and the boot code on sim_platform(). The chip begins in the ROM with all
 * grants; memory.start() records the image, moves on to the loader, then to the OS, and returns
 * RESULT_OK, "it runs now". control.reset() returns too: all is RESULT_IO then until sim_reset().
 * After a cut all is RESULT_IO until sim_power_on(). Faults and cuts: nor_fault.h, nor.h on &sim.chip.nor.
 */

#include "reference-impl/platform/chip.h"
#include "reference-impl/platform/console_ring.h"
#include "reference-impl/platform/platform.h"

enum { SIM_CONSOLE_LEN = 4096, SIM_PORT_SENT_LEN = 4096 };

/* Memory of the caller; must outlive the sim. sim_storage_len() tells the length of storage. */
struct sim_memory {
	struct buffer storage;
	struct buffer image; /* what memory.reserve() gives from; header and rest must fit */
	uint64_t entropy_seed;
};

struct sim_image {
	uint32_t header_len;
	size_t len; /* header and rest; 0: nothing reserved */
	bool frozen;
	struct crypto_sha256 digest; /* of the frozen bytes */
};

/* The image started last; `payload` views the image memory until the next reserve(). */
struct sim_started {
	uint64_t count; /* starts since sim_init() */
	struct bytes image, payload;
	struct crypto_sha256 payload_digest;
};

/* The outside end of the service port. */
struct sim_port {
	bool connected;
	const struct bytes *frames; /* still to be received */
	size_t frame_count;
	uint64_t sent_count;
	size_t kept_len; /* of the last frame, in last_sent */
	uint8_t last_sent[SIM_PORT_SENT_LEN];
};

struct sim {
	struct chip chip;
	struct sim_memory memory;
	struct sim_image image;
	struct sim_started started;
	struct sim_port port;
	uint64_t entropy_blocks;
	struct boot_log log; /* as the root of trust keeps it on the board, which this chip has no process for */
	bool in_recovery;
	uint64_t uptime_ms; /* moved by whoever runs the sim; power-on sets it to 0 */
	struct console_ring console;
	uint8_t console_room[SIM_CONSOLE_LEN];
};

size_t sim_storage_len(const struct nor_layout *layout);

/* RESULT_TOO_LARGE if the storage is not as long as the layout asks. The sim must not be copied or moved. */
enum result sim_init(struct sim *sim, const struct nor_layout *layout, const struct sim_memory *memory) MUST_CHECK;

/* The chip's tables; valid as long as the sim, over boots and power cuts. */
struct platform sim_platform(struct sim *sim);
struct vault sim_vault(struct sim *sim); /* for the root of trust alone; its noise is the entropy's bytes */

void sim_power_on(struct sim *sim, bool download_strap);
void sim_power_off(struct sim *sim);
/* The next boot of a chip that has power: after control.reset() BOOT_RESET, else a crash or a bite. */
void sim_reset(struct sim *sim, enum boot_cause cause);

/* Writes flash as a chip programmer does, uncounted; errors as nor_rewrite(). */
enum result sim_put(struct sim *sim, enum flash_region region, uint64_t offset, struct bytes from) MUST_CHECK;

/* Somebody connects to the port and has these frames to send; they and the array stay his. */
void sim_port_offer(struct sim *sim, const struct bytes *frames, size_t frame_count);
void sim_port_hang_up(struct sim *sim);
/* The first SIM_PORT_SENT_LEN bytes of the frame sent last. */
struct bytes sim_port_answer(const struct sim *sim);
struct port sim_port_table(struct sim *sim); /* for sim_platform() */
struct measurements sim_measurements(struct sim *sim); /* the same */
void sim_measurements_begin(struct sim *sim); /* of a boot */

/*
 * A snapshot is all of the chip but the image memory: give it sim_snapshot_len() bytes.
 * Restoring goes back to it as often as wanted, on the sim it was taken from; a started image
 * and views into it are forgotten. RESULT_TOO_LARGE if the room or snapshot has another length.
 */
size_t sim_snapshot_len(const struct sim *sim);
enum result sim_snapshot(const struct sim *sim, struct buffer room) MUST_CHECK;
enum result sim_restore(struct sim *sim, struct bytes snapshot) MUST_CHECK;

#endif
