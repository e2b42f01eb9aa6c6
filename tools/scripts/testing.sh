# shellcheck shell=bash
# For tests of the scripts: each runs in a folder of its own, with a copy of tools/ and with commands of the system replaced.
# The last line of a test file is: run_test "$@"

set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
sandbox=$(mktemp -d)
trap 'rm -rf "$sandbox"' EXIT
export PATH=$sandbox/bin:$PATH
unset CI
mkdir -p "$sandbox/bin" "$sandbox/tree"
cp -R "$here" "$sandbox/tree/tools"

run_test() {
    cd "$sandbox/tree"
    declare -F set_up >/dev/null && set_up
    "$1"
}

# replace COMMAND: its body comes on standard input; what it is called with is appended to calls.txt.
replace() {
    { printf '#!/usr/bin/env bash\necho "%s $*" >>"%s"\n' "$1" "$sandbox/calls.txt" && cat; } >"$sandbox/bin/$1"
    chmod +x "$sandbox/bin/$1"
}

# put FILE: its text comes on standard input.
put() { mkdir -p "$(dirname "$1")" && cat >"$1"; }

# run COMMAND…: keeps its standard output, standard error and exit status for the checks below.
run() {
    status=0
    "$@" >"$sandbox/out.txt" 2>"$sandbox/err.txt" || status=$?
}

failed() {
    printf 'expected %s\nexit status: %s\n' "$1" "${status:-}"
    head -n 50 "$sandbox"/out.txt "$sandbox"/err.txt "$sandbox"/calls.txt 2>/dev/null
    exit 1
}

expect_status() { [ "$status" = "$1" ] || failed "exit status $1"; }
expect_out() { grep -qF -e "$1" "$sandbox/out.txt" || failed "on standard output: $1"; }
expect_err() { grep -qF -e "$1" "$sandbox/err.txt" || failed "on standard error: $1"; }
expect_last_line() { [ "$(tail -n 1 "$sandbox/out.txt")" = "$1" ] || failed "as last line: $1"; }
expect_call() { grep -qF -e "$1" "$sandbox/calls.txt" || failed "the call: $1"; }
expect_no_call() { ! grep -qF -e "$1" "$sandbox/calls.txt" || failed "no call: $1"; }
