#!/usr/bin/env bash
# shellcheck source=tools/scripts/testing.sh
source "$(dirname "${BASH_SOURCE[0]}")/testing.sh"

# A tree whose set-up and builds succeed, and whose ctest reports one passed test.
set_up() {
    put tools/setup <<<'exit 0'
    put CMakePresets.json <<<'{}'
    replace cmake <<<'exit 0'
    ctest_reports '<testcase name="protocol/Base64.reads" status="run"><system-out>fine</system-out></testcase>'
}

# ctest_reports TESTCASES [EXIT_STATUS]
ctest_reports() {
    put "$sandbox/report.xml" <<<"<?xml version=\"1.0\"?><testsuite name=\"(empty)\" tests=\"1\">$1</testsuite>"
    replace ctest <<<"while [ \"\$1\" != --output-junit ]; do shift; done; cp '$sandbox/report.xml' \"\$2\"; exit ${2:-0}"
}

test_counts_the_tests_of_both_builds() {
    run tools/test
    expect_status 0
    expect_last_line "2 passed, 0 failed"
    expect_call "cmake --build $sandbox/tree/build/dev"
    expect_call "cmake --build $sandbox/tree/build/asan"
    expect_call "ctest --preset dev --parallel 2"
    expect_call "ctest --preset asan --parallel 2"
}

test_quick_is_the_first_build_only() {
    run tools/test --quick
    expect_status 0
    expect_last_line "1 passed, 0 failed"
    expect_no_call asan
}

test_hands_a_filter_to_ctest() {
    run tools/test --quick 'Base64\.'
    expect_call '-R Base64\. '
}

test_lists_a_failed_test_with_how_to_repeat_it() {
    ctest_reports '<testcase name="a/B.c+d" status="fail"><failure message=""/><system-out>line 7: 1 &lt; 0</system-out></testcase>' 8
    run tools/test --quick
    expect_status 1
    expect_out "line 7: 1 < 0"
    expect_out "failed: a/B.c+d (dev)"
    expect_out "  again: ctest --preset dev -R '^a/B\\.c\\+d\$'"
    expect_last_line "0 passed, 1 failed"
}

test_shows_what_failed_tests_printed_in_each_build() {
    ctest_reports '<testcase name="a" status="fail"><system-out>one</system-out></testcase><testcase name="b" status="fail"></testcase>' 8
    run tools/test
    for heading in "a (dev)" "b (dev)" "a (asan)" "b (asan)"; do expect_out "--- $heading"; done
    expect_last_line "0 passed, 4 failed"
}

test_a_name_with_quotes_can_be_repeated() {
    ctest_reports "<testcase name=\"a/B/&quot;it's&quot; (1)\" status=\"fail\"></testcase>" 8
    run tools/test --quick
    expect_out "again: ctest --preset dev -R '^a/B/\"it'\\''s\" \\(1\\)\$'"
}

test_lists_a_skipped_test_with_its_reason() {
    ctest_reports '<testcase name="a/B.c" status="notrun"><skipped message="SKIP_REGULAR_EXPRESSION_MATCHED"/><system-out>[ RUN      ] B.c
/source/b_test.cc:4: Skipped
no &lt;node&gt; &amp; no npm
[  SKIPPED ] B.c (0 ms)
</system-out></testcase>'
    run tools/test --quick
    expect_status 0
    expect_out "skipped: a/B.c (dev): no <node> & no npm"
    expect_last_line "0 passed, 0 failed, 1 skipped"
}

test_the_reason_of_a_script_is_the_last_thing_it_said() {
    ctest_reports '<testcase name="a" status="notrun"><skipped message="SKIP_RETURN_CODE=77"/><system-out>hello
no node here

</system-out></testcase>'
    run tools/test --quick
    expect_out "skipped: a (dev): no node here"
}

test_says_when_no_reason_was_given() {
    ctest_reports '<testcase name="a" status="notrun"><skipped message="SKIP_REGULAR_EXPRESSION_MATCHED"/><system-out>/b_test.cc:4: Skipped

[  SKIPPED ] B.c (0 ms)
</system-out></testcase>'
    run tools/test --quick
    expect_out "skipped: a (dev): no reason given"
}

test_a_disabled_test_counts_as_skipped() {
    ctest_reports '<testcase name="a" status="disabled"><system-out>Disabled</system-out></testcase>'
    run tools/test --quick
    expect_out "skipped: a (dev): Disabled"
    expect_last_line "0 passed, 0 failed, 1 skipped"
}

test_a_skipped_test_is_a_failure_in_continuous_integration() {
    ctest_reports '<testcase name="a" status="notrun"><skipped message="SKIP_RETURN_CODE=77"/><system-out>no node here</system-out></testcase>'
    CI=true run tools/test --quick
    expect_status 1
    expect_out "not run, which is a failure where CI=true: no node here"
    expect_out "failed: a (dev)"
    expect_last_line "0 passed, 1 failed"
}

test_another_value_of_ci_forgives_a_skipped_test() {
    ctest_reports '<testcase name="a" status="notrun"><skipped message="SKIP_RETURN_CODE=77"/></testcase>'
    CI=false run tools/test --quick
    expect_status 0
}

