/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who can attach to a unit that was sold reads and stops all that the software above protects.
 *
 * Control:  after its maker's debug token the same port attaches, reads memory and halts; so the probe is at the right pins.
 * Proof:    without one it refuses all three: with power off, at moments from power-on until an image runs and after it,
 *           in download mode, while an image hangs or crashes, behind a refused token, and while the unit is open for service only, or
 *           for debugging of something narrower (target.json settings "narrow_debug_right");
 *           and what a token opened is closed by the next power-on.
 * Blind to: other pins than those the rig is connected to.
 * Defects:  debug_port_asks_nobody, debug_port_is_open_before_the_system, debug_port_opens_behind_a_crash, service_opens_the_debug_port,
 *           memory_is_read_without_rights, debugging_apps_opens_the_port.
 */
#include "conformance/check_debug.h"
#include "conformance/check_device.h"
#include "conformance/check_token.h"

enum { FAILING_MS = 500, FAILING_LOOKS = 10 };

static void given_the_probe_works(struct bench *b)
{
	struct debug_answer read;

	given_that(b, unlock(b, given_token(b, TOKEN_DEBUG, KEY_TRUSTED), NULL).reply.given, "a good debug token opens the unit");
	given_that(b, debug_attach(b).reply.given, "with the maker's token the debug port attaches");
	read = debug_read(b);
	given_that(b, read.reply.given && read.seen.len > 0, "with the maker's token the debug port reads memory");
	given_that(b, debug_halt(b).reply.given, "with the maker's token the debug port halts what runs");
}

static void look_during_boot(struct bench *b)
{
	static const uint32_t moments_ms[] = { 0, 2, 5, 10, 15, 20, 30, 50, 100, 300 };

	for (size_t i = 0; i < sizeof(moments_ms) / sizeof(moments_ms[0]) && !decided(b); i++) {
		power(b, POWER_CYCLE);
		let_time_pass(b, moments_ms[i]);
		must_be_closed_to_probes(b, "the debug port is closed while the unit boots");
	}
}

static void look_in_download_mode(struct bench *b)
{
	power(b, POWER_DOWNLOAD);
	must_be_closed_to_probes(b, "the debug port is closed at the start of download mode");
	given_that(b, look(b).kind == SEEN_DOWNLOAD, "the unit shows itself in download mode");
	must_be_closed_to_probes(b, "the debug port is closed in download mode");
}

/* One moment is as good as another while an image hangs; one that crashes is started again and again. */
static void look_after_a_failure(struct bench *b, enum script script, const char *says)
{
	struct image fails = kit_image(b, .security_version = newest(b), .script = script);

	given_that(b, offer(b, fails, PATH_NORMAL).given, "the unit takes an image that fails");
	power(b, POWER_CYCLE);
	for (unsigned int i = 0; i < FAILING_LOOKS && !decided(b); i++) {
		let_time_pass(b, FAILING_MS / FAILING_LOOKS);
		must_be_closed_to_probes(b, says);
	}
}

/* A token for less than the port needs must not open it. */
static void look_behind_a_narrow_token(struct bench *b)
{
	const char *rights[] = { device_setting(b, "narrow_debug_right"), NULL };
	struct unlock_challenge asked = unlock_challenge(b);
	struct token_order order = token_order_for(&asked, TOKEN_DEBUG);

	if (rights[0] == NULL) {
		note(b, "target.json names no right of debugging that is narrower than the port's");
		return;
	}
	order.rights = rights;
	given_that(b, asked.reply.given && unlock(b, kit_token(b, &order).bytes, NULL).reply.given, "a token with a narrow right is taken");
	must_be_closed_to_probes(b, "a right that does not reach the port does not open it");
}

static void run(struct bench *b)
{
	struct image runs = kit_image(b, .security_version = newest(b));

	given_runs(b, runs, "an image of the maker runs");
	given_the_probe_works(b);
	look_during_boot(b);
	power(b, POWER_OFF);
	must_be_closed_to_probes(b, "the debug port is closed without power");
	look_in_download_mode(b);
	look_after_a_failure(b, SCRIPT_HANG, "the debug port is closed while an image hangs");
	must_still_run(b, runs, "the unit runs what it ran before");
	look_after_a_failure(b, SCRIPT_CRASH, "the debug port is closed behind a crash");
	must_still_run(b, runs, "the unit runs what it ran before");
	must_be_so(b, unlock(b, given_token(b, TOKEN_DEBUG, KEY_ATTACKER), NULL).reply.refused, "a token of somebody else is refused");
	must_be_closed_to_probes(b, "the debug port is closed behind a refused token");
	given_that(b, unlock(b, given_token(b, TOKEN_SERVICE, KEY_TRUSTED), NULL).reply.given, "a good service token opens the unit");
	must_be_closed_to_probes(b, "service does not open the debug port");
	must_still_run(b, runs, "the unit still runs what it ran before");
	look_behind_a_narrow_token(b);
	must_still_run(b, runs, "the unit still runs what it ran before");
	must_be_closed_to_probes(b, "the debug port is closed while an image runs");
}

static const char *const NEEDS[] = { "rig.debug", "device.challenge", "device.unlock", "kit.token", NULL };

CHECK(debug_port_is_closed) = {
	.requirement = "defense_in_depth/debug_port_is_closed",
	.needs = NEEDS,
	.run = run,
};
