/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For each check of a token and of the release behind it a bad twin of the good one, which differs in
 * one thing and is refused for exactly that.
 */

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "reference-impl/service/verifier/evidence_fixture.h"

struct twin {
	struct token_recipe token;
	struct record_recipe record;
};

static struct fixture_world world;
static struct appraisal appraisal;

static void appraise_twin(const struct twin *twin)
{
	fixture_world(&world, &twin->token, &twin->record);
	evidence_appraise(&world.request, &appraisal);
}

static void good(struct twin *twin)
{
	token_recipe_good(&twin->token);
	record_recipe_good(&twin->record);
}

START_TEST(the_good_one_is_affirmed)
{
	struct twin twin;

	good(&twin);
	appraise_twin(&twin);
	ck_assert_msg(appraisal_status(&appraisal) == STATUS_AFFIRMING, "%s: %s",
		      appraisal_first_bad(&appraisal) ? appraisal_first_bad(&appraisal)->check : "", appraisal_first_bad(&appraisal) ? appraisal_first_bad(&appraisal)->seen : "");
	ck_assert_int_eq(appraisal_claim(&appraisal, DIMENSION_INSTANCE), 2);
	ck_assert_int_eq(appraisal_claim(&appraisal, DIMENSION_CONFIGURATION), 2);
	ck_assert_int_eq(appraisal_claim(&appraisal, DIMENSION_EXECUTABLES), 3);
	ck_assert_int_eq(appraisal_claim(&appraisal, DIMENSION_HARDWARE), 2);
}
END_TEST

static void other_tag(struct twin *t) { t->token.tag = 0xd1; }
static void shared_secret(struct twin *t) { t->token.tag = 0xd1; t->token.protected = "a10105"; }
static void no_algorithm(struct twin *t) { t->token.protected = "a0"; }
static void other_algorithm(struct twin *t) { t->token.protected = "a1013822"; }
static void unprotected_algorithm(struct twin *t) { t->token.protected = "a10300"; t->token.unprotected = "a10126"; }
static void algorithm_twice(struct twin *t) { t->token.unprotected = "a10126"; }
static void label_in_both(struct twin *t) { t->token.protected = "a201260441aa"; t->token.unprotected = "a10441aa"; }
static void critical_unknown(struct twin *t) { t->token.protected = "a301260281182a182a00"; }
static void critical_absent(struct twin *t) { t->token.protected = "a20126028104"; }
static void critical_empty(struct twin *t) { t->token.protected = "a201260280"; }
static void label_twice(struct twin *t) { t->token.protected = "a201260126"; }
static void other_context(struct twin *t) { t->token.context = "Signature"; }
static void stranger(struct twin *t) { t->token.signer = KEY_STRANGER; }
static void other_layer_signs(struct twin *t) { t->token.signer = KEY_OS; }
static void other_profile(struct twin *t) { t->token.profile = "PSA_IOT_PROFILE_1"; }
static void claim_twice(struct twin *t) { t->token.extra = "0a4100"; t->token.extra_pairs = 1; }
static void endless_text(struct twin *t) { t->token.extra = "19ffff7f6161ff"; t->token.extra_pairs = 1; }
static void broken_text(struct twin *t) { t->token.extra = "19ffff62c328"; t->token.extra_pairs = 1; }
static void key_of_bytes(struct twin *t) { t->token.extra = "41000a"; t->token.extra_pairs = 1; }
static void deep(struct twin *t) { t->token.extra = "19ffff8181818181818181818181818181818181818100"; t->token.extra_pairs = 1; }
static void behind_the_claims(struct twin *t) { t->token.extra = "00"; }
static void huge_array(struct twin *t) { t->token.extra = "19ffff9b0000000100000000"; t->token.extra_pairs = 1; }
static void client_zero(struct twin *t) { t->token.client = 0; }
static void client_beyond(struct twin *t) { t->token.client = INT64_C(1) << 31; }
static void lifecycle_beyond(struct twin *t) { t->token.lifecycle = 0x13000; }
static void lifecycle_negative(struct twin *t) { t->token.lifecycle = -1; }
static void no_components(struct twin *t) { t->token.component_count = 0; }
static void boot_seed_short(struct twin *t) { t->token.extra = "19010c4700000000000000"; t->token.extra_pairs = 1; }
static void certification_wrong(struct twin *t) { t->token.extra = "19095e6130"; t->token.extra_pairs = 1; }
static void debug_beyond(struct twin *t) { t->token.debug = 5; }
static void debug_enabled(struct twin *t) { t->token.debug = 0; }
static void other_instance(struct twin *t) { t->token.instance[32] ^= 1; }
static void instance_kind(struct twin *t) { t->token.instance[0] = 2; }
static void nonce_bit(struct twin *t) { t->token.nonce[31] ^= 0x80; }
static void other_silicon(struct twin *t) { t->token.implementation[0] ^= 1; }
static void lifecycle_assembly(struct twin *t) { t->token.lifecycle = 0x1000; }
static void lifecycle_debug(struct twin *t) { t->token.lifecycle = 0x4000; }
static void lifecycle_rot_debug(struct twin *t) { t->token.lifecycle = 0x5000; }
static void lifecycle_over(struct twin *t) { t->token.lifecycle = 0x6000; }
static void lifecycle_between(struct twin *t) { t->token.lifecycle = 0x3100; }
static void was_debugged(struct twin *t) { t->token.lifecycle = 0x3004; }
static void was_serviced(struct twin *t) { t->token.lifecycle = 0x3008; }
static void in_recovery(struct twin *t) { t->token.lifecycle = 0x3010; }
static void has_fault(struct twin *t) { t->token.lifecycle = 0x3020; }
static void own_flag(struct twin *t) { t->token.lifecycle = 0x3001; t->record.state_flags = 1; }
static void os_changed(struct twin *t) { t->token.components[1].measurement[31] ^= 1; }
static void os_signer(struct twin *t) { t->token.components[1].signer[0] ^= 1; }
static void os_version(struct twin *t) { t->token.components[1].version = "1.2.2"; }
static void app_absent(struct twin *t) { t->token.component_count--; }
static void app_twice(struct twin *t) { t->token.components[3] = t->token.components[2]; t->token.component_count++; }
static void extra_component(struct twin *t) { app_twice(t); t->token.components[3].type = "Implant"; t->token.components[3].measurement[0] ^= 1; }
static void names_swapped(struct twin *t) { t->token.components[0].type = "OS"; t->token.components[1].type = "BL"; }
static void case_differs(struct twin *t) { t->token.components[1].type = "os"; }
static void newer_svn_wanted(struct twin *t) { t->record.components[1].security_version = 8; }
static void other_vendor(struct twin *t) { t->record.vendor = "other.example"; }
static void other_product(struct twin *t) { t->record.product = "lamp2"; }

