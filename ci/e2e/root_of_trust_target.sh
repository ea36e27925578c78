#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The root of trust of the reference device on its bench, by the three programs alone: evidence that openssl follows to the
# maker's root and that the verifier holds against the maker's own files, a token that opens the unit once, a lifecycle
# that does not go back, and what no command does.
set -u
cd "$(dirname "$0")/../.." || exit 2
# shellcheck source=ci/e2e/lib/planes.bash
. ci/e2e/lib/planes.bash

nonce=$(head -c 32 /dev/urandom | base64 -w0)
attest() { ask device device.attest "\"nonce\":\"${1:-$nonce}\""; }
hex_of() { base64 -d | od -An -v -tx1 | tr -d ' \n'; }

# chain: the certificates of the last answer, leaf.crt and rest.crt; how many is in $links.
chain() {
	local der
	links=0
	rm -f "$work"/*.crt
	for der in $(jq -r '.result.chain[]?' <<<"$answer"); do
		base64 -d <<<"$der" | openssl x509 -inform DER >>"$work/$([ $links = 0 ] && echo leaf || echo rest).crt" || return 1
		links=$((links + 1))
	done
	[ $links -gt 1 ]
}

digest_of() { sha256sum "$1" | cut -d' ' -f1; }

# What belongs together, out of the maker's files and nothing that a device said: programs, images, settings.
record() {
	local make vendor class nobody
	make=$(sed -n 's/.*_UUID "\(.*\)"/\1/p' conformance/targets/reference/unit.h | tr -d -- '-\n')
	vendor=${make:0:32} class=${make:32} nobody=$(printf '%064d' 0)
	"$bin/make_release" --key "$work/keys/trusted.pem" --vendor "$vendor" --product "$class" --release 1 --implementation "$make" \
		--component "PRoT,1.0.0+0,$(digest_of "$bin/assay-root-of-trust"),$nobody" --image "BL=$work/factory-loader.img" \
		--component "Config,0.0.0+0,$(digest_of "$work/factory-settings"),$nobody" --image "OS=$work/factory-os.img" \
		--out "$work/1.release" >>"$work/log" 2>&1 && cat "$bin/targets/reference/root.pem" "$work/keys/trusted.pem.pub" >"$work/believe.pem"
}
# verified TEXT: the verifier, which shares no code with the device, says this of the last answer.
verified() {
	chain
	field evidence | base64 -d >"$work/token"
	cat "$work/leaf.crt" "$work/rest.crt" >"$work/chain.pem"
	"$bin/assay-verifier" --nonce "$(hex_of <<<"$nonce")" --roots "$work/believe.pem" --releases "$work/1.release" \
		--chain "$work/chain.pem" "$work/token" >"$work/verdict" 2>&1
	grep -qF -- "$1" "$work/verdict"
}

planes_open rig "$bin/targets/reference/rig"
planes_open device "$bin/targets/reference/device"
planes_open kit "$bin/targets/reference/kit"

ask rig rig.hello '"protocol":1'
ask rig rig.power '"state":"on"'
attest
check "a unit attests over a challenge" '"format":"psa-token"'
chain && openssl verify -x509_strict -CAfile "$bin/targets/reference/root.pem" -untrusted "$work/rest.crt" "$work/leaf.crt" >>"$work/log" 2>&1
result "openssl follows its chain to the maker's root" $?
[ $links = 5 ]
result "over OS, loader, root of trust and device" $?
field evidence | hex_of | grep -q "$(hex_of <<<"$nonce")"
result "the token carries the challenge" $?
record && verified "verdict: affirming"
result "the verifier affirms what the maker's files say" $?
leaf=$(openssl x509 -in "$work/leaf.crt" -noout -pubkey)
attest "$(head -c 33 /dev/zero | base64 -w0)"
check "a challenge of 33 bytes is refused" '"refused"'
ask rig rig.power '"state":"cycle"'
attest && chain && [ "$(openssl x509 -in "$work/leaf.crt" -noout -pubkey)" = "$leaf" ]
result "the key is the same after a power cycle" $?
unit=1
ask rig rig.power '"state":"on"'
attest && chain && [ "$(openssl x509 -in "$work/leaf.crt" -noout -pubkey)" != "$leaf" ]
result "and another one in another unit" $?
unit=0
ask rig rig.power '"state":"download"'
attest && chain && [ "$(openssl x509 -in "$work/leaf.crt" -noout -pubkey)" != "$leaf" ]
result "in download mode another key attests" $?
openssl verify -x509_strict -CAfile "$bin/targets/reference/root.pem" -untrusted "$work/rest.crt" "$work/leaf.crt" >>"$work/log" 2>&1
result "which leads to the same root" $?
ask rig rig.power '"state":"cycle"'

ask device device.lifecycle '"act":"state"'
check "it left the factory finished" '"state":"device-complete"'
ask device device.lifecycle '"act":"advance","to":"module-complete"'
check "and does not go back" '"refused"'

# token KIND KEY [FIELDS]: over the challenge that the device gave last.
challenge() { ask device device.challenge '' && given=$(field challenge) && id=$(field device); }
token() { ask kit kit.token "\"kind\":\"$1\",\"device\":\"$id\",\"challenge\":\"$given\",\"expires_s\":60,\"lifecycle\":\"device-complete\",\"key\":\"$2\"${3:+,$3}" && token=$(field token); }
unlock() { ask device device.unlock "\"token\":\"$token\""; }
challenge
check "it gives a challenge and says how it stands" '"lifecycle":"device-complete"'
token debug none
unlock
check "a token without a signature is refused" '"refused":"bad-signature'
challenge && token debug attacker '"attacker_key":"AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE="'
unlock
check "so is a stranger's" '"refused":"unknown-key'
challenge && token debug trusted '"rights":["read-logs"]'
old=$token
challenge && token debug trusted '"rights":["debug-os","read-logs"]'
new=$token token=$old
unlock
check "one over an older challenge opens nothing" '"refused"'
token=$new
unlock
check "nor does one whose try was used up by it" '"refused"'
challenge && token debug trusted '"rights":["debug-os","read-logs"]'
unlock
check "the maker's opens what it says" '"state":"open: debug-os read-logs"'
unlock
check "and once only" '"refused"'
attest
verified "FAIL  token: security lifecycle"
result "that it was open shows in evidence" $?
ask rig rig.power '"state":"cycle"'
attest
verified "verdict: affirming"
result "until power goes" $?

ask device device.key '"act":"export","template":"ak"'
check "no command gives a key out" '"refused"'
ask device device.register '"act":"list"'
check "registers are listed" '"names":["root-of-trust","loader","config","os","app"]'
ask device device.register '"act":"reset","register":"os"'
check "and not reset" '"refused"'
ask device device.entry '"entry":"mailbox.tool","bytes":"//8AAAAAAAA="'
check "a message that there is not is answered" '"bytes":"'
ask device device.entry '"entry":"mailbox.tool","bytes":"AQ=="'
check "so is one of a byte" '"bytes":"'
attest
check "after which the unit attests still" '"format":"psa-token"'

# runs KEY: the suite's payload, signed by that key of the maker, in place of what runs; it hands messages on as its own.
runs() {
	local block image tries
	block=$({ printf 'ASSAY-PAYLOAD-1\0%-16s' "$1" | tr ' ' '\0'; head -c 64 /dev/zero; } | base64 -w0)
	ask kit kit.image "\"component\":\"os\",\"version\":\"1.0.0\",\"security_version\":1,\"block\":\"$block\",\"key\":\"$1\""
	image=$(field image)
	ask rig rig.power '"state":"download"'
	ask device device.update "\"path\":\"recovery\",\"image\":\"$image\""
	answered accepted || return 1
	ask rig rig.power '"state":"cycle"'
	for ((tries = 0; tries < 50; tries++)); do
		ask rig rig.console "\"since\":$since,\"wait_ms\":200"
		since=$(field next)
		field bytes | base64 -d | grep -aq "ASSAY 1 $1 confirmed" && return 0
	done
	return 1
}
since=0
ask device device.seal '"act":"seal","name":"n","bytes":"c2VjcmV0"'
check "the maker's OS hands no messages on" '"refused":"what runs forwards no messages"'
runs trusted
result "the suite's payload runs" $?
attest
verified "FAIL  token: component OS"
result "and is no OS of the maker's release to the verifier" $?
ask device device.seal '"act":"seal","name":"n","bytes":"c2VjcmV0"'
check "bytes are sealed for what runs" '"bytes":"'
sealed=$(field bytes)
! base64 -d <<<"$sealed" | grep -q secret
result "and can't be read" $?
ask device device.seal "\"act\":\"unseal\",\"name\":\"n\",\"bytes\":\"$sealed\""
check "it opens them again" '"bytes":"c2VjcmV0"'
ask device device.seal "\"act\":\"unseal\",\"name\":\"m\",\"bytes\":\"$sealed\""
check "under no other name" '"refused"'
ask device device.register "\"act\":\"extend\",\"register\":\"app\",\"value\":\"$nonce\""
check "what runs measures what it starts" '"result":{}'
attest
field evidence | hex_of | grep -q "$(hex_of <<<"$nonce").*$(hex_of <<<"$nonce")"
result "which shows in evidence, beside the challenge of the same bytes" $?
ask device device.register "\"act\":\"extend\",\"register\":\"os\",\"value\":\"$nonce\""
check "it does not measure itself anew" '"refused"'
ask device device.key '"act":"sign","template":"client","bytes":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="'
check "the key of TLS is not the OS's to use" '"refused"'
runs second
result "the maker's other key signs what runs" $?
ask device device.seal "\"act\":\"unseal\",\"name\":\"n\",\"bytes\":\"$sealed\""
check "which does not open what was sealed for the first" '"refused"'
runs trusted
ask device device.seal "\"act\":\"unseal\",\"name\":\"n\",\"bytes\":\"$sealed\""
check "the first key's next image does" '"bytes":"c2VjcmV0"'
echo "1..$count"
