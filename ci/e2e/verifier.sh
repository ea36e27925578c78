#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# assay-verifier as somebody uses it who has a device's token and its maker's records: a good device is
# affirmed, a changed one is explained, and whatever can't be read is named. Keys, certificates and tokens
# are made with openssl and printf, so that nothing of the device's own code is in them.
# shellcheck disable=SC2154 # work, bin and count come from the library
set -u
cd "$(dirname "$0")/../.." || exit 2
# shellcheck source=ci/e2e/lib/runs.bash
. ci/e2e/lib/runs.bash

bytes_of() { printf '%b' "$(fold -w 2 <<<"$1" | sed 's/^/\\x/' | tr -d '\n')"; }
text_hex() { printf '%s' "$1" | od -An -v -tx1 | tr -d ' \n'; }
repeat() { printf "%0$((2 * $2))d" 0 | sed "s/00/$1/g"; }

# head_of MAJOR LEN: a CBOR head in hexadecimal.
head_of() {
	if [ "$2" -lt 24 ]; then printf '%02x' $(($1 * 32 + $2))
	elif [ "$2" -lt 256 ]; then printf '%02x%02x' $(($1 * 32 + 24)) "$2"
	else printf '%02x%04x' $(($1 * 32 + 25)) "$2"; fi
}
bstr() { printf '%s%s' "$(head_of 2 $((${#1} / 2)))" "$1"; }
tstr() { printf '%s%s' "$(head_of 3 ${#1})" "$(text_hex "$1")"; }

new_key() { openssl ecparam -name prime256v1 -genkey -noout -out "$work/$1.pem" && openssl pkey -in "$work/$1.pem" -pubout -out "$work/$1.pub"; }

# raw_signature KEY FILE: r and s, 32 bytes each.
raw_signature() {
	local numbers
	numbers=$(openssl dgst -sha256 -sign "$work/$1.pem" "$2" | openssl asn1parse -inform DER | sed -n 's/.*INTEGER *://p')
	while read -r number; do printf '%64s' "$number" | tr ' A-F' '0a-f'; done <<<"$numbers"
}

component() { printf 'a401%s02%s04%s05%s' "$(tstr "$1")" "$(bstr "$2")" "$(tstr 1.2.3+0)" "$(bstr "$3")"; }

# token FILE: of what the variables say.
token() {
	local point payload
	point=$(openssl pkey -pubin -in "$work/$key.pub" -outform DER | tail -c 65 | openssl dgst -sha256 -r | cut -d' ' -f1)
	payload="a70a$(bstr "$nonce")190100$(bstr "01$point")190109$(tstr "tag:psacertified.org,2023:psa#tfm")19095a2419095b${lifecycle}19095c$(bstr "$silicon")19095f82"
	payload+="$(component BL "$bl" "$signer")$(component OS "$os" "$signer")"
	bytes_of "846a$(text_hex Signature1)$(bstr a10126)40$(bstr "$payload")" >"$work/signed"
	bytes_of "d284$(bstr a10126)a0$(bstr "$payload")$(bstr "$(raw_signature "$key" "$work/signed")")" >"$1"
}

# layer NAME ISSUER LAYER DIGEST EXTENSION...: a certificate with TcbInfo.
layer() {
	local name=$1 issuer=$2 number=$3 digest=$4
	shift 4
	printf '%s\n' "$@" subjectKeyIdentifier=hash authorityKeyIdentifier=keyid \
		"2.23.133.5.4.1=critical,DER:304b800c$(text_hex acme.example)8104$(text_hex lamp)8301078401${number}a62f302d06096086480165030402010420$digest" >"$work/ext"
	openssl req -new -key "$work/$name.pem" -subj "/CN=$name" -out "$work/csr" &&
		openssl x509 -req -in "$work/csr" -CA "$work/$issuer.crt" -CAkey "$work/$issuer.pem" -set_serial "0x1$number" -days 3650 -extfile "$work/ext" -out "$work/$name.crt"
}

image() {
	printf '%s' "$2" >"$work/$1.elf"
	"$bin/sign_image" --key "$work/maker.pem" --payload "$work/$1.elf" --version 1.2.3 --security-counter 7 --out "$work/$1.img"
}
# What a boot loader measures: header, payload, protected area.
measure() { head -c $((32 + $(stat -c %s "$work/$1.elf") + 12)) "$work/$1.img" | openssl dgst -sha256 -r | cut -d' ' -f1; }

nonce=$(repeat 6e 32) silicon=$(repeat 1d 32) lifecycle=193000 key=leaf
record() { "$bin/make_release" --key "$work/maker.pem" --vendor acme.example --product lamp --implementation "$silicon" "$@"; }
verify() { "$bin/assay-verifier" --nonce "$nonce" --roots "$work/believe.pem" --releases "$work/releases" --chain "$work/chain.pem" "$@"; }

