#!/usr/bin/env bash
# shellcheck disable=SC2016  # the replaced commands expand what they are called with
# shellcheck source=tools/scripts/testing.sh
source "$(dirname "${BASH_SOURCE[0]}")/testing.sh"

# A tree with three targets, of which two are packed; a build.sh that packs shell scripts, and "zip files" that are lists of names.
set_up() {
    put tools/setup <<<"echo \"setup \$*\" >>'$sandbox/calls.txt'"
    put fuzz/targets.json <<'ROWS'
{"schema": 1, "targets": [
  {"name": "one", "subject": "x", "dictionary": "words"},
  {"name": "two_2", "subject": "y"},
  {"name": "other", "subject": "z"}
]}
ROWS
    put .clusterfuzzlite/targets.txt <<<$'# why\n\none packed\ntwo_2 packed\nother left out: it compares'
    put .clusterfuzzlite/fetch-sources <<<"echo \"fetch \$*\" >>'$sandbox/calls.txt'"
    put .clusterfuzzlite/build.sh <<'BUILD'
env | grep -E '^(SRC|WORK|OUT|KEYTURN_ROOT|CC|CXX|CFLAGS|CXXFLAGS|LIB_FUZZING_ENGINE|SANITIZER)=' >"$WORK/environment"
for name in one two_2; do
    printf '#!/bin/sh\necho "run $0 $*" >>"%s"\necho "last words"\n' "$WORK/runs" >"$OUT/fuzz_$name"
    chmod +x "$OUT/fuzz_$name"
    printf '[libfuzzer]\nmax_len = 100\ntimeout = 5\n[asan]\nx = 2\n' >"$OUT/fuzz_$name.options"
    printf 'seed-a\n' >"$OUT/fuzz_${name}_seed_corpus.zip"
done
sed -i 's/^max_len/dict = words.dict\nmax_len/' "$OUT/fuzz_one.options"
echo '"word"' >"$OUT/words.dict"
BUILD
    put corpus/seeds/one/a <<<'seed'
    put corpus/regressions/two_2/a <<<'seed'
    chmod +x tools/setup .clusterfuzzlite/fetch-sources
    for command in 'clang++-19' g++ ld objcopy; do replace "$command" <<<'echo "$0-said"'; done
    replace readelf <<<'echo " 0x01 (NEEDED)  Shared library: [libc.so.6]"; echo " 0x01 (NEEDED)  Shared library: [libm.so.6]"; echo " 0x01 (NEEDED)  Shared library: [ld-linux-x86-64.so.2]"'
    replace unzip <<<'[ "$1" = -Z1 ] && cat "$2"; exit 0'
}

spoil() { echo "$1" >>.clusterfuzzlite/build.sh; }

expect_wrong() {
    run tools/check-clusterfuzzlite
    expect_status 1
    expect_err "$1"
    expect_last_line "2 targets packed, 300 inputs each: see above"
}

test_builds_and_runs_what_is_packed() {
    run tools/check-clusterfuzzlite --runs 7
    expect_status 0
    expect_last_line "2 targets packed, 7 inputs each: all is well"
    expect_call "setup clusterfuzzlite"
    expect_call "fetch $sandbox/tree/build/clusterfuzzlite/src/sources"
    local work=build/clusterfuzzlite/work
    grep -qxF "run ./fuzz_one -dict=words.dict -max_len=100 -timeout=5 -runs=7 -seed=1 $sandbox/tree/build/clusterfuzzlite/corpus/one" $work/runs ||
        failed "one with its options"
    grep -qF "run ./fuzz_two_2 -max_len=100 -timeout=5 -runs=7 -seed=1" $work/runs || failed "two_2 without a dictionary"
    grep -qxF "KEYTURN_ROOT=$sandbox/tree" $work/environment || failed "the project's root"
    grep -qxF "LIB_FUZZING_ENGINE=$sandbox/tree/build/clusterfuzzlite/engine.o" $work/environment || failed "the engine"
    grep -q "^CFLAGS=.*-fsanitize=address.*-fsanitize=fuzzer-no-link" $work/environment || failed "a sanitizer and the engine's counters"
    grep -q "^CXXFLAGS=.*-stdlib=libc++" $work/environment || failed "libc++"
    expect_call "--keep-global-symbol=main"
}

