#!/usr/bin/env bash
# shellcheck source=tools/scripts/testing.sh
source "$(dirname "${BASH_SOURCE[0]}")/testing.sh"

set_up() {
    put tools/setup <<<"echo \"setup \$*\" >>'$sandbox/calls.txt'"
    put CMakePresets.json <<<'{}'
    put fuzz/targets.json <<<$'{"schema": 1, "targets": [\n  {"name": "one", "subject": "x"},\n  {"name": "two", "subject": "y"}\n]}'
    for preset in dev explore; do
        put build/$preset/fuzz/runner/corpus_tool <<<$'#!/usr/bin/env bash\nprintf "tool:"\nprintf " [%s]" "$@"\necho\nexit 1'
        chmod +x build/$preset/fuzz/runner/corpus_tool
    done
    chmod +x tools/setup
    replace cmake <<<'echo "much output"'
}

test_adding_needs_the_replay_of_that_target() {
    run tools/corpus add two file --why 'a reason'
    expect_status 1
    expect_call "--target corpus_tool fuzz_two"
    expect_out "[--programs] [$sandbox/tree/build/dev/fuzz] [add] [two] [file] [--why] [a reason]"
}

test_minimizing_needs_the_engine() {
    run tools/corpus minimize one
    expect_call "setup fuzz"
    expect_call "--target corpus_tool fuzz_one"
    expect_out "[$sandbox/tree/build/explore/fuzz] [minimize] [one]"
}

test_checking_needs_every_replay_where_no_target_is_named() {
    run tools/corpus check
    expect_call "--target corpus_tool fuzz_one fuzz_two"
}

test_counting_needs_no_target() {
    run tools/corpus stats
    expect_no_call "fuzz_one"
    expect_out "[stats]"
}

run_test "$@"
