// What the comparison notices and what it does not complain about, each as bytes on a socket and as the text that a
// person reads. docs/comparison.md tells the same.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <fstream>
#include <ostream>
#include <sstream>

#include "conformance/case_files.h"
#include "conformance/http/comparison_rows_test_support.h"
#include "conformance/http/http_transport.h"
#include "conformance/http/raw_server_test_support.h"
#include "conformance/replayer.h"
#include "conformance/text_report.h"

namespace keyturn {

void PrintTo(const ComparisonRow& row, std::ostream* out) { *out << row.kind; }

namespace {

constexpr std::uint64_t now_msec = 1'790'000'000'000;
const std::string repeat = "keyturn conform recorded/answer --endpoint http://127.0.0.1:8080";

const Requirements& catalogue() {
    static const Requirements all = read_requirements_file(KEYTURN_SOURCE_DIR "/conformance/requirements.json").value();
    return all;
}

// A hook that says yes to everything.
class AnyState final : public Transport {
  public:
    Received exchange(const HttpRequest&) override { return Reply(HttpResponse{200, "", {}, "{}"}); }
};

Case case_of(const ComparisonRow& row) {
    std::string exchanges;
    for (const ComparisonExchange& exchange : row.exchanges)
        exchanges += (exchanges.empty() ? "" : ", ") + std::string(R"({"as": "1111", "request": {"method": ")") +
                     exchange.method + R"(", "path": "/2/chat/conversations/g1/members", "headers": [["X-Number", ")" +
                     std::to_string(exchanges.size()) + R"("]]}, "response": )" + exchange.expected + "}";
    const auto document = parse_json(R"({"schema": 1, "title": "t", "requirements": ["AM-SIG-012"], "given": )" +
                                     comparison_users() + R"(, "exchanges": [)" + exchanges + "]}");
    auto test = document ? read_case(*document, "recorded/answer", "answer.json", {}) : std::unexpected(Problems());
    EXPECT_TRUE(test.has_value()) << row.kind << ": " << exchanges;
    return test ? *std::move(test) : Case();
}

std::vector<RawServer::Script> scripts_of(const ComparisonRow& row) {
    std::vector<RawServer::Script> scripts;
    for (const ComparisonExchange& exchange : row.exchanges)
        scripts.push_back([bytes = exchange.wire](RawPeer& peer) {
            peer.read_request();
            peer.send(bytes);
        });
    return scripts;
}

Verdict verdict_of(const ComparisonRow& row) {
    RawServer server(scripts_of(row));
    HttpTransport transport(HttpClient::open({.endpoint = server.url()}).value());
    AnyState hook;
    const ServerUnderTest subject{
        .server = transport, .state = &hook, .no_state_reason = {}, .bearer = {}, .headers = {}, .connect = {}};
    Verdict verdict =
        replay(case_of(row), subject,
               {.requirements = catalogue(), .policy_off = {}, .now_msec = [] { return now_msec; }, .seed = 1});
    verdict.repeat = repeat;
    EXPECT_EQ(server.connections(), static_cast<int>(row.exchanges.size())) << "nothing is followed or sent again";
    return verdict;
}

std::string sentence_of(const std::string& id) {
    const Requirement& requirement = *catalogue().find(id);
    return "  " + id + " " + std::string(name_of(requirement.level)) + "  " + requirement.text + "   [" +
           requirement.source + "]\n";
}

// The whole text of a failure, from what a row says of it.
std::string text_of_failure(const ComparisonRow& row) {
    std::istringstream words(row.verdict);
    std::string kind, id, text;
    words >> kind;
    text = "recorded/answer: " + kind + "\n";
    while (words >> id) text += sentence_of(id);
    return text + row.text_of_lines() + "  again: " + repeat + "\n";
}

class Noticed : public testing::TestWithParam<ComparisonRow> {};

TEST_P(Noticed, and_told_with_place_values_requirement_and_the_command_that_repeats_it) {
    EXPECT_EQ(text_of(verdict_of(GetParam()), catalogue(), {}), text_of_failure(GetParam()));
}

std::string as_test_name(std::string kind) {
    std::ranges::replace_if(kind, [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; }, '_');
    return kind;
}

INSTANTIATE_TEST_SUITE_P(Comparison, Noticed, testing::ValuesIn(noticed_rows()),
                         [](const auto& row) { return as_test_name(row.param.kind); });

class NotComplainedAbout : public testing::TestWithParam<ComparisonRow> {};

TEST_P(NotComplainedAbout, at_all) {
    EXPECT_EQ(text_of(verdict_of(GetParam()), catalogue(), {}), "recorded/answer: conformant\n");
}

INSTANTIATE_TEST_SUITE_P(Comparison, NotComplainedAbout, testing::ValuesIn(quiet_rows()),
                         [](const auto& row) { return as_test_name(row.param.kind); });

// ---- the manual

std::string page() {
    std::ifstream file(KEYTURN_SOURCE_DIR "/docs/comparison.md");
    return {std::istreambuf_iterator<char>(file), {}};
}

TEST(ComparisonPage, tells_every_kind_that_is_noticed_with_its_verdict_and_its_text) {
    const std::string text = page();
    for (const ComparisonRow& row : noticed_rows())
        EXPECT_TRUE(text.contains("\n" + row.kind + ": " + row.verdict + "\n" + row.text_of_lines()))
            << "docs/comparison.md lacks:\n"
            << row.kind << ": " << row.verdict << "\n"
            << row.text_of_lines();
}

TEST(ComparisonPage, tells_every_kind_that_is_not_complained_about) {
    const std::string text = page();
    for (const ComparisonRow& row : quiet_rows()) EXPECT_TRUE(text.contains("* " + row.kind + "\n")) << row.kind;
}

TEST(ComparisonPage, tells_no_secret) {
    const std::string text = page();
    for (const std::string& secret : comparison_secrets()) EXPECT_FALSE(text.contains(secret));
    for (const ComparisonRow& row : noticed_rows())
        for (const std::string& secret : comparison_secrets())
            EXPECT_FALSE(row.text_of_lines().contains(secret)) << row.kind;
}

}  // namespace
}  // namespace keyturn
