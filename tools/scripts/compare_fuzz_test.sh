#!/usr/bin/env bash
# shellcheck source=tools/scripts/testing.sh
source "$(dirname "${BASH_SOURCE[0]}")/testing.sh"

# A target that is done at once, with a seed, and two bugs planted for it: one is found without a mutator, the other by its mutations only.
# shellcheck disable=SC2016  # the programs expand what is theirs
set_up() {
    put tools/setup <<<"echo \"setup \$*\" >>'$sandbox/calls.txt'"
    chmod +x tools/setup
    put CMakePresets.json <<<'{}'
    put fuzz/targets.json <<<$'{"schema": 1, "targets": [\n  {"name": "server", "subject": "y"}\n]}'
    put corpus/seeds/server/seed <<<'{}'
    replace cmake <<<'echo "much output"'
    put build/explore/fuzz/fuzz_server.options <<<$'[libfuzzer]\ndict = request.dict\nmax_len = 16384'
    program explore/fuzz/fuzz_server $'echo "#1 INITED cov: $((10 * (1 + $(ls "${@: -1}" | wc -l)))) ft: 9"\n[ $KEYTURN_MUTATIONS = engine ] || echo "#9 NEW cov: 70 ft: 80"'
    program explore/fuzz/planted/fuzz_easy 'echo "oracle violated: x" && exit 77'
    program fuzz/fuzz/planted/fuzz_hard '[ $KEYTURN_MUTATIONS = engine ] || { echo "==7==ERROR: AddressSanitizer: x" && exit 77; }'
    program explore/tools/keyturn 'printf "%s\n" "easy server kind why" "hard server kind why" "other request kind why"'
}

# program NAME BODY: says how it was called.
program() {
    put "build/$1" <<EOF_PROGRAM
#!/usr/bin/env bash
echo "run $1 \${KEYTURN_MUTATIONS:-} \$*" >>"$sandbox/calls.txt"
$2
EOF_PROGRAM
    chmod +x "build/$1"
}

test_tells_what_each_way_reached_and_found() {
    run tools/compare-fuzz --for 8 --seeds 2
    expect_status 0
    expect_out "| seconds | dictionary | seeds | mutator |"
    expect_out "| 0.5 | 10 | 20 | 70 |"
    expect_out "| 8 | 10 | 20 | 70 |"
    expect_out "    x-axis [0.5, 1, 2, 4, 8]"
    expect_out "    line [70,70,70,70,70]"
    expect_out "| easy | 0.0 | 0.0 | 0.0 |"
    expect_out "| hard | not found | not found | 0.0 |"
    ! grep -q '^| other' "$sandbox/out.txt" || failed "only the bugs of the target"
}

test_each_way_has_what_it_is_named_after() {
    run tools/compare-fuzz server --for 5 --seeds 1
    expect_call "setup fuzz"
    expect_call "--target keyturn planted_bugs fuzz_server"
    expect_call "run explore/fuzz/fuzz_server engine -max_total_time=5 -seed=1 -max_len=16384"
    expect_call "run explore/fuzz/fuzz_server all -max_total_time=5 -seed=1"
    expect_call "-dict=$sandbox/tree/build/explore/fuzz/request.dict"
    expect_no_call "-seed=2"
}

test_wrong_usage_builds_nothing() {
    for arguments in "--for 0" "--seeds x" "--for" "--no-such-option" nobody; do
        # shellcheck disable=SC2086
        run tools/compare-fuzz $arguments
        expect_status 2
    done
    [ ! -e "$sandbox/calls.txt" ] || failed "no call at all"
}

test_a_failed_build_measures_nothing() {
    replace cmake <<<'exit 1'
    run tools/compare-fuzz
    expect_status 3
}

run_test "$@"
