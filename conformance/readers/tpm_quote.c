/* SPDX-License-Identifier: Apache-2.0 */
/* A quote as regions, so that each part of it can be altered: all of it is signed. */
#include "conformance/reader.h"
#include "conformance/tpm_structures.h"

#include <stdio.h>

static void add(struct regions *regions, const char *name, uint64_t length)
{
	struct region *region = &regions->at[regions->count];
	const struct region *before = regions->count > 0 ? &regions->at[regions->count - 1] : NULL;

	if (length == 0)
		return;
	(void)snprintf(region->name, sizeof(region->name), "%s", name);
	region->offset = before == NULL ? 0 : before->offset + before->length;
	region->length = length;
	region->kind = REGION_METADATA;
	regions->count++;
}

static enum result regions(struct bytes image, struct regions *ret_regions)
{
	struct tpm_quote quote;
	enum result result = tpm_quote_read(image, &quote);
	uint64_t signer, nonce, digest;

	if (result != RESULT_OK)
		return result;
	signer = quote.signer.len + 2;
	nonce = quote.nonce.len + 2;
	digest = quote.pcr_digest.len + 2;
	ret_regions->count = 0;
	add(ret_regions, "magic", 4);
	add(ret_regions, "type", 2);
	add(ret_regions, "signer", signer);
	add(ret_regions, "nonce", nonce);
	add(ret_regions, "clock", 17);
	add(ret_regions, "firmware", 8);
	add(ret_regions, "selection", image.len - 6 - signer - nonce - 25 - digest);
	add(ret_regions, "registers", digest);
	return RESULT_OK;
}

const struct format_reader reader_tpm_quote = { .regions = regions };
