#include "fuzz/crash/reproduction.h"

#include "conformance/schema_test_support.h"
#include "fuzz/crash/crash_project_test_support.h"

namespace keyturn::fuzz {
namespace {

using CrashReproduction = CrashProject;

TEST_F(CrashReproduction, what_crashes_each_time_is_reproduced) {
    put("crashes/one/crash-0", "bad");
    const Reproduction all = reproduced();
    ASSERT_EQ(all.rows.size(), 1u);
    EXPECT_EQ(all.rows[0].outcome, CrashOutcome::reproduced);
    EXPECT_EQ(all.rows[0].crash->said, "nothing is bad");
    EXPECT_TRUE(all.rows[0].bucket.starts_with("one-nothing-is-bad-")) << all.rows[0].bucket;
    EXPECT_EQ(all.rows[0].reason, "");
    EXPECT_TRUE(all.is_any_crash());
    EXPECT_TRUE(all.has_run());
}

TEST_F(CrashReproduction, what_ends_well_is_fixed) {
    put("crashes/one/crash-0", "good");
    put("crashes/two/crash-0", "else");
    const Reproduction all = reproduced();
    ASSERT_EQ(all.count(CrashOutcome::fixed), 2u);
    EXPECT_EQ(all.rows[0].reason, "accepted");
    EXPECT_EQ(all.rows[1].reason, "refused");
    EXPECT_EQ(all.rows[0].bucket, "");
    EXPECT_FALSE(all.is_any_crash());
    EXPECT_TRUE(all.has_run());
}

// Each process that is forked has another number, so that among so many runs both kinds occur.
TEST_F(CrashReproduction, what_does_not_crash_each_time_is_flaky) {
    for (int i = 0; i < 8; ++i) put("crashes/one/crash-" + std::to_string(i), "sometimes " + std::to_string(i));
    ReproduceSettings often = settings();
    often.repeats = 16;
    const Reproduction all = reproduced(often);
    EXPECT_EQ(all.count(CrashOutcome::reproduced), 0u);
    ASSERT_GT(all.count(CrashOutcome::flaky), 0u);
    for (const CrashRow& row : all.rows)
        if (row.outcome == CrashOutcome::flaky) {
            EXPECT_TRUE(row.reason.starts_with("the same ") && row.reason.ends_with(" times of 17")) << row.reason;
        }
    EXPECT_TRUE(all.is_any_crash());
    EXPECT_TRUE(all.has_run());
}

TEST_F(CrashReproduction, a_file_whose_target_nothing_tells_is_of_the_wrong_one) {
    put("crashes/crash-0", "bad");
    const Reproduction all = reproduced();
    EXPECT_EQ(all.rows.at(0).outcome, CrashOutcome::wrong_target);
    EXPECT_EQ(all.rows[0].reason, "neither its name nor its folder tells the target: --target NAME does");
    EXPECT_FALSE(all.has_run());
    ReproduceSettings named = settings();
    named.target = "two";
    EXPECT_EQ(reproduced(named).rows.at(0).outcome, CrashOutcome::reproduced);
    EXPECT_EQ(reproduced(named).rows.at(0).file.target, "two");
}

TEST_F(CrashReproduction, a_name_that_says_another_target_is_believed) {
    put("crashes/clusterfuzz-testcase-minimized-fuzz_one-12", "bad");
    EXPECT_EQ(reproduced().rows.at(0).outcome, CrashOutcome::reproduced);
    ReproduceSettings named = settings();
    named.target = "two";
    EXPECT_EQ(reproduced(named).rows.at(0).outcome, CrashOutcome::wrong_target);
    EXPECT_EQ(reproduced(named).rows.at(0).reason, "its name says one");
    named.target = "one";
    EXPECT_EQ(reproduced(named).rows.at(0).outcome, CrashOutcome::reproduced);
}

TEST_F(CrashReproduction, a_seed_of_another_target_is_of_the_wrong_one) {
    const Seed seed{.file = content_name("quiet"), .accepted = false, .why = "w"};
    ASSERT_TRUE(save_index(index_of(root_, "two"), {{seed}}));
    put("crashes/one/crash-0", "quiet");
    put("crashes/two/crash-0", "quiet");
    const Reproduction all = reproduced();
    EXPECT_EQ(all.rows.at(0).outcome, CrashOutcome::wrong_target);
    EXPECT_EQ(all.rows[0].reason, "it is refused, and a seed of two");
    EXPECT_EQ(all.rows.at(1).outcome, CrashOutcome::fixed);
    ASSERT_TRUE(save_index(index_of(root_, "one"), {{seed}}));
    EXPECT_EQ(reproduced().rows.at(0).outcome, CrashOutcome::fixed);
}

TEST_F(CrashReproduction, what_its_target_takes_or_is_empty_is_of_the_right_one) {
    for (const char* content : {"", "good"})
        ASSERT_TRUE(
            save_index(index_of(root_, *content == 0 ? "two" : "unbuilt"), {{{content_name(content), true, "w"}}}));
    put("crashes/one/empty", "");
    put("crashes/one/good", "good");
    EXPECT_EQ(reproduced().count(CrashOutcome::fixed), 2u);
}

TEST_F(CrashReproduction, what_running_again_does_not_show_is_said) {
    put("crashes/one/unsteady-0", "good 1");
    put("crashes/one/leak-0", "good 2");
    put("crashes/unbuilt/crash-0", "bad");
    const Reproduction all = reproduced();
    EXPECT_EQ(all.count(CrashOutcome::not_run), 3u);
    EXPECT_FALSE(all.has_run());
    EXPECT_TRUE(text_of(all).contains("whether an input does the same twice, tools/fuzz compares"));
    EXPECT_TRUE(text_of(all).contains("leaks are not looked for"));
    EXPECT_EQ(all.rows.at(2).reason, "fuzz_unbuilt is not built in " + (root_ / "programs").string());
}

TEST_F(CrashReproduction, what_can_not_be_read_is_told) {
    const auto file = put("crashes/one/huge", "x");
    std::filesystem::resize_file(file, 2u << 20);
    const Reproduction all = reproduced();
    EXPECT_EQ(all.rows.at(0).outcome, CrashOutcome::not_readable);
    EXPECT_EQ(all.rows[0].reason, "2097152 bytes, more than 1048576 are not read");
    EXPECT_FALSE(all.has_run());
}

TEST_F(CrashReproduction, every_job_does_its_part) {
    for (int i = 0; i < 40; ++i) put("crashes/one/crash-" + std::to_string(i), "bad " + std::to_string(i));
    for (const unsigned jobs : {1u, 4u}) {
        ReproduceSettings several = settings();
        several.jobs = jobs;
        std::size_t calls = 0, last = 0;
        const auto all = reproduce({(root_ / "crashes").string()}, several, [&](std::size_t ended, std::size_t total) {
            EXPECT_EQ(total, 40u);
            EXPECT_EQ(ended, ++calls);
            last = ended;
        });
        EXPECT_EQ(all->count(CrashOutcome::reproduced), 40u);
        EXPECT_EQ(last, 40u);
    }
}

TEST_F(CrashReproduction, a_target_that_is_none_is_refused) {
    ReproduceSettings named = settings();
    named.target = "three";
    const auto all = reproduce({}, named, [](std::size_t, std::size_t) {});
    ASSERT_FALSE(all);
    EXPECT_EQ(all.error(), "there is no target 'three': tools/fuzz --list names them");
}

TEST_F(CrashReproduction, the_table_has_a_row_a_file_and_counts) {
    put("crashes/one/crash-0", "good");
    put("crashes/one/copy", "good");
    put("crashes/two/crash-1", "else");
    const std::string text = text_of(reproduced());
    EXPECT_TRUE(text.contains("fixed         one                   " + (root_ / "crashes/one/copy").string() +
                              " (2 files)  accepted\n"))
        << text;
    EXPECT_TRUE(text.ends_with("\n2 inputs: 2 fixed\n")) << text;
}

TEST_F(CrashReproduction, names_are_shown_without_what_a_terminal_acts_on) {
    put("crashes/one/a\n\033[2J", "bad");
    EXPECT_FALSE(text_of(reproduced()).contains('\033'));
    EXPECT_TRUE(to_json(to_json(reproduced())).contains("a\\\\u000a\\\\u001b[2J"));
}

TEST(CrashReproductionText, says_what_limits_what_it_says) {
    Reproduction all;
    all.rows.push_back(
        {.file = {.path = "x", .target = "one", .content = "c", .size = 1}, .outcome = CrashOutcome::fixed});
    EXPECT_FALSE(text_of(all).contains("llvm-symbolizer"));
    EXPECT_FALSE(text_of(all).contains("sanitizers"));
    all.names_functions = all.has_sanitizers = false;
    all.left_out = {"a link"};
    all.remarks = 21;
    EXPECT_TRUE(text_of(all).contains("llvm-symbolizer is not installed"));
    EXPECT_TRUE(text_of(all).contains("have no sanitizers"));
    EXPECT_TRUE(text_of(all).contains("a link\nand 1 more of these\n"));
    all.remarks = 20;
    EXPECT_FALSE(text_of(all).contains("more of these"));
}

TEST_F(CrashReproduction, json_is_as_its_schema_says) {
    put("crashes/one/crash-0", "bad");
    put("crashes/two/crash-0", "good");
    const JsonValue json = to_json(reproduced());
    EXPECT_TRUE(Schema("crash-files", "fuzz/schemas").accepts(to_json(json))) << to_json(json);
    const JsonValue& row = json.find("files")->elements.at(0);
    EXPECT_EQ(row.find("path")->text, (root_ / "crashes/one/crash-0").string());
    EXPECT_EQ(row.find("target")->text, "one");
    EXPECT_EQ(row.find("outcome")->text, "reproduced");
    EXPECT_TRUE(row.find("bucket")->text.starts_with("one-nothing-is-bad-"));
    EXPECT_EQ(row.find("content")->text, content_name("bad"));
    EXPECT_EQ(row.find("size")->text, "3");
    EXPECT_EQ(row.find("copies")->text, "1");
}

TEST_F(CrashReproduction, programs_are_those_of_a_build_that_judges) {
    const auto none = default_programs(root_);
    ASSERT_FALSE(none);
    EXPECT_TRUE(none.error().contains("cmake --preset asan && cmake --build --preset asan builds them"));
    for (const char* preset : {"fuzz", "dev", "asan"}) {
        put("build/" + std::string(preset) + "/fuzz/fuzz_request", "");
        EXPECT_EQ(default_programs(root_), root_ / "build" / preset / "fuzz");
    }
}

TEST(CrashOutcomes, have_names) {
    EXPECT_EQ(name_of(CrashOutcome::reproduced), "reproduced");
    EXPECT_EQ(name_of(CrashOutcome::flaky), "flaky");
    EXPECT_EQ(name_of(CrashOutcome::fixed), "fixed");
    EXPECT_EQ(name_of(CrashOutcome::wrong_target), "wrong target");
    EXPECT_EQ(name_of(CrashOutcome::not_readable), "not readable");
    EXPECT_EQ(name_of(CrashOutcome::not_run), "not run");
}

}  // namespace
}  // namespace keyturn::fuzz