{
	for name in root bl leaf maker stranger; do new_key $name || exit 2; done
	signer=$(openssl pkey -in "$work/maker.pem" -pubout -outform DER | openssl dgst -sha256 -r | cut -d' ' -f1)
	image bl "this is the loader" && image os "this is the OS"
	bl=$(measure bl) os=$(measure os)
	openssl req -x509 -new -key "$work/root.pem" -subj /CN=Root -days 3650 -addext basicConstraints=critical,CA:TRUE \
		-addext keyUsage=critical,keyCertSign -out "$work/root.crt"
	layer bl root 00 "$bl" basicConstraints=critical,CA:TRUE keyUsage=critical,keyCertSign
	layer leaf bl 01 "$os" basicConstraints=critical,CA:FALSE keyUsage=critical,digitalSignature extendedKeyUsage=2.23.133.5.4.100.9
	cat "$work/leaf.crt" "$work/bl.crt" >"$work/chain.pem"
	cat "$work/root.crt" "$work/maker.pub" >"$work/believe.pem"
	mkdir "$work/releases"
} >"$work/said" 2>&1
openssl verify -ignore_critical -CAfile "$work/root.crt" -untrusted "$work/bl.crt" "$work/leaf.crt" >>"$work/said" 2>&1
result "openssl follows the chain as well" $?

says "help has examples" 0 "examples:" "$bin/assay-verifier" --help
says "so has make_release" 0 "examples:" "$bin/make_release" --help
says "a record is made of two images" 0 "" record --release 1 --image "BL=$work/bl.img" --image "OS=$work/os.img" --out "$work/releases/1.release"
token "$work/token.cbor"
says "a good device is affirmed" 0 "verdict: affirming" verify "$work/token.cbor"
says "check by check: the nonce" 0 "ok    token: nonce" verify "$work/token.cbor"
says "the layers" 0 "ok    chain: layer 1" verify "$work/token.cbor"
verify <"$work/token.cbor" >"$work/said" 2>&1
result "the token comes from standard input as well" $?
verify --json "$work/token.cbor" >"$work/ear.json" 2>"$work/said"
[ "$(jq -r '.eat_profile + " " + .submods.PSA_IOT.ear_status + " " + (.submods.PSA_IOT.ear_trustworthiness_vector.executables | tostring)' "$work/ear.json")" = \
	"tag:ietf.org,2026:rats/ear#04 affirming 3" ]
result "and the result is EAR when asked" $?
says "an older program's key alone stands for a chain" 0 "verdict: affirming" "$bin/assay-verifier" --nonce "$nonce" --roots "$work/believe.pem" \
	--releases "$work/releases/1.release" --device-key "$work/leaf.pub" "$work/token.cbor"

# What changed is said.
nonce=$(repeat 6f 32)
says "an answer to another question is refused" 1 "nonce_mismatch" verify "$work/token.cbor"
nonce=$(repeat 6e 32)
image os2 "this is the 0S" >"$work/said" 2>&1
good=$os os=$(measure os2)
token "$work/changed.cbor"
says "one byte of the OS's signed successor: which component" 1 "FAIL  token: component OS 1.2.3+0" verify "$work/changed.cbor"
says "what it is now" 1 "seen     $os" verify "$work/changed.cbor"
says "and what it should be" 1 "expected $good" verify "$work/changed.cbor"
says "while the loader is as it was" 1 "ok    token: component BL 1.2.3+0" verify "$work/changed.cbor"
says "a record of the successor" 0 "" record --release 2 --image "BL=$work/bl.img" --image "OS=$work/os2.img" --out "$work/two.release"
says "the successor is affirmed, once its maker says so" 0 "verdict: affirming" "$bin/assay-verifier" --nonce "$nonce" --roots "$work/believe.pem" \
	--releases "$work/releases" --releases "$work/two.release" --device-key "$work/leaf.pub" "$work/changed.cbor"
says "and then the older one is a warning" 1 "WARN  release: release of acme.example lamp" verify --releases "$work/two.release" "$work/token.cbor"
says "named old" 1 "old_release" verify --releases "$work/two.release" "$work/token.cbor"
os=$good lifecycle=194004
token "$work/debug.cbor"
says "debug opened is told" 1 "FAIL  token: security lifecycle" verify "$work/debug.cbor"
says "unless it is allowed" 0 "verdict: affirming" verify --allow-nonrot-debug "$work/debug.cbor"
lifecycle=193020
token "$work/fault.cbor"
says "a grave fault is told" 1 "seen     a grave fault" verify "$work/fault.cbor"
lifecycle=193000 key=stranger
token "$work/stranger.cbor"
says "another device is not known" 1 "unknown_instance" verify "$work/stranger.cbor"
key=leaf
says "a device's certificates are not valid for ever" 1 "expired" verify --time 2099-01-01T00:00:00Z "$work/token.cbor"

