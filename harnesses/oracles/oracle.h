/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ORACLES_ORACLE_H
#define ORACLES_ORACLE_H

/*
 * What happens when a security promise is seen broken: two lines on standard error, then
 * abort(), which every engine and triage tool groups by.
 *
 *   ASSERTION FAILED: FZ-IMAGE-002 accepted-means-signed
 *   FZ-WITNESS {"oracle":"FZ-IMAGE-002","promise":"accepted-means-signed","says":"..."}
 *
 * Each oracle is a noinline function of its own, named by its id, so that stacks differ too.
 * It is listed in oracles.table: id, promise, severity, the requirement that it guards.
 */

#include "reference-impl/base/bytes.h"

#define ORACLE __attribute__((noinline)) void

/* Does not return when the promise does not hold. `says` is a plain sentence without quotes. */
void oracle_holds(bool holds, const char *id, const char *promise, const char *says);

/* Does not return when the harness itself can't do its work, which is no finding about anybody else. */
void harness_holds(bool holds, const char *says);

#endif
