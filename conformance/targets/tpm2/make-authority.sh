#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Makes a certificate authority for software TPMs in the folder $1, by manufacturing one TPM with it.
set -eu

command -v swtpm_setup >/dev/null || { echo "$0: swtpm_setup is missing: install swtpm and swtpm-tools" >&2; exit 1; }
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/ca" "$scratch/tpm"

cat >"$scratch/localca.conf" <<END
statedir = $scratch/ca
signingkey = $scratch/ca/signkey.pem
issuercert = $scratch/ca/issuercert.pem
certserial = $scratch/ca/certserial
END
cat >"$scratch/setup.conf" <<END
create_certs_tool = /usr/bin/swtpm_localca
create_certs_tool_config = $scratch/localca.conf
create_certs_tool_options = /etc/swtpm-localca.options
END
swtpm_setup --tpm2 --tpmstate "$scratch/tpm" --create-ek-cert --config "$scratch/setup.conf" >"$scratch/log" ||
	{ cat "$scratch/log" >&2; exit 1; }

rm -rf "$1"
mkdir -p "$1"
cp "$scratch"/ca/*.pem "$scratch/ca/certserial" "$1"
