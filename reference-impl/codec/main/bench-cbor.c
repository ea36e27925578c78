/* SPDX-License-Identifier: Apache-2.0 */
/* Reading a token's claims, beside libcbor's tree of them; built only where libcbor is installed. */
#include <cbor.h>
#include <stdio.h>
#include <string.h>

#include "reference-impl/tools/cbor_bench.h"

enum { ROUNDS = 501, EXIT_SUITE = 2, EXIT_USAGE = 64 };

static enum result decode_tree(struct bytes claims)
{
	struct cbor_load_result loaded;
	cbor_item_t *item = cbor_load(claims.at, claims.len, &loaded);

	if (!item)
		return RESULT_MALFORMED;
	cbor_decref(&item);
	return RESULT_OK;
}

int main(int argc, char **argv)
{
	bool is_help = argc == 2 && strcmp(argv[1], "--help") == 0;
	enum result result;

	if (argc != 1)
		fputs("usage: bench-cbor\n\nMeasures how long a token's claims take to read and prints two lines.\n\n"
		      "example: build/bin/bench-cbor\n", is_help ? stdout : stderr);
	if (argc != 1)
		return is_help ? 0 : EXIT_USAGE;
	result = cbor_bench(decode_tree, ROUNDS);
	if (result != RESULT_OK)
		return fprintf(stderr, "bench-cbor: %s\n", result_sentence(result)), EXIT_SUITE;
	return 0;
}
