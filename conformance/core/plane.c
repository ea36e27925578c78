/* SPDX-License-Identifier: Apache-2.0 */
/* Three adapters, one question at a time; who breaks the protocol is ended, and begun again at the next question. */

#include "conformance/core/plane.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/core/plane_folder.h"
#include "conformance/core/plane_overlay.h"
#include "conformance/core/protocol_codec.h"
#include "conformance/core/transport.h"

enum { END_MS = 5000, END_BROKEN_MS = 200 };

struct side {
	struct transport *transport; /* NULL: not running */
	unsigned int starts;
	uint64_t last_id;
};

struct planes {
	const struct target *target;
	struct plane_folder folder;
	char log_dir[TARGET_PATH_LEN]; /* "": no logs */
	char hidden[TARGET_PATH_LEN];  /* the lab's folder, or "" */
	const char *overlay;           /* NULL: none */
	struct sandbox_network network;
	uint32_t missing;
	bool rig_is_ours;
	struct side sides[PLANE_COUNT];
};

/* Where certificate's lab lies; programs of the device must not see its key. */
static void find_lab(char room[TARGET_PATH_LEN])
{
	const char *lab = getenv("ASSAY_LAB"), *home = getenv("HOME");
	char path[TARGET_PATH_LEN], *real;

	room[0] = '\0';
	if (lab != NULL && lab[0] != '\0')
		snprintf(path, sizeof(path), "%s", lab);
	else if (home != NULL)
		snprintf(path, sizeof(path), "%s/.local/share/assay/lab", home);
	else
		return;
	real = realpath(path, NULL);
	if (real != NULL && strlen(real) < TARGET_PATH_LEN)
		strcpy(room, real);
	free(real);
}

static bool lies_in(const char *path, const char *folder)
{
	char *real = realpath(path, NULL), *real_folder = realpath(folder, NULL);
	size_t len = real_folder == NULL ? 0 : strlen(real_folder);
	bool lies = real != NULL && len != 0 && strncmp(real, real_folder, len) == 0 && real[len] == '/';

	free(real);
	free(real_folder);
	return lies;
}

static bool rig_is_ours(const struct target *target)
{
	const struct transport_address *rig = &target->programs[PLANE_RIG];

	return rig->kind == TRANSPORT_EXEC && lies_in(rig->words[0], target->bin);
}

static enum result start_side(struct planes *planes, enum plane plane, struct complaint *ret_why)
{
	char log_path[TARGET_PATH_LEN + 16], own_dir[PLANE_FOLDER_LEN + 16];
	const struct sandbox_order order = {
		.run_dir = planes->folder.path,
		.own_dir = own_dir,
		.bin = planes->target->bin,
		.overlay = plane == PLANE_DEVICE ? NULL : planes->overlay,
		.hidden = planes->hidden[0] == '\0' ? NULL : planes->hidden,
		.trusted = plane == PLANE_RIG && planes->rig_is_ours,
		.number = (unsigned int)plane,
		.host_network = planes->target->network == TARGET_NETWORK_HOST,
		.network = planes->network,
	};
	struct side *side = &planes->sides[plane];
	struct complaint why;
	enum result result;

	snprintf(log_path, sizeof(log_path), "%s/%s.log", planes->log_dir, plane_name(plane));
	plane_folder_of(&planes->folder, plane, own_dir);
	side->starts++;
	result = transport_open(&planes->target->programs[plane], &order, planes->log_dir[0] == '\0' ? NULL : log_path, &side->transport,
				&why);
	if (result != RESULT_OK)
		complain(ret_why, "%s: %s", plane_name(plane), why.text);
	else
		planes->missing |= transport_missing(side->transport);
	return result;
}

static enum result start_all(struct planes *planes, struct complaint *ret_why)
{
	enum result result = RESULT_OK;

	for (enum plane plane = PLANE_RIG; plane < PLANE_COUNT && result == RESULT_OK; plane++) {
		if (planes->target->has_program[plane])
			result = start_side(planes, plane, ret_why);
	}
	return result;
}

enum result planes_open(const struct planes_order *order, struct planes **ret_planes, struct complaint *ret_why)
{
	struct planes *planes = calloc(1, sizeof(*planes));
	enum result result;

	if (planes == NULL)
		return RESULT_IO;
	planes->target = order->target;
	planes->network = (struct sandbox_network){ -1, -1 };
	snprintf(planes->log_dir, sizeof(planes->log_dir), "%s", order->log_dir == NULL ? "" : order->log_dir);
	find_lab(planes->hidden);
	planes->rig_is_ours = rig_is_ours(order->target);
	result = plane_overlay(&planes->overlay, ret_why);
	if (result == RESULT_OK)
		result = plane_folder_open(order->run_dir, planes->rig_is_ours, &planes->folder, ret_why);
	if (result == RESULT_OK) {
		planes->network = sandbox_network_open();
		result = start_all(planes, ret_why);
	}
	if (result == RESULT_OK)
		*ret_planes = planes;
	else
		planes_close(planes);
	return result;
}

static void end_side(struct side *side, uint32_t grace_ms)
{
	transport_close(side->transport, grace_ms);
	side->transport = NULL;
}