# Evidence that can't be read is refused: 1, with place and reason.
refused() {
	local name=$1 text=$2
	cat >"$work/bad.cbor"
	says "$name" 1 "$text" verify "$work/bad.cbor"
	grep -q "where    $work/bad.cbor, offset" "$work/said"
	result "$name: with its place" $?
}
size=$(stat -c %s "$work/token.cbor")
refused "an empty token" "bad_cose" </dev/null
refused "half a token" "it ends before what it announces" < <(head -c $((size / 2)) "$work/token.cbor")
refused "a token of 5000 bytes" "too_large" < <(head -c 5000 /dev/zero)
refused "two tokens" "bytes behind the end" < <(cat "$work/token.cbor" "$work/token.cbor")
refused "a token with another tag" "the tag is not 18" < <(printf '\xd1'; tail -c +2 "$work/token.cbor")
refused "a token with a length told later" "not told beforehand" < <(printf '\xd2\x9f'; tail -c +3 "$work/token.cbor"; printf '\xff')
refused "a text" "bad_cose" <<<"hello"
head -c 20000 /dev/zero >"$work/bad.pem"
says "a chain of 20000 bytes" 1 "too_large" "$bin/assay-verifier" --nonce "$nonce" --roots "$work/believe.pem" --releases "$work/releases" --chain "$work/bad.pem" "$work/token.cbor"
cat "$work/bl.crt" "$work/leaf.crt" >"$work/bad.pem"
says "a chain upside down" 1 "wrong_order" "$bin/assay-verifier" --nonce "$nonce" --roots "$work/believe.pem" --releases "$work/releases" --chain "$work/bad.pem" "$work/token.cbor"
cat "$work/leaf.crt" "$work/bl.crt" "$work/bl.crt" >"$work/bad.pem"
says "a certificate twice" 1 "duplicate_certificate" "$bin/assay-verifier" --nonce "$nonce" --roots "$work/believe.pem" --releases "$work/releases" --chain "$work/bad.pem" "$work/token.cbor"

# What is believed has to be in order: 64, with file and reason.
unusable() {
	local name=$1 text=$2
	shift 2
	says "$name" 64 "$text" "$bin/assay-verifier" --nonce "$nonce" "$@" "$work/token.cbor"
	[ "$(grep -vc '^exit' "$work/said")" = 1 ]
	result "$name: in one line" $?
}
roots="--roots $work/believe.pem" records="--releases $work/releases" device="--chain $work/chain.pem"
# shellcheck disable=SC2086 # words on purpose
{
	unusable "no roots" "$work/none.pem: No such file" --roots "$work/none.pem" $records $device
	unusable "roots that are a folder" "$work/releases: Is a directory" --roots "$work/releases" $records $device
	unusable "roots without the maker's key" "$work/root.crt: holds no PUBLIC KEY block" --roots "$work/root.crt" $records $device
	unusable "roots without a root" "$work/maker.pub: holds no CERTIFICATE block" --roots "$work/maker.pub" $records $device
	sed 's/^M/!/' "$work/believe.pem" >"$work/bad.pem"
	unusable "roots that are no base64" "$work/bad.pem: " --roots "$work/bad.pem" $records $device
	openssl ecparam -name secp384r1 -genkey -noout 2>>"$work/said" | openssl pkey -pubout -out "$work/p384.pub"
	unusable "a device key on another curve" "$work/p384.pub: holds no PUBLIC KEY block with a P-256 key" $roots $records --device-key "$work/p384.pub"
	unusable "a chain that is not there" "$work/none.pem: No such file" $roots $records --chain "$work/none.pem"
	mkdir "$work/empty"
	unusable "no reference values" "nothing to compare with" $roots --releases "$work/empty" $device
	unusable "a record that is not there" "$work/none.release: No such file" $roots --releases "$work/none.release" $device
	unusable "a record that is none" "$work/root.crt: offset" $roots --releases "$work/root.crt" $device
	head -c 100 "$work/releases/1.release" >"$work/cut.release"
	unusable "half a record" "$work/cut.release: offset" $roots --releases "$work/cut.release" $device
	cp "$work/releases/1.release" "$work/again.release"
	unusable "a record twice" "release 1 of this product was given already" $roots $records --releases "$work/again.release" $device
	"$bin/make_release" --key "$work/stranger.pem" --vendor acme.example --product lamp --implementation "$silicon" --release 9 \
		--image "OS=$work/os.img" --out "$work/strange.release" >"$work/said" 2>&1
	unusable "a stranger's record" "no trusted key signed it" $roots --releases "$work/strange.release" $device
	unusable "a clock before the program's own date" "before this program was made" $roots $records $device --time 2020-01-01T00:00:00Z
	unusable "neither chain nor key" "--chain or --device-key" $roots $records
	unusable "no time" "should be a time such as" $roots $records $device --time noon
	says "a nonce of one byte" 64 "should be 64, 96 or 128 hexadecimal digits" "$bin/assay-verifier" --nonce 00 $roots $records $device "$work/token.cbor"
	says "a token that is not there" 64 "$work/none.cbor: No such file" verify "$work/none.cbor"
}
echo "1..$count"
