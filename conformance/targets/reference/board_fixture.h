/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TARGETS_REFERENCE_BOARD_FIXTURE_H
#define TARGETS_REFERENCE_BOARD_FIXTURE_H

/* A board that plays a scene at the service port of unit 0, and the device plane that speaks to it. */

#include "conformance/targets/reference/device.h"

enum { SCENE_ANSWERS_MAX = 8 };

/* What the board does: one answer for each command, then it closes or is silent; then the same with who comes next. */
struct scene {
	struct bytes answers[SCENE_ANSWERS_MAX]; /* whole frames */
	bool silent;
	const struct scene *next;
};

#define RAW(text) { (const uint8_t *)(text), sizeof(text) - 1 }

/* deadline_ms is short where the scene is that nothing comes. */
#define REQUEST(method, deadline_ms, fields) \
	"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" method "\",\"params\":{\"unit\":0,\"deadline_ms\":" #deadline_ms fields "}}\n"

/* A run folder of its own, with unit 0 in it; aborts where there is none to be had. */
const char *board_fixture_folder(void);
void board_fixture_remove(void);

/* Plays the scene, makes the request, and demands that the answer holds `wanted`. */
void board_fixture_must_answer(const struct scene *scene, const char *request, const char *wanted);

/* The same, and `heard` must have come in as the last frame, behind its length. */
void board_fixture_must_hear(const struct scene *scene, const char *request, const char *wanted, struct bytes heard);

#endif
