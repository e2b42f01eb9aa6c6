// keyturn import and keyturn export from outside.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "tools/command_test_support.h"
#include "tools/exit_status.h"
#include "tools/reference_server.h"

namespace keyturn {
namespace {

namespace fs = std::filesystem;

class ImportCommand : public testing::Test {
  protected:
    ImportCommand() {
        std::string text = (fs::temp_directory_path() / "keyturn-import-XXXXXX").string();
        folder_ = ::mkdtemp(text.data());
    }
    ~ImportCommand() override { fs::remove_all(folder_); }

    std::string cases() const { return (folder_ / "cases").string(); }

    CommandRun import(const std::string& form, const std::string& text, std::vector<std::string> more = {}) {
        const ScratchFile file(text);
        more.insert(more.begin(), {"import", form, file.path(), "--out", cases()});
        return run(more);
    }

    std::string only_case() {
        std::stringstream text;
        for (const auto& entry : fs::directory_iterator(cases())) text << std::ifstream(entry.path()).rdbuf();
        return text.str();
    }

    fs::path folder_;
};

TEST_F(ImportCommand, ShellLinesBecomeCasesThatReplay) {
    const auto server = *ReferenceServer::start(0, {}, [] { return std::uint64_t{1'750'000'000'000}; });
    const CommandRun imported =
        import("curl",
               fmt::format("curl {}/2/users/9/public_keys -H \"Authorization: Bearer $KEYTURN_TEST_T\"", server->url()),
               {"--status", "401"});
    EXPECT_EQ(imported.status, exit_conformant) << imported.err;
    EXPECT_TRUE(imported.out.starts_with("1 recorded, 0 not\n  KEYTURN_TEST_T  a shell variable\n")) << imported.out;
    EXPECT_TRUE(only_case().contains("Bearer {{KEYTURN_TEST_T}}")) << only_case();
    EXPECT_EQ(run({"lint", cases()}).status, exit_conformant);
    ::setenv("KEYTURN_TEST_T", "nobodys-token", 1);
    EXPECT_EQ(run({"conform", "--cases", cases(), "--endpoint", server->url()}).status, exit_conformant);
    ::unsetenv("KEYTURN_TEST_T");
}

TEST_F(ImportCommand, ArchivesBecomeCases) {
    const CommandRun imported = import(
        "har",
        R"({"log":{"entries":[{"request":{"method":"POST","url":"http://h/a","headers":[{"name":"Cookie","value":"sid=s3cret-1"}],)"
        R"("postData":{"text":"s3cret-1 s3cret-2"}},"response":{"status":200,"content":{"text":"ok"}}},{}]}})",
        {});
    EXPECT_EQ(imported.status, exit_conformant);
    EXPECT_TRUE(imported.out.starts_with("1 recorded, 1 not\n")) << imported.out;
    EXPECT_TRUE(imported.err.contains("not recorded: /log/entries/1: an entry without a request\n")) << imported.err;
    EXPECT_TRUE(only_case().contains(R"("text": "{{KEYTURN_COOKIE_1}} s3cret-2")")) << only_case();
}

TEST_F(ImportCommand, SecretsThatAreNamedAreTakenOut) {
    ::setenv("KEYTURN_TEST_T", "s3cret-2", 1);
    import("curl", "curl http://h -d s3cret-2", {"--secret-env", "KEYTURN_TEST_T"});
    ::unsetenv("KEYTURN_TEST_T");
    EXPECT_TRUE(only_case().contains("{{KEYTURN_TEST_T}}"));
    EXPECT_FALSE(only_case().contains("s3cret-2"));
}

TEST_F(ImportCommand, ExamplesOfADocumentAreCases) {
    const std::string document =
        R"({"openapi":"3.0.0","paths":{"/2/chat/conversations/{id}/members":{"post":{"requestBody":{"content":)"
        R"({"application/json":{"example":{"user_ids":["1"]}}}}}}}})";
    EXPECT_EQ(import("openapi-example", document, {"--parameter", "id=g1"}).status, exit_conformant);
    EXPECT_TRUE(only_case().contains(R"("path": "/2/chat/conversations/g1/members")")) << only_case();
    EXPECT_EQ(run({"lint", cases()}).status, exit_conformant) << run({"lint", cases()}).out;
}

TEST_F(ImportCommand, WhatCantBeReadIsToldAndNothingIsMade) {
    const CommandRun har = import("har", "{");
    EXPECT_EQ(har.status, exit_usage);
    EXPECT_TRUE(har.err.contains(": line 1, column 2: ")) << har.err;
    EXPECT_EQ(import("curl", "wget http://h").status, exit_usage);
    EXPECT_EQ(import("openapi-example", "{}").status, exit_usage);
    EXPECT_TRUE(
        import("openapi-example", "{}", {"--parameter", "=x"}).err.contains("--parameter: expected NAME=VALUE"));
    EXPECT_EQ(run({"import", "har", "/nowhere", "--out", cases()}).status, exit_usage);
    EXPECT_EQ(run({"import", "pcap", "/nowhere", "--out", cases()}).status, exit_usage);
    EXPECT_FALSE(fs::exists(cases()));
    EXPECT_EQ(import("har", R"({"log":{"entries":[]}})").status, exit_nothing_ran);
}

// ---- export

TEST(ExportCommand, MakesARequestOfAShippedCaseForEveryForm) {
    for (const char* form : {"curl", "har", "hurl", "http-task"}) {
        const CommandRun made = run({"export", "accepted/one-user", "--as", form, "--url", "http://h:1", "--seed", "1",
                                     "--now", "1750000000000"});
        EXPECT_EQ(made.status, exit_conformant) << made.err;
        EXPECT_TRUE(made.out.contains("http://h:1/2/chat/conversations/g1700000000000000001/members")) << made.out;
        EXPECT_TRUE(made.out.contains("TOKEN_OF_1111")) << made.out;
        EXPECT_FALSE(made.out.contains("token-1111"));
        EXPECT_EQ(run({"export", "accepted/one-user", "--as", form, "--url", "http://h:1", "--seed", "1", "--now",
                       "1750000000000"})
                      .out,
                  made.out);
    }
}

TEST(ExportCommand, AUrlMayEndWithASlash) {
    for (const char* url : {"http://h:1/base", "http://h:1/base/"})
        EXPECT_TRUE(run({"export", "accepted/one-user", "--as", "hurl", "--url", url})
                        .out.contains("POST http://h:1/base/2/chat/"))
            << url;
}

TEST(ExportCommand, TheExchangesOfACaseAreNumbered) {
    const CommandRun made = run({"export", "accepted/same-answer-again", "--as", "http-task", "--credentials", "mine"});
    const JsonValue workflow = parse_json(made.out).value_or(json_null());
    ASSERT_TRUE(workflow.find("tasks")) << made.err;
    EXPECT_EQ(workflow.find("tasks")->members.front().key, "accepted/same-answer-again 1");
    EXPECT_TRUE(made.out.contains(R"("credentials": "mine")"));
    EXPECT_FALSE(made.out.contains("TOKEN_OF"));
}

TEST(ExportCommand, SaysWhatItCantDo) {
    EXPECT_EQ(run({"export", "accepted/one-user"}).status, exit_usage);
    EXPECT_EQ(run({"export", "no-such-case", "--as", "curl"}).status, exit_usage);
    EXPECT_EQ(run({"export", "accepted/one-user", "--as", "curl", "--url", "ftp://h"}).status, exit_usage);
    EXPECT_EQ(run({"export", "accepted/one-user", "--as", "pdf"}).status, exit_usage);
    const CommandRun secret = run({"export", "accepted/scheme-in-lower-case", "--as", "curl"});
    EXPECT_EQ(secret.status, exit_nothing_ran);
    EXPECT_EQ(
        secret.err,
        "left out: accepted/scheme-in-lower-case: a secret would be written down: the credentials in Authorization\n");
    EXPECT_EQ(secret.out, "");
}

TEST(ExportCommand, AnExportedLineIsTakenByTheServer) {
    const auto server = *ReferenceServer::start(0, {}, [] { return std::uint64_t{1'750'000'000'000}; });
    const CommandRun made = run({"export", "recorded/two-members", "--as", "curl", "--url", server->url()});
    const ScratchFile script(made.out);
    const std::string command = fmt::format("TOKEN_OF_1111=nobody sh '{}' | grep -q '^HTTP/1.1 401'", script.path());
    EXPECT_EQ(std::system(command.c_str()), 0);
}

}  // namespace
}  // namespace keyturn
