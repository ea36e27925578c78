/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TARGETS_REFERENCE_ROOT_OF_TRUST_H
#define TARGETS_REFERENCE_ROOT_OF_TRUST_H

/*
 * What may be asked of the chip's root of trust, as methods of the device plane; context is a struct reference_port.
 *
 * What a device owes to everybody goes the tool's way, whatever runs: evidence, challenge, token, lifecycle,
 * registers. What belongs to whoever runs goes his way, and only the suite's payload forwards it: keys of TLS,
 * sealing, measurements. Entries for raw bytes: "mailbox.tool" and "mailbox.os". Where the mailbox has no command, say to
 * export a key or to reset a register, that is its answer: refused.
 */

#include "conformance/targets/server/adapter.h"

adapter_serve_method reference_serve_attest, reference_serve_key, reference_serve_register, reference_serve_seal;
adapter_serve_method reference_serve_lifecycle, reference_serve_challenge, reference_serve_unlock, reference_serve_entry;

#endif
