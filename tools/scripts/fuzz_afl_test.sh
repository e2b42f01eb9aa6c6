#!/usr/bin/env bash
# shellcheck disable=SC2016  # the replaced commands expand what they are called with
# shellcheck source=tools/scripts/testing.sh
source "$(dirname "${BASH_SOURCE[0]}")/testing.sh"

# Two targets, of which one has a mutator and a dictionary, and an AFL++ that finds nothing.
set_up() {
    put tools/setup <<<"echo \"setup \$*\" >>'$sandbox/calls.txt'"
    chmod +x tools/setup
    put CMakePresets.json <<<'{}'
    put fuzz/targets.json <<<$'{"schema": 1, "targets": [\n  {"name": "one", "subject": "x", "mutator": "fields", "dictionary": "request"},\n  {"name": "two_2", "subject": "y"}\n]}'
    replace cmake <<<'echo "much output"'
    afl_finds crashes nothing
}

# afl_finds FOLDER FILE
afl_finds() {
    replace afl-fuzz <<EOF_AFL
echo "mutator \$AFL_CUSTOM_MUTATOR_LIBRARY" >>"$sandbox/calls.txt"
while [ "\$1" != -o ]; do shift; done
mkdir -p "\$2/default/crashes" "\$2/default/hangs"
touch "\$2/default/$1/$2"
printf 'execs_done        : 4711\nexecs_per_sec     : 99.50\ncorpus_count      : 12\nsaved_crashes     : 0\nsaved_hangs       : 0\n' >"\$2/default/fuzzer_stats"
EOF_AFL
}

test_builds_explores_and_counts() {
    run tools/fuzz-afl one --for 7
    expect_status 0
    expect_call "setup afl"
    expect_call "$sandbox/tree/build/afl --parallel"
    expect_call "--target fuzz_one"
    expect_call "--target keyturn_afl_fields"
    expect_call "mutator $sandbox/tree/build/afl-mutators/fuzz/mutators/libkeyturn_afl_fields.so"
    expect_call "-i $sandbox/tree/corpus/seeds/one -o $sandbox/tree/build/fuzzing-afl/one -V 7 -G 16384 -x $sandbox/tree/build/afl/fuzz/request.dict -- $sandbox/tree/build/afl/fuzz/fuzz_one"
    expect_last_line "one: 4711 executions, 99.50/s, 12 inputs in the corpus, 0 crashes, 0 hangs"
}

test_a_target_without_mutator_and_dictionary_has_none() {
    run tools/fuzz-afl two_2
    expect_status 0
    expect_call "-V 60 -G 16384 -- $sandbox/tree/build/afl/fuzz/fuzz_two_2"
    expect_no_call "keyturn_afl"
    expect_no_call "mutator /"
}

test_crashes_are_listed() {
    afl_finds crashes id:000001
    run tools/fuzz-afl one
    expect_status 1
    expect_last_line "$sandbox/tree/build/fuzzing-afl/one/default/crashes/id:000001"
}

test_hangs_are_listed() {
    afl_finds hangs id:000002
    run tools/fuzz-afl one
    expect_status 1
    expect_last_line "$sandbox/tree/build/fuzzing-afl/one/default/hangs/id:000002"
}

test_what_was_found_before_is_forgotten() {
    put build/fuzzing-afl/one/default/crashes/id:000003 <<<'old'
    run tools/fuzz-afl one
    expect_status 0
}

test_wrong_usage_is_said_before_anything_is_done() {
    for arguments in '' '--help' 'one --for' 'one --for x' 'one --for 0' 'one two_2' 'one --for 1 2'; do
        # shellcheck disable=SC2086  # words
        run tools/fuzz-afl $arguments
        expect_status 2
        expect_err "tools/fuzz-afl TARGET [--for S]"
    done
    [ ! -e "$sandbox/calls.txt" ] || failed "no call at all"
}

test_an_unknown_target_is_a_usage_error() {
    run tools/fuzz-afl three
    expect_status 2
    expect_err "there is no fuzz target 'three': tools/fuzz --list shows them"
}

test_a_failed_build_is_a_set_up_that_failed() {
    replace cmake <<<'exit 1'
    run tools/fuzz-afl one
    expect_status 3
}

test_an_engine_that_fails_is_no_finding() {
    replace afl-fuzz <<<'echo "PROGRAM ABORT"; exit 1'
    run tools/fuzz-afl one
    expect_status 3
    expect_err "PROGRAM ABORT"
}

run_test "$@"
