/* SPDX-License-Identifier: Apache-2.0 */
/* Issuing certificates: the library's builder, with the extensions that DICE adds. */

#include "reference-impl/service/verifier/chain_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include "reference-impl/base/text.h"
#include "reference-impl/crypto/p256_spki.h"
#include "reference-impl/crypto/pem.h"

enum { ID_LEN = 20, TCB_MAX_LEN = 256 };

static void must(bool is_good)
{
	if (!is_good)
		abort();
}

static void id_of(enum fixture_key key, uint8_t ret_id[ID_LEN])
{
	static const char salt_hex[] = "dbdbaebc8020da9ff0dd5a24c83aa5a54286dfc263031e329b4da148430659fe"
		"62cdb5b7e1e00fc680306711eb444af77209359496fcff1db9520ba51c7b29ea";
	struct bytes point = p256_spki_point(BYTES_OF(fixture_key(key)->spki)), salt;
	uint8_t room[64];

	must(text_read_hex(bytes_of_text(salt_hex), BUFFER_OF(room), &salt) == RESULT_OK);
	must(crypto_hkdf(CRYPTO_SHA512, bytes_from(point.at + 1, 64), salt, bytes_of_text("ID"), (struct buffer){ ret_id, ID_LEN }) == RESULT_OK);
	ret_id[0] &= 0x7f;
}

static EVP_PKEY *private_key(enum fixture_key key)
{
	uint8_t room[1024];
	struct writer w = writer_over(BUFFER_OF(room));
	struct bytes pem;
	BIO *bio;
	EVP_PKEY *loaded;

	must(pem_write_p256_key(&w, fixture_key(key)) == RESULT_OK && writer_finish(&w, &pem) == RESULT_OK);
	bio = BIO_new_mem_buf(pem.at, (int)pem.len);
	loaded = PEM_read_bio_PrivateKey(bio, NULL, NULL, NULL);
	BIO_free(bio);
	must(loaded != NULL);
	return loaded;
}

static void add_raw(X509 *x, const char *oid, bool is_critical, struct bytes der)
{
	ASN1_OCTET_STRING *data = ASN1_OCTET_STRING_new();
	ASN1_OBJECT *name = OBJ_txt2obj(oid, 1);
	X509_EXTENSION *extension;

	must(data && name && ASN1_OCTET_STRING_set(data, der.at, (int)der.len) == 1);
	extension = X509_EXTENSION_create_by_OBJ(NULL, name, is_critical, data);
	must(extension && X509_add_ext(x, extension, -1) == 1);
	X509_EXTENSION_free(extension);
	ASN1_OBJECT_free(name);
	ASN1_OCTET_STRING_free(data);
}

static void add_hex(X509 *x, const char *oid, bool is_critical, const char *hex)
{
	uint8_t room[1024];
	struct bytes der;

	must(text_read_hex(bytes_of_text(hex), BUFFER_OF(room), &der) == RESULT_OK);
	add_raw(x, oid, is_critical, der);
}

static void add_configured(X509 *x, int nid, const char *value)
{
	X509_EXTENSION *extension = value ? X509V3_EXT_conf_nid(NULL, NULL, nid, value) : NULL;

	must(!value || (extension && X509_add_ext(x, extension, -1) == 1));
	X509_EXTENSION_free(extension);
}

static void write_field(struct writer *w, uint8_t tag, struct bytes content)
{
	writer_u8(w, tag);
	if (content.len >= 0x80)
		writer_u8(w, 0x81);
	writer_u8(w, (uint8_t)content.len);
	writer_bytes(w, content);
}

static struct bytes finished(const struct writer *w)
{
	struct bytes written;

	must(writer_finish(w, &written) == RESULT_OK);
	return written;
}

static void write_fwids(struct writer *w, const struct layer_recipe *r)
{
	uint8_t oid[] = { 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, r->hash }, pair_room[128], list_room[128];
	struct writer pair = writer_over(BUFFER_OF(pair_room)), list = writer_over(BUFFER_OF(list_room));

	write_field(&pair, 0x06, BYTES_OF(oid));
	write_field(&pair, 0x04, bytes_from(r->digest, r->digest_len));
	write_field(&list, 0x30, finished(&pair));
	write_field(w, 0xa6, finished(&list));
}

