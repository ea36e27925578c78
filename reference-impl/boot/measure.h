/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BOOT_MEASURE_H
#define BOOT_MEASURE_H

/*
 * What a stage enters into the boot log about what it is going to start.
 *
 * It is the last thing before the start: from then on the device speaks under the identity of what
 * was entered. Errors are those of measurements.enter(); what could not be entered must not start.
 */

#include "reference-impl/boot/boot_config.h"
#include "reference-impl/boot/verdict.h"

/* The image that was judged: its digest, version, security counter and who signed it. */
enum result boot_measure_image(const struct platform *platform, enum component_kind kind, const struct boot_verdict *verdict) MUST_CHECK;

/* The settings; before an OS. */
enum result boot_measure_config(const struct platform *platform, const struct boot_config *config) MUST_CHECK;

/* That no OS starts, but the loader opens the port: a digest that no image can have, and a recovery. */
enum result boot_measure_download_mode(const struct platform *platform) MUST_CHECK;

#endif
