/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CONFORMANCE_READER_H
#define CONFORMANCE_READER_H

/*
 * An independent reader of a format turns bytes into regions; a forger makes other bytes.
 *
 * Readers are written from their specification and share nothing with any device's codec. The
 * regions of an accepted input lie within it and tile it: the first begins at 0, each begins
 * where the one before ends, the last ends with the input. What nothing vouches for is
 * `unsigned`; what the signature or a digest under it covers is header, metadata or payload.
 * Whether the signature is right is not the reader's question.
 *
 * conformance/readers/<format>.c defines reader_<format>, <format>_forge.c forger_<format>,
 * <format>_examine.c examiner_<format>.
 */

#include "reference-impl/base/bytes.h"
#include "reference-impl/crypto/crypto.h"

enum region_kind { REGION_HEADER, REGION_METADATA, REGION_PAYLOAD, REGION_SIGNATURE, REGION_UNSIGNED };

enum { REGION_NAME_LEN = 64, REGIONS_MAX = 256 };

struct region {
	char name[REGION_NAME_LEN]; /* "header.flags", "protected.0x50.value"; unique: a repeat ends in "#2" */
	uint64_t offset, length;    /* bytes */
	enum region_kind kind;
};

struct regions {
	size_t count;
	struct region at[REGIONS_MAX];
};

struct format_reader {
	/* RESULT_TRUNCATED, RESULT_MALFORMED, or RESULT_TOO_LARGE for more than REGIONS_MAX regions. */
	enum result (*regions)(struct bytes image, struct regions *ret_regions);
};

/* Signs digests with a key of the suite; the bench records what it gave. */
struct suite_signer {
	void *context;
	struct bytes spki; /* of its public key */
	enum result (*sign)(void *context, struct bytes digest, struct buffer room, struct bytes *ret_signature);
};

enum forge_act { FORGE_NOTHING, FORGE_REPLACE, FORGE_DROP, FORGE_REPEAT };

/* One forgery. Steps in this order: the act, lengths, digests, the key's name and the signature. */
struct forge_order {
	enum forge_act act;
	/*
	 * What the act is done to: a region, or all regions in a row whose names begin with this and
	 * a dot ("protected.0x50" is type, length and value). Not needed for FORGE_NOTHING.
	 */
	const char *region;
	struct bytes with;                /* FORGE_REPLACE: of any length */
	bool mend_lengths;                /* the lengths that enclose the region become right again */
	bool mend_digests;                /* recomputed where the format keeps them */
	const struct suite_signer *signer; /* NULL: the signatures stay as they were */
};

struct format_forger {
	/*
	 * Writes the forgery into room and sets *ret_forged to the part used. RESULT_NOT_FOUND if
	 * there is no such region, RESULT_TOO_LARGE if room (twice image.len, with.len and 512
	 * always do) is short, RESULT_MALFORMED if image is not of the format.
	 */
	enum result (*forge)(struct bytes image, const struct forge_order *order, struct buffer room, struct bytes *ret_forged);
};

struct format_examiner; /* reader_examine.h */

struct format_entry {
	const char *name; /* "mcuboot" */
	const struct format_reader *reader;
	const struct format_forger *forger;     /* NULL: there is none */
	const struct format_examiner *examiner; /* NULL: there is none */
};

extern const struct format_entry every_format[];
extern const size_t every_format_count;

/* NULL if the suite has no reader for it. */
const struct format_entry *format_by_name(const char *name);

/* "header", "metadata", ...; false for every other word. */
bool region_kind_from_name(const char *name, enum region_kind *ret_kind);

/* The region of that name, or NULL. */
const struct region *region_by_name(const struct regions *regions, const char *name);

/* Do the regions lie within len bytes and tile them? */
bool regions_tile(const struct regions *regions, uint64_t len);

#endif
