#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# .ci/run in a tree with a make and a gate of our own: its last lines must tell what failed and why,
# and its sum be right.
set -u
cd "$(dirname "$0")/.." || exit 2
world=$(mktemp -d) || exit 2
trap 'rm -rf "$world"' EXIT
mkdir -p "$world/bin" "$world/.ci" "$world/build/bin"
cp .ci/run "$world/.ci/run"
count=0

# What `make test`, `assay gate` and the like print and how they end is in a file of that name.
cat >"$world/bin/make" <<'END'
#!/bin/bash
. "$WORLD/$1"
END
cp "$world/bin/make" "$world/build/bin/assay"
chmod +x "$world/bin/make" "$world/build/bin/assay"
run() {
	said=$(WORLD=$world PATH=$world/bin:$PATH "$world/.ci/run" 2>&1)
	status=$?
	end=$(tail -n 31 <<<"$said")
}
must() { # sentence, command...
	count=$((count + 1))
	if "${@:2}"; then echo "ok $count - $1"; else
		echo "not ok $count - $1"
		echo "# status $status, said: ${said//$'\n'/$'\n'# }"
	fi
}
exits() { [[ $status == "$1" ]]; }
ends() { [[ ${end##*$'\n'} == "$1" ]]; }
tells() { [[ $end == *"$1"* ]]; }
tells_not() { ! tells "$1"; }
reasons_are_few() { [[ $(sed -n '/^-- /,$p' <<<"$said" | wc -l) -le 31 ]]; }

good_tests() {
	cat <<'END'
seq -f "ok    program_%g  1 passed (0.1 s)" 50
echo "50 passed, 0 failed"
END
}
good_certify() {
	cat <<'END'
seq -f "[%2g/43] pass         some_check" 43
echo "  Points        90.00 of 100"
END
}
bad_certify() {
	cat <<'END'
seq -f "[%2g/43] pass         some_check" 43
echo "  Points        1.00 of 100"
echo "  Not passed    fail          refuses_older_image: its canary was seen"
echo "                error         takes_it: the rig ended"
echo "make: *** [certify] Error 1" >&2
exit 2
END
}
good_prove() {
	cat <<'END'
seq -f "%3g/90 caught   defect  some_defect, 3 s" 90
echo "  Bad devices  90 of 90 caught for the stated reason"
END
}
bad_prove() {
	cat <<'END'
echo "  1/90 MISSED   defect  bad_one, 3 s"
echo "           refuses_older_image: wanted \"its canary was seen\", got pass"
seq -f "%3g/90 caught   defect  some_defect, 3 s" 2 90
echo "  Bad devices  89 of 90 caught for the stated reason"
exit 1
END
}
good_gate() { echo 'echo "gate: green: nothing got worse than the baseline"'; }
bad_gate() {
	cat <<'END'
echo "gate: red: 1 reason"
echo "  verdict: renewable_security/never_older: pass before, fail now"
exit 1
END
}
bad_tests() {
	cat <<'END'
seq -f "    noise %g" 400
seq -f "ok    program_%g  1 passed (0.1 s)" 50
echo "failed, with all they wrote above:"
seq -f "  program_%g: 1 failed; it was ended by signal 11" 24
echo "50 passed, 24 failed"
echo "make: *** [tests] Error 1" >&2
exit 2
END
}

good_tests >"$world/test"
good_prove >"$world/prove"
good_certify >"$world/certify"
good_gate >"$world/gate"
run
must "all is well" exits 0
must "the last line is the sum" ends "53 passed, 0 failed"
must "nothing is told to have failed" tells_not "--"

bad_certify >"$world/certify"
run
must "a device that fails is a failure" exits 1
must "and counts as one" ends "52 passed, 1 failed"
must "the step is named" tells "-- certify failed:"
must "each check is told with its reason" tells "refuses_older_image: its canary was seen"
must "also one that broke" tells "takes_it: the rig ended"
must "good tests are not told again" tells_not "-- tests"

good_certify >"$world/certify"
bad_prove >"$world/prove"
run
must "a bad device that was missed is told" tells "MISSED   defect  bad_one"
must "with what was wanted of it" tells 'wanted "its canary was seen", got pass'
must "those that were caught are not" tells_not "some_defect"

good_prove >"$world/prove"
bad_gate >"$world/gate"
run
must "a red gate is told with its reasons" tells "renewable_security/never_older: pass before, fail now"
must "and counts as one failure too" ends "52 passed, 1 failed"

good_gate >"$world/gate"
bad_tests >"$world/test"
run
must "tests that fail are counted" ends "53 passed, 24 failed"
must "each program is told with its reason" tells "program_24: 1 failed; it was ended by signal 11"
must "in few lines" reasons_are_few

bad_certify >"$world/certify"
run
must "two steps that fail are both told: the first" tells "program_3: 1 failed; it was ended by signal 11"
must "and the second" tells "refuses_older_image: its canary was seen"
must "in few lines too" reasons_are_few
must "both are counted" ends "52 passed, 25 failed"

cat >"$world/test" <<'END'
echo "x.c:3:1: error: expected expression"
seq -f "  CC    x%g.c" 60
echo "make: *** [test] Error 2"
exit 2
END
good_certify >"$world/certify"
run
must "a build that breaks is told with the compiler's words" tells "x.c:3:1: error: expected expression"
must "and is a failure" ends "3 passed, 1 failed"

cat >"$world/test" <<'END'
kill -KILL $$
END
run
must "a step that is killed is a failure" ends "3 passed, 1 failed"
must "which is named" tells "-- tests failed:"

echo 'echo "3 passed, 0 failed"; exit 7' >"$world/test"
run
must "a sum without a failure does not hide a bad exit" ends "6 passed, 1 failed"
echo "1..$count"
