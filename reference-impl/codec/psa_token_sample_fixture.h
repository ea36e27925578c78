/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CODEC_PSA_TOKEN_SAMPLE_FIXTURE_H
#define CODEC_PSA_TOKEN_SAMPLE_FIXTURE_H

/* Claims with every part filled and two components, "BL" and "PRoT". */

#include "reference-impl/codec/psa_token.h"

/* Views of constant memory, 64 bytes behind each hash, so that lengths may be changed. */
struct psa_token_claims psa_token_sample(void);

#endif
