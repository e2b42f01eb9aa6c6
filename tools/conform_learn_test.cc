// keyturn conform --learn, from outside.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "protocol/json_document.h"
#include "tools/bent_server_test_support.h"
#include "tools/command_test_support.h"
#include "tools/exit_status.h"

namespace keyturn {
namespace {

namespace fs = std::filesystem;

class ConformLearn : public testing::Test {
  protected:
    ConformLearn() {
        std::string name = (fs::temp_directory_path() / "keyturn-test-XXXXXX").string();
        folder_ = mkdtemp(name.data());
    }
    ~ConformLearn() override { fs::remove_all(folder_); }

    std::string path(const std::string& name) const { return (folder_ / name).string(); }

    std::string content(const std::string& name) const {
        std::ifstream file(path(name));
        return {std::istreambuf_iterator<char>(file), {}};
    }

    void write(const std::string& name, const std::string& text) const {
        fs::create_directories((folder_ / name).parent_path());
        std::ofstream(folder_ / name) << text;
    }

    fs::path folder_;
};

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

TEST_F(ConformLearn, what_varies_is_proposed_with_both_values) {
    const CommandRun ran =
        run({"conform", "accepted/one-user", "rotation/key-version-below", "--learn", "--seed", "1"});
    EXPECT_EQ(ran.status, exit_conformant);
    EXPECT_EQ(ran.out,
              "accepted/one-user: 1 proposed\n"
              "  exchange 1  /data/sequence_id  {\"decimal_id\":true}   \"2\" (string), then \"4\" (string)\n"
              "rotation/key-version-below: 0 proposed\n"
              "1 matcher proposed for 2 cases; no case was changed: --out DIR writes the cases with them\n");
}

TEST_F(ConformLearn, the_written_case_holds_and_only_with_its_matcher) {
    const CommandRun ran = run({"conform", "accepted/one-user", "--learn", "--seed", "1", "--out", path("out")});
    EXPECT_TRUE(has(ran.out, "look at " + path("out/learned") + " and put in place what you accept\n")) << ran.out;
    EXPECT_FALSE(fs::exists(path("out/journal.ndjson")));
    const std::string learned = path("out/learned");
    EXPECT_EQ(run({"conform", "--cases", learned, "--repeat", "2"}).status, exit_conformant);

    JsonValue document = parse_json(content("out/learned/accepted/one-user.json")).value();
    ASSERT_TRUE(resolve(document, "/exchanges/0/response")->erase("match"));
    write("out/learned/accepted/one-user.json", to_json(document));
    const CommandRun exact = run({"conform", "--cases", learned, "--repeat", "2"});
    EXPECT_EQ(exact.status, exit_nonconformant);
    EXPECT_TRUE(has(exact.out, "/data/sequence_id")) << exact.out;
}

TEST_F(ConformLearn, as_json) {
    const CommandRun ran =
        run({"conform", "accepted/one-user", "--learn", "--json", "--seed", "1", "--out", path("out")});
    const JsonValue document = parse_json(ran.out).value();
    EXPECT_EQ(to_json(document),
              R"({"cases":[{"id":"accepted/one-user","reason":"","file":")" +
                  path("out/learned/accepted/one-user.json") +
                  R"(","proposals":[{"exchange":1,"pointer":"/data/sequence_id","matcher":{"decimal_id":true}}]}]})");
    EXPECT_TRUE(has(ran.err, "1 matcher proposed for 1 case;")) << ran.err;
}

TEST_F(ConformLearn, a_case_that_gets_no_answer_teaches_nothing) {
    const CommandRun ran =
        run({"conform", "accepted/one-user", "--learn", "--endpoint", "http://127.0.0.1:1", "--state", "none"});
    EXPECT_EQ(ran.status, exit_nothing_ran);
    EXPECT_TRUE(has(ran.out, "accepted/one-user: nothing learned (needs a state to start from: ")) << ran.out;
}

TEST_F(ConformLearn, a_folder_that_cant_be_written_is_said) {
    write("file", "");
    const CommandRun ran = run({"conform", "accepted/one-user", "--learn", "--out", path("file")});
    EXPECT_EQ(ran.status, exit_usage);
    EXPECT_TRUE(has(ran.err, "keyturn conform: " + path("file/learned/accepted") + ": ")) << ran.err;
}

TEST_F(ConformLearn, an_answer_that_holds_a_secret_is_not_written_down) {
    const BentServer echoes_the_token([](const HttpRequest& request, HttpResponse& response) {
        if (const std::string* token = find_header(request.headers, "Authorization"))
            response.headers.emplace_back("X-Seen", *token);
    });
    const CommandRun ran = run({"conform", "accepted/one-user", "--learn", "--now", "1790000000000", "--endpoint",
                                echoes_the_token.url(), "--out", path("out")});
    EXPECT_EQ(ran.status, exit_nothing_ran);
    EXPECT_TRUE(has(ran.out, "accepted/one-user: nothing learned (an answer holds a secret)\n")) << ran.out;
    EXPECT_FALSE(fs::exists(path("out")));
}

TEST_F(ConformLearn, another_status_the_second_time_is_told) {
    const BentServer refuses_the_second([adds = 0](const HttpRequest& request, HttpResponse& response) mutable {
        if (request.target.ends_with("/members") && ++adds == 2) response.status = 409;
    });
    const CommandRun ran = run(
        {"conform", "accepted/one-user", "--learn", "--now", "1790000000000", "--endpoint", refuses_the_second.url()});
    EXPECT_EQ(ran.status, exit_conformant);
    EXPECT_TRUE(has(ran.out,
                    "accepted/one-user: 0 proposed\n"
                    "  exchange 1  nothing learned: the status was 200, then 409\n"))
        << ran.out;
}

TEST_F(ConformLearn, not_together_with_repeat) {
    EXPECT_EQ(run({"conform", "--learn", "--repeat", "2"}).status, exit_usage);
}

}  // namespace
}  // namespace keyturn
