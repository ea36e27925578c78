/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Forges chains of certificates: the act, then the lengths of all that encloses it, then the
 * signature of the one certificate that the region belongs to, by a key of the suite.
 *
 * For FORGE_NOTHING the region says whose signature is made anew ("1"); none: the leaf's.
 */

#include <stdio.h>
#include <string.h>

#include "conformance/readers/forgery.h"
#include "reference-impl/base/writer.h"

extern const struct format_reader reader_dice_chain;

enum { SHORT_LENGTH_MAX = 0x7f, LONG_LENGTH = 0x80, CERTIFICATE_NAME_LEN = 8 };

/* The length in a head, which is all that is looked at: what follows may be in disorder already. */
static bool announces(const char *region, struct bytes rest, uint64_t *ret_len)
{
	size_t len = strlen(region), more;
	uint64_t length = 0;

	if (len < 5 || strcmp(region + len - 5, ".head") != 0 || rest.len < 2)
		return false;
	more = rest.at[1] > SHORT_LENGTH_MAX ? rest.at[1] & SHORT_LENGTH_MAX : 0;
	if (more > 4 || more > rest.len - 2)
		return false;
	for (size_t i = 0; i < more; i++)
		length = length << 8 | rest.at[2 + i];
	*ret_len = more > 0 ? length : rest.at[1];
	return true;
}

static size_t rewrite(struct bytes old, uint64_t len, uint8_t ret_head[9])
{
	struct writer w = writer_over((struct buffer){ ret_head, 9 });
	unsigned int more = len <= SHORT_LENGTH_MAX ? 0 : len <= UINT8_MAX ? 1 : len <= UINT16_MAX ? 2 : 4;

	writer_u8(&w, old.at[0]);
	writer_u8(&w, (uint8_t)(more == 0 ? len : LONG_LENGTH | more));
	for (unsigned int i = more; i > 0; i--)
		writer_u8(&w, (uint8_t)(len >> (8 * (i - 1))));
	return writer_needed(&w);
}

static const struct forgery_heads HEADS = { announces, rewrite };

/* The name of a part of the certificate that the order is about. */
static void name_part(const struct forge_order *order, const char *part, char name[REGION_NAME_LEN])
{
	const char *region = order->region == NULL ? "0" : order->region;

	(void)snprintf(name, REGION_NAME_LEN, "%.*s.%s", (int)strspn(region, "0123456789") % CERTIFICATE_NAME_LEN, region, part);
}

static enum result sign(struct forgery *f, const struct forge_order *order)
{
	char tbs_name[REGION_NAME_LEN], value_name[REGION_NAME_LEN];
	uint8_t room[CRYPTO_P256_SIGNATURE_MAX_LEN];
	struct forgery_group tbs, value;
	struct crypto_sha256 digest;
	struct bytes signature;
	enum result result;

	name_part(order, "tbs", tbs_name);
	name_part(order, "signature.value", value_name);
	if (!forgery_find(f, tbs_name, &tbs) || !forgery_find(f, value_name, &value) || value.offset < tbs.offset)
		return RESULT_NOT_FOUND;
	/* A repeat stands behind its region, and belongs to what is signed. */
	for (size_t i = tbs.first; i < tbs.end; i++)
		tbs.length += f->behind[i];
	result = crypto_sha256(bytes_from(f->room.at + tbs.offset, (size_t)tbs.length), &digest);
	if (result == RESULT_OK)
		result = order->signer->sign(order->signer->context, BYTES_OF(digest.at), BUFFER_OF(room), &signature);
	return result == RESULT_OK ? forgery_replace(f, &value, signature) : result;
}

static enum result forge(struct bytes image, const struct forge_order *order, struct buffer room, struct bytes *ret_forged)
{
	struct forgery f;
	struct forgery_group group;
	enum result result = forgery_start(&f, &reader_dice_chain, image, room);

	if (result != RESULT_OK)
		return result == RESULT_TOO_LARGE && room.len < image.len ? result : RESULT_MALFORMED;
	forgery_note_heads(&f, &HEADS);
	result = forgery_act(&f, order, &group);
	if (result == RESULT_OK && order->mend_lengths)
		result = forgery_mend_heads(&f, &HEADS, &group);
	if (result == RESULT_OK && order->signer != NULL)
		result = sign(&f, order);
	/* Lengths that lie on purpose stay as they are. */
	if (result == RESULT_OK && order->signer != NULL && (order->mend_lengths || order->act == FORGE_NOTHING))
		result = forgery_mend_heads(&f, &HEADS, &group);
	return result == RESULT_OK ? forgery_finish(&f, image, ret_forged) : result;
}

const struct format_forger forger_dice_chain = { .forge = forge };