static const struct {
	const char *name;
	void (*spoil)(struct twin *twin);
	enum appraisal_reason reason;
	const char *check; /* begins with */
} twins[] = {
	{ "another tag", other_tag, REASON_BAD_COSE, "envelope" },
	{ "a shared secret", shared_secret, REASON_WRONG_KEY_TYPE, "envelope" },
	{ "no algorithm", no_algorithm, REASON_BAD_COSE, "envelope" },
	{ "ES384", other_algorithm, REASON_BAD_COSE, "envelope" },
	{ "the algorithm unprotected", unprotected_algorithm, REASON_BAD_COSE, "envelope" },
	{ "the algorithm in both headers", algorithm_twice, REASON_BAD_COSE, "envelope" },
	{ "a label in both headers", label_in_both, REASON_BAD_COSE, "envelope" },
	{ "a critical label nobody knows", critical_unknown, REASON_BAD_COSE, "envelope" },
	{ "a critical label that is absent", critical_absent, REASON_BAD_COSE, "envelope" },
	{ "an empty list of critical labels", critical_empty, REASON_BAD_COSE, "envelope" },
	{ "a label twice", label_twice, REASON_BAD_COSE, "envelope" },
	{ "another context", other_context, REASON_BAD_SIGNATURE, "signature" },
	{ "a stranger's signature", stranger, REASON_BAD_SIGNATURE, "signature" },
	{ "another layer's signature", other_layer_signs, REASON_BAD_SIGNATURE, "signature" },
	{ "another profile", other_profile, REASON_UNKNOWN_PROFILE, "profile" },
	{ "a claim twice", claim_twice, REASON_BAD_ENCODING, "encoding" },
	{ "an endless text", endless_text, REASON_BAD_ENCODING, "encoding" },
	{ "no UTF-8", broken_text, REASON_BAD_ENCODING, "encoding" },
	{ "bytes as a key", key_of_bytes, REASON_BAD_ENCODING, "encoding" },
	{ "too deep", deep, REASON_BAD_ENCODING, "encoding" },
	{ "bytes behind the claims", behind_the_claims, REASON_BAD_ENCODING, "encoding" },
	{ "an array of four thousand million", huge_array, REASON_BAD_ENCODING, "encoding" },
	{ "client 0", client_zero, REASON_BAD_CLAIM, "client id" },
	{ "client 2^31", client_beyond, REASON_BAD_CLAIM, "client id" },
	{ "lifecycle of 17 bits", lifecycle_beyond, REASON_BAD_CLAIM, "security lifecycle" },
	{ "lifecycle -1", lifecycle_negative, REASON_BAD_CLAIM, "security lifecycle" },
	{ "no components", no_components, REASON_BAD_CLAIM, "software components" },
	{ "a short boot seed", boot_seed_short, REASON_BAD_CLAIM, "boot seed" },
	{ "a certification that is none", certification_wrong, REASON_BAD_CLAIM, "certification" },
	{ "debug status 5", debug_beyond, REASON_BAD_CLAIM, "debug status" },
	{ "debug enabled", debug_enabled, REASON_DEBUG_OPEN, "debug status" },
	{ "another instance id", other_instance, REASON_UNKNOWN_INSTANCE, "instance id" },
	{ "an instance id of another kind", instance_kind, REASON_BAD_CLAIM, "instance id" },
	{ "one bit of the nonce", nonce_bit, REASON_NONCE_MISMATCH, "nonce" },
	{ "other silicon", other_silicon, REASON_BAD_IMPLEMENTATION, "implementation id" },
	{ "in assembly", lifecycle_assembly, REASON_BAD_LIFECYCLE, "security lifecycle" },
	{ "in debug of the rest", lifecycle_debug, REASON_BAD_LIFECYCLE, "security lifecycle" },
	{ "in debug of the root of trust", lifecycle_rot_debug, REASON_BAD_LIFECYCLE, "security lifecycle" },
	{ "decommissioned", lifecycle_over, REASON_BAD_LIFECYCLE, "security lifecycle" },
	{ "a state between", lifecycle_between, REASON_BAD_LIFECYCLE, "security lifecycle" },
	{ "debugged since power-on", was_debugged, REASON_BAD_STATE, "state since power-on" },
	{ "serviced since power-on", was_serviced, REASON_BAD_STATE, "state since power-on" },
	{ "in recovery", in_recovery, REASON_BAD_STATE, "state since power-on" },
	{ "a grave fault", has_fault, REASON_BAD_STATE, "state since power-on" },
	{ "a flag of the maker's own", own_flag, REASON_BAD_STATE, "state since power-on" },
	{ "one bit of the OS", os_changed, REASON_UNKNOWN_MEASUREMENT, "component OS" },
	{ "another signer of the OS", os_signer, REASON_UNKNOWN_SIGNER, "signer of OS" },
	{ "another version of the OS", os_version, REASON_WRONG_VERSION, "version of OS" },
	{ "the App left out", app_absent, REASON_MISSING_COMPONENT, "component App" },
	{ "the App twice", app_twice, REASON_UNKNOWN_MEASUREMENT, "component App" },
	{ "a component too many", extra_component, REASON_UNKNOWN_MEASUREMENT, "component Implant" },
	{ "BL and OS exchanged", names_swapped, REASON_UNKNOWN_MEASUREMENT, "component OS" },
	{ "a name in other letters", case_differs, REASON_UNKNOWN_MEASUREMENT, "component os" },
	{ "a higher security version wanted", newer_svn_wanted, REASON_OLD_SVN, "security version of" },
	{ "another vendor wanted", other_vendor, REASON_IDENTITY_MISMATCH, "vendor of a layer" },
	{ "another product wanted", other_product, REASON_IDENTITY_MISMATCH, "product of a layer" },
};

