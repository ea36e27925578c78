#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# A certificate holds for one run and nothing else: any byte of it, of the transcript or of the
# report that changes is noticed, as are lines that are missing, swapped or cut off, and a stranger's lab.
set -u
cd "$(dirname "$0")/../.." || exit 2
# shellcheck source=ci/e2e/lib/runs.bash
. ci/e2e/lib/runs.bash

verify() { "$bin/assay" verify "$@"; }

certify run --check runs_a_good_image --check refuses_older_image --check refuses_unknown_key reference >"$work/said" 2>&1
[ $? = 2 ] && [ -s "$work/run/certificate.json" ]
result "three checks of the reference device are run and signed" $?
bundle=$work/bundle
renew() { rm -rf "$bundle" && cp -r "$work/run" "$bundle"; }
renew

says "its certificate is authentic" 0 'authentic:  yes, signed by "Practice lab" for a run of kind "practice"' verify "$bundle"
says "and judged again" 0 're-judged:  yes, the same verdicts, byte for byte' verify "$bundle"
says "the answer comes as JSON too" 0 '"rejudged":{"answer":"yes"' verify --json "$bundle"
says "it is authentic without being judged" 0 'authentic:  yes' verify --authentic-only "$bundle"
says "and says then no word of judging" 0 '' verify --authentic-only "$bundle"
! grep -q re-judged "$work/said"
result "as was asked for" $?
says "with the root given by name" 0 're-judged:  yes' verify --trust "$work/lab/root.pem" "$bundle"
mv "$work/lab" "$work/elsewhere"
says "somebody without a lab is told what to give" 1 '--trust' verify "$bundle"
says "and needs no lab of his own then" 0 're-judged:  yes' verify --trust "$work/elsewhere/root.pem" "$bundle"
mv "$work/elsewhere" "$work/lab"

ASSAY_LAB=$work/other "$bin/assay" lab init --practice --name "Other lab" >"$work/said" 2>&1
result "another lab is made" $?
says "the other lab's root does not know the signer" 1 'signer unknown' verify --trust "$work/other/root.pem" "$bundle"
says "nor without judging" 1 'REFUSED' verify --authentic-only --trust "$work/other/root.pem" "$bundle"
cat "$work/other/root.pem" "$work/lab/root.pem" >"$work/both.pem"
says "of two roots the right one is found" 0 're-judged:  yes' verify --trust "$work/both.pem" "$bundle"
says "a root that is no certificate is named" 1 'holds no certificate' verify --trust "$bundle/report.json" "$bundle"

# unnoticed FILE COMMAND...: how many of 64 places of FILE can be flipped without exit 1 (verify) or 2 (judge).
unnoticed() {
	local file=$bundle/$1 wanted=$2 place missed=0
	shift 2
	: >"$work/said"
	for place in $(places "$(stat -c %s "$file")" 64); do
		flip "$file" "$place"
		"$@" >"$work/answer" 2>&1
		if [ $? != "$wanted" ]; then
			missed=$((missed + 1))
			echo "byte $place: $(head -c 200 "$work/answer")" >>"$work/said"
		fi
		flip "$file" "$place"
	done
	[ "$missed" = 0 ]
}
for file in certificate.json transcript.jsonl report.json report.html junit.xml; do
	unnoticed $file 1 verify "$bundle"
	result "no byte of $file can change (64 places)" $?
done
unnoticed transcript.jsonl 2 "$bin/assay" judge "$bundle/transcript.jsonl"
result "and the judge alone notices it in the transcript" $?
cmp -s "$work/run/certificate.json" "$bundle/certificate.json" && verify "$bundle" >"$work/said" 2>&1
result "put back as it was, all is well again" $?
says "it tells how often it was tried" 0 'noted:      0 runs of this target before it, 0 of them abandoned; 0 checks made again' verify "$bundle"

sed -i 's/refused/accepted/' "$bundle/report.html"
says "a page that was altered is named" 1 'report.html: is not the one that was signed for' verify "$bundle"
says "and not signed for" 2 'report.html: is not what follows from report.json' "$bin/assay" sign "$bundle"
renew
rm "$bundle/junit.xml"
says "so is one that is missing" 1 'junit.xml' verify "$bundle"
renew
cp "$work/lab/ledger.jsonl" "$work/lab/ledger.head" "$work"
sed -i '$d' "$work/lab/ledger.jsonl"
says "a ledger that lost its last line is noticed" 1 'is known to ledger.head and missing: the ledger was cut off' verify "$bundle"
says "and takes no other run" 2 'the ledger was cut off' certify none --check runs_a_good_image reference
: >"$work/lab/ledger.jsonl"
rm "$work/lab/ledger.head"
says "without its head the certificate misses its line" 1 'the ledger was cut off or altered' verify "$bundle"
says "which somebody without the ledger can't see" 0 're-judged:  yes' verify --trust "$work/lab/root.pem" "$bundle"
mv "$work/ledger.jsonl" "$work/ledger.head" "$work/lab"

