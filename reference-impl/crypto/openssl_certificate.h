/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CRYPTO_OPENSSL_CERTIFICATE_H
#define CRYPTO_OPENSSL_CERTIFICATE_H

/* Inside crypto/ only: certificates in the library's type. The caller frees. */

#include <openssl/x509.h>

#include "reference-impl/base/bytes.h"

/* NULL unless der is exactly one certificate. */
X509 *openssl_certificate(struct bytes der);

#endif
