#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "fuzz/corpus/corpus_folder.h"
#include "fuzz/planted/planted_project.h"
#include "tools/command_test_support.h"
#include "tools/exit_status.h"

// The programs are shell scripts that say what libFuzzer says.
namespace keyturn {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view two_bugs = R"({"schema": 1, "bugs": [
  {"name": "first_bug", "kind": "wrong key", "file": "protocol/x.cc", "from": "a", "to": "b", "target": "t",
   "oracle": "a holds", "why": "two keys"},
  {"name": "second_bug", "kind": "off by one", "file": "protocol/x.cc", "from": "a", "to": "b", "target": "t",
   "oracle": "a holds", "why": "a bound"}]})";

constexpr std::string_view finds =
    "#!/bin/sh\necho 'oracle violated: a holds'\necho 'stat::number_of_executed_units: 7'\nexit 77\n";
constexpr std::string_view is_quiet = "#!/bin/sh\necho '#7 DONE'\n";

// A source tree with one target, two planted bugs and all of their programs.
class ProveFuzz : public testing::Test {
  protected:
    ProveFuzz() {
        fs::remove_all(root_);
        put("fuzz/planted/bugs.json", two_bugs);
        put("fuzz/targets.json", R"({"schema": 1, "targets": [{"name": "t", "subject": "s", "aims_at": ["x.cc"],
                                     "branch_floor": 0, "executions_floor": 0}]})");
        put("fuzz/t.cc", "FUZZ_TARGET { fuzz::expect(a, \"a holds\"); }");
        put("corpus/seeds/t/seed", "seed");
        put("build/explore/fuzz/fuzz_t.options", "[libfuzzer]\nmax_len = 100\n");
        put_program("build/explore/fuzz/fuzz_t", is_quiet);
        put_program("build/explore/fuzz/planted/fuzz_first_bug", finds);
        put_program("build/explore/fuzz/planted/fuzz_second_bug", finds);
        put_program("build/explore/fuzz/planted/inverted_t", finds);
    }
    ~ProveFuzz() override { fs::remove_all(root_); }

    void put(const fs::path& file, std::string_view content) const {
        fs::create_directories((root_ / file).parent_path());
        std::ofstream(root_ / file) << content;
    }

    void put_program(const fs::path& file, std::string_view script) const {
        put(file, script);
        fs::permissions(root_ / file, fs::perms::owner_all);
    }

    CommandRun prove(std::vector<std::string> more = {}) const {
        std::vector<std::string> arguments = {"prove", "fuzz", "--source", root_.string()};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return run(arguments);
    }

    const fs::path root_ = fs::path(testing::TempDir()) /
                           (std::string("prove_fuzz_") + testing::UnitTest::GetInstance()->current_test_info()->name());
};

TEST_F(ProveFuzz, finds_every_bug_with_three_seeds) {
    const CommandRun ran = prove();
    EXPECT_EQ(ran.status, exit_conformant) << ran.out << ran.err;
    EXPECT_TRUE(ran.out.ends_with("2 of 2 planted bugs are found with every seed\n1 of 1 oracles fire\n")) << ran.out;
    EXPECT_TRUE(ran.out.contains(" 3 of 3            7 ")) << ran.out;
    EXPECT_EQ(ran.err,
              "searches: 6 of 6 done, 0 amiss\nunchanged targets: 3 of 3 done, 0 amiss\n"
              "oracles turned round: 1 of 1 done, 0 amiss\n");
    EXPECT_TRUE(fs::is_directory(root_ / "build/fuzzing/planted/first_bug"));
}

TEST_F(ProveFuzz, a_bug_that_is_not_found_survives) {
    put_program("build/explore/fuzz/planted/fuzz_second_bug", is_quiet);
    const CommandRun ran = prove({"--seeds", "2"});
    EXPECT_EQ(ran.status, exit_nonconformant);
    EXPECT_TRUE(ran.out.contains("survives: second_bug, off by one: a bound\n  seed 1: not found in 7 executions\n"))
        << ran.out;
    EXPECT_TRUE(ran.out.contains("1 of 2 planted bugs are found with every seed\n")) << ran.out;
}

