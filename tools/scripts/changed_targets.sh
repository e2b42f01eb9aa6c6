# shellcheck shell=bash
# Which fuzz targets a change concerns. Sourced after shell.sh; changed_targets.awk has the rule.

# shellcheck disable=SC2154  # shell.sh sets root
in_root() { git -C "$root" "$@"; }

# The rows of a table on standard input, a line each: "row", name, mutator, dictionary, aims_at with spaces between; fields end at tabs.
rows_as_fields() {
    awk '
        function field(key,    value) {
            if (!match($0, "\"" key "\": (\"[^\"]*\"|\\[[^]]*\\])")) return ""
            value = substr($0, RSTART + length(key) + 4, RLENGTH - length(key) - 4)
            gsub(/[]["]/, "", value)
            gsub(/, /, " ", value)
            return value
        }
        /^ *{"name": "/ {printf "row\t%s\t%s\t%s\t%s\n", field("name"), field("mutator"), field("dictionary"), field("aims_at")}'
}

# Of two versions of the table: the names of rows that the second has otherwise than the first, or anew. The last row has no comma.
renewed_rows() { sed 's/,$//' "$2" | grep -vxF -f <(sed 's/,$//' "$1") | sed -n 's/^ *{"name": "\([a-z0-9_]*\)".*/renewed\t\1/p' || true; }

# From a difference of fuzz/unreachable.json the files that its entries are about, and the targets that aim at them.
files_of_unreachable() { sed -n 's/^[+-].*"file": "\([^"]*\)".*/\1/p'; }

targets_aiming_at() {
    while read -r file; do
        rows_as_fields <"$root/fuzz/targets.json" | awk -F '\t' -v file="$file" 'index(" " $5 " ", " " file " ") {print "renewed\t" $2}'
    done
}

# changed_targets REV: the names of the targets that are concerned by what changed since this branch left REV, in the order of the table.
# What is not committed counts, too.
changed_targets() {
    local base old
    base=$(in_root merge-base "$1" HEAD 2>/dev/null) || {
        say "git knows no commit '$1' that this branch comes from; a shallow clone lacks it: git fetch --unshallow"
        return 2
    }
    old=$(mktemp)
    in_root show "$base:fuzz/targets.json" >"$old" 2>/dev/null || true
    {
        in_root ls-files --cached --others --exclude-standard | sed 's/^/file\t/'
        in_root grep --untracked -E '^#include "' -- '*.h' '*.cc' | sed 's/^\([^:]*\):#include "\([^"]*\)".*/include\t\1\t\2/'
        rows_as_fields <"$root/fuzz/targets.json"
        { in_root diff --name-only --no-renames "$base" && in_root ls-files --others --exclude-standard; } | sed 's/^/changed\t/'
        renewed_rows "$old" "$root/fuzz/targets.json"
        in_root diff "$base" -- fuzz/unreachable.json | files_of_unreachable | targets_aiming_at
    } | awk -f "$root/tools/scripts/changed_targets.awk"
    rm -f "$old"
}

# as_matrix N: the lines on standard input as a JSON array of at most N texts, names with spaces between.
as_matrix() {
    awk -v most="$1" '
        {row = (NR - 1) % most; rows[row] = rows[row] (rows[row] == "" ? "" : " ") $0}
        END {
            printf "["
            for (i = 0; i < most && i < NR; i++) printf "%s\"%s\"", (i ? ", " : ""), rows[i]
            print "]"
        }'
}
