#include "conformance/interchange/recording.h"

#include <gtest/gtest.h>

#include "conformance/exchange.h"

namespace keyturn {
namespace {

RecordedExchange adding() {
    return {{"POST",
             "/2/chat/conversations/g1/members",
             {{"Content-Type", "application/json"}, {"X-A", "1"}},
             R"({"b":1,"a":2.0})"},
            {200, "OK", {{"Date", "now"}, {"content-type", "application/json"}}, R"({ "data": {} })"}};
}

RecordedExchange with_body(std::string body) {
    RecordedExchange exchange = adding();
    exchange.request.body = std::move(body);
    return exchange;
}

RecordedExchange answered(HttpResponse response) {
    RecordedExchange exchange = adding();
    exchange.response = std::move(response);
    return exchange;
}

RecordedCase recorded(const RecordedExchange& exchange, std::size_t number = 7) {
    Redactor redactor;
    auto made = recorded_case(number, exchange, redactor);
    EXPECT_TRUE(made) << made.error();
    return made.value_or(RecordedCase());
}

std::string at(const RecordedExchange& exchange, std::string_view pointer) {
    const RecordedCase made = recorded(exchange);
    const JsonValue* value = resolve(made.document, pointer);
    return value ? to_json(*value) : "nothing";
}

constexpr std::string_view request = "/exchanges/0/request", response = "/exchanges/0/response";
std::string in(std::string_view where, std::string_view key) { return std::string(where) + "/" + std::string(key); }

TEST(Recording, IsACaseThatReads) {
    const RecordedCase made = recorded(adding());
    EXPECT_EQ(made.name, "000007-post-2-chat-conversations-g1-members");
    EXPECT_EQ(
        to_json(made.document),
        R"({"schema":1,"title":"000007 POST /2/chat/conversations/g1/members answered 200",)"
        R"("requirements":["AM-RSP-005","AM-RSP-001"],"exchanges":[{"request":{"method":"POST",)"
        R"("path":"/2/chat/conversations/g1/members","headers":[["Content-Type","application/json"],["X-A","1"]],)"
        R"("body":{"json":{"b":1,"a":2.0}}},"response":{"status":200,"headers":[["content-type","application/json"]],)"
        R"("body":{"json":{"data":{}}}}}]})");
    const auto read = read_case(made.document, made.name, "", {});
    ASSERT_TRUE(read);
    const auto& sent = std::get<HttpRequest>(read->exchanges.front().request);
    EXPECT_EQ(sent.headers, adding().request.headers);
    EXPECT_EQ(sent.body, adding().request.body);
}

TEST(Recording, ARefusalHasAReasonAndTheFormOfOne) {
    const RecordedExchange refused = answered({400, "", {}, ""});
    EXPECT_EQ(at(refused, "/why"), R"("recorded as exchange 7: refused")");
    EXPECT_EQ(at(refused, "/requirements"), R"(["AM-RSP-005","AM-RSP-002"])");
    EXPECT_EQ(at(adding(), "/why"), "nothing");
}

TEST(Recording, ABodyIsJsonOnlyWhereThatIsSentAsTheSameBytes) {
    EXPECT_EQ(at(with_body(R"({"a":"\u0041"})"), in(request, "body")), R"({"text":"{\"a\":\"\\u0041\"}"})");
    EXPECT_EQ(at(with_body("{ }"), in(request, "body")), R"({"text":"{ }"})");
    EXPECT_EQ(at(with_body("a"), in(request, "body")), R"({"text":"a"})");
    EXPECT_EQ(at(with_body("\xff"), in(request, "body")), R"({"base64":"/w=="})");
    EXPECT_EQ(at(with_body(""), in(request, "body")), "nothing");
}

TEST(Recording, AnAnswersBodyIsComparedWhateverItIs) {
    EXPECT_EQ(at(answered({200, "", {}, "{ }"}), in(response, "body")), R"({"json":{}})");
    EXPECT_EQ(at(answered({200, "", {}, "a"}), in(response, "body")), R"({"text":"a"})");
    EXPECT_EQ(at(answered({200, "", {}, "\xff"}), in(response, "body")), R"({"base64":"/w=="})");
    EXPECT_EQ(at(answered({204, "", {}, ""}), in(response, "body")), R"({"text":""})");
}

TEST(Recording, AnAnswerInWhichANumberIsASecretElsewhereIsNotMatchedWithin) {
    const RecordedCase made = recorded(answered({200, "OK", {}, R"({"token":12345678,"a":12345678})"}));
    const auto read = read_case(made.document, made.name, "", {});
    EXPECT_TRUE(read) << to_json(made.document);
}

TEST(Recording, ABodyAsDeepAsJsonMayBeIsStillACaseThatReads) {
    for (const std::size_t depth : {59u, 60u, 64u}) {
        RecordedExchange exchange = with_body(std::string(depth, '[') + std::string(depth, ']'));
        exchange.response.body = exchange.request.body;
        const RecordedCase made = recorded(exchange);
        const auto document = parse_json(to_json(made.document));
        ASSERT_TRUE(document) << depth;
        const auto read = read_case(*document, made.name, "", {});
        ASSERT_TRUE(read) << depth;
        EXPECT_EQ(std::get<HttpRequest>(read->exchanges.front().request).body, exchange.request.body);
        for (const std::string_view where : {request, response}) {
            const JsonValue* body = resolve(*document, in(where, "body"));
            EXPECT_EQ(body->find("json") != nullptr, depth < 60) << depth;
        }
    }
}

TEST(Recording, WhatIsNotKnownOfAnAnswerIsNotCompared) {
    RecordedExchange exchange = adding();
    exchange.has_response_body = false;
    EXPECT_EQ(at(exchange, in(response, "body")), "nothing");
    exchange = adding();
    exchange.request.method = "HEAD";
    EXPECT_EQ(at(exchange, in(response, "body")), "nothing");
}

TEST(Recording, OnlyFieldsThatDoNotChangeAreCompared) {
    EXPECT_EQ(at(answered({200,
                           "",
                           {{"ETag", "x"},
                            {"Allow", "GET"},
                            {"Set-Cookie", "a=b"},
                            {"WWW-Authenticate", "Bearer"},
                            {"Content-Type", "\xff"}},
                           ""}),
                 in(response, "headers")),
              R"([["Allow","GET"],["WWW-Authenticate","Bearer"]])");
    EXPECT_EQ(at(answered({200, "", {{"ETag", "x"}}, ""}), in(response, "headers")), "nothing");
}

TEST(Recording, LengthsAreComputedWhereTheyWouldBeOthers) {
    RecordedExchange exchange = with_body("abc");
    exchange.request.headers = {{"content-length", "3"}};
    EXPECT_EQ(at(exchange, in(request, "headers")), R"([["content-length","3"]])");
    exchange.request.headers = {{"Transfer-Encoding", "chunked"}, {"Content-Length", "3"}};
    EXPECT_EQ(at(exchange, in(request, "headers")), "nothing");
    exchange = with_body(R"({"password":"hunter2"})");
    exchange.request.headers = {{"Content-Length", "22"}, {"X-Not-Utf8", "\xff"}, {"X", "y"}};
    EXPECT_EQ(at(exchange, in(request, "headers")), R"([["X","y"]])");
}

TEST(Recording, ADollarSignInAPathIsNoCapture) {
    RecordedExchange exchange = adding();
    exchange.request.target = "/$a$$b";
    EXPECT_EQ(at(exchange, in(request, "path")), R"("/$$a$$$$b")");
    EXPECT_EQ(recorded(exchange).name, "000007-post-a-b");
}

TEST(Recording, NamesAreSafe) {
    RecordedExchange exchange = adding();
    exchange.request.method = "M-SEARCH";
    exchange.request.target = "/../%2e/\xc3\xa9/A?q=x";
    EXPECT_EQ(recorded(exchange).name, "000007-msearch-2e-a");
    exchange.request = {"!", "/", {}, ""};
    EXPECT_EQ(recorded(exchange, 1234567).name, "1234567");
    exchange.request = {"GET", "/" + std::string(59, 'a') + "/bc", {}, ""};
    EXPECT_EQ(recorded(exchange).name, "000007-get-" + std::string(59, 'a'));
    exchange.request.target = "/" + std::string(70, 'a');
    EXPECT_EQ(recorded(exchange).name, "000007-get-" + std::string(60, 'a'));
    EXPECT_EQ(at(exchange, "/title"), "\"000007 GET /" + std::string(70, 'a') + " answered 200\"");
    exchange.request.target = "/" + std::string(100, 'a');
    EXPECT_EQ(at(exchange, "/title"), "\"000007 GET /" + std::string(99, 'a') + " answered 200\"");
    exchange.request.target = "/" + std::string(98, 'a') + "\xc3\xa9";
    EXPECT_EQ(at(exchange, "/title"), "\"000007 GET /" + std::string(98, 'a') + " answered 200\"");
}

TEST(Recording, SecretsAreNamedWithWhatTheyAre) {
    RecordedExchange exchange = adding();
    exchange.request.headers = {{"Authorization", "Bearer t0ken-1"}};
    exchange.request.target = "/t0ken-1";
    EXPECT_EQ(at(exchange, "/secrets"), R"({"KEYTURN_TOKEN_1":"the credentials in Authorization"})");
    EXPECT_EQ(at(exchange, in(request, "path")), R"("/{{KEYTURN_TOKEN_1}}")");
    EXPECT_EQ(at(exchange, "/title"), R"("000007 POST /{{KEYTURN_TOKEN_1}} answered 200")");
    EXPECT_EQ(at(adding(), "/secrets"), "nothing");
}

TEST(Recording, WhatAServerMakesAnewIsAnyValueAndNoSecretToKnow) {
    const RecordedExchange exchange =
        answered({200, "", {}, R"({"access_token":"fresh-1","session":{"id":7},"n":{"password":12},"x":"fresh-1"})"});
    EXPECT_EQ(at(exchange, in(response, "match")),
              R"({"/access_token":{"type":"string"},"/session/id":{"type":"number"},"/n/password":{"type":"number"}})");
    EXPECT_EQ(
        at(exchange, in(response, "body")),
        R"({"json":{"access_token":null,"session":{"id":null},"n":{"password":null},"x":"{{KEYTURN_TOKEN_1}}"}})");
    EXPECT_EQ(at(exchange, "/secrets"), R"({"KEYTURN_TOKEN_1":"the member access_token"})") << "it stands at /x, too";
    EXPECT_TRUE(read_case(recorded(exchange).document, "", "", {}));
    EXPECT_EQ(at(answered({200, "", {}, R"({"access_token":"fresh-1"})"}), "/secrets"), "nothing");
    EXPECT_EQ(at(answered({200, "", {}, "token=fresh-1"}), in(response, "match")), "nothing");
}

TEST(Recording, ASecretInABodyOfBytesIsNamed) {
    RecordedExchange exchange = answered({200, "", {}, "\xff t0ken-1"});
    exchange.request.headers = {{"Authorization", "Bearer t0ken-1"}};
    exchange.request.method = "HEAD";
    EXPECT_EQ(at(exchange, "/secrets"), R"({"KEYTURN_TOKEN_1":"the credentials in Authorization"})");
    Redactor redactor;
    redactor.name("S", "t0ken-1");
    const auto made = recorded_case(1, answered({200, "", {}, "\xff t0ken-1"}), redactor);
    EXPECT_EQ(to_json(*made->document.find("secrets")), R"({"S":"named by --secret-env"})");
}

TEST(Recording, APlaceThatIsNamedAfterASecretIsNotMatched) {
    Redactor redactor;
    redactor.name("S", "abcdef");
    const auto made = recorded_case(1, answered({200, "", {}, R"({"abcdef":{"token":"x"}})"}), redactor);
    EXPECT_FALSE(to_json(made->document).contains("abcdef")) << to_json(made->document);
}

TEST(Recording, ABodyThatNobodyCanLookIntoIsNotWritten) {
    for (const char* packed : {"\x1f\x8bx", "PK\x03\x04", "\x28\xb5\x2f\xfd", "BZh9"}) {
        EXPECT_EQ(at(with_body(packed), in(request, "body")), R"({"text":"{{KEYTURN_SECRET_1}}"})");
        EXPECT_EQ(
            at(with_body(packed), "/secrets"),
            R"({"KEYTURN_SECRET_1":"a packed body, which may hold secrets that nobody finds and fits no variable"})");
        EXPECT_EQ(at(answered({200, "", {}, packed}), in(response, "body")), "nothing");
    }
    RecordedExchange coded = with_body("abc");
    coded.request.headers = {{"content-encoding", "br"}};
    EXPECT_EQ(at(coded, in(request, "body")), R"({"text":"{{KEYTURN_SECRET_1}}"})");
    coded.request.headers = {{"Content-Encoding", "Identity"}};
    EXPECT_EQ(at(coded, in(request, "body")), R"({"text":"abc"})");
    coded.request = {"GET", "/", {{"Content-Encoding", "br"}}, ""};
    EXPECT_EQ(at(coded, "/secrets"), "nothing");
}

TEST(Recording, WhatNoCaseFileCanHoldIsTold) {
    Redactor redactor;
    RecordedExchange exchange = adding();
    exchange.request.target = "*";
    EXPECT_EQ(recorded_case(1, exchange, redactor).error(), "the target of the request is no path");
    exchange.request.target = "/\xff";
    EXPECT_EQ(recorded_case(1, exchange, redactor).error(), "the path of the request is no UTF-8 text");
    const std::string broken = "a line of the request's head has a line end or a NUL within";
    exchange.request.target = "/a\nb";
    EXPECT_EQ(recorded_case(1, exchange, redactor).error(), broken);
    exchange.request.target = "/a";
    exchange.request.headers = {{"A", "b"}, {"C", std::string("d\0e", 3)}};
    EXPECT_EQ(recorded_case(1, exchange, redactor).error(), broken);
}

}  // namespace
}  // namespace keyturn
