/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENGINES_SEEDS_H
#define ENGINES_SEEDS_H

/*
 * Seeds are generated, never collected: the surface makes them, each with the outcome it must
 * reach, and this writes them to DIR/seeds/, the intentions to DIR/seeds.json and the tokens to
 * DIR/dictionary.txt. A seed that does not reach its outcome is an error. Returns an exit code.
 */
int seeds_write(const char *dir);

#endif
