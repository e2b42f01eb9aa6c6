// keyturn conform at servers behind TLS and proxies.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "conformance/http/tls_server_test_support.h"
#include "tools/command_test_support.h"
#include "tools/exit_status.h"

namespace keyturn {
namespace {

namespace fs = std::filesystem;

const std::string found = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";

// A folder with one case that needs no state.
class OneCase {
  public:
    OneCase() {
        std::string name = (fs::temp_directory_path() / "keyturn-access-XXXXXX").string();
        path_ = mkdtemp(name.data());
        std::ofstream(path_ / "read.json") << R"({"schema": 1, "title": "t", "requirements": ["AM-RSP-001"],
                   "exchanges": [{"request": {"method": "GET", "path": "/x"}, "response": {"status": 200}}]})";
    }
    ~OneCase() { fs::remove_all(path_); }
    OneCase(const OneCase&) = delete;
    OneCase& operator=(const OneCase&) = delete;

    CommandRun run_at(const std::string& url, const std::vector<std::string>& more) const {
        std::vector<std::string> arguments = {"conform", "--cases", path_.string(), "--endpoint", url, "--seed", "1"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return run(arguments);
    }

  private:
    fs::path path_;
};

CommandRun run_at(const std::string& url, std::vector<std::string> more) {
    more.insert(more.end(), {"--state", "none"});
    return OneCase().run_at(url, more);
}

TEST(ConformAccess, a_private_authority_is_trusted_when_it_is_named) {
    const Authority authority;
    const TlsServer server{authority.certificate_for("localhost"), {found}};
    const CommandRun ran = run_at(server.url(), {"--cacert", authority.certificate_file()});
    EXPECT_EQ(ran.status, exit_conformant) << ran.out << ran.err;
    EXPECT_EQ(ran.out, "read: conformant\n1 cases: 1 conformant\n");
}

TEST(ConformAccess, a_certificate_that_does_not_hold_is_told_and_nothing_is_sent) {
    const Authority authority, other;
    const TlsServer server{authority.certificate_for("localhost"), {found}};
    const TlsServer of_another_name{authority.certificate_for("example.org"), {found}};
    const TlsServer expired{authority.expired_certificate_for("localhost"), {found}};
    const std::string trusted = authority.certificate_file();
    const std::pair<const TlsServer*, std::string> refused[] = {
        {&server, other.certificate_file()}, {&of_another_name, trusted}, {&expired, trusted}};
    for (const auto& [at, cacert] : refused) {
        const CommandRun ran = run_at(at->url(), {"--cacert", cacert});
        EXPECT_EQ(ran.status, exit_unreachable) << ran.out;
        EXPECT_TRUE(ran.out.starts_with("read: inconclusive (")) << ran.out;
        EXPECT_TRUE(ran.out.contains("certificate") || ran.out.contains("SSL")) << ran.out;
        EXPECT_EQ(at->protocol(), "http/1.1");
    }
    EXPECT_EQ(run_at(server.url(), {}).status, exit_unreachable) << "the system's authorities don't know it";
}

TEST(ConformAccess, a_bad_certificate_ends_a_run_that_looks_for_a_hook) {
    const Authority authority;
    const TlsServer server{authority.certificate_for("localhost"), {found}};
    const CommandRun ran = OneCase().run_at(server.url(), {});
    EXPECT_EQ(ran.status, exit_unreachable);
    EXPECT_TRUE(ran.err.starts_with("keyturn conform: " + server.url() + ": ")) << ran.err;
    EXPECT_TRUE(ran.err.contains("certificate")) << ran.err;
    EXPECT_TRUE(
        ran.err.ends_with("\nno case was run: does the server speak TLS, and who vouches for it? --cacert FILE "
                          "names its authority\n"))
        << ran.err;
}

TEST(ConformAccess, insecure_takes_any_certificate_and_is_said_loudly) {
    const Authority authority;
    const TlsServer server{authority.certificate_for("example.org"), {found}};
    const CommandRun ran = run_at(server.url(), {"--insecure"});
    EXPECT_EQ(ran.status, exit_conformant) << ran.out;
    EXPECT_TRUE(ran.err.contains("--insecure: certificates are not checked, whoever answers is believed")) << ran.err;
}

TEST(ConformAccess, a_client_certificate_is_shown_where_one_is_given) {
    const Authority authority;
    const TlsServer server{authority.certificate_for("localhost"),
                           {.answer = found, .demands_certificate_of = authority.certificate_file()}};
    const std::string mine = authority.certificate_for("mine"), of_another = authority.certificate_for("another");
    const std::vector<std::string> none = {"--cacert", authority.certificate_file()};
    const auto with = [&](std::vector<std::string> more) {
        more.insert(more.end(), none.begin(), none.end());
        return run_at(server.url(), more);
    };
    EXPECT_EQ(with({}).status, exit_unreachable);
    EXPECT_TRUE(with({}).out.contains("certificate required")) << with({}).out;
    EXPECT_EQ(with({"--cert", mine}).status, exit_conformant);
    EXPECT_EQ(with({"--cert", mine, "--key", authority.key_alone("mine")}).status, exit_conformant);
    EXPECT_EQ(with({"--cert", mine, "--key", of_another}).status, exit_unreachable);
}

TEST(ConformAccess, a_proxy_is_used_when_it_is_named_and_only_then) {
    const Authority authority;
    const TlsServer server{authority.certificate_for("localhost"), {found}};
    const std::vector<std::string> trusting = {"--cacert", authority.certificate_file()};
    for (const char* variable : {"https_proxy", "all_proxy"}) setenv(variable, "http://127.0.0.1:1", 1);
    EXPECT_EQ(run_at(server.url(), trusting).status, exit_conformant);
    for (const char* variable : {"https_proxy", "all_proxy"}) unsetenv(variable);
    EXPECT_EQ(run_at(server.url(), {trusting[0], trusting[1], "--proxy", "http://127.0.0.1:1"}).status,
              exit_unreachable);
}

TEST(ConformAccess, wrong_options_are_told_before_anything_is_sent) {
    const std::pair<std::vector<std::string>, std::string_view> wrong[] = {
        {{"--proxy", "http://me:secret@127.0.0.1:1"}, "--proxy: a password does not belong on a command line"},
        {{"--key", "/nonexistent"}, "--cert"},
        {{"--cert", "/nonexistent"}, "/nonexistent"},
        {{"--cacert", "/nonexistent"}, "/nonexistent"},
        {{"--header", "Authorization: Bearer hidden"}, "--header-env 'Authorization: VARIABLE'"},
        {{"--header-env", "X-Api-Key: KEYTURN_TEST_UNSET"}, "KEYTURN_TEST_UNSET is not set"},
        {{"--user", "1111=8842:KEYTURN_TEST_UNSET"}, "KEYTURN_TEST_UNSET is not set"},
        {{"--user", "1111"}, "ID=REAL_ID:TOKEN_ENV"}};
    for (const auto& [arguments, part] : wrong) {
        const CommandRun ran = OneCase().run_at("http://127.0.0.1:1", arguments);
        EXPECT_EQ(ran.status, exit_usage) << ran.err;
        EXPECT_TRUE(ran.err.contains(part)) << ran.err;
        EXPECT_FALSE(ran.err.contains("secret@") || ran.err.contains("hidden")) << ran.err;
    }
}

TEST(ConformAccess, help_says_what_is_not_supported) {
    const CommandRun help = run({"conform", "--help"});
    EXPECT_TRUE(help.out.contains("OAuth 1.0a user\ncontext is not supported"));
    EXPECT_TRUE(help.out.contains("--state api"));
}

}  // namespace
}  // namespace keyturn
