/* SPDX-License-Identifier: Apache-2.0 */

#include "reference-impl/tools/unit_fixture.h"

#include <check.h>

#include "reference-impl/base/reader.h"
#include "reference-impl/base/writer.h"

void unit_setup(void)
{
	tools_setup();
	ck_assert_int_eq(tools_run("sign_image --new-key @root"), 0);
	ck_assert_int_eq(tools_run("make_root --key @root --out @root.pem"), 0);
	ck_assert_int_eq(tools_run("sign_image --new-key @service"), 0);
}

void unit_power_on(struct unit_fixture *u)
{
	struct component self = { .kind = COMPONENT_ROOT_OF_TRUST, .version = { 1, 0, 0, 0 } };

	tools_open_device(&u->sim);
	u->vault = sim_vault(&u->sim);
	sim_power_on(&u->sim, false);
	ck_assert_int_eq(root_of_trust_power_on(&u->rot, &u->vault, &self), RESULT_OK);
}

void unit_power_off(struct unit_fixture *u)
{
	root_of_trust_release(&u->rot);
	tools_close_device(&u->sim);
}

enum result unit_ask(struct unit_fixture *u, enum mailbox_role role, enum mailbox_command command, struct bytes body, struct bytes *ret_body)
{
	const struct mailbox_caller caller = { .role = role };
	uint8_t message[MAILBOX_MESSAGE_MAX_LEN];
	struct writer out = writer_over(BUFFER_OF(message));
	struct reader in;
	size_t len;

	writer_u16_le(&out, (uint16_t)command);
	writer_u16_le(&out, 0);
	writer_u32_le(&out, (uint32_t)body.len);
	writer_bytes(&out, body);
	len = mailbox_handle(&u->rot, &caller, bytes_from(message, out.used), BUFFER_OF(u->reply));
	in = reader_over(bytes_from(u->reply, len));
	(void)reader_take(&in, 4);
	len = reader_u32_le(&in);
	*ret_body = reader_rest(&in);
	return (enum result)len;
}

struct bytes unit_must_ask(struct unit_fixture *u, enum mailbox_role role, enum mailbox_command command)
{
	struct bytes body;

	ck_assert_int_eq(unit_ask(u, role, command, (struct bytes){ 0 }, &body), RESULT_OK);
	return body;
}
