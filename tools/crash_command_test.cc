#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "conformance/reports/run_record.h"
#include "fuzz/corpus/corpus_index.h"
#include "fuzz/crash/regressions.h"
#include "tools/command_test_support.h"
#include "tools/crashing_project_test_support.h"
#include "tools/exit_status.h"

namespace keyturn {
namespace {

namespace fs = std::filesystem;

class CrashCommand : public CrashingProject {
  protected:
    CommandRun crash(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), "crash");
        for (const std::string& argument :
             {std::string("--source"), root_.string(), std::string("--programs"), (root_ / "programs").string()})
            arguments.push_back(argument);
        return run(arguments);
    }

    std::string crashes() const { return root_ / "crashes"; }
};

TEST_F(CrashCommand, reproduce_ends_by_what_is_reproduced) {
    put("crashes/one/crash-0", "good");
    EXPECT_EQ(crash({"reproduce", crashes()}).status, exit_conformant);
    put("crashes/one/crash-1", "bad");
    const CommandRun ran = crash({"reproduce", crashes()});
    EXPECT_EQ(ran.status, exit_nonconformant);
    EXPECT_TRUE(ran.out.contains("\n2 inputs: 1 reproduced, 1 fixed\n")) << ran.out;
    EXPECT_EQ(crash({"reproduce", root_ / "fuzz"}).status, exit_nothing_ran);
    EXPECT_EQ(crash({"reproduce", crashes(), "--target", "none"}).status, exit_usage);
    EXPECT_EQ(crash({"reproduce"}).status, exit_usage);
}

TEST_F(CrashCommand, reproduce_prints_json) {
    put("crashes/one/crash-1", "bad");
    const auto json = parse_json(crash({"reproduce", crashes(), "--json"}).out);
    ASSERT_TRUE(json);
    EXPECT_EQ(resolve(*json, "/files/0/outcome")->text, "reproduced");
}

TEST_F(CrashCommand, reproduce_writes_the_journal_and_what_is_made_of_it) {
    put("crashes/one/crash-1", "bad");
    EXPECT_EQ(crash({"reproduce", crashes(), "--out", root_ / "out"}).status, exit_nonconformant);
    const auto record = read_run_record({content_of("out/journal.ndjson")}, {"journal"});
    ASSERT_TRUE(record) << record.error();
    ASSERT_EQ(record->verdicts.size(), 1u);
    EXPECT_EQ(record->verdicts[0].kind, VerdictKind::nonconformant);
    for (const char* report : {"out/crashes.sarif", "out/crashes.md", "out/crashes.xml"})
        EXPECT_TRUE(content_of(report).contains("nothing is bad")) << report;
    const CommandRun unwritten = crash({"reproduce", crashes(), "--out", root_ / "programs/fuzz_one"});
    EXPECT_EQ(unwritten.status, exit_usage);
    EXPECT_TRUE(unwritten.err.starts_with("keyturn crash reproduce: ")) << unwritten.err;
}

TEST_F(CrashCommand, without_programs_it_says_how_to_build_them) {
    const CommandRun ran = run({"crash", "reproduce", crashes(), "--source", root_.string()});
    EXPECT_EQ(ran.status, exit_usage);
    EXPECT_TRUE(ran.err.contains("cmake --build --preset asan")) << ran.err;
}

TEST_F(CrashCommand, bucket_ends_by_whether_there_is_one) {
    put("crashes/one/crash-0", "good");
    EXPECT_EQ(crash({"bucket", crashes()}).status, exit_conformant);
    EXPECT_EQ(crash({"bucket", root_ / "fuzz"}).status, exit_nothing_ran);
    EXPECT_EQ(crash({"bucket", crashes(), "--target", "none"}).status, exit_usage);
    put("crashes/one/crash-1", "bad");
    put("crashes/one/crash-2", "bad2");
    const CommandRun ran = crash({"bucket", crashes()});
    EXPECT_EQ(ran.status, exit_nonconformant);
    EXPECT_TRUE(ran.out.ends_with("\n1 bucket\n")) << ran.out;
    const auto json = parse_json(crash({"bucket", crashes(), "--json"}).out);
    ASSERT_TRUE(json);
    EXPECT_EQ(resolve(*json, "/buckets/0/files")->text, "2");
}

TEST_F(CrashCommand, promote_keeps_the_exemplar_of_each_bucket) {
    put("crashes/one/crash-1", "bad and long");
    put("crashes/one/crash-2", "bad");
    EXPECT_EQ(crash({"promote", crashes(), "--why", "so it was", "--date", "2026-11-23"}).status, exit_conformant);
    EXPECT_EQ(content_of("corpus/regressions/one/" + fuzz::content_name("bad")), "bad");
    const auto rows = fuzz::load_regressions(root_, "one");
    ASSERT_EQ(rows->size(), 1u);
    EXPECT_TRUE((*rows)[0].bucket.starts_with("one-nothing-is-bad-"));
    EXPECT_EQ((*rows)[0].date, "2026-11-23");
    EXPECT_EQ((*rows)[0].why, "so it was");
    EXPECT_EQ(content_of("crashes/one/crash-2"), "bad");
    const CommandRun again = crash({"promote", crashes()});
    EXPECT_EQ(again.status, exit_usage);
    EXPECT_TRUE(again.err.contains("is a regression already")) << again.err;
}

TEST_F(CrashCommand, promote_says_what_the_oracle_said_and_today_unless_it_is_told) {
    put("crashes/one/crash-2", "bad");
    EXPECT_EQ(crash({"promote", crashes()}).status, exit_conformant);
    const auto rows = fuzz::load_regressions(root_, "one");
    ASSERT_EQ(rows->size(), 1u);
    EXPECT_EQ((*rows)[0].why, "nothing is bad");
    EXPECT_GE((*rows)[0].date, "2026-11-23");
}

TEST_F(CrashCommand, promote_can_only_say_what_it_would_write) {
    put("crashes/one/crash-2", "bad");
    const CommandRun ran = crash({"promote", crashes(), "--dry-run"});
    EXPECT_EQ(ran.status, exit_conformant);
    EXPECT_TRUE(ran.out.starts_with("would write ")) << ran.out;
    EXPECT_FALSE(fs::exists(root_ / "corpus"));
    EXPECT_EQ(crash({"promote", crashes(), "--date", "x"}).status, exit_usage);
}

TEST_F(CrashCommand, promote_takes_one_that_is_fixed_by_its_bucket) {
    const std::string file = put("crashes/one/crash-0", "good");
    const CommandRun unnamed = crash({"promote", file});
    EXPECT_EQ(unnamed.status, exit_nothing_ran);
    EXPECT_TRUE(unnamed.err.contains("--bucket NAME")) << unnamed.err;
    EXPECT_EQ(crash({"promote", root_ / "fuzz", "--bucket", "b"}).status, exit_nothing_ran);
    EXPECT_EQ(crash({"promote", file, "--bucket", "one-b"}).status, exit_conformant);
    EXPECT_EQ(fuzz::load_regressions(root_, "one")->at(0).bucket, "one-b");
    put("crashes/one/crash-1", "better");
    EXPECT_EQ(crash({"promote", crashes(), "--bucket", "one-b"}).status, exit_nothing_ran);
}

}  // namespace
}  // namespace keyturn
