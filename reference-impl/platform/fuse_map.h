/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PLATFORM_FUSE_MAP_H
#define PLATFORM_FUSE_MAP_H

/*
 * Where each fuse lies. Bits are blown from 0 to 1, once.
 *
 * The maker's keys are known to the silicon by the SHA-256 of their
 * SubjectPublicKeyInfo; a key whose revocation byte is not zero is dead for good.
 */

enum { FUSE_KEY_COUNT = 4 };

enum fuse_map {
	FUSE_LIFECYCLE = 0,     /* FUSE_LIFECYCLE_LEN bytes, one for each step; any bit set: it was taken */
	FUSE_KEY_REVOKED = 4,   /* FUSE_KEY_COUNT bytes; any bit set: revoked */
	FUSE_DEVICE_ID = 16,    /* 16 bytes */
	FUSE_VENDOR_UUID = 32,  /* 16 bytes */
	FUSE_CLASS_UUID = 48,   /* 16 bytes */
	FUSE_KEY_HASH = 64,     /* FUSE_KEY_COUNT times 32 bytes; all zero: no key */
	FUSE_DEVICE_SECRET = 192, /* 32 bytes, shown to the root of trust alone */
	FUSE_SERVICE_KEY_HASH = 224, /* 32 bytes: of the key that signs debug and service tokens; all zero: none */
	FUSE_LEN = 256
};

enum { FUSE_LIFECYCLE_LEN = 4, FUSE_DEVICE_ID_LEN = 16, FUSE_DEVICE_SECRET_LEN = 32 };

#endif
