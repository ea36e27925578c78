/* SPDX-License-Identifier: Apache-2.0 */
/* Headers are copied out of the bytes, which need not be aligned for them. */
#include "ci/walls/object_symbols.h"

#include <ar.h>
#include <elf.h>
#include <stdlib.h>
#include <string.h>

#include "reference-impl/base/reader.h"

static enum result copy_from(struct bytes object, uint64_t offset, void *to, size_t len)
{
	struct bytes part;
	enum result result = bytes_slice(object, offset, len, &part);

	if (result == RESULT_OK)
		memcpy(to, part.at, len);
	return result;
}

static enum result read_section(struct bytes object, const Elf64_Ehdr *header, uint64_t index,
				Elf64_Shdr *ret_section)
{
	if (index >= header->e_shnum || header->e_shoff > object.len)
		return RESULT_MALFORMED;
	return copy_from(object, header->e_shoff + index * sizeof(*ret_section), ret_section,
			 sizeof(*ret_section));
}

static enum result find_symbols(struct bytes object, const Elf64_Ehdr *header, struct bytes *ret_symbols,
				struct bytes *ret_names)
{
	Elf64_Shdr section, strings;

	for (uint64_t i = 0; i < header->e_shnum; i++) {
		enum result result = read_section(object, header, i, &section);

		if (result != RESULT_OK)
			return result;
		if (section.sh_type != SHT_SYMTAB)
			continue;
		result = read_section(object, header, section.sh_link, &strings);
		if (result == RESULT_OK)
			result = bytes_slice(object, section.sh_offset, section.sh_size, ret_symbols);
		if (result == RESULT_OK)
			result = bytes_slice(object, strings.sh_offset, strings.sh_size, ret_names);
		return result;
	}
	return RESULT_NOT_FOUND;
}

static bool ends_with_nul(struct bytes names)
{
	return names.len > 0 && names.at[names.len - 1] == '\0';
}

enum result object_undefined_each(struct bytes object, void (*take)(const char *name, void *context),
				  void *context)
{
	static const unsigned char MAGIC[] = { ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64, ELFDATA2LSB };
	Elf64_Ehdr header;
	struct bytes symbols, names;
	enum result result = copy_from(object, 0, &header, sizeof(header));

	if (result == RESULT_OK && memcmp(header.e_ident, MAGIC, sizeof(MAGIC)) != 0)
		result = RESULT_MALFORMED;
	if (result == RESULT_OK)
		result = find_symbols(object, &header, &symbols, &names);
	if (result != RESULT_OK)
		return result;
	if (!ends_with_nul(names))
		return RESULT_MALFORMED;
	for (size_t at = 0; at + sizeof(Elf64_Sym) <= symbols.len; at += sizeof(Elf64_Sym)) {
		Elf64_Sym symbol;

		memcpy(&symbol, symbols.at + at, sizeof(symbol));
		if (symbol.st_name >= names.len)
			return RESULT_MALFORMED;
		if (symbol.st_shndx == SHN_UNDEF && symbol.st_name != 0)
			take((const char *)names.at + symbol.st_name, context);
	}
	return RESULT_OK;
}

enum result object_archive_names(struct bytes archive, struct bytes *ret_names)
{
	struct ar_hdr header;
	char digits[sizeof(header.ar_size) + 1] = { 0 };
	struct bytes index, names;
	struct reader r;
	enum result result = copy_from(archive, SARMAG, &header, sizeof(header));

	if (result != RESULT_OK)
		return result;
	if (memcmp(archive.at, ARMAG, SARMAG) != 0 || memcmp(header.ar_name, "/ ", 2) != 0)
		return RESULT_MALFORMED;
	memcpy(digits, header.ar_size, sizeof(header.ar_size));
	result = bytes_slice(archive, SARMAG + sizeof(header), strtoull(digits, NULL, 10), &index);
	if (result != RESULT_OK)
		return result;
	r = reader_over(index);
	reader_take(&r, 4 * (uint64_t)reader_u32_be(&r));
	names = reader_rest(&r);
	if (reader_result(&r) != RESULT_OK || !ends_with_nul(names))
		return RESULT_MALFORMED;
	*ret_names = names;
	return RESULT_OK;
}
