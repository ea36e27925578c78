/* SPDX-License-Identifier: Apache-2.0 */

#include "conformance/targets/reference/kit.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/targets/reference/image_order.h"
#include "conformance/targets/reference/maker.h"
#include "conformance/targets/reference/token_order.h"
#include "conformance/targets/reference/unit.h"

static enum adapter_answer give_image(struct adapter_request *request, const struct image_order *order)
{
	struct complaint why;
	struct buffer image;
	enum result result = image_order_build(order, &image, &why);

	if (result == RESULT_MALFORMED || result == RESULT_REFUSED)
		return adapter_wrong(request, "%s", why.text);
	if (result != RESULT_OK)
		return adapter_fail(request, "%s", why.text);
	adapter_give_text(request, "format", "mcuboot");
	adapter_give_bytes(request, "image", bytes_of_buffer(image));
	free(image.at);
	return ADAPTER_GIVES;
}

/* The maker's tool takes a number, or `none` for an image without a security counter. */
static void write_counter(const struct adapter_request *request, char room[IMAGE_COUNTER_LEN])
{
	uint64_t counter;

	if (adapter_integer(request, "security_version", &counter))
		snprintf(room, IMAGE_COUNTER_LEN, "%" PRIu64, counter);
	else
		snprintf(room, IMAGE_COUNTER_LEN, "none");
}

/* One of the maker's keys; NULL for every other word. */
static const char *makers_key(const struct adapter_request *request)
{
	for (size_t i = 0; i < REFERENCE_KEY_COUNT; i++)
		if (adapter_text_is(request, "key", reference_key_names[i]))
			return reference_key_names[i];
	return NULL;
}

static const char *any_key(const struct adapter_request *request)
{
	if (adapter_text_is(request, "key", "attacker"))
		return "attacker";
	return adapter_text_is(request, "key", "none") ? "none" : makers_key(request);
}

static enum adapter_answer serve_image(void *context, struct adapter_request *request)
{
	char counter[IMAGE_COUNTER_LEN];
	const char *class = adapter_text(request, "class");
	struct image_order order = {
		.block = adapter_bytes(request, "block"),
		.key = any_key(request),
		.attacker_key = adapter_bytes(request, "attacker_key"),
		.component = adapter_text(request, "component"),
		.version = adapter_text(request, "version"),
		.counter = counter,
		.class = class ? class : REFERENCE_CLASS_UUID,
	};

	(void)context;
	write_counter(request, counter);
	if (!order.key || !order.component || !order.version)
		return adapter_wrong(request, "key (trusted, second, retired, attacker, none), component and version must be there");
	return give_image(request, &order);
}

/* A revocation is an image like any other, signed by a key that stays. */
static enum adapter_answer serve_revoke(void *context, struct adapter_request *request)
{
	char counter[IMAGE_COUNTER_LEN];
	const char *revoked = makers_key(request);
	struct image_order order = {
		.block = adapter_bytes(request, "block"),
		.component = "os",
		.version = "1.0.0",
		.counter = counter,
		.class = REFERENCE_CLASS_UUID,
		.revoke = revoked,
	};

	(void)context;
	write_counter(request, counter);
	if (!revoked || strcmp(counter, "none") == 0)
		return adapter_wrong(request, "key (trusted, second, retired) and security_version must be there");
	order.key = strcmp(revoked, "trusted") == 0 ? "second" : "trusted";
	adapter_give_text(request, "how", "device.update");
	return give_image(request, &order);
}

/* Without rights in the request, all that the kind allows. */
static bool take_rights(const struct adapter_request *request, char room[TOKEN_RIGHTS_TEXT_LEN])
{
	const json_t *rights = json_object_get(request->params, "rights"), *right;
	const char *all = adapter_text_is(request, "kind", "debug") ? "debug-os,debug-apps,read-logs" : "read-logs,sideload,radio-test";
	size_t index, used = 0;

	snprintf(room, TOKEN_RIGHTS_TEXT_LEN, "%s", rights ? "" : all);
	json_array_foreach(rights, index, right) {
		const char *name = json_string_value(right);

		if (!name || used + strlen(name) + 2 > TOKEN_RIGHTS_TEXT_LEN)
			return false;
		used += (size_t)snprintf(room + used, TOKEN_RIGHTS_TEXT_LEN - used, "%s%s", used ? "," : "", name);
	}
	return true;
}

static bool take_token_order(struct adapter_request *request, struct token_order *ret_order)
{
	uint64_t expires;

	*ret_order = (struct token_order){ .kind = adapter_text(request, "kind"),
					   .lifecycle = adapter_text(request, "lifecycle"),
					   .device = adapter_bytes(request, "device"),
					   .challenge = adapter_bytes(request, "challenge"),
					   .key = any_key(request),
					   .attacker_key = adapter_bytes(request, "attacker_key") };
	if (!adapter_integer(request, "expires_s", &expires) || expires > UINT32_MAX || !take_rights(request, ret_order->rights))
		return false;
	ret_order->expires_s = (uint32_t)expires;
	return ret_order->kind && ret_order->lifecycle && ret_order->device.at && ret_order->challenge.at && ret_order->key;
}

/* A chip of this maker knows one service key: for no other is there a token, whatever signs its images. */
static enum adapter_answer serve_token(void *context, struct adapter_request *request)
{
	uint8_t room[TOKEN_MAX_LEN];
	struct token_order order;
	struct complaint why;
	struct bytes token;
	enum result result;

	(void)context;
	if (!take_token_order(request, &order))
		return adapter_wrong(request, "kind, device, challenge, expires_s, lifecycle and key must be there");
	if (strcmp(order.key, "second") == 0 || strcmp(order.key, "retired") == 0)
		return adapter_refuse(request, "this maker has one key for tokens");
	result = token_order_build(&order, BUFFER_OF(room), &token, &why);
	if (result == RESULT_MALFORMED || result == RESULT_REFUSED)
		return adapter_wrong(request, "%s", why.text);
	if (result != RESULT_OK)
		return adapter_fail(request, "%s", why.text);
	adapter_give_bytes(request, "token", token);
	return ADAPTER_GIVES;
}

struct adapter reference_kit_adapter(void)
{
	static const struct adapter_method methods[] = { { "kit.image", serve_image },
							 { "kit.revoke", serve_revoke },
							 { "kit.token", serve_token } };

	return (struct adapter){ methods, sizeof(methods) / sizeof(methods[0]), REFERENCE_UNITS_MAX, NULL };
}
