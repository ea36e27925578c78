/* SPDX-License-Identifier: Apache-2.0 */
/* Order first, room second, and the register moves with the entry or not at all. */

#include "reference-impl/platform/boot_log.h"

#include <string.h>

static bool is_same(const struct component *a, const struct component *b)
{
	uint8_t encoded[2][COMPONENT_ENCODED_LEN];
	struct writer first = writer_over(BUFFER_OF(encoded[0])), second = writer_over(BUFFER_OF(encoded[1]));

	component_write(&first, a);
	component_write(&second, b);
	return memcmp(encoded[0], encoded[1], sizeof(encoded[0])) == 0;
}

static bool is_known(const struct boot_log *log, const struct component *component)
{
	for (size_t i = 0; i < log->count; i++)
		if (is_same(&log->entry[i], component))
			return true;
	return false;
}

enum component_kind boot_log_newest(const struct boot_log *log)
{
	return log->count > 0 ? log->entry[log->count - 1].kind : COMPONENT_ROOT_OF_TRUST;
}

/* The first is the root of trust, apps follow an OS, and everything else rises. */
static bool is_in_order(const struct boot_log *log, enum component_kind kind)
{
	enum component_kind newest = boot_log_newest(log);

	if (log->count == 0)
		return kind == COMPONENT_ROOT_OF_TRUST;
	if (kind == COMPONENT_APP)
		return newest >= COMPONENT_OS;
	if (kind == COMPONENT_OS || kind == COMPONENT_CONFIG)
		return newest >= COMPONENT_LOADER && kind > newest;
	return kind > newest;
}

enum result boot_log_enter(struct boot_log *log, const struct component *component)
{
	struct crypto_sha256 chain[2], measured;
	enum result result;

	if ((unsigned int)component->kind >= COMPONENT_KIND_COUNT || !is_in_order(log, component->kind))
		return RESULT_REFUSED;
	if (component->kind == COMPONENT_APP && is_known(log, component))
		return RESULT_OK;
	if (log->count == BOOT_LOG_MAX)
		return RESULT_TOO_LARGE;
	chain[0] = log->measured[component->kind];
	chain[1] = component->digest;
	result = crypto_sha256(BYTES_OF(chain), &measured);
	if (result != RESULT_OK)
		return result;
	log->measured[component->kind] = measured;
	log->entry[log->count++] = *component;
	return RESULT_OK;
}

void component_write(struct writer *w, const struct component *component)
{
	writer_u8(w, (uint8_t)component->kind);
	writer_u8(w, component->version.major);
	writer_u8(w, component->version.minor);
	writer_u16_le(w, component->version.revision);
	writer_u32_le(w, component->version.build);
	writer_u32_le(w, component->security_counter);
	writer_bytes(w, BYTES_OF(component->digest));
	writer_bytes(w, BYTES_OF(component->signer));
}

static struct crypto_sha256 take_hash(struct reader *r)
{
	struct crypto_sha256 hash = { { 0 } };
	struct bytes bytes = reader_take(r, sizeof(hash));

	if (bytes.len == sizeof(hash))
		memcpy(hash.at, bytes.at, sizeof(hash));
	return hash;
}

enum result component_read(struct reader *r, struct component *ret_component)
{
	uint8_t kind = reader_u8(r);
	struct component component = { .kind = (enum component_kind)kind };

	component.version.major = reader_u8(r);
	component.version.minor = reader_u8(r);
	component.version.revision = reader_u16_le(r);
	component.version.build = reader_u32_le(r);
	component.security_counter = reader_u32_le(r);
	component.digest = take_hash(r);
	component.signer = take_hash(r);
	if (reader_result(r) != RESULT_OK)
		return reader_result(r);
	if (kind >= COMPONENT_KIND_COUNT)
		return RESULT_MALFORMED;
	*ret_component = component;
	return RESULT_OK;
}

static void write_number(struct writer *w, uint32_t number)
{
	uint8_t digits[10];
	size_t count = 0;

	do {
		digits[count++] = (uint8_t)('0' + number % 10);
		number /= 10;
	} while (number > 0);
	while (count > 0)
		writer_u8(w, digits[--count]);
}

struct bytes component_version_text(const struct component *component, uint8_t room[COMPONENT_VERSION_TEXT_MAX])
{
	const struct component_version *version = &component->version;
	struct writer w = writer_over((struct buffer){ room, COMPONENT_VERSION_TEXT_MAX });

	write_number(&w, version->major);
	writer_text(&w, ".");
	write_number(&w, version->minor);
	writer_text(&w, ".");
	write_number(&w, version->revision);
	writer_text(&w, "+");
	write_number(&w, version->build);
	return bytes_from(room, w.used);
}
