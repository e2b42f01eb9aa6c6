#!/usr/bin/env bash
# shellcheck disable=SC2016  # the replaced commands expand what they are called with
# shellcheck source=tools/scripts/testing.sh
source "$(dirname "${BASH_SOURCE[0]}")/testing.sh"

# A tools/fuzz that finds one input through the target one, and a keyturn that explains bodies only.
set_up() {
    put tools/setup <<<"echo \"setup \$*\" >>'$sandbox/calls.txt'"
    put CMakePresets.json <<<'{}'
    put tools/fuzz <<'FUZZ'
#!/usr/bin/env bash
echo "a table: $*"
mkdir -p build/fuzzing/one/findings
echo '{"targets": []}' >build/fuzzing/report.json
echo '{"version": "2.1.0"}' >build/fuzzing/findings.sarif
echo body >build/fuzzing/one/findings/crash-1
exit 1
FUZZ
    put build/release/tools/keyturn <<<$'#!/usr/bin/env bash\ngrep -q body "$2" || { echo "of no kind that is known"; exit 2; }\necho "request body"'
    put build/fuzzing/two/findings/crash-old <<<'old'
    touch -d '1 hour ago' build/fuzzing/two/findings/crash-old
    chmod +x tools/setup tools/fuzz build/release/tools/keyturn
    replace cmake <<<'echo "much output"'
}

test_keeps_reports_and_inputs_with_their_explanation() {
    run tools/ci-fuzz out/folder one --for 7
    expect_status 1
    expect_out "a table: one --for 7"
    [ "$(cat out/folder/report.txt)" = "a table: one --for 7" ] || failed "report.txt"
    [ -s out/folder/report.json ] || failed "report.json"
    [ -s out/folder/findings.sarif ] || failed "findings.sarif"
    [ "$(cat out/folder/findings/one/crash-1)" = body ] || failed "the input"
    [ "$(cat out/folder/findings/one/crash-1.explained.txt)" = \
        $'again: tools/fuzz one --for 1; build/fuzz/fuzz/fuzz_one crash-1\nrequest body' ] || failed "its explanation"
    [ ! -e out/folder/findings/two ] || failed "nothing that was found before"
}

test_what_cannot_be_explained_is_kept() {
    sed -i 's/echo body/echo bytes/' tools/fuzz
    run tools/ci-fuzz folder one
    expect_status 1
    grep -qF '(keyturn explain knows no such bytes)' folder/findings/one/crash-1.explained.txt || failed "a sentence"
}

test_inputs_are_kept_where_the_command_cannot_be_built() {
    replace cmake <<<'exit 1'
    run tools/ci-fuzz folder one
    expect_status 1
    expect_err "without the command, inputs are kept without explanations"
    [ -s folder/findings/one/crash-1 ] || failed "the input"
}

test_builds_the_command_only_for_findings() {
    sed -i '/crash-1/d; s/exit 1/exit 0/' tools/fuzz
    run tools/ci-fuzz folder
    expect_status 0
    [ ! -e "$sandbox/calls.txt" ] || failed "no call at all"
    [ ! -e folder/findings ] || failed "no findings"
}

test_reports_of_an_earlier_run_are_not_taken_for_this_ones() {
    put build/fuzzing/report.json <<<'old'
    touch -d '1 hour ago' build/fuzzing/report.json
    put tools/fuzz <<<$'#!/usr/bin/env bash\nexit 2'
    run tools/ci-fuzz folder --wrong
    expect_status 2
    [ ! -e folder/report.json ] || failed "no report"
}

test_a_first_run_may_leave_nothing() {
    rm -rf build/fuzzing
    put tools/fuzz <<<$'#!/usr/bin/env bash\nexit 3'
    run tools/ci-fuzz folder
    expect_status 3
}

with_merged_corpus() {
    put tools/fuzz <<<"#!/usr/bin/env bash
echo \"\$*\"
mkdir -p build/fuzzing/one/corpus && touch build/fuzzing/one/corpus
echo merged >build/fuzzing/one/corpus/merged
echo '{}' >build/fuzzing/report.json
exit $1"
}

test_goes_on_where_an_earlier_run_ended() {
    with_merged_corpus 0
    put kept/corpus/earlier <<<'earlier'
    put kept/report.json <<<'before'
    run tools/ci-fuzz folder --continue kept one --for 9
    expect_status 0
    expect_out "one --corpus $sandbox/tree/kept/corpus --before $sandbox/tree/kept/report.json --for 9"
    [ "$(ls kept/corpus)" = merged ] || failed "the merged corpus instead of the earlier one"
    [ "$(cat kept/report.json)" = '{}' ] || failed "this run's report"
}

test_the_first_of_such_runs_has_nothing_to_compare_with() {
    with_merged_corpus 0
    run tools/ci-fuzz folder --continue kept one
    expect_out "one --corpus $sandbox/tree/kept/corpus"
    ! grep -qF -e --before "$sandbox/out.txt" || failed "no --before"
    [ "$(ls kept/corpus)" = merged ] || failed "the merged corpus"
}

test_a_run_that_fell_short_is_compared_with_no_more() {
    with_merged_corpus 3
    put kept/report.json <<<'before'
    run tools/ci-fuzz folder --continue kept one
    expect_status 3
    [ "$(cat kept/report.json)" = before ] || failed "the report of the last good run"
    [ "$(ls kept/corpus)" = merged ] || failed "the merged corpus"
}

test_a_corpus_that_was_not_merged_is_kept_as_it_was() {
    put tools/fuzz <<<$'#!/usr/bin/env bash\nmkdir -p build/fuzzing/one/corpus\nexit 3'
    put kept/corpus/earlier <<<'earlier'
    run tools/ci-fuzz folder --continue kept one
    [ "$(ls kept/corpus)" = earlier ] || failed "the earlier corpus"
    put build/fuzzing/one/corpus/old <<<'old'
    touch -d '1 hour ago' build/fuzzing/one/corpus
    put tools/fuzz <<<$'#!/usr/bin/env bash\nexit 3'
    run tools/ci-fuzz folder --continue kept one
    [ "$(ls kept/corpus)" = earlier ] || failed "the earlier corpus, still"
}

test_continuing_needs_a_folder_and_a_target() {
    run tools/ci-fuzz folder --continue kept
    expect_status 2
    expect_err "[--continue DIR TARGET]"
}

test_writes_the_summary_of_the_job() {
    GITHUB_STEP_SUMMARY=$sandbox/summary.md run tools/ci-fuzz folder one
    [ "$(cat "$sandbox/summary.md")" = $'```\na table: one\n```' ] || failed "the table between fences"
}

test_wrong_usage_is_said_before_anything_is_done() {
    for arguments in '' '--for 3'; do
        # shellcheck disable=SC2086  # words
        run tools/ci-fuzz $arguments
        expect_status 2
        expect_err "tools/ci-fuzz FOLDER"
    done
}

run_test "$@"