test_builds_where_it_is_told_and_anew() {
    put elsewhere/out/fuzz_gone <<<'old'
    run tools/check-clusterfuzzlite --folder elsewhere
    expect_status 0
    [ -e elsewhere/out/fuzz_one ] || failed "one"
    [ ! -e elsewhere/out/fuzz_gone ] || failed "nothing old"
}

test_a_library_that_is_needed_at_run_time_is_said() {
    replace readelf <<<'echo " 0x01 (NEEDED)  Shared library: [libstdc++.so.6]"'
    expect_wrong "one needs libstdc++.so.6 at run time"
    expect_err "two_2 needs libstdc++.so.6 at run time"
    replace readelf <<<'echo " 0x01 (NEEDED)  Shared library: [libgcc_s.so.1]"'
    expect_wrong "one needs libgcc_s.so.1 at run time"
}

test_a_target_that_was_not_packed_is_said() {
    spoil 'rm "$OUT/fuzz_one"'
    expect_wrong "one was not packed"
}

test_options_dictionaries_and_seeds_that_are_missing_are_said() {
    spoil 'rm "$OUT/fuzz_two_2.options" "$OUT/words.dict"; : >"$OUT/fuzz_one_seed_corpus.zip"'
    expect_wrong "two_2 has no options"
    expect_err "one has no dictionary"
    expect_err "one has 0 of 1 seeds"
}

test_a_dictionary_that_no_options_name_is_none() {
    spoil 'sed -i /dict/d "$OUT/fuzz_one.options"'
    expect_wrong "one has no dictionary"
}

test_a_target_that_does_not_run_is_said_with_its_last_words() {
    spoil 'echo "exit 77" >>"$OUT/fuzz_two_2"'
    expect_wrong "two_2 did not run 300 inputs"
    expect_err "last words"
}

test_a_failed_build_is_a_set_up_that_failed() {
    spoil 'echo no such library; exit 1'
    run tools/check-clusterfuzzlite
    expect_status 3
    expect_err "no such library"
    put .clusterfuzzlite/fetch-sources <<<'exit 1'
    run tools/check-clusterfuzzlite
    expect_status 3
    replace objcopy <<<'exit 1'
    run tools/check-clusterfuzzlite
    expect_status 3
}

expect_list_wrong() {
    run tools/check-clusterfuzzlite --lists
    expect_status 1
    expect_err "$1"
    [ ! -e "$sandbox/calls.txt" ] || failed "no call at all"
}

test_lists_that_agree_are_quiet() {
    run tools/check-clusterfuzzlite --lists
    expect_status 0
    [ ! -s "$sandbox/err.txt" ] || failed "no word"
}

test_a_target_that_is_not_in_the_list_is_said() {
    sed -i 's/^]}/  ,\n  {"name": "new", "subject": "x"}\n]}/' fuzz/targets.json
    expect_list_wrong "the target new is missing in $sandbox/tree/.clusterfuzzlite/targets.txt: add 'new packed', or 'new left out: REASON'"
}

test_a_name_that_is_no_target_is_said() {
    echo 'gone packed' >>.clusterfuzzlite/targets.txt
    expect_list_wrong "targets.txt names gone, which is no target"
}

test_a_name_that_stands_twice_is_said() {
    echo 'one left out: a reason' >>.clusterfuzzlite/targets.txt
    expect_list_wrong "targets.txt names one twice"
}

test_a_target_that_is_left_out_needs_a_reason() {
    sed -i 's/it compares//' .clusterfuzzlite/targets.txt
    expect_list_wrong "not 'TARGET packed' or 'TARGET left out: REASON': other left out:"
    expect_err "the target other is missing"
}

test_wrong_usage_is_said_before_anything_is_done() {
    for arguments in '--help' 'one' '--runs' '--runs 0' '--runs x' '--folder'; do
        # shellcheck disable=SC2086  # words
        run tools/check-clusterfuzzlite $arguments
        expect_status 2
        expect_err "tools/check-clusterfuzzlite [--runs N]"
    done
    [ ! -e "$sandbox/calls.txt" ] || failed "no call at all"
}

run_test "$@"
