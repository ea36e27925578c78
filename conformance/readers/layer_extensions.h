/* SPDX-License-Identifier: Apache-2.0 */
#ifndef READERS_LAYER_EXTENSIONS_H
#define READERS_LAYER_EXTENSIONS_H

/* The extensions of a layer's certificate, one row each; and TcbInfo, whose fields are regions too. */

#include "conformance/dice_chain.h"
#include "conformance/readers/der_walk.h"

/* One extension: SEQUENCE { OID, critical, OCTET STRING holding the value }. */
struct layer_extension {
	struct der_item whole, oid, octets;
	bool critical;
	struct bytes value;
};

enum result layer_extension_take(struct bytes *rest, struct layer_extension *ret_extension) MUST_CHECK;
/* "tcb_info", "key_usage", ...; NULL for one that is not known here. */
const char *layer_extension_name(const struct layer_extension *extension);
bool layer_extension_is_tcb_info(const struct layer_extension *extension);

/* Reads the content of the Extensions sequence into the certificate; *ret_where as layer_certificate_read(). */
enum result layer_extensions_read(struct bytes list, struct layer_certificate *certificate, const char **ret_where) MUST_CHECK;

/* The name of a TcbInfo field by its context number ("vendor", "svn", ...); NULL beyond the last. */
const char *layer_tcb_field_name(uint8_t tag);
enum result layer_tcb_info_read(struct bytes der, struct layer_tcb_info *ret_info) MUST_CHECK;

#endif
