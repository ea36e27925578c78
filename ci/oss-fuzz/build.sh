#!/bin/bash -eu
# SPDX-License-Identifier: Apache-2.0
# What OSS-Fuzz, ClusterFuzzLite and CIFuzz run: their compiler and flags, our surfaces, into $OUT.
# Checks stay on: nothing here defines a macro that the product knows.
cd "$SRC/assay"

make -j"$(nproc)" fuzz-programs BUILD="$WORK/assay" CC="$CC" SANITIZING="$CFLAGS" HARDENING= WARNINGS= \
	ENGINE_LD="$CXX" ENGINE_LINK="$LIB_FUZZING_ENGINE" \
	LIBCBOR= LDFLAGS= LDLIBS="-Wl,-Bstatic -lcrypto -ljansson -Wl,-Bdynamic -lpthread -ldl"

for program in "$WORK"/assay/bin/fuzz_*; do
	name=${program##*/} corpus=corpora/${program##*/fuzz_}
	[[ $name == fuzz_empty ]] && continue
	cp "$program" "$OUT/"
	find "$corpus"/seeds "$corpus"/regressions -type f 2>/dev/null | zip -q -j "$OUT/${name}_seed_corpus.zip" -@
	if [[ -s $corpus/dictionary.txt ]]; then
		cp "$corpus/dictionary.txt" "$OUT/$name.dict"
	fi
done
