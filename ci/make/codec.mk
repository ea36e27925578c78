# SPDX-License-Identifier: Apache-2.0
# The fault test of the image verifier stands between it and everything that it calls.

MCUBOOT_FAULTED := mcuboot_image_parse secret_equal bytes_equal crypto_sha256 crypto_hash_init crypto_hash_update \
	crypto_hash_final crypto_p256_verify
LDLIBS_mcuboot_fault_test := $(MCUBOOT_FAULTED:%=-Wl,--wrap=%)
