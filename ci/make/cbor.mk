# SPDX-License-Identifier: Apache-2.0
# libcbor is held against our own CBOR in one fuzz surface and one bench, and nowhere else. Without
# it the surface has no peer to compare with, and the bench is not built.

LIBCBOR := $(shell pkg-config --exists libcbor 2>/dev/null && pkg-config --libs libcbor)
SURFACE_C_cbor := harnesses/peers/$(if $(LIBCBOR),libcbor,no_cbor_peer).c
LDLIBS_surface_cbor := $(LIBCBOR)
LDLIBS_bench-cbor := $(LIBCBOR)
OWN_RULE_MAINS += $(if $(LIBCBOR),,reference-impl/codec/main/bench-cbor.c)
