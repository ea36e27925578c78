/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A unit as it leaves the factory. Loader and OS are signed once for each run folder; identity
 * and secrets are the unit's own, drawn by the maker's tool each time.
 */

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "conformance/core/file.h"
#include "conformance/targets/reference/maker.h"
#include "conformance/targets/reference/unit.h"
#include "conformance/targets/server/child.h"
#include "conformance/targets/server/folder.h"

/* One of the two images that a unit is born with. */
struct factory_image {
	const char *program, *component;
};

static enum result sign(const struct factory_image *image, const char *out, struct complaint *ret_why)
{
	char tool[REFERENCE_PATH_LEN], payload[REFERENCE_PATH_LEN], key[REFERENCE_PATH_LEN];
	const char *const argv[] = { tool, "--key", key, "--payload", payload, "--out", out, "--component", image->component,
				     "--version", "1.0.0", "--security-counter", "1", "--vendor", REFERENCE_VENDOR_UUID, "--class",
				     REFERENCE_CLASS_UUID, NULL };
	enum result result = reference_program("sign_image", tool, ret_why);

	if (result == RESULT_OK)
		result = reference_program(image->program, payload, ret_why);
	if (result == RESULT_OK)
		result = reference_run_path(key, ret_why, "keys/trusted.pem");
	return result == RESULT_OK ? child_run(argv, ret_why) : result;
}

/* Signs the image unless it is there; the tool leaves no half of one. */
static enum result need_image(const struct factory_image *image, char room[REFERENCE_PATH_LEN], struct complaint *ret_why)
{
	enum result result = reference_run_path(room, ret_why, "factory-%s.img", image->component);

	if (result != RESULT_OK || access(room, F_OK) == 0)
		return result;
	return sign(image, room, ret_why);
}

/* The unit's boot settings: a trial that says nothing is over sooner than by default, since a run has many. */
static enum result write_settings(char room[REFERENCE_PATH_LEN], struct complaint *ret_why)
{
	enum result result = reference_run_path(room, ret_why, "factory-settings");

	if (result != RESULT_OK)
		return result;
	result = file_store(room, bytes_of_text("watchdog_ms=2000\n"), 0640);
	if (result != RESULT_OK)
		complain(ret_why, "%s: %s", room, strerror(errno));
	return result;
}

/* What is in the chip is for the board to show, not for the other programs of the target. */
static enum result hide(const char *state, struct complaint *ret_why)
{
	if (chmod(state, 0700) == 0)
		return RESULT_OK;
	complain(ret_why, "%s: %s", state, strerror(errno));
	return RESULT_IO;
}

/* All that the maker's tool is told of one unit. */
struct unit_order {
	char state[REFERENCE_PATH_LEN], endorsement[REFERENCE_PATH_LEN], loader[REFERENCE_PATH_LEN], os[REFERENCE_PATH_LEN],
		settings[REFERENCE_PATH_LEN], service_key[REFERENCE_PATH_LEN], root_key[REFERENCE_PATH_LEN], root[REFERENCE_PATH_LEN],
		keys[REFERENCE_KEY_COUNT][REFERENCE_PATH_LEN];
};

/* The folder of the unit, with nothing of an older unit in it. */
static enum result clear_unit(unsigned int unit, struct unit_order *order, struct complaint *ret_why)
{
	char folder[REFERENCE_PATH_LEN];
	enum result result = reference_run_path(folder, ret_why, "unit%u", unit);

	if (result == RESULT_OK)
		result = reference_run_path(order->state, ret_why, "unit%u/state", unit);
	if (result == RESULT_OK)
		result = reference_run_path(order->endorsement, ret_why, "unit%u/endorsement.der", unit);
	if (result == RESULT_OK)
		result = folder_remove(order->state, ret_why);
	if (result == RESULT_OK && unlink(order->endorsement) != 0 && errno != ENOENT) {
		complain(ret_why, "%s: %s", order->endorsement, strerror(errno));
		result = RESULT_IO;
	}
	return result == RESULT_OK ? folder_need(folder, 0750, ret_why) : result;
}

static enum result find_keys(struct unit_order *order, struct complaint *ret_why)
{
	enum result result = reference_run_path(order->service_key, ret_why, "keys/service.pem.pub");

	for (size_t i = 0; i < REFERENCE_KEY_COUNT && result == RESULT_OK; i++)
		result = reference_run_path(order->keys[i], ret_why, "keys/%s.pem.pub", reference_key_names[i]);
	if (result == RESULT_OK)
		result = reference_program(REFERENCE_ROOT_KEY, order->root_key, ret_why);
	return result == RESULT_OK ? reference_program(REFERENCE_ROOT_CERTIFICATE, order->root, ret_why) : result;
}

static enum result provision(const struct unit_order *order, const char *lifecycle, struct complaint *ret_why)
{
	char tool[REFERENCE_PATH_LEN];
	const char *const argv[] = { tool, "--state", order->state, "--loader", order->loader, "--os", order->os, "--key", order->keys[0],
				     "--key", order->keys[1], "--key", order->keys[2], "--vendor", REFERENCE_VENDOR_UUID, "--class",
				     REFERENCE_CLASS_UUID, "--config", order->settings, "--service-key", order->service_key, "--endorse",
				     order->root_key, "--endorse-issuer", order->root, "--endorsement", order->endorsement, "--lifecycle",
				     lifecycle ? lifecycle : "device-complete", NULL };
	enum result result = reference_program("provision", tool, ret_why);

	if (result == RESULT_OK)
		result = child_run(argv, ret_why);
	return result == RESULT_OK ? hide(order->state, ret_why) : result;
}

enum result reference_make_unit(unsigned int unit, const char *lifecycle, struct complaint *ret_why)
{
	static const struct factory_image loader = { "assay-loader", "loader" }, os = { "assay-os", "os" };
	struct unit_order order;
	enum result result = reference_make_keys(ret_why);

	if (result == RESULT_OK)
		result = need_image(&loader, order.loader, ret_why);
	if (result == RESULT_OK)
		result = need_image(&os, order.os, ret_why);
	if (result == RESULT_OK)
		result = find_keys(&order, ret_why);
	if (result == RESULT_OK)
		result = write_settings(order.settings, ret_why);
	if (result == RESULT_OK)
		result = clear_unit(unit, &order, ret_why);
	return result == RESULT_OK ? provision(&order, lifecycle, ret_why) : result;
}
