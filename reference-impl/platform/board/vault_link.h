/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PLATFORM_BOARD_VAULT_LINK_H
#define PLATFORM_BOARD_VAULT_LINK_H

/*
 * The vault as the root of trust's process sees it: every operation is a question to the board.
 * The link is that of board_link.h over VAULT_FD; secrets that came over it are wiped from its room.
 */

#include "reference-impl/platform/board/board_link.h"
#include "reference-impl/platform/vault.h"

/* The table over the link, which must outlive it. Without a board uptime_ms() is 0. */
struct vault vault_over(struct board_link *link);

#endif
