#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Two software TPMs on their bench, by the two programs alone: quotes, registers, keys and their
# certificates, lock-out, power, a unit anew. Whether the evidence holds is for the suite's checks.
set -u
cd "$(dirname "$0")/../.." || exit 2
# shellcheck source=ci/e2e/lib/planes.bash
. ci/e2e/lib/planes.bash
target=$PWD/conformance/targets/tpm2/target.json

if [ ! -x "$bin/targets/tpm2/device" ]; then
	echo "not ok 1 - the TPM target is built"
	echo "# conformance/targets/tpm2 was left out: make targets installs what it needs, and builds it"
	echo "1..1"
	exit
fi

power() { ask rig rig.power "\"state\":\"$1\""; }
quote() { ask device device.attest "\"nonce\":\"$(base64 -w0 <<<"$1")\""; }
key() { ask device device.key "\"act\":\"$1\",\"template\":\"$2\"${3:+,$3}"; }
register() { ask device device.register "\"act\":\"$1\",\"register\":\"sha256:$2\"${3:+,\"value\":\"$3\"}"; }
evidence_hex() { field evidence | base64 -d | od -An -v -tx1 | tr -d ' \n'; }
nonce_hex() { od -An -v -tx1 <<<"$1" | tr -d ' \n'; }

planes_open rig "$bin/targets/tpm2/rig" --target "$target"
planes_open device "$bin/targets/tpm2/device" --target "$target"

ask rig rig.hello '"protocol":1'
check "the rig says who it is, and what it can do" '"fresh","sleep"'
ask device device.info ''
check "a TPM without power is told" '"code":-32000'
power on
ask device device.info ''
check "a TPM with power says who made it" '"hardware":"IBM'
first=$(field unit)

quote 'a nonce'
[[ $(evidence_hex) == ff544347*$(nonce_hex 'a nonce')* ]]
result "a quote begins with the magic and has the nonce in it" $?
register list 0
before=$answer
register extend 7 "$(head -c 32 /dev/zero | base64 -w0)"
register list 0
[ "$answer" != "$before" ] && answered '"sha256:15"'
result "a register that is extended has another value" $?
register reset 7
check "it can't be reset" '"refused":"TPM2_PCR_Reset: TPM_RC_LOCALITY'
register extend 7 AAAA
check "a digest of another length is a wrong request" '"code":-32602'

key public ek
for i in 1 2; do
	sed -nE "s/.*\"chain\":\[\"([^\"]*)\",\"([^\"]*)\".*/\\$i/p" <<<"$answer" | base64 -d | openssl x509 -inform der >"$work/$i.pem"
done
openssl verify -ignore_critical -CAfile "$bin/targets/tpm2/ca/swtpm-localca-rootca-cert.pem" -untrusted "$work/2.pem" "$work/1.pem" \
	>>"$work/log" 2>&1
result "the endorsement certificate chains to the root of target.json" $?
key sign ak "\"bytes\":\"$(base64 -w0 <<<'a message')\""
check "the attestation key signs what the TPM hashed" '"signature":"ABgACw'
key sign ak "\"bytes\":\"$(printf '\xffTCG and more' | base64 -w0)\""
check "but nothing that looks like a quote" '"refused":"TPM2_Sign: TPM_RC_TICKET'
key sign ak-digest "\"bytes\":\"$(head -c 32 /dev/zero | base64 -w0)\""
check "nor a digest from outside" '"refused":"TPM2_Sign: TPM_RC_TICKET'
key export ak
check "it is not given away" '"refused":"TPM2_Duplicate'
key activate ak '"bytes":"AAAA","secret":"AAAA"'
check "a credential that is none is a wrong request" '"code":-32602'

key create locked "\"secret\":\"$(base64 -w0 <<<right)\""
ask device device.unlock "\"object\":\"locked\",\"token\":\"$(base64 -w0 <<<right)\""
check "an object opens to its authorisation value" '"state":"open"'
for ((i = 0; i < 40; i++)); do
	ask device device.unlock "\"object\":\"locked\",\"token\":\"$(base64 -w0 <<<wrong)\""
	answered TPM_RC_LOCKOUT && break
done
check "guessing at it ends in a lock-out" '"refused":"TPM2_Unseal: TPM_RC_LOCKOUT'
quote 'while locked'
check "which does not touch the quotes" '"format":"tpm2-quote"'

register list 0
kept=$answer
for i in 1 2; do
	power sleep
	register list 0
	[ "$answer" = "$kept" ] && [ "$answer" != "$before" ]
	result "sleep $i keeps the registers" $?
done
quote 'awake again'
[[ $(evidence_hex) == ff544347*$(nonce_hex 'awake again')* ]]
result "and quotes are given behind it" $?
power wake
check "a TPM that is awake is not woken" '"refused":"it is awake"'
power off
power sleep
check "one without power is not sent to sleep" '"refused":"its power is off"'
power wake
register list 0
check "one that did not sleep refuses to wake up, and shows no registers" '"refused":"TPM2_PCR_Read: TPM'
quote 'not slept'
check "nor does it quote" '"refused":"TPM2_Quote: TPM'

power cycle
register list 0
[ "$answer" = "$before" ]
result "a power cycle clears the registers" $?
ask device device.info ''
[ "$(field unit)" = "$first" ]
result "and leaves the TPM who it was" $?
unit=1
power on
ask device device.info ''
[ -n "$(field unit)" ] && [ "$(field unit)" != "$first" ]
result "unit 1 is another one" $?
unit=0
ask rig rig.fresh ''
power on
ask device device.info ''
[ -n "$(field unit)" ] && [ "$(field unit)" != "$first" ]
result "so is a fresh unit" $?

plane_close rig
plane_close device
sed 's/"tcti": "swtpm"/"tcti": "swtpm:path=nowhere"/; s/"expendable": true/"expendable": false/' "$target" >"$work/target.json"
planes_open rig "$bin/targets/tpm2/rig" --target "$work/target.json"
planes_open device "$bin/targets/tpm2/device" --target "$work/target.json"
power cycle
check "the power of a TPM that only a TCTI names is out of reach" '"code":-32601'
ask rig rig.hello '"protocol":1'
check "so is its sleep" '"capabilities":[]'
ask device device.unlock "\"object\":\"locked\",\"token\":\"AAAA\""
check "guessing at one that must last is not offered" '"code":-32601'
key create locked "\"secret\":\"AAAA\""
check "and one that is not there is told" '"code":-32000'
echo "1..$count"
