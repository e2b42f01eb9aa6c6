#include <gtest/gtest.h>

#include "conformance/explain/explain_test_support.h"

namespace keyturn {
namespace {

std::string request_text(std::string_view body, std::string_view headers = "") {
    return "POST /2/chat/conversations/g1/members HTTP/1.1\r\n" + std::string(headers) + "\r\n" + std::string(body);
}

TEST(ExplainExchange, a_request_as_it_was_sent) {
    const MadeRequest made = made_request();
    const Explanation explanation =
        explained(request_text(made.body(), "Host: x\r\nAuthorization: Bearer token-of-somebody\r\n"), made.options());
    EXPECT_EQ(explanation.kind, "HTTP exchange");
    EXPECT_EQ(explanation.form, "text");
    EXPECT_TRUE(joined(explanation.lines)
                    .starts_with("request: \"POST\" \"/2/chat/conversations/g1/members\", a body of " +
                                 std::to_string(made.body().size()) +
                                 " bytes\n  \"Host\": \"x\"\n  \"Authorization\": (not shown, 24 bytes)\n"
                                 "  new members: 4444\n"));
    EXPECT_TRUE(checks_of(explanation).contains("the request, the signature of action 2 verifies: yes\n"));
    EXPECT_FALSE(explanation.rules.empty());
    EXPECT_EQ(joined(explanation.oddities), "");
}

TEST(ExplainExchange, secrets_of_a_head_are_shown_nowhere) {
    for (const char* header : {"Authorization: Bearer secret-token", "cookie: secret-token", "Set-Cookie: secret-token",
                               "Proxy-Authorization: Basic secret-token"}) {
        const std::string lines =
            lines_of(request_text("secret-token", std::string(header) + "\r\nX: secret-token\r\n"));
        EXPECT_FALSE(lines.contains("secret-token")) << header;
        EXPECT_TRUE(lines.contains("\"X\": \"(a secret, not shown)\"")) << header;
    }
    EXPECT_TRUE(lines_of(request_text("", "X: secret-token\r\n")).contains("\"X\": \"secret-token\""));
}

TEST(ExplainExchange, a_request_whose_body_is_none) {
    EXPECT_EQ(lines_of(request_text("")),
              "request: \"POST\" \"/2/chat/conversations/g1/members\", a body of 0 bytes\n");
    EXPECT_TRUE(oddities_of(request_text("text")).starts_with("the request: the body is no JSON: "));
    EXPECT_EQ(oddities_of(request_text("", "no header\r\nX: y\r\n")).substr(0, 28), "a header line of the request");
    EXPECT_TRUE(lines_of(request_text("", "no header\r\nX: y\r\n")).contains("\"X\": \"y\""));
}

TEST(ExplainExchange, a_body_ends_where_its_length_says) {
    EXPECT_TRUE(lines_of(request_text("[]tail", "Content-Length: 2\r\n")).contains("a body of 2 bytes"));
    EXPECT_EQ(
        oddities_of(request_text("[]tail", "content-length: 2\r\n")).find("behind the request stands \"tail\"\n") ==
            std::string::npos,
        false);
    EXPECT_TRUE(lines_of(request_text("[]", "Content-Length: 9\r\n")).contains("a body of 2 bytes"));
    EXPECT_TRUE(lines_of(request_text("[]", "Content-Length: x\r\n")).contains("a body of 2 bytes"));
    EXPECT_FALSE(oddities_of(request_text("[]")).contains("behind the request"));
}

TEST(ExplainExchange, a_response_is_held_to_what_every_response_is) {
    const Explanation right =
        explained("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");
    EXPECT_EQ(right.kind, "HTTP exchange");
    EXPECT_EQ(joined(right.lines),
              "response: 200 \"OK\", a body of 2 bytes\n  \"Content-Type\": \"application/json\"\n"
              "  \"Content-Length\": \"2\"\n  body: \"{}\"\n");
    EXPECT_EQ(joined(right.oddities), "");
    const std::string odd =
        oddities_of("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n[]");
    EXPECT_TRUE(odd.starts_with("the response: \"AM-RSP-001\": \"body\": expected ")) << odd;
}

TEST(ExplainExchange, a_response_that_breaks_http) {
    const std::string short_body = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n{}";
    EXPECT_EQ(lines_of(short_body), "a response that can't be read\n");
    EXPECT_TRUE(oddities_of(short_body).starts_with("the response breaks HTTP at byte "));
    EXPECT_TRUE(oddities_of(short_body).ends_with(" (AM-HTTP-003)\n"));
    const std::string copied = "HTTP/1.1 200 OK\nContent-Type: application/json\nContent-Length: 3\n\n{}\n";
    EXPECT_TRUE(oddities_of(copied).starts_with("the response breaks HTTP at byte "));
    EXPECT_TRUE(lines_of(copied).starts_with("response: 200 \"OK\", a body of 3 bytes\n")) << lines_of(copied);
    EXPECT_EQ(lines_of("HTTP/1.1 200 OK"), "response: 200 \"OK\", a body of 0 bytes\n  body: \"\"\n");
}

TEST(ExplainExchange, both_sides) {
    const Explanation explanation =
        explained(request_text("[]", "Content-Length: 2\r\n") +
                  "HTTP/1.1 400 Bad\r\nContent-Type: text/plain\r\nContent-Length: 0\r\n\r\n");
    EXPECT_TRUE(joined(explanation.lines).contains("response: 400 \"Bad\", a body of 0 bytes\n"));
    EXPECT_TRUE(joined(explanation.oddities).contains("the response: \"AM-RSP-002\""));
    EXPECT_FALSE(joined(explanation.oddities).contains("behind the request"));
    const std::string head = "HEAD / HTTP/1.1\r\nContent-Length: 0\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n";
    EXPECT_TRUE(lines_of(head).contains("response: 200")) << "an answer to HEAD has no body";
}

TEST(ExplainExchange, texts_that_are_none) {
    for (const char* text : {"GET /x", "GET /x FTP/1.0", "G(T /x HTTP/1.1", "GET HTTP/1.1", "HTTP/2 200"})
        EXPECT_FALSE(explain(text)) << text;
    EXPECT_EQ(explained("GET /x HTTP/1.0").kind, "HTTP exchange");
    EXPECT_EQ(lines_of("GET /a b HTTP/1.1").substr(0, 22), "request: \"GET\" \"/a b\",");
    EXPECT_EQ(explained_as("exchange", "text").lines.front(), "request: \"\" \"\", a body of 0 bytes");
}

TEST(ExplainExchange, as_a_case_writes_it) {
    const Explanation explanation = explained(
        R"({"as": "1", "request": {"method": "POST", "path": "/x", "headers": [["Cookie", "secret-cookie"]], "body": {"json": []}}, "response": {"status": [200, 201], "match": {"/a": {"any": true}, "/b": {"any": true}}}})");
    EXPECT_EQ(explanation.kind, "HTTP exchange");
    EXPECT_EQ(explanation.form, "JSON");
    EXPECT_TRUE(joined(explanation.lines)
                    .starts_with("as the user \"1\"\nrequest: \"POST\" \"/x\", a body of 2 bytes\n"
                                 "  \"Cookie\": (not shown, 13 bytes)\n  new members: nobody\n"));
    EXPECT_TRUE(joined(explanation.lines).ends_with("expected response: status 200 or 201, 2 matchers\n"));
    const Explanation broken = explained(R"({"request": 5, "response": {}})");
    EXPECT_EQ(joined(broken.lines), "an exchange that can't be read\n");
    EXPECT_NE(joined(broken.oddities), "");
}

TEST(ExplainExchange, a_state_without_the_group_is_told) {
    ExplainOptions options = made_request().options();
    options.conversation_id = "g5";
    EXPECT_TRUE(joined(explained(request_text("[]"), options).oddities)
                    .ends_with("the request: the state has no group \"g5\"\n"));
}

}  // namespace
}  // namespace keyturn
