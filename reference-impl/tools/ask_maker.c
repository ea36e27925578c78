/* SPDX-License-Identifier: Apache-2.0 */
/* What a maker does before a device is sold, in the order in which it is done. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "reference-impl/crypto/crypto.h"
#include "reference-impl/tools/ask_work.h"
#include "reference-impl/tools/whole_file.h"

enum { PROGRAM_MAX_LEN = 64 << 20 };

static const char made[] = "made.txt"; /* where the tools' stdout goes, which says nothing here */
static const char changed_word[] = "up slot"; /* of the line by which the OS tells that it is up */

/* A name as RFC 9562 has it, drawn at random. */
static enum result draw_name(struct ask_make *name)
{
	uint8_t drawn[MCUBOOT_UUID_LEN];
	char hex[ASK_HEX_LEN];
	enum result result = crypto_random(BUFFER_OF(drawn));

	if (result != RESULT_OK)
		return result;
	drawn[6] = (uint8_t)((drawn[6] & 0x0f) | 0x40);
	drawn[8] = (uint8_t)((drawn[8] & 0x3f) | 0x80);
	ask_hex(BYTES_OF(drawn), hex);
	(void)snprintf(name->digits, sizeof(name->digits), "%.32s", hex);
	(void)snprintf(name->uuid, sizeof(name->uuid), "%.8s-%.4s-%.4s-%.4s-%.12s", hex, hex + 8, hex + 12, hex + 16, hex + 20);
	return RESULT_OK;
}

static enum result make_keys(struct ask_work *work)
{
	static const char *const keys[] = { "maker.pem", "service.pem", "root.key" };
	enum result result = RESULT_OK;

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]) && result == RESULT_OK; i++)
		result = ask_tool(work, (const char *const[]){ "sign_image", "--new-key", keys[i], NULL }, made);
	if (result == RESULT_OK)
		result = ask_tool(work, (const char *const[]){ "make_root", "--key", "root.key", "--out", "root.pem", NULL }, made);
	return result;
}

/* What a verifier is told to believe: the root's certificate, and the key that signs releases. */
static enum result write_beliefs(struct ask_work *work)
{
	struct buffer root, key = { 0 };
	char text[8192];
	int len = 0;
	enum result result = ask_read(work, "root.pem", &root);

	if (result != RESULT_OK)
		return result;
	result = ask_read(work, "maker.pem.pub", &key);
	if (result == RESULT_OK) {
		len = snprintf(text, sizeof(text), "%s%s", (const char *)root.at, (const char *)key.at);
		result = len > 0 && (size_t)len < sizeof(text) ? ask_write(work, "believe.pem", bytes_from(text, (size_t)len)) : RESULT_TOO_LARGE;
		free(key.at);
	}
	free(root.at);
	return result;
}

/* One image: component, payload, version, counter, and where it goes. */
struct order {
	const char *component, *payload, *version, *counter, *out;
};

static enum result sign(struct ask_work *work, const struct order *order)
{
	return ask_tool(work, (const char *const[]){ "sign_image", "--key", "maker.pem", "--component", order->component, "--payload", order->payload,
						     "--version", order->version, "--security-counter", order->counter, "--vendor", work->vendor.uuid,
						     "--class", work->class.uuid, "--out", order->out, NULL }, made);
}

/* The programs themselves, so that the folder holds what was signed. */
static enum result copy_program(struct ask_work *work, const char *name)
{
	char path[PROGRAM_PATH_LEN + 64];
	struct buffer program;
	enum result result;

	(void)snprintf(path, sizeof(path), "%s/%s", work->desk.bin, name);
	result = whole_file_read(path, PROGRAM_MAX_LEN, &program);
	if (result != RESULT_OK)
		return result;
	result = ask_write(work, name, bytes_of_buffer(program));
	free(program.at);
	return result;
}

static enum result sign_images(struct ask_work *work)
{
	enum result result = copy_program(work, "assay-loader");

	if (result == RESULT_OK)
		result = copy_program(work, "assay-os");
	if (result == RESULT_OK)
		result = copy_program(work, "assay-root-of-trust");
	if (result == RESULT_OK)
		result = sign(work, &(struct order){ "loader", "assay-loader", "1.0.0", "1", "loader.img" });
	return result == RESULT_OK ? sign(work, &(struct order){ "os", "assay-os", "1.0.0", "1", "os.img" }) : result;
}

/* What a device will measure of the image: the hash that its maker signed. */
static enum result digest_of_image(struct ask_work *work, const char *name, char ret_hex[ASK_HEX_LEN])
{
	struct mcuboot_image image;
	struct buffer file;
	enum result result = ask_read(work, name, &file);

