#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The maker's root as others see it: openssl reads what make_root and provision write, and follows one to the other.
# shellcheck disable=SC2154 # work, bin and count come from the library
set -u
cd "$(dirname "$0")/../.." || exit 2
# shellcheck source=ci/e2e/lib/runs.bash
. ci/e2e/lib/runs.bash

image() {
	printf 'this is the %s' "$1" >"$work/$1.elf"
	"$bin/sign_image" --key "$work/maker.pem" --payload "$work/$1.elf" --component "$1" --version 1.0.0 --out "$work/$1.img"
}
# unit NAME ARGUMENT...: a unit of its own, endorsed by the root.
unit() {
	local name=$1
	shift
	"$bin/provision" --state "$work/$name" --loader "$work/loader.img" --os "$work/os.img" --key "$work/maker.pem.pub" \
		--endorse "$work/root.key" --endorse-issuer "$work/root.pem" --endorsement "$work/$name.der" "$@" &&
		openssl x509 -inform DER -in "$work/$name.der" -out "$work/$name.crt"
}
for name in maker.pem root.key second.key service.pem; do "$bin/sign_image" --new-key "$work/$name" || exit 2; done >"$work/said" 2>&1
image loader >"$work/said" 2>&1 && image os >"$work/said" 2>&1 || exit 2

says "a root is made" 0 "" "$bin/make_root" --key "$work/root.key" --out "$work/root.pem"
says "openssl takes it as a root" 0 "root.pem: OK" openssl verify -x509_strict -CAfile "$work/root.pem" "$work/root.pem"
says "it is that key's" 0 "$(sed -n 2p "$work/root.key.pub")" openssl x509 -in "$work/root.pem" -noout -pubkey
says "two units are endorsed: one" 0 "" unit one --service-key "$work/service.pem.pub"
says "and another" 0 "" unit two --lifecycle module-complete
says "openssl follows the first to the root" 0 "one.crt: OK" openssl verify -x509_strict -CAfile "$work/root.pem" "$work/one.crt"
says "and the other" 0 "two.crt: OK" openssl verify -x509_strict -CAfile "$work/root.pem" "$work/two.crt"
says "each may certify the layers above it" 0 "CA:TRUE" openssl x509 -in "$work/one.crt" -noout -ext basicConstraints
[ "$(openssl x509 -in "$work/one.crt" -noout -pubkey)" != "$(openssl x509 -in "$work/two.crt" -noout -pubkey)" ]
result "no two units have one key" $?
"$bin/make_root" --key "$work/second.key" --out "$work/second.pem" >"$work/said" 2>&1
says "a root that did not sign it is none" 2 "unable to get local issuer certificate" openssl verify -CAfile "$work/second.pem" "$work/one.crt"
says "a root's certificate of another key is told" 2 "$work/second.pem: is not the certificate" "$bin/provision" --state "$work/three" \
	--loader "$work/loader.img" --os "$work/os.img" --key "$work/maker.pem.pub" --endorse "$work/root.key" \
	--endorse-issuer "$work/second.pem" --endorsement "$work/three.der"
[ ! -e "$work/three" ] && [ ! -e "$work/three.der" ]
result "and nothing is left of it" $?
says "the secret of the root is nobody else's" 0 "600" stat -c %a "$work/root.key"

token() { "$bin/make_token" --kind debug --device 00112233445566778899aabbccddeeff --challenge "$(printf '%064d' 7)" --rights debug-os --out "$work/token" "$@"; }
says "a token is made" 0 "" token --expires 60 --key "$work/service.pem"
says "which is a COSE_Sign1" 0 "d2 84 43 a1 01 26 a0" od -An -v -tx1 -N7 "$work/token"
says "a key that is not there" 2 "$work/none.pem: No such file" token --expires 60 --key "$work/none.pem"
says "a lifetime beyond a day" 64 "--expires 86401: should be a number of seconds from 1 to 86400" token --expires 86401 --key "$work/service.pem"
echo "1..$count"
