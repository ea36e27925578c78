#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# What runs comes from the verified image and from nowhere else: for loader, OS and the suite's
# payload the kernel's own account of the process (maps, memory, descriptors, identity, walls) is
# held against the payload of the image that the chip verified.
set -u
cd "$(dirname "$0")/../.." || exit 2
# shellcheck source=ci/e2e/lib/planes.bash
. ci/e2e/lib/planes.bash
# shellcheck source=ci/e2e/lib/stage.bash
. ci/e2e/lib/stage.bash

power() { ask rig rig.power "\"state\":\"$1\""; }

planes_open rig "$bin/targets/reference/rig"
planes_open device "$bin/targets/reference/device"
planes_open kit "$bin/targets/reference/kit"
ask rig rig.hello '"protocol":1'

power download
stage_examine "the loader" loader "$work/factory-loader.img" 64001
power cycle
stage_examine "the OS" os "$work/factory-os.img" 64002

block=$({ printf 'ASSAY-PAYLOAD-1\0canary'; head -c 74 /dev/zero; } | base64 -w0)
ask kit kit.image "\"component\":\"os\",\"version\":\"1.0.0\",\"security_version\":1,\"block\":\"$block\",\"key\":\"trusted\""
image=$(field image)
base64 -d <<<"$image" >"$work/canary.img"
ask device device.update "\"path\":\"normal\",\"image\":\"$image\""
check "the image with the suite's payload is accepted" '"state":"accepted"'
power cycle
stage_examine "the payload" os "$work/canary.img" 64002

# The comparison must be able to fail: a changed byte of the image is seen.
cp "$work/canary.img" "$work/changed.img"
printf '\377' | dd of="$work/changed.img" bs=1 seek="$(($(little_endian "$work/canary.img" 8 2) + 512))" conv=notrunc status=none
differs() { stage_find os && ! stage_runs_from "$work/changed.img"; }
as_root "a byte that differs is noticed" differs

power off
stage_gone
result "no stage is left when power is off" $?
echo "1..$count"
