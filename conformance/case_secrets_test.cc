#include "conformance/case_secrets.h"

#include <fmt/ranges.h>

#include "conformance/replayer_test_support.h"

namespace keyturn {
namespace {

constexpr std::string_view recorded =
    R"({"request": {"method": "POST", "path": "/{{KEY|percent}}", "headers": [["Authorization", "Bearer {{TOKEN}}"]],
        "body": {"json": {"k": "{{KEY|json}}"}}},
        "response": {"status": 200, "headers": [["X", "{{KEY}}"]], "body": {"json": {"seen": "{{TOKEN}}"}}}})";

Case recorded_case(const std::string& exchange = std::string(recorded)) {
    return read(case_text(exchange, R"("secrets": {"TOKEN": "a token", "KEY": "a key"}, )"));
}

const Secrets both = {{"TOKEN", "t0ken-of-alice"}, {"KEY", "k/\"y"}, {"OTHER", "nobody's"}};

Verdict verdict_with(const Secrets& secrets, std::vector<Received> script, std::vector<HttpRequest>* sent = nullptr) {
    ScriptedTransport server(std::move(script));
    ServerUnderTest where = subject(server);
    where.secrets = secrets;
    Verdict verdict = replay(recorded_case(), where, policy());
    if (sent) *sent = server.requests;
    EXPECT_TRUE(server.played_out());
    return verdict;
}

Received with_header(std::string body, std::string value) {
    return Reply(
        HttpResponse{200, "", {{"Content-Type", "application/json"}, {"X", std::move(value)}}, std::move(body)});
}

TEST(CaseSecrets, AreReadWithWhatTheyAre) {
    EXPECT_EQ(recorded_case().secrets, (SecretWhats{{"KEY", "a key"}, {"TOKEN", "a token"}}));
    EXPECT_TRUE(stateless().secrets.empty());
}

TEST(CaseSecrets, OfOneCaseAreThoseThatItNames) {
    EXPECT_EQ(secrets_for(recorded_case(), both), (Secrets{{"KEY", "k/\"y"}, {"TOKEN", "t0ken-of-alice"}}));
    EXPECT_EQ(secrets_for(stateless(), both), Secrets());
    EXPECT_EQ(missing_secrets(recorded_case(), {{"KEY", "k"}}), Lines{"TOKEN"});
    EXPECT_EQ(missing_secrets(recorded_case(), both), Lines());
}

TEST(CaseSecrets, StandInTheRequestThatIsSent) {
    std::vector<HttpRequest> sent;
    const Verdict verdict = verdict_with(both, {with_header(R"({"seen": "t0ken-of-alice"})", "k/\"y")}, &sent);
    ASSERT_EQ(sent.size(), 1u);
    EXPECT_EQ(sent[0].target, "/k%2F%22y");
    EXPECT_EQ(sent[0].headers, (std::vector<HeaderLine>{{"Authorization", "Bearer t0ken-of-alice"}}));
    EXPECT_EQ(sent[0].body, R"({"k":"k/\"y"})");
    EXPECT_EQ(verdict.kind, VerdictKind::conformant);
}

TEST(CaseSecrets, StandInNoDifference) {
    const Verdict verdict =
        verdict_with(both, {with_header(R"({"seen": "no t0ken-of-alice", "token": "a-fresh-one"})", "k/\"y and more")});
    const std::string all = fmt::format("{}", fmt::join(breaches_of(verdict), "\n"));
    EXPECT_EQ(verdict.kind, VerdictKind::nonconformant);
    EXPECT_TRUE(all.contains("no {{TOKEN}}")) << all;
    EXPECT_TRUE(all.contains("{{KEY}} and more")) << all;
    for (const char* secret : {"t0ken-of-alice", "k/", "a-fresh-one"}) EXPECT_FALSE(all.contains(secret)) << all;
}

TEST(CaseSecrets, ThatAreNotThereAreNamed) {
    const Verdict verdict = verdict_with({{"KEY", "k"}}, {});
    EXPECT_EQ(verdict.kind, VerdictKind::not_run);
    EXPECT_EQ(verdict.reason, "needs secrets: set the environment variable TOKEN");
    EXPECT_EQ(verdict_with({}, {}).reason, "needs secrets: set the environment variables KEY, TOKEN");
}

TEST(CaseSecrets, AreFilledInNothingElse) {
    ScriptedTransport server({answer(200)});
    ServerUnderTest where = subject(server);
    where.secrets = both;
    replay(stateless(R"({"request": {"method": "GET", "path": "/{{TOKEN}}"}, "response": {"status": 200}})"), where,
           policy());
    EXPECT_EQ(server.requests.front().target, "/{{TOKEN}}");
}

TEST(CaseSecrets, ThatNothingUsesAreTold) {
    EXPECT_EQ(unused_secrets(recorded_case()), Lines());
    EXPECT_EQ(unused_secrets(recorded_case(get())), (Lines{"KEY", "TOKEN"}));
    EXPECT_EQ(unused_secrets(recorded_case(get(R"({"status": 200, "headers": [["A", "{{KEY}}"]]})"))), Lines{"TOKEN"});
    EXPECT_EQ(unused_secrets(recorded_case(get(R"({"status": 200, "body": {"text": "{{KEY}}"}})"))), Lines{"TOKEN"});
    EXPECT_EQ(unused_secrets(
                  recorded_case(get(R"({"any_of": [{"status": 200}, {"status": 201, "body": {"json": "{{KEY}}"}}]})"))),
              Lines{"TOKEN"});
}

}  // namespace
}  // namespace keyturn