START_TEST(a_bad_twin_is_refused_for_what_is_bad)
{
	const struct finding *first;
	struct twin twin;

	good(&twin);
	twins[_i].spoil(&twin);
	appraise_twin(&twin);
	first = appraisal_first_bad(&appraisal);
	ck_assert_msg(first != NULL, "%s: affirmed", twins[_i].name);
	ck_assert_msg(first->reason == twins[_i].reason, "%s: %s (%s: %s)", twins[_i].name, appraisal_reason_name(first->reason), first->check, first->seen);
	ck_assert_msg(strncmp(first->check, twins[_i].check, strlen(twins[_i].check)) == 0, "%s: %s", twins[_i].name, first->check);
	ck_assert_int_eq(appraisal_status(&appraisal), STATUS_CONTRAINDICATED);
}
END_TEST

/* Somebody who looks for what changed is told both hashes, and which one is whose. */
START_TEST(a_changed_component_is_told_with_both_hashes)
{
	const struct finding *first;
	struct twin twin;

	good(&twin);
	os_changed(&twin);
	appraise_twin(&twin);
	first = appraisal_first_bad(&appraisal);
	ck_assert_str_eq(first->seen, "0505050505050505050505050505050505050505050505050505050505050504");
	ck_assert_str_eq(first->expected, "0505050505050505050505050505050505050505050505050505050505050505");
	ck_assert(first->has_offset && first->offset > 0 && first->offset < world.request.token.len);
}
END_TEST

