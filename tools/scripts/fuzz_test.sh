#!/usr/bin/env bash
# shellcheck source=tools/scripts/testing.sh
source "$(dirname "${BASH_SOURCE[0]}")/testing.sh"

# A tree with two targets, whose set-up and build succeed, and whose runner says what it was called with.
set_up() {
    put tools/setup <<<"echo \"setup \$*\" >>'$sandbox/calls.txt'"
    put CMakePresets.json <<<'{}'
    put fuzz/targets.json <<<$'{"schema": 1, "targets": [\n  {"name": "one", "subject": "x"},\n  {"name": "two_2", "subject": "y"}\n]}'
    put build/explore/fuzz/runner/fuzz_jobs <<<$'#!/usr/bin/env bash\nprintf "jobs:"\nprintf " [%s]" "$@"\necho\nexit 1'
    chmod +x tools/setup build/explore/fuzz/runner/fuzz_jobs
    replace cmake <<<'echo "much output"'
}

test_lists_a_target_a_line_and_builds_nothing() {
    run tools/fuzz --list
    expect_status 0
    [ "$(cat "$sandbox/out.txt")" = $'one\ntwo_2' ] || failed "both names, a line each"
    [ ! -e "$sandbox/calls.txt" ] || failed "no call at all"
}

test_lists_as_a_matrix_for_jobs() {
    run tools/fuzz --list --matrix 1
    expect_status 0
    [ "$(cat "$sandbox/out.txt")" = '["one two_2"]' ] || failed "one text"
    run tools/fuzz --matrix 8 --list
    [ "$(cat "$sandbox/out.txt")" = '["one", "two_2"]' ] || failed "two texts, though eight may be"
}

test_lists_nothing_for_wrong_usage() {
    for arguments in '--list --matrix 0' '--list --matrix x' '--list one' '--list --json'; do
        # shellcheck disable=SC2086  # words
        run tools/fuzz $arguments
        expect_status 2
        expect_err "--changed-since REV"
        [ ! -s "$sandbox/out.txt" ] || failed "nothing"
    done
    run tools/fuzz --list --matrix
    [ "$status" != 0 ] || failed "an error"
}

test_builds_the_named_target_twice_and_hands_on_arguments_and_status() {
    run tools/fuzz two_2 --runs 10 --corpus one --before one
    expect_status 1
    expect_call "setup fuzz"
    expect_call "cmake --build $sandbox/tree/build/explore"
    expect_call "cmake --build $sandbox/tree/build/fuzz"
    expect_call "--target fuzz_jobs fuzz_two_2"
    expect_no_call "fuzz_one"
    expect_out "[--judges] [$sandbox/tree/build/fuzz/fuzz] [two_2] [--runs] [10] [--corpus] [one] [--before] [one]"
}

test_builds_all_where_none_is_named() {
    run tools/fuzz --for 1
    expect_call "--target fuzz_jobs fuzz_one fuzz_two_2"
}

test_an_unknown_target_is_a_usage_error_before_anything_is_built() {
    run tools/fuzz three
    expect_status 2
    expect_err "there is no fuzz target 'three': tools/fuzz --list shows them"
    [ ! -e "$sandbox/calls.txt" ] || failed "no call at all"
}

test_help_needs_the_runner_only() {
    run tools/fuzz one --help
    expect_out "[--help]"
    expect_no_call "fuzz_one"
}

test_a_failed_build_is_a_set_up_that_failed() {
    replace cmake <<<'exit 1'
    run tools/fuzz one
    expect_status 3
}

run_test "$@"
