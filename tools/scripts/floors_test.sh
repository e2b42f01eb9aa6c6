#!/usr/bin/env bash
# shellcheck source=tools/scripts/testing.sh
source "$(dirname "${BASH_SOURCE[0]}")/testing.sh"

set_up() {
    put tools/setup <<<"echo \"setup \$*\" >>'$sandbox/calls.txt'"
    put CMakePresets.json <<<'{}'
    put build/explore/fuzz/runner/floors_tool <<<$'#!/usr/bin/env bash\nprintf "tool:"\nprintf " [%s]" "$@"\necho\nexit 2'
    chmod +x tools/setup build/explore/fuzz/runner/floors_tool
    replace cmake <<<'echo "much output"'
}

test_needs_its_own_program_only_and_hands_on_arguments_and_status() {
    run tools/floors request --dry-run
    expect_status 2
    expect_call "setup fuzz"
    expect_call "--target floors_tool"
    expect_no_call "fuzz_request"
    expect_out "tool: [--root] [$sandbox/tree] [request] [--dry-run]"
}

test_a_failed_build_measured_nothing() {
    replace cmake <<<'exit 1'
    run tools/floors
    expect_status 3
}

run_test "$@"
