/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DEVICE_BOARD_BOARD_FIXTURE_H
#define DEVICE_BOARD_BOARD_FIXTURE_H

/*
 * A whole board for tests: its process, its rig, its port, and the probe as its stages.
 *
 * The ROM is a stub that starts whatever lies in the loader's region behind its length; so
 * does the probe with slot_a. One board at a time; what fails here fails the test.
 */

#include <sys/types.h>

#include "reference-impl/device/board/probe_protocol_fixture.h"
#include "reference-impl/platform/bus.h"
#include "reference-impl/platform/nor.h"
#include "reference-impl/platform/rig_bus.h"

struct board_fixture {
	char dir[64], rig_path[96], port_path[96];
	pid_t pid;
	int rig, port; /* port: -1 until board_fixture_connect() */
	uint64_t console_seen;
};

struct rig_reply {
	struct rig_header header;
	uint8_t data[RIG_DATA_MAX_LEN];
};

extern const struct nor_layout board_fixture_layout;

/* What the stub of a ROM enters into the boot log. */
extern const struct component board_fixture_loader;

/* The files of a unit in an empty directory; the removal of both, which fails if anything else is there. */
void board_fixture_make_unit(const char *dir);
void board_fixture_remove_unit(const char *dir);

/* Makes a unit with the probe in the loader's region and in slot_a, and starts its board, without power. */
void board_fixture_start(struct board_fixture *f);
/* Starts a board again on the unit of one that was killed. */
void board_fixture_launch(struct board_fixture *f);
void board_fixture_stop(struct board_fixture *f);

/* One question of the rig; `data` goes along. The reply lives until the next one. */
const struct rig_reply *board_fixture_rig(struct board_fixture *f, struct rig_header question, struct bytes data);
enum result board_fixture_power(struct board_fixture *f, enum rig_power power);
bool board_fixture_is_powered(struct board_fixture *f);

/* Waits for text on the console behind what was waited for before. */
void board_fixture_await(struct board_fixture *f, const char *text);

/* Connects to the port anew; disconnects. */
void board_fixture_connect(struct board_fixture *f);
void board_fixture_disconnect(struct board_fixture *f);

/* Sends a command to the probe, if the connection has not ended; the next frame, or an empty one when it has. */
void board_fixture_send(struct board_fixture *f, enum probe_command command, struct bytes data);
struct bytes board_fixture_receive(struct board_fixture *f);
struct bytes board_fixture_ask(struct board_fixture *f, enum probe_command command, struct bytes data);

/* Asks for an act that answers; or for one that must end the stage. */
int32_t board_fixture_act(struct board_fixture *f, enum probe_act act, uint32_t *ret_error);
void board_fixture_last_act(struct board_fixture *f, enum probe_act act);

/* Powers on and waits for the probe as loader; as OS. */
void board_fixture_boot_loader(struct board_fixture *f);
void board_fixture_boot_os(struct board_fixture *f);

/* The process of the root of trust; of the stage; or 0. */
pid_t board_fixture_root_pid(const struct board_fixture *f);
pid_t board_fixture_stage_pid(const struct board_fixture *f);

/* A field of /proc/PID/status, until the next call; empty if there is none. */
const char *board_fixture_status(pid_t pid, const char *field);

/* What a process has open. */
struct board_fixture_descriptors {
	unsigned int sockets, nulls, others;
};
struct board_fixture_descriptors board_fixture_descriptors(pid_t pid);

#endif
