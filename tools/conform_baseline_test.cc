// keyturn conform --baseline: the life of a known failure, from outside.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "protocol/json_document.h"
#include "tools/command_test_support.h"
#include "tools/exit_status.h"
#include "tools/reference_server.h"

namespace keyturn {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t now_msec = 1'790'000'000'000;  // 2026-09-21

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

class ConformBaseline : public testing::Test {
  protected:
    ConformBaseline() {
        std::string name = (fs::temp_directory_path() / "keyturn-test-XXXXXX").string();
        folder_ = mkdtemp(name.data());
    }
    ~ConformBaseline() override { fs::remove_all(folder_); }

    std::string file() const { return (folder_ / "baseline.json").string(); }

    std::string content() const {
        std::ifstream stream(file());
        return {std::istreambuf_iterator<char>(stream), {}};
    }

    void write(std::string_view text) const { std::ofstream(file()) << text; }

    void write_entry(std::string_view id, std::string_view expires) const {
        write(R"({"schema": 1, "known_failures": [{"case": ")" + std::string(id) +
              R"(", "requirements": ["AM-ROT-002"], "reason": "not built yet", "owner": "us", "expires": ")" +
              std::string(expires) + "\"}]}");
    }

    CommandRun conform(const ReferenceServer& server, std::vector<std::string> more = {}) const {
        std::vector<std::string> arguments = {"conform",
                                              "rotation/key-version-below",
                                              "rotation/signs-unset-title",
                                              "--endpoint",
                                              server.url(),
                                              "--now",
                                              "1790000000000",
                                              "--seed",
                                              "1",
                                              "--baseline",
                                              file()};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return run(arguments);
    }

    fs::path folder_;
};

std::unique_ptr<ReferenceServer> server_without(LeftOut left_out) {
    return ReferenceServer::start(0, {std::move(left_out), {}}, clock_of(now_msec)).value();
}

TEST_F(ConformBaseline, from_the_first_failure_to_the_day_it_is_mended) {
    const auto wrong = server_without({"key_version_moves_forward"});
    const CommandRun made = conform(*wrong, {"--baseline-update"});
    EXPECT_EQ(made.status, exit_conformant) << made.out << made.err;
    EXPECT_EQ(content(),
              "{\n  \"schema\": 1,\n  \"known_failures\": [\n    {\n      \"case\": \"rotation/key-version-below\",\n"
              "      \"requirements\": [\"AM-ROT-002\"],\n      \"reason\": \"to be looked into\",\n"
              "      \"owner\": \"nobody\",\n      \"expires\": \"2026-10-21\"\n    }\n  ]\n}\n");

    const CommandRun known = conform(*wrong);
    EXPECT_EQ(known.status, exit_conformant);
    EXPECT_TRUE(has(known.out, "2 cases: 1 conformant, 1 nonconformant   1 known failures\n")) << known.out;
    EXPECT_FALSE(has(known.out, "rotation/key-version-below")) << "what is known is not told again: " << known.out;

    const auto right = server_without({});
    const CommandRun mended = conform(*right);
    EXPECT_EQ(mended.status, exit_stale_baseline);
    EXPECT_TRUE(has(mended.out, "baseline: rotation/key-version-below passes, and is known to fail\n")) << mended.out;

    EXPECT_EQ(conform(*right, {"--baseline-update"}).status, exit_conformant);
    EXPECT_EQ(content(), "{\n  \"schema\": 1,\n  \"known_failures\": []\n}\n");
    EXPECT_EQ(conform(*right).status, exit_conformant);
    EXPECT_EQ(conform(*wrong).status, exit_nonconformant);
}

TEST_F(ConformBaseline, an_expired_entry_is_exit_5) {
    const auto wrong = server_without({"key_version_moves_forward"});
    write_entry("rotation/key-version-below", "2026-09-21");
    EXPECT_EQ(conform(*wrong).status, exit_conformant);
    write_entry("rotation/key-version-below", "2026-09-20");
    const CommandRun expired = conform(*wrong);
    EXPECT_EQ(expired.status, exit_stale_baseline);
    EXPECT_TRUE(has(expired.out,
                    "baseline: rotation/key-version-below was to be right by 2026-09-20 (owner: us; not built yet)\n"))
        << expired.out;
}

TEST_F(ConformBaseline, a_failure_that_is_not_known_is_exit_1_whatever_else_is_stale) {
    const auto wrong = server_without({"signed_title_is_current"});
    write_entry("rotation/key-version-below", "2027-01-01");
    const CommandRun ran = conform(*wrong, {"--strict"});
    EXPECT_EQ(ran.status, exit_nonconformant) << ran.out;
    EXPECT_TRUE(has(ran.out, "passes, and is known to fail"));
}

TEST_F(ConformBaseline, with_json_the_words_go_to_standard_error) {
    const auto right = server_without({});
    write_entry("rotation/key-version-below", "2027-01-01");
    const CommandRun ran = conform(*right, {"--json"});
    EXPECT_EQ(ran.status, exit_stale_baseline);
    EXPECT_TRUE(parse_json(ran.out).has_value());
    EXPECT_TRUE(has(ran.err, "baseline: rotation/key-version-below passes"));
}

TEST_F(ConformBaseline, a_case_that_is_none_is_said_and_taken_out_by_an_update) {
    const auto right = server_without({});
    write_entry("rotation/no-such-case", "2027-01-01");
    const CommandRun ran = conform(*right);
    EXPECT_EQ(ran.status, exit_usage);
    EXPECT_TRUE(has(ran.err, file() + ": there is no case 'rotation/no-such-case'; --baseline-update takes it out"))
        << ran.err;
    EXPECT_EQ(conform(*right, {"--baseline-update"}).status, exit_conformant);
    EXPECT_TRUE(has(content(), "\"known_failures\": []"));
}

TEST_F(ConformBaseline, a_bad_or_absent_file_is_a_usage_error) {
    const auto right = server_without({});
    EXPECT_EQ(conform(*right).status, exit_usage);
    write("{");
    EXPECT_EQ(conform(*right).status, exit_usage);
    EXPECT_EQ(conform(*right, {"--baseline-update"}).status, exit_usage);
    write(R"({"schema": 1, "known_failures": [{}]})");
    const CommandRun ran = conform(*right);
    EXPECT_EQ(ran.status, exit_usage);
    EXPECT_TRUE(has(ran.err, "/known_failures/0/case")) << ran.err;
    EXPECT_EQ(run({"conform", "--baseline-update"}).status, exit_usage);
}

TEST_F(ConformBaseline, a_file_that_cant_be_written_leaves_nothing_behind) {
    const auto right = server_without({});
    const CommandRun ran = run({"conform", "rotation/key-version-below", "--endpoint", right->url(), "--baseline",
                                (folder_ / "absent" / "baseline.json").string(), "--baseline-update"});
    EXPECT_EQ(ran.status, exit_usage);
    EXPECT_TRUE(has(ran.err, "absent/baseline.json: the baseline can't be written")) << ran.err;
    EXPECT_TRUE(fs::is_empty(folder_));
}

}  // namespace
}  // namespace keyturn
