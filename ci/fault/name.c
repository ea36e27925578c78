/* SPDX-License-Identifier: Apache-2.0 */
/* The program's file, read as ELF; it was linked here and is trusted to be well-formed. */
#include "ci/fault/name.h"

#include <elf.h>
#include <link.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>

#include "conformance/core/file.h"

enum { PROGRAM_MAX_LEN = 256 * 1024 * 1024 };

static const Elf64_Shdr *symbols_of(const uint8_t *file)
{
	const Elf64_Ehdr *head = (const Elf64_Ehdr *)(const void *)file;
	const Elf64_Shdr *sections = (const Elf64_Shdr *)(const void *)(file + head->e_shoff);

	for (size_t i = 0; i < head->e_shnum; i++)
		if (sections[i].sh_type == SHT_SYMTAB)
			return &sections[i];
	return NULL;
}

/* Where the file's addresses begin in memory: its program headers are at a known place in both. */
static uintptr_t bias_of(const uint8_t *file)
{
	return (uintptr_t)getauxval(AT_PHDR) - ((const Elf64_Ehdr *)(const void *)file)->e_phoff;
}

static void find(const uint8_t *file, uintptr_t address, char *ret_name, size_t room)
{
	const Elf64_Ehdr *head = (const Elf64_Ehdr *)(const void *)file;
	const Elf64_Shdr *sections = (const Elf64_Shdr *)(const void *)(file + head->e_shoff), *table = symbols_of(file);
	const Elf64_Sym *symbols = table ? (const Elf64_Sym *)(const void *)(file + table->sh_offset) : NULL;
	const char *names = table ? (const char *)file + sections[table->sh_link].sh_offset : "";
	uintptr_t at = address - bias_of(file);

	for (size_t i = 0; table && i < table->sh_size / sizeof(*symbols); i++)
		if (ELF64_ST_TYPE(symbols[i].st_info) == STT_FUNC && at >= symbols[i].st_value && at - symbols[i].st_value < symbols[i].st_size)
			(void)snprintf(ret_name, room, "%s+0x%lx", names + symbols[i].st_name, (unsigned long)(at - symbols[i].st_value));
}

void name_of_address(uintptr_t address, char *ret_name, size_t room)
{
	struct buffer file;

	ret_name[0] = '\0';
	if (file_load("/proc/self/exe", PROGRAM_MAX_LEN, &file) != RESULT_OK)
		return;
	find(file.at, address, ret_name, room);
	free(file.at);
}