# altered NAME COMMAND: what COMMAND makes of the transcript is refused by verifier and judge.
altered() {
	local name=$1
	shift
	"$@" <"$work/run/transcript.jsonl" >"$bundle/transcript.jsonl"
	says "a transcript with $name is refused" 1 'is not the one that was signed for' verify "$bundle"
	says "and the judge calls it invalid" 2 '' "$bin/assay" judge "$bundle/transcript.jsonl"
}
altered "a line removed" sed 40d
altered "its first line removed" sed 1d
altered "its last line removed" head -n -1
altered "two lines swapped" sed '40{h;d};41{G}'
altered "a line twice" sed 40p
altered "half a line" head -c 20000
altered "a line more" sed -e "\$a {}"
altered "no final newline" head -c -1
altered "other line ends" sed 's/$/\r/'
altered "nothing in it" true
renew

# lie NAME FILTER: the report says what the transcript does not show; in its canonical form.
lie() {
	jq -cS "$2" <"$work/run/report.json" >"$bundle/report.json"
	cmp -s "$work/run/report.json" "$bundle/report.json" && echo "# the filter changes nothing"
	says "a report with $1 is refused" 1 'REFUSED' verify "$bundle"
	says "and not signed" 2 'not signed' "$bin/assay" sign "$bundle"
	cmp -s "$work/run/certificate.json" "$bundle/certificate.json"
	result "the certificate stays as it was" $?
}
jq -cS . <"$work/run/report.json" >"$bundle/report.json"
says "the same report, written anew in its one form, is the same" 0 're-judged:  yes' verify "$bundle"
lie "a better level" '.level = "gold"'
lie "a higher total" '.total = 9000'
lie "points that were not earned" '.properties[0].points = .properties[0].of'
lie "a gate held that is broken" '(.gates[] | select(.state == "broken") | .state) = "held"'
lie "a check passed that was not run" '(.requirements[].checks[] | select(.verdict == "not-run") | .verdict) = "pass"'
lie "a verdict better than its checks" '(.requirements[] | select(.verdict == "not-run") | .verdict) = "pass"'
lie "a lighter requirement" '(.requirements[] | select(.weight > 10) | .weight) = 1'
lie "a requirement less" 'del(.requirements[0])'
lie "another sentence demanded" '.requirements[0].statement = "Nothing is demanded."'
lie "a practice run called official" '.run.kind = "official" | .run.practice_because = []'
lie "another seed" '.run.seed = "00"'
lie "nothing used up" '.run.spent = []'
lie "another transcript named" '.run.transcript = .suite.digest'
lie "other firmware" '.target.firmware = []'
lie "another profile" '.target.profile = "root-of-trust"'
lie "exit 0" '.exit = 0'
lie "a field more" '.remark = "excellent"'
renew

jq -cS '.run.complete = false' <"$work/run/report.json" >"$bundle/report.json"
says "an incomplete run is never signed" 2 'incomplete' "$bin/assay" sign "$bundle"
renew
# What a lab that is none for practice signs: a run is official unless it gave up something itself.
ASSAY_LAB=$work/real "$bin/assay" lab init --name "Silicon Lab 7" >"$work/said" 2>&1
result "a lab is made that is none for practice" $?
official() { ASSAY_LAB=$work/real certify "$@" --check runs_a_good_image reference >"$work/answer" 2>&1; }
# Sanitizers want all the address space there is: the limit on it is then a wall that is missing, and said so.
if [ "$(id -u)" = 0 ] && [[ ${ASSAY_BUILD:-build} != *sanitize* ]]; then
	official official
	says "its run is official where all walls stand" 0 'for a run of kind "official"' verify --trust "$work/real/root.pem" "$work/official"
else
	not_applicable "its run is official where all walls stand" "walls need root, and a build without sanitizers"
fi
official given --seed 01
says "and practice by a seed that was given" 0 'for a run of kind "practice"' verify --trust "$work/real/root.pem" "$work/given"

rm "$bundle/certificate.json"
says "a folder without a certificate is refused" 1 'certificate.json' verify "$bundle"
says "and one that is not there is wrong usage" 64 'No such file' verify "$work/nowhere"
says "usage is shown when asked for" 0 'assay verify' verify --help
says "and told when the folder is missing" 64 'which folder' verify
says "and for an option that is not known" 64 '--believe' verify --believe "$bundle"
echo "1..$count"