static void add_tcb_info(X509 *x, const struct layer_recipe *r)
{
	uint8_t room[TCB_MAX_LEN], whole_room[TCB_MAX_LEN];
	struct writer w = writer_over(BUFFER_OF(room)), whole = writer_over(BUFFER_OF(whole_room));

	if (r->vendor)
		write_field(&w, 0x80, bytes_of_text(r->vendor));
	if (r->product)
		write_field(&w, 0x81, bytes_of_text(r->product));
	if (r->svn >= 0)
		write_field(&w, 0x83, bytes_from(&(uint8_t){ (uint8_t)r->svn }, 1));
	if (r->layer >= 0)
		write_field(&w, 0x84, bytes_from(&(uint8_t){ (uint8_t)r->layer }, 1));
	if (r->digest_len > 0)
		write_fwids(&w, r);
	if (r->flags >= 0)
		write_field(&w, 0x87, bytes_from((uint8_t[]){ 4, (uint8_t)r->flags }, 2));
	write_field(&whole, 0x30, finished(&w));
	add_raw(x, "2.23.133.5.4.1", true, finished(&whole));
}

/* Code, inline configuration and authority of 64 bytes each, and the mode. */
static void add_inputs(X509 *x, const char *mode)
{
	char hex[512];
	size_t used = 0;

	used += (size_t)snprintf(hex, sizeof(hex), "3081d1");
	for (const char *tag = "a0a3a4"; *tag; tag += 2)
		used += (size_t)snprintf(hex + used, sizeof(hex) - used, "%.2s420440%0128d", tag, 0);
	snprintf(hex + used, sizeof(hex) - used, "a6030a01%s", mode);
	add_hex(x, "1.3.6.1.4.1.11129.2.1.24", true, hex);
}

static X509_NAME *name_of(const char *subject, const uint8_t id[ID_LEN])
{
	X509_NAME *name = X509_NAME_new();
	char hex[2 * ID_LEN + 1];

	for (size_t i = 0; i < ID_LEN; i++)
		snprintf(hex + 2 * i, 3, "%02x", id[i]);
	must(name && X509_NAME_add_entry_by_NID(name, subject ? NID_commonName : NID_serialNumber, MBSTRING_ASC,
						(const unsigned char *)(subject ? subject : hex), -1, -1, 0) == 1);
	return name;
}

static void add_key_ids(X509 *x, const struct layer_recipe *r, const uint8_t id[ID_LEN], const uint8_t issuer_id[ID_LEN])
{
	uint8_t subject[2 + ID_LEN] = { 0x04, ID_LEN }, authority[4 + ID_LEN] = { 0x30, 2 + ID_LEN, 0x80, ID_LEN };

	memcpy(subject + 2, id, ID_LEN);
	memcpy(authority + 4, issuer_id, ID_LEN);
	subject[2 + 5] ^= r->spoils_key_id;
	authority[4 + 5] ^= r->spoils_authority_id;
	add_raw(x, "2.5.29.14", false, BYTES_OF(subject));
	add_raw(x, "2.5.29.35", false, BYTES_OF(authority));
}

static void add_extensions(X509 *x, const struct layer_recipe *r)
{
	add_configured(x, NID_basic_constraints, r->basic);
	add_configured(x, NID_key_usage, r->usage);
	add_configured(x, NID_ext_key_usage, r->purpose);
	if (!r->tcb_hex)
		add_tcb_info(x, r);
	else if (r->tcb_hex[0])
		add_hex(x, "2.23.133.5.4.1", true, r->tcb_hex);
	if (r->extra_oid)
		add_hex(x, r->extra_oid, true, "0500");
	if (r->dice_mode)
		add_inputs(x, r->dice_mode);
}