	if (result != RESULT_OK)
		return result;
	result = mcuboot_image_parse(bytes_of_buffer(file), &image);
	if (result == RESULT_OK)
		ask_hex(image.hash, ret_hex);
	else
		fprintf(stderr, "assay ask: %s: %s\n", name, result_sentence(result));
	free(file.at);
	return result;
}

/* A component that is measured and that nobody signed: "NAME,VERSION,HASH,SIGNER". */
static enum result describe_unsigned(const char *name, struct bytes content, char *room, size_t room_len)
{
	char hex[ASK_HEX_LEN];
	struct crypto_sha256 digest;
	enum result result = crypto_sha256(content, &digest);

	if (result != RESULT_OK)
		return result;
	ask_hex(BYTES_OF(digest), hex);
	(void)snprintf(room, room_len, "%s+0,%s,%064d", name, hex, 0);
	return RESULT_OK;
}

static enum result record_release(struct ask_work *work)
{
	char path[PROGRAM_PATH_LEN], root_of_trust[256], settings[256], implementation[2 * ASK_UUID_LEN];
	struct buffer program;
	enum result result = ask_read(work, "assay-root-of-trust", &program);

	if (result != RESULT_OK)
		return result;
	result = describe_unsigned("PRoT,1.0.0", bytes_of_buffer(program), root_of_trust, sizeof(root_of_trust));
	free(program.at);
	if (result == RESULT_OK)
		result = describe_unsigned("Config,0.0.0", bytes_from(NULL, 0), settings, sizeof(settings));
	if (result != RESULT_OK || !program_file(&work->desk, "releases", path) || mkdir(path, 0700) != 0)
		return result == RESULT_OK ? RESULT_IO : result;
	(void)snprintf(implementation, sizeof(implementation), "%s%s", work->vendor.digits, work->class.digits);
	return ask_tool(work, (const char *const[]){ "make_release", "--key", "maker.pem", "--vendor", work->vendor.digits, "--product", work->class.digits,
						     "--release", "1", "--implementation", implementation, "--component", root_of_trust,
						     "--image", "BL=loader.img", "--component", settings, "--image", "OS=os.img",
						     "--out", "releases/1.release", NULL }, made);
}

static enum result make_unit(struct ask_work *work)
{
	return ask_tool(work, (const char *const[]){ "provision", "--state", "device", "--loader", "loader.img", "--os", "os.img", "--key", "maker.pem.pub",
						     "--vendor", work->vendor.uuid, "--class", work->class.uuid, "--service-key", "service.pem.pub",
						     "--lifecycle", "device-complete", "--endorse", "root.key", "--endorse-issuer", "root.pem",
						     "--endorsement", "device.der", NULL }, made);
}

enum result ask_make_device(struct ask_work *work)
{
	static enum result (*const steps[])(struct ask_work *work) = { make_keys, write_beliefs, sign_images, record_release, make_unit };
	enum result result = draw_name(&work->vendor);

	if (result == RESULT_OK)
		result = draw_name(&work->class);
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]) && result == RESULT_OK; i++)
		result = steps[i](work);
	if (result == RESULT_OK)
		result = digest_of_image(work, "os.img", work->os_digest);
	if (result != RESULT_OK)
		return result;
	ask_show_step(work, "maker", "made keys and a root, signed loader 1.0.0 and OS 1.0.0, recorded them as release 1");
	ask_show_step(work, "device", "provisioned with these, device complete; its key endorsed by the maker's root");
	return RESULT_OK;
}

enum result ask_make_new_os(struct ask_work *work)
{
	struct buffer program;
	uint8_t *place;
	enum result result = ask_read(work, "assay-os", &program);

	if (result != RESULT_OK)
		return result;
	place = memmem(program.at, program.len, changed_word, strlen(changed_word));
	if (place) {
		place[0] = 'U';
		result = ask_write(work, "new-os", bytes_of_buffer(program));
		ask_show_step(work, "maker", "byte %zu of the OS is 'U' and no longer 'u'; signed with the same key as 1.0.1, and no release says so",
			      (size_t)(place - program.at));
	} else {
		fprintf(stderr, "assay ask: assay-os: holds no \"%s\" to change\n", changed_word);
		result = RESULT_NOT_FOUND;
	}
	free(program.at);
	if (result == RESULT_OK)
		result = sign(work, &(struct order){ "os", "new-os", "1.0.1", "2", "new-os.img" });
	return result == RESULT_OK ? digest_of_image(work, "new-os.img", work->new_os_digest) : result;
}
