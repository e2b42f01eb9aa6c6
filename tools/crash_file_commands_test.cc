#include <gtest/gtest.h>

#include <filesystem>

#include "fuzz/corpus/corpus_folder.h"
#include "tools/command_test_support.h"
#include "tools/exit_status.h"

namespace keyturn {
namespace {

namespace fs = std::filesystem;

// A project whose target "one" answers as fuzz targets do: every input that begins with "bad" violates an oracle.
class CrashFileCommands : public testing::Test {
  protected:
    CrashFileCommands() {
        fs::remove_all(root_);
        put("fuzz/targets.json",
            R"({"schema": 1, "targets": [{"name": "one", "subject": "s", "aims_at": ["x.cc"], "branch_floor": 0, )"
            R"("executions_floor": 0}]})");
        put("programs/fuzz_one", R"sh(#!/bin/sh
echo 'keyturn crashes 1 plain'
while read -r size; do
input=$(dd bs=1 count="$size" 2>/dev/null)
case "$input" in
bad*) text='oracle violated: nothing is bad'; echo "signal 6 ${#text}"; printf %s "$text" ;;
*) echo 'accepted 0 0' ;;
esac
done
)sh");
        fs::permissions(root_ / "programs/fuzz_one", fs::perms::owner_all);
    }
    ~CrashFileCommands() override { fs::remove_all(root_); }

    std::string put(const std::string& file, std::string_view content) const {
        EXPECT_TRUE(fuzz::write_whole(root_ / file, content));
        return root_ / file;
    }
    std::string content_of(const std::string& file) const { return fuzz::read_corpus_file(file).value_or("nothing"); }

    CommandRun minimize(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), {"crash", "minimize", "--source", root_, "--programs", root_ / "programs"});
        return run(arguments);
    }
    CommandRun explain(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), {"crash", "explain", "--source", root_});
        return run(arguments);
    }

    const fs::path root_ =
        fs::path(testing::TempDir()) /
        ("crash_files_" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
};

TEST_F(CrashFileCommands, minimize_writes_beside_the_file_or_into_a_folder) {
    const std::string file = put("stray/crash-1", "bad and more");
    const CommandRun beside = minimize({file, "--target", "one"});
    EXPECT_EQ(beside.status, exit_conformant) << beside.err;
    EXPECT_TRUE(beside.out.starts_with(file + ": 3 bytes of 12, ")) << beside.out;
    EXPECT_EQ(content_of(file + ".min"), "bad");
    const std::string out = root_ / "small";
    EXPECT_EQ(minimize({file, "--target", "one", "--out", out, "--jobs", "1"}).status, exit_conformant);
    EXPECT_EQ(content_of(out + "/one/" + fuzz::content_name("bad")), "bad");
}

TEST_F(CrashFileCommands, minimize_runs_as_often_as_it_may) {
    const std::string file = put("one/crash-1", "bad and more");
    const CommandRun ran = minimize({file, "--runs", "1", "--json"});
    const auto json = parse_json(ran.out);
    ASSERT_TRUE(json) << ran.out;
    EXPECT_EQ(resolve(*json, "/files/0/runs")->text, "1");
    EXPECT_EQ(resolve(*json, "/files/0/target")->text, "one");
}

TEST_F(CrashFileCommands, minimize_ends_by_what_was_minimised) {
    const std::string bad = put("one/crash-1", "bad"), good = put("one/crash-2", "good");
    EXPECT_EQ(minimize({bad, good}).status, exit_nonconformant);
    EXPECT_EQ(minimize({good}).status, exit_nothing_ran);
    EXPECT_EQ(minimize({bad, "--target", "none"}).status, exit_usage);
    EXPECT_TRUE(
        minimize({bad, "--target", "none"}).err.starts_with("keyturn crash minimize: there is no target 'none'"));
    EXPECT_EQ(minimize({bad, "--runs", "0"}).status, exit_usage);
    EXPECT_EQ(minimize({}).status, exit_usage);
}

TEST_F(CrashFileCommands, explain_says_what_a_file_is) {
    const CommandRun told = explain({put("one/crash-1", R"({"a": 1})")});
    EXPECT_EQ(told.status, exit_conformant) << told.err;
    EXPECT_TRUE(told.out.contains("an input of the fuzz target \"one\", 8 bytes")) << told.out;
    EXPECT_TRUE(told.out.contains("as JSON:\n  {\"a\": 1}\n")) << told.out;
    const auto json = parse_json(explain({root_ / "one", "--json"}).out);
    ASSERT_TRUE(json);
    EXPECT_EQ(resolve(*json, "/files/0/target")->text, "one");
}

TEST_F(CrashFileCommands, explain_ends_by_what_was_explained) {
    const std::string known = put("one/crash-1", "x"), stray = put("stray/crash-2", "y");
    EXPECT_EQ(explain({known, stray}).status, exit_nonconformant);
    EXPECT_EQ(explain({stray}).status, exit_nothing_ran);
    EXPECT_EQ(explain({stray, "--target", "one"}).status, exit_conformant);
    EXPECT_EQ(explain({stray, "--target", "none"}).status, exit_usage);
}

}  // namespace
}  // namespace keyturn