static void set_head(X509 *x, const struct layer_recipe *r, const uint8_t id[ID_LEN])
{
	const uint8_t *spki = fixture_key(r->key)->spki;
	uint8_t serial_bytes[ID_LEN];
	BIGNUM *number;
	EVP_PKEY *key = d2i_PUBKEY(NULL, &spki, CRYPTO_P256_SPKI_LEN);

	memcpy(serial_bytes, id, ID_LEN);
	serial_bytes[5] ^= r->spoils_serial;
	number = BN_bin2bn(serial_bytes, ID_LEN, NULL);
	must(number && BN_to_ASN1_INTEGER(number, X509_get_serialNumber(x)) && key && X509_set_pubkey(x, key) == 1 && X509_set_version(x, 2) == 1);
	must(ASN1_TIME_set(X509_getm_notBefore(x), (time_t)r->not_before) && ASN1_TIME_set(X509_getm_notAfter(x), (time_t)r->not_after));
	BN_free(number);
	EVP_PKEY_free(key);
}

/* issuer: the recipe of the certificate above, for its name. */
static size_t issue(const struct layer_recipe *r, const struct layer_recipe *issuer, uint8_t *at)
{
	uint8_t id[ID_LEN], issuer_id[ID_LEN];
	X509 *x = X509_new();
	EVP_PKEY *key = private_key(r->issuer_key);
	X509_NAME *subject, *issuer_name;
	int len;

	id_of(r->key, id);
	id_of(issuer->key, issuer_id);
	set_head(x, r, id);
	subject = name_of(r->subject, id);
	issuer_name = name_of(issuer->subject, issuer_id);
	must(X509_set_subject_name(x, subject) == 1 && X509_set_issuer_name(x, issuer_name) == 1);
	add_key_ids(x, r, id, issuer_id);
	add_extensions(x, r);
	must(X509_sign(x, key, EVP_sha256()) > 0);
	len = i2d_X509(x, &at);
	must(len > 0);
	X509_NAME_free(subject);
	X509_NAME_free(issuer_name);
	EVP_PKEY_free(key);
	X509_free(x);
	return (size_t)len;
}

static const struct layer_recipe ROOT = {
	.key = KEY_ROOT, .issuer_key = KEY_ROOT, .basic = "critical,CA:TRUE", .usage = "critical,keyCertSign", .subject = "Acme Root",
	.not_before = 1700000000, .not_after = 4000000000, .tcb_hex = "",
};

static void layer_good(struct layer_recipe *r, enum fixture_key key, int layer, uint8_t digest)
{
	*r = (struct layer_recipe){ .key = key, .issuer_key = (enum fixture_key)(key - 1), .basic = "critical,CA:TRUE", .usage = "critical,keyCertSign",
				    .not_before = 1700000000, .not_after = 4000000000, .vendor = "acme.example", .product = "lamp", .svn = 7,
				    .layer = layer, .flags = -1, .hash = 1, .digest_len = 32 };
	memset(r->digest, digest, sizeof(r->digest));
}

void chain_recipe_good(struct chain_recipe *recipe)
{
	layer_good(&recipe->layers[2], KEY_BL, 0, 0xb1);
	layer_good(&recipe->layers[1], KEY_OS, 1, 0x05);
	layer_good(&recipe->layers[0], KEY_APP, 2, 0xa9);
	recipe->layers[0].basic = "critical,CA:FALSE";
	recipe->layers[0].usage = "critical,digitalSignature";
	recipe->layers[0].purpose = "2.23.133.5.4.100.9";
}

static struct bytes write_chain(const struct chain_recipe *recipe, uint8_t *room)
{
	size_t used = 0;

	for (size_t i = 0; i < FIXTURE_LAYERS; i++)
		used += issue(&recipe->layers[i], i + 1 < FIXTURE_LAYERS ? &recipe->layers[i + 1] : &ROOT, room + used);
	return bytes_from(room, used);
}

struct bytes chain_fixture_chain(const struct chain_recipe *recipe)
{
	static uint8_t room[ATTESTED_CHAIN_MAX_LEN];

	return write_chain(recipe, room);
}

struct bytes chain_fixture_good(void)
{
	static uint8_t room[ATTESTED_CHAIN_MAX_LEN];
	static struct bytes chain;
	struct chain_recipe recipe;

	if (chain.len == 0) {
		chain_recipe_good(&recipe);
		chain = write_chain(&recipe, room);
	}
	return chain;
}

struct bytes chain_fixture_root(void)
{
	static uint8_t room[2048];
	static struct bytes root;

	if (root.len == 0)
		root = bytes_from(room, issue(&ROOT, &ROOT, room));
	return root;
}
