/* SPDX-License-Identifier: Apache-2.0 */
#include "conformance/core/bench_roots.h"

#include <string.h>

#include "conformance/check_device.h"
#include "reference-impl/base/text.h"
#include "reference-impl/crypto/pem.h"

size_t bench_roots(struct bench *b, struct bytes ret_roots[BENCH_ROOTS_MAX])
{
	size_t count = 0;

	for (size_t i = 0; i < BENCH_ROOTS_MAX; i++) {
		struct bytes text = device_root(b, i), der;
		uint8_t room[4096];

		if (text.len == 0)
			break;
		if (pem_read(&text, "CERTIFICATE", BUFFER_OF(room), &der) == RESULT_OK)
			ret_roots[count++] = bench_keep(b, der);
		else
			ret_roots[count++] = text; /* DER as it is */
	}
	return count;
}

void bench_root_vouched(struct bench *b, struct bytes der)
{
	char hex[BENCH_ROOT_HEX_LEN];
	struct writer w = writer_over((struct buffer){ (uint8_t *)hex, sizeof(hex) });
	struct crypto_sha256 digest;

	if (crypto_sha256(der, &digest) != RESULT_OK)
		return;
	text_write_hex(&w, BYTES_OF(digest.at));
	writer_u8(&w, 0);
	for (unsigned int i = 0; i < b->unit.root_count; i++)
		if (strcmp(b->unit.roots[i], hex) == 0)
			return;
	if (b->unit.root_count < BENCH_ROOTS_MAX)
		memcpy(b->unit.roots[b->unit.root_count++], hex, sizeof(hex));
}
