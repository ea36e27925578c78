/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A validly signed image of the loader is no operating system.
 *
 * Control:  the same order as an operating system runs.
 * Proof:    the same payload, signed as the loader, is offered as an update; it never runs.
 * Blind to: components that the maker's kit refuses to build;
 *           an adapter that refuses the image before the device sees it
 *           (refuses_image_for_another_device_put_into_storage).
 * Defects:  component_not_checked.
 */
#include "conformance/check.h"

static void run(struct bench *b)
{
	struct image own = kit_image(b, .security_version = newest(b));
	struct image loader = kit_image(b, .security_version = newest(b), .component = "loader");

	given_runs(b, own, "an image of the component that is updated runs");
	must_not_run(b, loader, "an image of another component is refused");
	must_still_run(b, own, "the device still runs its own image");
}

CHECK(refuses_image_of_another_component) = {
	.requirement = "renewable_security/refuses_images_for_other_devices",
	.run = run,
};
