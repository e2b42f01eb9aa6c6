#!/usr/bin/env bash
# shellcheck source=tools/scripts/testing.sh
source "$(dirname "${BASH_SOURCE[0]}")/testing.sh"

# A tree whose set-up and build succeed, and whose keyturn says what it was called with.
set_up() {
    put tools/setup <<<"echo \"setup \$*\" >>'$sandbox/calls.txt'"
    put CMakePresets.json <<<'{}'
    put build/release/tools/keyturn <<<$'#!/usr/bin/env bash\nprintf "keyturn:"\nprintf " [%s]" "$@"\necho\nexit 5'
    chmod +x tools/setup build/release/tools/keyturn
    replace cmake <<<'echo "much output"'
}

test_hands_on_arguments_output_and_exit_status() {
    run tools/conform 'a case' --endpoint http://127.0.0.1:1
    expect_status 5
    expect_last_line "keyturn: [conform] [a case] [--endpoint] [http://127.0.0.1:1]"
    [ "$(wc -l <"$sandbox/out.txt")" = 1 ] || failed "one line on standard output"
}

test_sets_up_and_builds_the_command_only() {
    run tools/conform
    expect_call "setup run"
    expect_call "cmake --build $sandbox/tree/build/release --parallel"
    expect_call "--target keyturn"
    expect_err "keyturn: building release…"
}

test_stays_in_the_folder_it_was_called_from() {
    put build/release/tools/keyturn <<<$'#!/usr/bin/env bash\npwd'
    mkdir elsewhere && cd elsewhere
    run ../tools/conform
    expect_last_line "$sandbox/tree/elsewhere"
}

test_a_failed_set_up_ends_it() {
    put tools/setup <<<'exit 1'
    run tools/conform
    expect_status 3
    [ ! -e "$sandbox/calls.txt" ] || failed "no call at all"
}

test_shows_an_error_that_much_output_follows() {
    replace cmake <<<'echo "x.cc:1: error: expected a semicolon"; seq 100; exit 1'
    run tools/conform
    expect_err "  | x.cc:1: error: expected a semicolon"
    expect_err "  | 100"
}

test_a_failed_build_ends_it_and_shows_why() {
    replace cmake <<<'echo "error: expected a semicolon"; exit 1'
    run tools/conform
    expect_status 3
    expect_err "  | error: expected a semicolon"
}

run_test "$@"
