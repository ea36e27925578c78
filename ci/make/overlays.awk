# SPDX-License-Identifier: Apache-2.0
# Reads patches of defects and variants and writes, for each, one line of make: its name, its file, the
# sources that it touches, and by which eyes it is seen (check, oracle, ct, fault, variant).

function name_of(path,    part, count) {
	count = split(path, part, "/")
	return substr(part[count], 1, length(part[count]) - length(".patch"))
}

# Who includes a changed header is not known here, so nobody would be built with it.
function refuse(    name) {
	name = name_of(current)
	printf ".PHONY: overlay-%s\noverlay-%s:\n\t@echo 'overlay: %s changes more than .c files: %s' >&2; exit 1\n", name, name, current, sources
}

function finish() {
	if (sources ~ /[^c]( |$)|[^.]c( |$)/)
		refuse()
	else if (current != "")
		printf "$(eval $(call overlay_rules,%s,%s,%s,%s))\n", name_of(current), current, sources, eyes
}

function add(list, word) {
	return index(" " list " ", " " word " ") ? list : list == "" ? word : list " " word
}

FNR == 1 {
	finish()
	current = FILENAME
	sources = eyes = ""
	in_header = 1
}

/^--- / { in_header = 0 }
in_header && $1 == "Seen-by:" { eye = $2; sub(/:$/, "", eye); eyes = add(eyes, eye) }
in_header && $1 == "Variant:" { eyes = add(eyes, "variant") }
/^\+\+\+ b\// { sources = add(sources, substr($2, 3)) }

END { finish() }
