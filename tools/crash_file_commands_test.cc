#include <gtest/gtest.h>

#include "fuzz/corpus/corpus_index.h"
#include "tools/command_test_support.h"
#include "tools/crashing_project_test_support.h"
#include "tools/exit_status.h"

namespace keyturn {
namespace {

class CrashFileCommands : public CrashingProject {
  protected:
    CommandRun minimize(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), {"crash", "minimize", "--source", root_, "--programs", root_ / "programs"});
        return run(arguments);
    }
    CommandRun explain(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), {"crash", "explain", "--source", root_});
        return run(arguments);
    }
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
