#!/usr/bin/env bash
# shellcheck source=tools/scripts/testing.sh
source "$(dirname "${BASH_SOURCE[0]}")/testing.sh"

# A tree whose set-up and build succeed. Its keyturn writes a journal and ends with 1; a report is its arguments.
set_up() {
    put tools/setup <<<"echo \"setup \$*\" >>'$sandbox/calls.txt'"
    put CMakePresets.json <<<'{}'
    put build/release/tools/keyturn <<'EOF'
#!/usr/bin/env bash
if [ "$1" = report ]; then shift && echo "report: $*" && exit; fi
echo "conform: $*"
mkdir -p "$3" && touch "$3/journal.ndjson"
exit 1
EOF
    chmod +x tools/setup build/release/tools/keyturn
    replace cmake <<<'true'
    unset GITHUB_STEP_SUMMARY GITHUB_ACTIONS
}

expect_file() { [ "$(cat "$1")" = "$2" ] || failed "in $1: $2"; }

test_writes_every_report_and_keeps_the_exit_status() {
    run tools/ci-conform out --endpoint http://127.0.0.1:1
    expect_status 1
    expect_last_line "conform: conform --out out --endpoint http://127.0.0.1:1"
    expect_file out/report.html "report: out --as html"
    expect_file out/junit.xml "report: out --as junit"
    expect_file out/results.sarif "report: out --as sarif"
    expect_file out/summary.md "report: out --as markdown"
}

test_strict_goes_into_the_reports() {
    run tools/ci-conform out --strict
    expect_file out/junit.xml "report: out --as junit --strict"
}

test_under_github_actions_it_annotates_and_adds_to_the_summary() {
    echo "before" >summary
    GITHUB_ACTIONS=true GITHUB_STEP_SUMMARY=summary run tools/ci-conform out
    expect_last_line "report: out --as annotations"
    expect_file summary $'before\nreport: out --as markdown'
}

test_wrong_usage_leaves_no_reports() {
    put build/release/tools/keyturn <<<$'#!/usr/bin/env bash\nexit 2'
    run tools/ci-conform out --no-such-option
    expect_status 2
    [ ! -e out ] || failed "no folder"
    run tools/ci-conform
    expect_status 2
    expect_err "tools/ci-conform FOLDER"
    run tools/ci-conform --strict
    expect_status 2
}

test_a_failed_set_up_ends_it() {
    put tools/setup <<<'exit 1'
    run tools/ci-conform out
    expect_status 3
}

run_test "$@"