TEST_F(ProveFuzz, of_some_bugs_no_oracle_is_turned_round) {
    const CommandRun ran = prove({"first_bug", "--bug", "second_bug", "--seeds", "1", "--json"});
    EXPECT_EQ(ran.status, exit_conformant) << ran.err;
    const auto report = parse_json(ran.out);
    ASSERT_TRUE(report);
    EXPECT_EQ(to_json(*report->find("killed")), "2");
    EXPECT_EQ(to_json(*report->find("oracles")), "[]");
    EXPECT_EQ(resolve(*report, "/matrix/1/defect")->text, "second_bug");
}

TEST_F(ProveFuzz, budget_programs_and_the_folder_for_finds_can_be_chosen) {
    put_program(
        "build/explore/fuzz/planted/fuzz_first_bug",
        "#!/bin/sh\ncase \"$*\" in *' -runs=12 '*) ;; *) exit 1 ;; esac\necho 'oracle violated: a holds'\nexit 77\n");
    fs::rename(root_ / "build", root_ / "elsewhere");
    const CommandRun ran = prove({"first_bug", "--seeds", "1", "--budget", "12", "--jobs", "3", "--programs",
                                  (root_ / "elsewhere").string(), "--keep", (root_ / "kept").string()});
    EXPECT_EQ(ran.status, exit_conformant) << ran.out << ran.err;
    EXPECT_TRUE(fs::is_directory(root_ / "kept/first_bug"));
    EXPECT_FALSE(fs::exists(root_ / "elsewhere/fuzzing"));
}

TEST_F(ProveFuzz, the_json_can_go_into_a_file_besides) {
    const std::string file = (root_ / "proof.json").string();
    EXPECT_EQ(prove({"--seeds", "1", "--out", file}).status, exit_conformant);
    EXPECT_TRUE(fuzz::read_json_file(file)->find("matrix"));
    EXPECT_EQ(prove({"--seeds", "1", "--out", (root_ / "fuzz/t.cc/proof.json").string()}).status, exit_usage);
}

TEST_F(ProveFuzz, what_is_not_built_is_told_with_the_command_that_builds) {
    fs::remove(root_ / "build/explore/fuzz/planted/inverted_t");
    const CommandRun ran = prove();
    EXPECT_EQ(ran.status, exit_nothing_ran);
    EXPECT_EQ(ran.err, "keyturn prove fuzz: 1 programs are not built, " +
                           (root_ / "build/explore/fuzz/planted/inverted_t").string() +
                           " the first: tools/prove-fuzz builds all, and proves\n");
    EXPECT_EQ(prove({"first_bug", "--seeds", "1"}).status, exit_conformant) << "it needs no such program";
}

TEST_F(ProveFuzz, wrong_usage_and_bad_files_say_what_they_are) {
    const CommandRun unknown = prove({"no_such"});
    EXPECT_EQ(unknown.status, exit_usage);
    EXPECT_EQ(unknown.err, "keyturn prove fuzz: there is no planted bug 'no_such': see keyturn prove fuzz --list\n");
    EXPECT_EQ(prove({"--seeds", "0"}).status, exit_usage);
    EXPECT_EQ(prove({"--jobs", "0"}).status, exit_usage);
    EXPECT_EQ(prove({"--timeout", "0"}).status, exit_usage);
    fs::remove(root_ / "fuzz/t.cc");
    EXPECT_TRUE(prove({"--seeds", "1"}).err.ends_with("keyturn prove fuzz: there is no fuzz/t.cc\n"));
    fs::remove(root_ / "fuzz/targets.json");
    EXPECT_EQ(prove().status, exit_usage);
    put("fuzz/planted/bugs.json", "{}");
    EXPECT_EQ(prove().status, exit_usage);
}

TEST_F(ProveFuzz, lists_the_planted_bugs) {
    EXPECT_EQ(prove({"--list"}).out.substr(0, 10), "first_bug ");
    EXPECT_TRUE(prove({"--list", "second_bug"}).out.starts_with("second_bug "));
    EXPECT_TRUE(run({"prove", "fuzz", "--list"}).out.contains("\ntakes_padding_in_excess "));
}

TEST_F(ProveFuzz, the_manual_shows_the_table_of_the_program) {
    std::ifstream file(KEYTURN_SOURCE_DIR "/docs/proof.md");
    const std::string manual(std::istreambuf_iterator<char>(file), {});
    EXPECT_TRUE(manual.contains(run({"prove", "fuzz", "--markdown"}).out))
        << "put the output of keyturn prove fuzz --markdown into docs/proof.md";
}

}  // namespace
}  // namespace keyturn
