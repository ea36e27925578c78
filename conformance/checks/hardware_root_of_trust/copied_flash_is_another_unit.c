/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An identity that lies in the flash goes wherever a copy of the flash goes.
 *
 * Control:  the first unit runs an image and gives evidence; with a copy of its flash the second unit's evidence
 *           is appraised well and measures that same image.
 * Proof:    the second unit attests by another key, and neither unit's evidence passes for that of the other;
 *           no key of the first one's chain is in the second's. Then the second has its own flash again.
 * Blind to: copies of what is inside the chip, and large regions of flash that hold no image.
 * Defects:  layers_forget_the_unit.
 */
#include <string.h>

#include "conformance/check_components.h"
#include "conformance/check_place.h"
#include "conformance/dice_chain.h"

enum { CHALLENGE_LEN = 32, SMALL_LEN = 64 << 10, PIECES_MAX = 16 };

/* Small regions of flash as they are, and the image where it lies. */
struct pieces {
	struct storage_region at[PIECES_MAX];
	size_t count;
};

static void add_piece(struct pieces *pieces, struct storage_region piece)
{
	if (pieces->count < PIECES_MAX)
		pieces->at[pieces->count++] = piece;
}

static struct pieces pieces_that_count(struct bench *b, struct image image)
{
	struct pieces pieces = { .count = 0 };
	struct storage_list list = storage_list(b);
	struct place place = place_of(b, image);

	for (size_t i = 0; i < list.count; i++)
		if (strcmp(list.at[i].kind, "flash") == 0 && list.at[i].length <= SMALL_LEN)
			add_piece(&pieces, (struct storage_region){ list.at[i].name, list.at[i].kind, 0, list.at[i].length });
	given_that(b, place.found && pieces.count < PIECES_MAX, "the suite finds the image in the unit's flash");
	add_piece(&pieces, (struct storage_region){ place.region, "flash", place.offset, image_bytes(b, image).len });
	return pieces;
}

static void read_all(struct bench *b, const struct pieces *pieces, struct bytes content[PIECES_MAX])
{
	for (size_t i = 0; i < pieces->count; i++)
		content[i] = storage_read(b, pieces->at[i].name, pieces->at[i].offset, pieces->at[i].length);
}

static void write_all(struct bench *b, const struct pieces *pieces, const struct bytes content[PIECES_MAX])
{
	for (size_t i = 0; i < pieces->count; i++)
		storage_write(b, pieces->at[i].name, pieces->at[i].offset, content[i]);
}

/* Evidence of the second unit while it has the first one's flash. Nothing is judged until it has its own again. */
static struct attestation attest_with_copy(struct bench *first, struct bench *second, struct image image, struct bytes nonce)
{
	const struct pieces pieces = pieces_that_count(first, image);
	struct bytes of_first[PIECES_MAX], of_second[PIECES_MAX];
	struct attestation answer = { .format = "" };

	if (decided(first))
		return answer;
	power(first, POWER_OFF);
	power(second, POWER_OFF);
	read_all(first, &pieces, of_first);
	read_all(second, &pieces, of_second);
	write_all(second, &pieces, of_first);
	power(second, POWER_ON);
	answer = attest(second, nonce, attest_everything(second));
	power(second, POWER_OFF);
	write_all(second, &pieces, of_second);
	power(second, POWER_ON);
	power(first, POWER_ON);
	return answer;
}

static bool share_a_key(struct bench *b, const struct attestation *one, const struct attestation *two)
{
	struct layer_chain first, second;

	given_that(b, layer_chain_read(one->chain.at, one->chain.count, &first, NULL) == RESULT_OK &&
			      layer_chain_read(two->chain.at, two->chain.count, &second, NULL) == RESULT_OK,
		   "the suite reads the certificates");
	for (size_t i = 0; !decided(b) && i < first.count; i++)
		for (size_t j = 0; j < second.count; j++)
			if (bytes_equal(first.at[i].spki, second.at[j].spki) && !bytes_equal(first.at[i].whole, second.at[j].whole))
				return true;
	return false;
}

static void run(struct bench *b)
{
	struct bench *second = other(b);
	uint32_t version = newest(b) > newest(second) ? newest(b) : newest(second);
	struct image image = kit_image(b, .security_version = version);
	struct bytes nonce = challenge(b, "one challenge for both", CHALLENGE_LEN);
	struct attester first_key = { .key = { 0 } }, copy_key = { .key = { 0 } };
	struct attestation original, copied;
	struct crypto_sha256 digest;
	struct appraisal copy;

	given_runs(b, image, "an image of the suite runs");
	if (decided(b) || !attester_find(b, &first_key))
		return;
	given_that(b, image_measurement(b, image, &digest), "the suite knows which bytes of an image are measured");
	original = attest(b, nonce, attest_everything(b));
	copied = attest_with_copy(b, second, image, nonce);
	copy = appraise_answer(b, &copy_key, &copied);
	given_that(b, original.reply.given && copied.reply.given && components_measuring(&copy.token.claims, BYTES_OF(digest.at)) == 1,
		   "the other unit runs the copied image");
	copy_key.key = copy.key;
	must_be_so(b, copy.holds, "evidence of the other unit is signed by a key that its maker's root vouches for");
	must_be_so(b, !bytes_equal(first_key.key, copy_key.key), "another unit with the same flash attests by another key");
	must_be_so(b, !appraise_answer(b, &first_key, &copied).holds && !appraise_answer(b, &copy_key, &original).holds,
		   "the evidence of one unit does not pass for that of another");
	must_be_so(b, decided(b) || !share_a_key(b, &original, &copied), "no key of one unit is in another with the same flash");
}

static const char *const NEEDS[] = { "device.attest", "rig.storage", NULL };

CHECK(copied_flash_is_another_unit) = {
	.requirement = "hardware_root_of_trust/identity_is_its_own",
	.needs = NEEDS,
	.units = 2,
	.run = run,
};
