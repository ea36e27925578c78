#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The reference device on its bench, by the three programs alone: update, canary, download mode,
# power cut, a unit anew, and what is left when a program is killed.
set -u
cd "$(dirname "$0")/../.." || exit 2
# shellcheck source=ci/e2e/lib/planes.bash
. ci/e2e/lib/planes.bash
said='' next=0

start_rig() { planes_open rig "$bin/targets/reference/rig"; said='' next=0; }

# console [BASE64]: types, and adds what the unit says to $said.
console() {
	ask rig rig.console "\"since\":$next,\"wait_ms\":200${1:+,\"write\":\"$1\"}"
	next=$(field next)
	said+=$(field bytes | base64 -d)$'\n'
}

# see TEXT: waits until the console has said it.
see() {
	local tries
	for ((tries = 0; tries < 100; tries++)); do
		[[ $said == *"$1"* ]] && return 0
		console
	done
	return 1
}

power() { said=''; ask rig rig.power "\"state\":\"$1\""; }

# order CANARY KEY VERSION [FIELDS]: an image with a fresh block; $image and $secret.
order() {
	local block
	secret=$(openssl rand -hex 32)
	block=$({ printf 'ASSAY-PAYLOAD-1\0%s' "$1"; head -c $((16 - ${#1})) /dev/zero
		hex_bytes "$secret"; head -c 32 /dev/zero; } | base64 -w0)
	ask kit kit.image "\"component\":\"os\",\"version\":\"1.0.0\",\"security_version\":$3,\"block\":\"$block\",\"key\":\"$2\"${4:+,$4}"
	image=$(field image)
}

update() { ask device device.update "\"path\":\"$1\",\"image\":\"$image\""; }

# proves CANARY: does it answer a nonce of this boot with the right code?
proves() {
	local nonce want
	nonce=$(openssl rand -hex 32)
	want=$(hex_bytes "$nonce" | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$secret" -r | cut -d' ' -f1)
	console "$(printf 'ASSAY ? %s\n' "$nonce" | base64 -w0)"
	see "ASSAY 1 $1 $want"
}

start_rig
planes_open device "$bin/targets/reference/device"
planes_open kit "$bin/targets/reference/kit"

ask rig rig.hello '"protocol":1'
check "the rig says who it is" '"cut.operations"'
power on
see 'OS 1.0.0 up'
result "a new unit boots the maker's OS" $?
ask device device.info ''
check "the OS serves the port" '"security_version":1'
first=$(field unit)

order alpha trusted 1
update normal
check "a good image is accepted" '"state":"accepted"'
power cycle
see 'ASSAY 1 alpha confirmed'
result "its canary says that it is up and confirmed" $?
proves alpha
result "and proves it over a nonce" $?
power cycle
see 'ASSAY 1 alpha confirmed' && proves alpha
result "it is still there after another power-on" $?

power download
see 'LOADER: download: '
result "the download pin leads to the loader" $?
alpha_secret=$secret
order eve attacker 1 '"attacker_key":"AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE="'
update recovery
check "an attacker's image is refused there" '"refused"'
order old trusted 0
update recovery
check "so is an older one" '"refused"'
order beta second 1
update recovery
check "one signed by the second key is accepted" '"state":"accepted"'
power cycle
see 'ASSAY 1 beta confirmed' && proves beta
result "and runs" $?

beta_secret=$secret
order gamma trusted 1
power download
ask rig rig.cut '"after_operations":3,"tear":"word"'
update recovery
check "a power cut interrupts the update at once" '"state":"interrupted"'
ask rig rig.cut_status ''
check "the cut fired at the operation that was asked for" '"operations":3,"fired":true'
secret=$beta_secret
power on
see 'ASSAY 1 beta up' && proves beta
result "what ran before runs still" $?

ask rig rig.storage '"act":"list"'
check "the storage is listed" '"name":"slot_a"'
power off
ask rig rig.storage '"act":"write","region":"boot_state","offset":0,"bytes":"AAECAw=="'
ask rig rig.storage '"act":"read","region":"boot_state","offset":0,"length":4'
check "what is written to it is read again" '"bytes":"AAECAw=="'
ask rig rig.fault '"act":"read_error","region":"slot_a","offset":0,"length":4'
power on
# The loader speaks before it reads the slot.
fault_fires() {
	local tries
	for ((tries = 0; tries < 100; tries++)); do
		ask rig rig.fault '"act":"status"'
		[ "$(field fired)" -gt 0 ] && return 0
		sleep 0.05
	done
	return 1
}
see 'LOADER: ' && fault_fires
result "a fault is armed and takes effect" $?

ask rig rig.fresh ''
power on
see 'OS 1.0.0 up' && ask device device.info '' && [ -n "$(field unit)" ] && [ "$(field unit)" != "$first" ]
result "a fresh unit is another one, with the maker's OS" $?
second=$(field unit)
unit=1
power on
ask device device.info ''
[ -n "$(field unit)" ] && [ "$(field unit)" != "$second" ]
result "unit 1 is another one again" $?
ask rig rig.fresh '"lifecycle":"sold twice"'
check "a unit in a state that there is not is refused" '"refused":'
ask rig rig.fresh '"lifecycle":"module-complete"'
power on
see 'OS 1.0.0 up' && ask device device.lifecycle '"act":"state"' && [ "$(field state)" = module-complete ]
result "a unit in an earlier state of its life is one" $?
unit=0

secret=$alpha_secret
ask rig rig.clock '"offset_ms":1'
check "what the bench can't do is unsupported" '"code":-32601'
ask device device.app '"act":"list"'
check "and what the device can't do yet" '"code":-32601'

openssl x509 -inform DER -in "$work/unit0/endorsement.der" -out "$work/device.crt" 2>>"$work/log" &&
	openssl verify -CAfile "$bin/targets/reference/root.pem" "$work/device.crt" >>"$work/log" 2>&1
result "the maker's root vouches for the unit's key" $?
token() {
	ask kit kit.token "\"kind\":\"debug\",\"device\":\"AAECAwQFBgcICQoLDA0ODw==\",\"challenge\":\"$(head -c 32 /dev/zero | base64)\",\"expires_s\":60,\"lifecycle\":\"device-complete\",\"key\":\"$1\"${2:+,$2}"
}
token trusted
# The key that it is brought under, then a COSE_Sign1.
field token | base64 -d >"$work/token"
openssl pkey -pubin -in "$work/keys/service.pem.pub" -outform DER | cmp - <(head -c 91 "$work/token") && [ "$(tail -c +92 "$work/token" | head -c 1 | od -An -tx1)" = " d2" ]
result "the kit signs a token with the service key" $?
token none
field token | base64 -d | cmp -n 91 - "$work/token"
result "one without a signature is brought under the same key" $?
token attacker '"attacker_key":"AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE="'
[ -n "$(field token)" ] && ! field token | base64 -d | cmp -s -n 91 - "$work/token"
result "an attacker's under his own" $?
token second
check "the maker has no second service key" '"refused"'
token attacker '"attacker_key":"AQE="'
check "a key that is none is told" '"code":-32602'
token trusted '"rights":["everything"]'
check "so is a right that there is not" '"code":-32602'
ask kit kit.token '"kind":"debug","device":"AA==","challenge":"AA==","expires_s":60,"lifecycle":"device-complete","key":"trusted"'
check "and a device's id that is too short" '"code":-32602'

{ kill -KILL "${pid[rig]}" && plane_close rig; } 2>>"$work/log"
for ((tries = 0; tries < 100; tries++)); do pgrep -f -- "--state $work/" >/dev/null || break; sleep 0.05; done
! pgrep -f -- "--state $work/" >"$work/log"
result "no board outlives a rig that was killed" $?
start_rig
power on
see 'OS 1.0.0 up' && ask device device.info '' && [ "$(field unit)" = "$second" ]
result "the next rig goes on with the same unit" $?

plane_close rig
mkdir "$work/overlay"
printf '#!/bin/sh\necho "a board with a defect" >&2\nexit 3\n' >"$work/overlay/assay-device"
chmod +x "$work/overlay/assay-device"
export ASSAY_OVERLAY=$work/overlay
start_rig
power on
check "a board that does not start is told" '"code":-32000'
grep -q 'a board with a defect' "$work/log"
result "and it was the one of the overlay" $?
echo "1..$count"