static const char *silence_of(enum result result)
{
	switch (result) {
	case RESULT_TIMEOUT:
		return "no answer within the deadline";
	case RESULT_TOO_LARGE:
		return "an answer longer than a line may be (8 MiB)";
	case RESULT_TRUNCATED:
		return "the adapter ended within a line";
	case RESULT_IO:
		return "the adapter ended, or closed its stream";
	case RESULT_REFUSED:
		return "the adapter spoke without being asked";
	default:
		return result_sentence(result);
	}
}

/* One line out, one line in, before until_ms. */
static enum result exchange(struct transport *transport, struct bytes request, uint64_t until_ms, struct bytes *ret_line)
{
	enum result result = transport_quiet(transport);

	if (result == RESULT_OK)
		result = transport_send(transport, request, until_ms);
	if (result == RESULT_OK)
		result = transport_receive(transport, until_ms, ret_line);
	return result;
}

/* Running, or running again; false fills the answer. */
static bool is_ready(struct planes *planes, enum plane plane, struct answer *ret_answer)
{
	struct side *side = &planes->sides[plane];
	struct complaint why;

	if (!planes->target->has_program[plane]) {
		answer_without_result(ANSWER_UNSUPPORTED, ret_answer, "the target has no %s program", plane_name(plane));
		return false;
	}
	if (side->transport != NULL)
		return true;
	if (side->starts > PLANE_RESTARTS_MAX) {
		answer_without_result(ANSWER_BROKEN, ret_answer, "the %s adapter broke too often and is given up", plane_name(plane));
		return false;
	}
	if (start_side(planes, plane, &why) != RESULT_OK) {
		answer_without_result(ANSWER_BROKEN, ret_answer, "%s", why.text);
		return false;
	}
	return true;
}

/* The plane that a method's name starts with; a method that the schema does not have may be asked too. */
static bool plane_of(const char *method, enum plane *ret_plane)
{
	for (enum plane plane = PLANE_RIG; plane < PLANE_COUNT; plane++) {
		size_t len = strlen(plane_name(plane));

		if (strncmp(method, plane_name(plane), len) == 0 && method[len] == '.') {
			*ret_plane = plane;
			return true;
		}
	}
	return false;
}

static void ask_ready(struct side *side, const struct question *question, struct answer *ret_answer)
{
	uint64_t until_ms = transport_now_ms() + question->deadline_ms + PLANE_GRACE_MS, id = ++side->last_id;
	struct bytes line;
	enum result result;
	size_t len;
	char *request = protocol_request_line(id, question, &len);

	if (request == NULL) {
		answer_without_result(ANSWER_ERROR, ret_answer, "%s: the request is longer than a line may be", question->method);
		return;
	}
	result = exchange(side->transport, bytes_from((const uint8_t *)request, len), until_ms, &line);
	if (result == RESULT_OK)
		protocol_read_answer(line, id, protocol_method_by_name(question->method), ret_answer);
	else
		answer_without_result(ANSWER_BROKEN, ret_answer, "%s: %s", question->method, silence_of(result));
	free(request);
	if (ret_answer->kind == ANSWER_BROKEN)
		end_side(side, END_BROKEN_MS);
}

static void ask(void *context, const struct question *question, struct answer *ret_answer)
{
	struct planes *planes = context;
	uint64_t start = transport_now_ms();
	enum plane plane;

	if (!plane_of(question->method, &plane))
		answer_without_result(ANSWER_ERROR, ret_answer, "a method is named rig., device. or kit. and a verb");
	else if (is_ready(planes, plane, ret_answer))
		ask_ready(&planes->sides[plane], question, ret_answer);
	ret_answer->ms = transport_now_ms() - start;
}

struct link planes_link(struct planes *planes)
{
	return (struct link){ planes, ask };
}

size_t planes_missing_count(const struct planes *planes)
{
	return (size_t)__builtin_popcount(planes->missing);
}

const char *planes_missing(const struct planes *planes, size_t index)
{
	for (enum sandbox_wall wall = 0; wall < SANDBOX_WALL_COUNT; wall++) {
		if ((planes->missing & UINT32_C(1) << wall) != 0 && index-- == 0)
			return sandbox_wall_sentence(wall);
	}
	return NULL;
}

bool planes_rig_is_of_target(const struct planes *planes, const char *target)
{
	char folder[TARGET_PATH_LEN];
	int len = snprintf(folder, sizeof(folder), "%s/targets/%s", planes->target->bin, target);

	return planes->rig_is_ours && len > 0 && (size_t)len < sizeof(folder) &&
	       lies_in(planes->target->programs[PLANE_RIG].words[0], folder);
}

bool planes_rig_is_ours(const struct planes *planes)
{
	return planes->rig_is_ours;
}

unsigned int planes_starts(const struct planes *planes, enum plane plane)
{
	return planes->sides[plane].starts;
}

void planes_close(struct planes *planes)
{
	if (planes == NULL)
		return;
	/* The rig last: it may hold up what the others talk to. */
	for (int plane = PLANE_COUNT - 1; plane >= 0; plane--)
		end_side(&planes->sides[plane], END_MS);
	sandbox_network_close(&planes->network);
	plane_folder_release(&planes->folder);
	free(planes);
}
