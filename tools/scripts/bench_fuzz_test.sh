#!/usr/bin/env bash
# shellcheck source=tools/scripts/testing.sh
source "$(dirname "${BASH_SOURCE[0]}")/testing.sh"

# Targets that are done at once, with seeds, and a clock that says how long each took.
set_up() {
    put tools/setup <<<"echo \"setup \$*\" >>'$sandbox/calls.txt'"
    chmod +x tools/setup
    put CMakePresets.json <<<'{}'
    put fuzz/targets.json <<<$'{"schema": 1, "targets": [\n  {"name": "request", "subject": "x"},\n  {"name": "server", "subject": "y"}\n]}'
    replace cmake <<<'echo "much output"'
    for target in request server; do
        put corpus/seeds/$target/seed <<<'{}'
        program fuzz_$target 40
    done
    program bare/fuzz_bare 30
}

# program NAME PEAK: a target that takes no time worth speaking of.
program() {
    put "build/explore/fuzz/$1" <<EOF_PROGRAM
#!/usr/bin/env bash
echo "run $1 \$*" >>"$sandbox/calls.txt"
echo "stat::peak_rss_mb:              $2"
EOF_PROGRAM
    chmod +x "build/explore/fuzz/$1"
}

# slow NAME: a target that takes a tenth of a second at least.
slow() {
    put "build/explore/fuzz/$1" <<'EOF_PROGRAM'
#!/usr/bin/env bash
for ((i = 0; i < 400000; i++)); do :; done
EOF_PROGRAM
    chmod +x "build/explore/fuzz/$1"
}

test_measures_each_target_beside_the_bare_one_on_its_seeds() {
    run tools/bench-fuzz server
    expect_status 0
    expect_call "setup fuzz"
    expect_call "--target fuzz_bare fuzz_server"
    expect_call "run fuzz_server -runs=5000 -seed=1 -max_len=16384"
    expect_call "run bare/fuzz_bare -runs=5000 -seed=1 -max_len=16384"
    expect_out "server "
}

test_a_slow_request_target_misses_its_bar() {
    slow fuzz_request
    run tools/bench-fuzz request
    expect_status 1
    expect_out "bar missed"
}

test_memory_has_a_bar() {
    program fuzz_server 200
    run tools/bench-fuzz server
    expect_status 1
    program fuzz_server 199
    run tools/bench-fuzz server
    expect_status 0
}

test_an_unknown_target_is_a_usage_error() {
    run tools/bench-fuzz three
    expect_status 2
    expect_err "there is no fuzz target 'three': tools/fuzz --list shows them"
    run tools/bench-fuzz --help
    expect_status 2
}

test_a_failed_build_is_a_set_up_that_failed() {
    replace cmake <<<'exit 1'
    run tools/bench-fuzz server
    expect_status 3
}

run_test "$@"
