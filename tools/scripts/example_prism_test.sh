#!/usr/bin/env bash
# shellcheck source=tools/scripts/testing.sh
source "$(dirname "${BASH_SOURCE[0]}")/testing.sh"

# A tree whose set-up and build succeed, a keyturn that says what it was called with, and a Prism that listens at once.
set_up() {
    put tools/setup <<<"echo \"setup \$*\" >>'$sandbox/calls.txt'"
    put CMakePresets.json <<<'{}'
    put examples/prism/package-lock.json <<<'{}'
    put build/release/tools/keyturn <<<$'#!/usr/bin/env bash\necho "token $KEYTURN_PRISM_TOKEN"\nprintf "[%s]" "$@"\necho\n[ "$1" = openapi ] || exit 5'
    chmod +x tools/setup build/release/tools/keyturn
    replace cmake <<<'true'
    replace npm <<<'mkdir -p node_modules'
    put "$sandbox/prism" <<<'echo "Prism is listening on somewhere"; exec sleep 60'
    replace node <<<"case \$1 in --version) echo v18.19.0 ;; -e) echo 4711 ;; *) echo \$\$ >'$sandbox/prism.pid'; source '$sandbox/prism' ;; esac"
}

expect_no_prism() { ! kill -0 "$(cat "$sandbox/prism.pid")" 2>/dev/null || failed "no Prism is left"; }

test_runs_the_stateless_cases_against_prism_and_ends_it() {
    run tools/example-prism --seed 7
    expect_status 5
    expect_out "[conform][stateless][--endpoint][http://127.0.0.1:4711][--state][none][--bearer-env][KEYTURN_PRISM_TOKEN][--baseline][$sandbox/tree/examples/prism/baseline.json][--seed][7]"
    expect_out "token any-token-will-do"
    expect_call "node $sandbox/tree/examples/prism/node_modules/@stoplight/prism-cli/dist/index.js mock -h 127.0.0.1 -p 4711 "
    expect_no_prism
}

test_a_prism_that_does_not_start_is_shown() {
    put "$sandbox/prism" <<<'echo "EADDRINUSE"; exit 1'
    run tools/example-prism
    expect_status 3
    expect_err "Prism did not start:"
    expect_err "EADDRINUSE"
}

test_without_node_it_says_what_is_needed() {
    replace node <<<'exit 127'
    run tools/example-prism
    expect_status 3
    expect_err "Node 18 or later, with npm, is needed for examples/prism; found: none"
}

test_a_failed_set_up_ends_it() {
    put tools/setup <<<'exit 1'
    run tools/example-prism
    expect_status 3
    [ ! -e "$sandbox/calls.txt" ] || failed "no call at all"
}

run_test "$@"