test_a_test_that_could_not_start_has_failed() {
    ctest_reports '<testcase name="a" status="notrun"><skipped message="Unable to find executable"/></testcase>' 8
    run tools/test --quick
    expect_status 1
    expect_last_line "0 passed, 1 failed"
}

test_one_test_does_not_inherit_from_the_one_before() {
    ctest_reports '<testcase name="a" status="notrun"><skipped message="SKIP_RETURN_CODE=77"/><system-out>why</system-out></testcase>
        <testcase name="b" status="notrun"><failure message=""/></testcase>' 8
    run tools/test --quick
    expect_last_line "0 passed, 1 failed, 1 skipped"
}

test_shows_the_end_of_a_long_output() {
    ctest_reports "<testcase name=\"a\" status=\"fail\"><system-out>start $(head -c 9000 /dev/zero | tr '\0' x) end</system-out></testcase>" 8
    run tools/test --quick
    expect_out "xx end"
    ! grep -q start "$sandbox/out.txt" || failed "no start of the output"
}

test_a_failed_build_is_one_failure_and_the_other_build_goes_on() {
    replace cmake <<<'[[ "$*" != *--build*dev* ]] || { echo "error: no such header"; exit 1; }'
    run tools/test
    expect_status 1
    expect_err "  | error: no such header"
    expect_out "failed: (the build) (dev)"
    expect_last_line "1 passed, 1 failed"
}

test_a_failed_configuration_is_a_failed_build() {
    replace cmake <<<'[[ "$*" != *--preset* ]] || exit 1'
    run tools/test --quick
    expect_status 1
    expect_no_call "cmake --build"
    expect_last_line "0 passed, 1 failed"
}

test_a_failed_set_up_is_one_failure() {
    put tools/setup <<<'exit 1'
    run tools/test --quick
    expect_status 1
    expect_out "failed: (the set-up)"
    expect_last_line "1 passed, 1 failed"
}

test_no_test_at_all_is_a_failure() {
    ctest_reports ''
    run tools/test --quick
    expect_status 1
    expect_out "failed: (no test ran) (dev)"
    expect_last_line "0 passed, 1 failed"
}

test_a_filter_that_matches_nothing_is_a_failure() {
    ctest_reports ''
    run tools/test nothing
    expect_status 1
    expect_out "failed: (no test matches nothing) (dev asan)"
    expect_last_line "0 passed, 1 failed"
}

test_a_filter_may_match_in_one_build_only() {
    replace ctest <<<"[ \"\$2\" = dev ] || exit 0; while [ \"\$1\" != --output-junit ]; do shift; done; cp '$sandbox/report.xml' \"\$2\""
    run tools/test Base64
    expect_status 0
    expect_last_line "1 passed, 0 failed"
}

test_a_build_without_tests_is_a_failure() {
    replace ctest <<<"[ \"\$2\" = dev ] || exit 0; while [ \"\$1\" != --output-junit ]; do shift; done; cp '$sandbox/report.xml' \"\$2\""
    run tools/test
    expect_status 1
    expect_out "failed: (no test ran) (asan)"
    expect_last_line "1 passed, 1 failed"
}

test_ctest_failing_by_itself_is_a_failure() {
    ctest_reports '<testcase name="a" status="run"></testcase>' 8
    run tools/test --quick
    expect_status 1
    expect_out "failed: (ctest) (dev)"
    expect_last_line "1 passed, 1 failed"
}

test_an_old_report_is_not_read_again() {
    run tools/test --quick
    replace ctest <<<'exit 1'
    run tools/test --quick
    expect_status 1
    expect_last_line "0 passed, 1 failed"
}

test_configures_again_only_when_the_presets_changed() {
    put build/dev/build.ninja <<<''
    touch -d '1 hour ago' CMakePresets.json
    run tools/test --quick
    expect_no_call "cmake -S"
    touch -d '1 hour' CMakePresets.json
    run tools/test --quick
    expect_call "cmake -S $sandbox/tree --preset dev"
}

test_uses_every_core() {
    replace nproc <<<'echo 1'
    run tools/test --quick
    expect_call "cmake --build $sandbox/tree/build/dev --parallel 1 --target all"
}

test_uses_fewer_cores_than_there_is_memory_for() {
    replace nproc <<<'echo 1000000'
    run tools/test --quick
    expect_no_call "--parallel 1000000"
}

test_waits_for_another_build_in_the_same_folder() {
    mkdir build
    flock build/dev.lock sleep 1 &
    for _ in {1..100}; do flock --nonblock build/dev.lock true || break; done
    run tools/test --quick
    expect_status 0
    expect_err "waiting for another build of dev"
}

test_leaves_no_lock_behind() {
    run tools/test --quick
    run tools/test --quick
    ! grep -q "waiting" "$sandbox/err.txt" || failed "no waiting"
}

test_an_unknown_option_is_a_usage_error() {
    run tools/test --fast
    expect_status 2
    expect_err "tools/test [--quick] [REGEX]"
    run tools/test one two
    expect_status 2
}

run_test "$@"
