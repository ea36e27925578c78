/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The adapter of your chip: a form to fill in. README.md in this folder says how.
 *
 * One program serves all three planes; its argument says which. Each function below serves one method of
 * the protocol. The lines marked TOY drive a toy in toy_chip.c: replace them by what drives your chip.
 * Methods that are not in a table are answered "unsupported", which is an honest answer.
 */

#include <stdio.h>
#include <string.h>

#include "conformance/targets/server/adapter.h"
#include "conformance/targets/skeleton/toy_chip.h"

/* -- the rig: what the bench does to the unit from outside -- */

static enum adapter_answer rig_hello(void *context, struct adapter_request *request)
{
	(void)context;
	/* Which rig is it, and what can it do? The words are in README.md; claim only what is there. */
	adapter_give_text(request, "name", "toy rig"); /* TOY */
	adapter_give_text(request, "serial", "0");     /* TOY */
	adapter_give_list(request, "capabilities");
	adapter_add_text(request, "capabilities", "console");
	return ADAPTER_GIVES;
}

static enum adapter_answer rig_power(void *context, struct adapter_request *request)
{
	struct toy_chip *chip = context;

	/* Switch the supply, say through a relay; answer when it has switched, not when the unit has booted. */
	if (adapter_text_is(request, "state", "off")) {
		toy_power_off(chip); /* TOY */
		return ADAPTER_GIVES;
	}
	if (adapter_text_is(request, "state", "on")) {
		toy_power_on(chip); /* TOY */
		return ADAPTER_GIVES;
	}
	if (adapter_text_is(request, "state", "cycle")) {
		toy_power_off(chip); /* TOY */
		toy_power_on(chip);  /* TOY */
		return ADAPTER_GIVES;
	}
	if (adapter_text_is(request, "state", "download"))
		return adapter_refuse(request, "the toy chip has no download mode");
	return adapter_wrong(request, "state must be on, off, cycle or download");
}

static enum adapter_answer rig_console(void *context, struct adapter_request *request)
{
	struct toy_chip *chip = context;
	uint64_t since, wait_ms;
	struct bytes typed = adapter_bytes(request, "write");

	if (!adapter_integer(request, "since", &since) || !adapter_integer(request, "wait_ms", &wait_ms))
		return adapter_wrong(request, "since and wait_ms must be whole numbers");
	/*
	 * Type `write` first. Then give all that was printed from byte `since` on, counted from when the rig
	 * started; if there is nothing yet, wait up to wait_ms for it. `lost` counts bytes that came and are gone.
	 */
	if (typed.at != NULL)
		toy_type(chip, typed); /* TOY */
	adapter_give_bytes(request, "bytes", toy_printed(chip, since, wait_ms)); /* TOY */
	adapter_give_integer(request, "next", chip->lost + chip->console_len);  /* TOY */
	adapter_give_integer(request, "lost", since < chip->lost ? chip->lost - since : 0); /* TOY */
	return ADAPTER_GIVES;
}

static const struct adapter_method rig_methods[] = {
	{ "rig.hello", rig_hello },
	{ "rig.power", rig_power },
	{ "rig.console", rig_console },
	/* rig.cut, rig.cut_status, rig.storage, rig.fault, rig.fresh, rig.clock, rig.network, rig.debug */
};

/* -- the device: what is asked of it through its own interfaces -- */

static enum adapter_answer device_info(void *context, struct adapter_request *request)
{
	(void)context;
	/* What the device says of itself. `firmware` are the digests of what runs. */
	adapter_give_text(request, "unit", "toy-0");           /* TOY */
	adapter_give_text(request, "hardware", "toy chip");    /* TOY */
	adapter_give_list(request, "firmware");                /* TOY: it can't tell */
	return ADAPTER_GIVES;
}

static enum adapter_answer device_update(void *context, struct adapter_request *request)
{
	struct bytes image = adapter_bytes(request, "image");

	(void)context;
	/*
	 * Hand the image to the device's own update mechanism, `path` normal or recovery, and say what it said. Pass a
	 * refusal on: it is an answer, and often the right one. "interrupted" when power was cut meanwhile.
	 */
	if (adapter_text(request, "path") == NULL)
		return adapter_wrong(request, "path must be normal or recovery");
	if (image.at == NULL)
		return adapter_refuse(request, "the toy chip takes images only, no addresses"); /* TOY */
	if (image.len == 0)
		return adapter_refuse(request, "the image is empty"); /* TOY */
	if (toy_store(image) != RESULT_OK)                            /* TOY */
		return adapter_fail(request, "the image could not be stored");
	adapter_give_text(request, "state", "accepted");
	return ADAPTER_GIVES;
}

static const struct adapter_method device_methods[] = {
	{ "device.info", device_info },
	{ "device.update", device_update },
	/*
	 * device.attest, device.register, device.key, device.seal, device.app, device.lifecycle, device.challenge, device.unlock,
	 * device.entry
	 */
};

/* -- the kit: your build and signing tools -- */

static enum adapter_answer kit_image(void *context, struct adapter_request *request)
{
	static const char header[] = "toy image\n";
	struct bytes block = adapter_bytes(request, "block");
	uint8_t image[sizeof(header) - 1 + 96];
	struct bytes whole = BYTES_OF(image);

	(void)context;
	/*
	 * Put the 96 bytes of `block` into the suite's payload (conformance/payloads, built with your port), make an image
	 * of it with the wanted versions, and sign it with the key that is asked for: `trusted` and `second` are two that
	 * the unit accepts, `retired` one that it must not accept any more, `attacker` is in the request, `none` is none.
	 */
	if (block.at == NULL || block.len != 96 || adapter_text(request, "key") == NULL)
		return adapter_wrong(request, "block must be 96 bytes, and there must be a key");
	memcpy(image, header, sizeof(header) - 1);                   /* TOY: nothing is signed */
	memcpy(image + sizeof(header) - 1, block.at, 96);            /* TOY */
	adapter_give_text(request, "format", "toy");                 /* TOY */
	adapter_give_bytes(request, "image", whole);
	adapter_add_region(request, "header", "header", whole, bytes_from(image, sizeof(header) - 1));
	adapter_add_region(request, "payload", "payload", whole, bytes_from(image + sizeof(header) - 1, 96));
	return ADAPTER_GIVES;
}

static const struct adapter_method kit_methods[] = {
	{ "kit.image", kit_image },
	/* kit.revoke, kit.token, kit.probe */
};

/* -- which plane are we? -- */

#define TABLE(methods) (methods), sizeof(methods) / sizeof((methods)[0])

int main(int argc, char **argv)
{
	static struct toy_chip chip; /* TOY */
	const struct adapter planes[] = {
		{ TABLE(rig_methods), TOY_UNITS, &chip },
		{ TABLE(device_methods), TOY_UNITS, &chip },
		{ TABLE(kit_methods), TOY_UNITS, &chip },
	};
	static const char *const names[] = { "rig", "device", "kit" };

	for (size_t i = 0; argc == 2 && i < sizeof(names) / sizeof(names[0]); i++) {
		if (strcmp(argv[1], names[i]) == 0)
			return adapter_serve(&planes[i], stdin, stdout);
	}
	fprintf(stderr, "usage: adapter rig|device|kit\n");
	return 64;
}
