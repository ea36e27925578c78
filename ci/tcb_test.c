/* SPDX-License-Identifier: Apache-2.0 */
/* Promise of tcb_map.h, tcb_calls.h and tcb_lines.h: nothing is counted twice, left out or given to somebody else. */

#include <check.h>
#include <stddef.h>
#include <string.h>

#include <linux/seccomp.h>

#include "ci/tcb_calls.h"
#include "ci/tcb_lines.h"
#include "ci/tcb_map.h"

static const char MAP[] =
	"Discarded input sections\n\n .text.gone     0x0000000000000000       0x70 build/stage/lib/stage.a(gone.o)\n\n"
	"Linker script and memory map\n\n"
	".rela.dyn       0x0000000000000360       0x30\n .rela.text     0x0000000000000360       0x30 /usr/lib/crt1.o\n\n"
	".text           0x0000000000001000      0x100\n *(.text.unlikely .text.*_unlikely)\n"
	" .text          0x0000000000001000       0x20 build/stage/obj/reference-impl/device/main/x.o\n"
	"                0x0000000000001000                main\n"
	" .text.a_function_with_a_name\n                0x0000000000001020       0x40 build/stage/lib/stage.a(dice.o)\n"
	" .text.b        0x0000000000001060       0x10 build/stage/lib/stage.a(dice.o)\n"
	" *fill*         0x0000000000001070       0x10 \n"
	" .text          0x0000000000001080       0x50 /usr/lib/libcrypto.a(libcrypto-lib-bn.o)\n"
	" .text          0x00000000000010d0       0x30 /usr/lib/libc.a(memcpy.o)\n\n"
	".rodata1\n *(.rodata1)\n\n"
	".note.gnu.property\n                0x0000000000002000       0x20\n"
	" .note.gnu.property\n                0x0000000000002000       0x20 /usr/lib/crt1.o\n\n"
	".data           0x0000000000003000        0x8\n .data          0x0000000000003000        0x8 build/stage/lib/stage.a(key.o)\n"
	".bss            0x0000000000003008       0x10\n .bss           0x0000000000003008       0x10 /usr/lib/libcrypto.a(y.o)\n"
	".comment        0x0000000000000000       0x27\n .comment       0x0000000000000000       0x27 build/stage/lib/stage.a(dice.o)\n";

START_TEST(a_map_says_whose_each_byte_is)
{
	static const uint64_t bytes[TCB_OWNER_COUNT][TCB_KIND_COUNT] = {
		[TCB_OURS] = { 0x70, 0, 8, 0 }, [TCB_LIBCRYPTO] = { 0x50, 0, 0, 0x10 }, [TCB_LIBC] = { 0x30, 0x20, 0, 0 }, [TCB_LINKER] = { 0x10, 0x30, 0, 0 },
	};
	static struct tcb_map map;

	ck_assert_int_eq(tcb_map_parse(bytes_of_text(MAP), &map), RESULT_OK);
	for (enum tcb_owner owner = 0; owner < TCB_OWNER_COUNT; owner++)
		for (enum tcb_kind kind = 0; kind < TCB_KIND_COUNT; kind++)
			ck_assert_msg(map.bytes[owner][kind] == bytes[owner][kind], "%s of %s: %llu", tcb_kind_name(kind), tcb_owner_name(owner),
				      (unsigned long long)map.bytes[owner][kind]);
	ck_assert_uint_eq(map.object_count, 3);
	ck_assert_str_eq(map.objects[0], "x.o");
	ck_assert_str_eq(map.objects[1], "dice.o");
	ck_assert_str_eq(map.objects[2], "key.o");
}
END_TEST

START_TEST(what_is_no_map_is_told)
{
	static struct tcb_map map;
	struct complaint why = { "" };

	ck_assert_int_eq(tcb_map_parse(bytes_of_text("no map\n"), &map), RESULT_MALFORMED);
	ck_assert_int_eq(tcb_map_parse(bytes_of_text("Linker script and memory map"), &map), RESULT_MALFORMED);
	ck_assert_int_eq(tcb_map_read("/nowhere/x.map", &map, &why), RESULT_IO);
	ck_assert_ptr_nonnull(strstr(why.text, "/nowhere/x.map"));
}
END_TEST

START_TEST(a_filter_is_followed_both_ways_where_it_asks_for_arguments)
{
	static const struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 7, 0, 5), /* another processor: end */
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JGT | BPF_K, 3, 3, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 2, 0, 3),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args)),
		BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, 4, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	size_t len = sizeof(code) / sizeof(code[0]);

	ck_assert_int_eq(tcb_call_is_let_through(code, len, 7, 1), TCB_CALL_ALWAYS);
	ck_assert_int_eq(tcb_call_is_let_through(code, len, 7, 2), TCB_CALL_SOMETIMES);
	ck_assert_int_eq(tcb_call_is_let_through(code, len, 7, 4), TCB_CALL_NEVER);
	ck_assert_int_eq(tcb_call_is_let_through(code, len, 8, 1), TCB_CALL_NEVER);
	ck_assert_int_eq(tcb_call_is_let_through(code, 0, 7, 1), TCB_CALL_NEVER);
}
END_TEST

START_TEST(comments_and_blank_lines_are_no_code)
{
	size_t lines = 0;

	ck_assert_uint_eq(tcb_lines_of_code(bytes_of_text("/* a\n * b */\n\n\t\nint x; /* c */\n/* d */ int y;\n}")), 3);
	ck_assert_uint_eq(tcb_lines_of_code(bytes_of_text("")), 0);
	ck_assert_uint_eq(tcb_lines_of_code(bytes_of_text("/* never ends\nint x;\n")), 0);
	ck_assert_int_eq(tcb_lines_of_object(bytes_of_text("b/obj/reference-impl/base/bytes.o b/obj/x.o"), "bytes.o", &lines), RESULT_OK);
	ck_assert_uint_gt(lines, 20);
	ck_assert_int_eq(tcb_lines_of_object(bytes_of_text(""), "no_such_program.o", &lines), RESULT_IO);
	ck_assert_int_eq(tcb_lines_of_object(bytes_of_text(""), ".o", &lines), RESULT_MALFORMED);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("tcb");
	TCase *tests = tcase_create("figures");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_add_test(tests, a_map_says_whose_each_byte_is);
	tcase_add_test(tests, what_is_no_map_is_told);
	tcase_add_test(tests, a_filter_is_followed_both_ways_where_it_asks_for_arguments);
	tcase_add_test(tests, comments_and_blank_lines_are_no_code);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