START_TEST(a_twin_that_differs_in_nothing_that_counts_is_affirmed)
{
	static const char *const unprotected[] = { "a0", "a10442aabb", "a1182142aabb" };
	struct twin twin;

	for (size_t i = 0; i < sizeof(unprotected) / sizeof(unprotected[0]); i++) {
		good(&twin);
		twin.token.unprotected = unprotected[i];
		twin.token.debug = i == 0 ? -1 : 4;
		/* Bits without a meaning in this release, or a release that gives them none. */
		twin.token.lifecycle = i == 0 ? 0x30ff : 0x30c3;
		twin.record.state_flags = i == 0 ? 0 : 0x3c;
		twin.token.extra = "19ffff6161";
		twin.token.extra_pairs = 1;
		appraise_twin(&twin);
		ck_assert_int_eq(appraisal_status(&appraisal), STATUS_AFFIRMING);
	}
}
END_TEST

START_TEST(debugging_since_boot_is_a_warning)
{
	struct twin twin;

	good(&twin);
	twin.token.debug = 1;
	appraise_twin(&twin);
	ck_assert_int_eq(appraisal_status(&appraisal), STATUS_WARNING);
	ck_assert_int_eq(appraisal_first_bad(&appraisal)->reason, REASON_DEBUG_WAS_OPEN);
}
END_TEST

START_TEST(a_question_of_another_length_is_not_answered)
{
	uint8_t longer[48];
	struct twin twin;

	good(&twin);
	fixture_world(&world, &twin.token, &twin.record);
	memset(longer, 0x6e, sizeof(longer));
	world.request.nonce = BYTES_OF(longer);
	evidence_appraise(&world.request, &appraisal);
	ck_assert_int_eq(appraisal_first_bad(&appraisal)->reason, REASON_NONCE_MISMATCH);
	world.request.nonce.len = 0;
	evidence_appraise(&world.request, &appraisal);
	ck_assert_int_eq(appraisal_first_bad(&appraisal)->reason, REASON_NONCE_MISMATCH);
}
END_TEST

START_TEST(a_known_key_stands_for_a_chain)
{
	struct twin twin;

	good(&twin);
	fixture_world(&world, &twin.token, &twin.record);
	world.request.has_chain = false;
	world.request.device_key = BYTES_OF(fixture_key(KEY_APP)->spki);
	evidence_appraise(&world.request, &appraisal);
	ck_assert_int_eq(appraisal_status(&appraisal), STATUS_AFFIRMING);
	world.request.device_key = BYTES_OF(fixture_key(KEY_OS)->spki);
	evidence_appraise(&world.request, &appraisal);
	ck_assert_int_eq(appraisal_first_bad(&appraisal)->reason, REASON_UNKNOWN_INSTANCE);
	world.request.device_key = bytes_from(NULL, 0);
	evidence_appraise(&world.request, &appraisal);
	ck_assert_int_eq(appraisal_status(&appraisal), STATUS_CONTRAINDICATED);
}
END_TEST

START_TEST(chain_and_known_key_have_to_agree)
{
	struct twin twin;

	good(&twin);
	fixture_world(&world, &twin.token, &twin.record);
	world.request.device_key = BYTES_OF(fixture_key(KEY_APP)->spki);
	evidence_appraise(&world.request, &appraisal);
	ck_assert_int_eq(appraisal_status(&appraisal), STATUS_AFFIRMING);
	world.request.device_key = BYTES_OF(fixture_key(KEY_STRANGER)->spki);
	evidence_appraise(&world.request, &appraisal);
	ck_assert_int_eq(appraisal_first_bad(&appraisal)->reason, REASON_UNKNOWN_INSTANCE);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("token twins");
	TCase *tests = tcase_create("twins");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_add_test(tests, the_good_one_is_affirmed);
	tcase_add_loop_test(tests, a_bad_twin_is_refused_for_what_is_bad, 0, sizeof(twins) / sizeof(twins[0]));
	tcase_add_test(tests, a_changed_component_is_told_with_both_hashes);
	tcase_add_test(tests, a_twin_that_differs_in_nothing_that_counts_is_affirmed);
	tcase_add_test(tests, debugging_since_boot_is_a_warning);
	tcase_add_test(tests, a_question_of_another_length_is_not_answered);
	tcase_add_test(tests, a_known_key_stands_for_a_chain);
	tcase_add_test(tests, chain_and_known_key_have_to_agree);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
