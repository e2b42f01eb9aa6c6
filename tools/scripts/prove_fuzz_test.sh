#!/usr/bin/env bash
# shellcheck source=tools/scripts/testing.sh
source "$(dirname "${BASH_SOURCE[0]}")/testing.sh"

# A tree whose set-up and build succeed, and whose command says what it was called with.
set_up() {
    put tools/setup <<<"echo \"setup \$*\" >>'$sandbox/calls.txt'"
    put CMakePresets.json <<<'{}'
    put build/explore/tools/keyturn <<<$'#!/usr/bin/env bash\nprintf "keyturn:"\nprintf " [%s]" "$@"\necho\nexit 1'
    chmod +x tools/setup build/explore/tools/keyturn
    replace cmake <<<'echo "much output"'
}

test_builds_both_kinds_of_programs_and_hands_on_arguments_and_status() {
    run tools/prove-fuzz some_bug --seeds 2
    expect_status 1
    expect_call "setup fuzz"
    expect_call "build/explore --parallel"
    expect_call "--target keyturn planted_bugs"
    expect_call "build/fuzz --parallel"
    expect_out "keyturn: [prove] [fuzz] [--source] [$sandbox/tree] [some_bug] [--seeds] [2]"
}

test_nightly_has_more_seeds_and_a_larger_budget() {
    run tools/prove-fuzz --json --nightly
    expect_out "[--seeds] [10] [--budget] [1000000] [--timeout] [1200] [--json]"
}

test_help_builds_nothing() {
    run tools/prove-fuzz --help
    expect_err "tools/prove-fuzz [BUG…]"
    [ ! -e "$sandbox/calls.txt" ] || failed "no call at all"
}

test_a_failed_build_is_a_set_up_that_failed() {
    replace cmake <<<'exit 1'
    run tools/prove-fuzz
    expect_status 3
}

run_test "$@"
