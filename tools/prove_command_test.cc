#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "conformance/defects/proof.h"
#include "tools/command_test_support.h"
#include "tools/exit_status.h"

namespace keyturn {
namespace {

namespace fs = std::filesystem;

const std::string cases = KEYTURN_SOURCE_DIR "/conformance/cases";

// A folder of some of the shipped cases.
class SomeCases {
  public:
    explicit SomeCases(const std::vector<std::string>& ids) : path_(fs::temp_directory_path() / name()) {
        fs::remove_all(path_);
        for (const std::string& id : ids) {
            fs::create_directories((path_ / id).parent_path());
            fs::copy_file(cases + "/" + id + ".json", path_ / (id + ".json"));
        }
        fs::create_directories(path_);
    }
    ~SomeCases() { fs::remove_all(path_); }

    std::string path() const { return path_.string(); }

  private:
    static std::string name() {
        return std::string("keyturn-prove-") + ::testing::UnitTest::GetInstance()->current_test_info()->name();
    }

    fs::path path_;
};

CommandRun prove_cases(std::vector<std::string> more) {
    std::vector<std::string> arguments = {"prove", "cases", "--now", "1790000000000"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run(arguments);
}

TEST(ProveCases, tells_which_cases_caught_a_wrong_server) {
    const SomeCases some({"accepted/one-user", "signatures/damaged-signature"});
    const CommandRun ran = prove_cases({"member_add_signature_verifies", "--cases", some.path(), "--json"});
    EXPECT_EQ(ran.status, exit_conformant) << ran.err;
    const auto report = parse_json(ran.out);
    ASSERT_TRUE(report);
    EXPECT_EQ(to_json(*resolve(*report, "/matrix/0/killed_by")), R"(["signatures/damaged-signature"])");
    EXPECT_EQ(report->find("idle_cases"), nullptr);
    EXPECT_EQ(ran.err, "1 of 1 tried, 0 survive\n");
}

TEST(ProveCases, a_wrong_server_that_no_case_catches_survives) {
    const SomeCases some({"accepted/one-user"});
    const CommandRun ran = prove_cases(
        {"--defect", "accepts_as_text", "--defect", "member_add_signature_verifies", "--cases", some.path()});
    EXPECT_EQ(ran.status, exit_nonconformant);
    EXPECT_TRUE(ran.out.starts_with("survives: member_add_signature_verifies, AM-SIG-003")) << ran.out;
    EXPECT_TRUE(ran.out.ends_with("1 of 2 wrong servers are caught\n")) << ran.out;
    EXPECT_EQ(ran.err, "2 of 2 tried, 1 survive\n");
}

TEST(ProveCases, what_fails_the_right_server_proves_nothing) {
    const SomeCases some({"accepted/one-user"});
    std::ofstream(some.path() + "/wrong.json") << R"({"schema": 1, "title": "t", "requirements": ["AM-HTTP-004"],
        "why": "w", "exchanges": [{"request": {"method": "GET", "path": "/nowhere"}, "response": {"status": 200}}]})";
    const CommandRun ran = prove_cases({"accepts_as_text", "--cases", some.path()});
    EXPECT_EQ(ran.status, exit_nonconformant);
    EXPECT_TRUE(ran.err.contains("wrong: nonconformant\n")) << ran.err;
    EXPECT_TRUE(ran.err.ends_with("the right server fails 1 cases: they prove nothing about wrong ones\n")) << ran.err;
    EXPECT_EQ(ran.out, "");
}

TEST(ProveCases, the_json_can_go_into_a_file_besides) {
    const SomeCases some({"accepted/one-user"});
    const std::string file = some.path() + "/proof.out";
    const CommandRun ran = prove_cases({"accepts_as_text", "--cases", some.path(), "--out", file});
    EXPECT_EQ(ran.status, exit_conformant);
    std::ifstream written(file);
    const auto report = parse_json(std::string{std::istreambuf_iterator<char>(written), {}});
    ASSERT_TRUE(report);
    EXPECT_EQ(to_json(*report->find("killed")), "1");
    EXPECT_EQ(prove_cases({"accepts_as_text", "--cases", some.path(), "--out", "/dev/full"}).status, exit_usage);
}

TEST(ProveCases, the_shipped_cases_catch_every_wrong_server) {
    const CommandRun ran = run({"prove", "cases", "--first-kill"});
    EXPECT_EQ(ran.status, exit_conformant) << ran.out << ran.err;
    const std::string all = std::to_string(wrong_servers().size());
    EXPECT_TRUE(ran.out.ends_with(all + " of " + all + " wrong servers are caught\n")) << ran.out;
}

TEST(ProveCases, wrong_usage_says_where_to_look) {
    const CommandRun unknown = run({"prove", "cases", "no_such_name"});
    EXPECT_EQ(unknown.status, exit_usage);
    EXPECT_EQ(unknown.err,
              "keyturn prove cases: there is no rule or defect 'no_such_name': see keyturn prove cases --list\n");
    EXPECT_EQ(run({"prove"}).status, exit_usage);
    EXPECT_EQ(run({"prove", "cases", "--cases", "/no/such/folder"}).status, exit_usage);
    EXPECT_EQ(run({"prove", "cases", "--data", "/no/such/folder"}).status, exit_usage);
    const SomeCases none({});
    const CommandRun nothing = run({"prove", "cases", "--cases", none.path()});
    EXPECT_EQ(nothing.status, exit_nothing_ran);
    EXPECT_EQ(nothing.err, "keyturn prove cases: there are no cases\n");
}

TEST(ProveCases, lists_the_wrong_servers) {
    EXPECT_TRUE(run({"prove", "cases", "--list"}).out.starts_with("method_is_allowed  "));
    EXPECT_TRUE(run({"prove", "cases", "--markdown"}).out.starts_with("| requirement |"));
}

}  // namespace
}  // namespace keyturn
