#include <gtest/gtest.h>

#include "conformance/interchange/export.h"
#include "conformance/interchange/import.h"

namespace keyturn {
namespace {

std::string archive(const std::string& entries) { return R"({"log":{"entries":[)" + entries + "]}}"; }

std::string entry(const std::string& request, const std::string& response = R"({"status":200})") {
    return R"({"request":)" + request + R"(,"response":)" + response + "}";
}

std::string get(const std::string& more = "") {
    return R"({"method":"GET","url":"https://h.example:8/a?b#c")" + more + "}";
}

Imported imported(const std::string& entries) {
    const auto read = read_har(archive(entries));
    EXPECT_TRUE(read) << read.error();
    return read.value_or(Imported());
}

RecordedExchange only(const std::string& entries) {
    const Imported all = imported(entries);
    for (const std::string& what : all.left_out) ADD_FAILURE() << what;
    return all.exchanges.empty() ? RecordedExchange() : all.exchanges.front();
}

std::string left_out(const std::string& entries) {
    const Imported all = imported(entries);
    return all.left_out.size() == 1 && all.exchanges.empty() ? all.left_out.front() : "none";
}

using Headers = std::vector<HeaderLine>;

TEST(HarImport, ReadsRequestAndAnswer) {
    const RecordedExchange exchange = only(entry(
        get(R"(,"headers":[{"name":":authority","value":"h"},{"name":"X-A","value":"1"},{"name":"x-a","value":"2"}],"bodySize":3,"postData":{"text":"abc"})"),
        R"({"status":201,"statusText":"Made","headers":[{"name":"Set-Cookie","value":"a=1\nb=2"}],"content":{"size":2,"text":"{}"}})"));
    EXPECT_EQ(exchange.request.method, "GET");
    EXPECT_EQ(exchange.request.target, "/a?b");
    EXPECT_EQ(exchange.request.headers, (Headers{{"X-A", "1"}, {"x-a", "2"}}));
    EXPECT_EQ(exchange.request.body, "abc");
    EXPECT_EQ(exchange.response.status, 201);
    EXPECT_EQ(exchange.response.reason, "Made");
    EXPECT_EQ(exchange.response.headers, (Headers{{"Set-Cookie", "a=1"}, {"Set-Cookie", "b=2"}}));
    EXPECT_EQ(exchange.response.body, "{}");
    EXPECT_TRUE(exchange.has_response_body);
}

TEST(HarImport, LeavesOutWhatIsComputedOrDecoded) {
    const RecordedExchange exchange = only(entry(
        get(R"(,"headers":[{"name":"Host","value":"h.example:8"},{"name":"host","value":"other"},{"name":"Accept-Encoding","value":"gzip"},)"
            R"({"name":"Content-Length","value":"3"},{"name":"content-length","value":"4"}],"postData":{"text":"abc"})"),
        R"({"status":200,"headers":[{"name":"content-encoding","value":"gzip"},{"name":"X","value":"y"}]})"));
    EXPECT_EQ(exchange.request.headers, (Headers{{"host", "other"}, {"Content-Length", "3"}}));
    EXPECT_EQ(exchange.response.headers, (Headers{{"X", "y"}}));
}

TEST(HarImport, BodiesOfBase64AreBytes) {
    for (const char* key : {"encoding", "_encoding"}) {
        const std::string body = std::string(R"({"text":"AP8=","size":2,")") + key + R"(":"base64"})";
        const RecordedExchange exchange =
            only(entry(get(R"(,"bodySize":2,"postData":)" + body), R"({"status":200,"content":)" + body + "}"));
        EXPECT_EQ(exchange.request.body, std::string("\0\xff", 2));
        EXPECT_EQ(exchange.response.body, std::string("\0\xff", 2));
        EXPECT_TRUE(exchange.has_response_body);
    }
    EXPECT_EQ(left_out(entry(get(R"(,"postData":{"text":"A","encoding":"base64"})"))),
              "/log/entries/0: a body whose base64 is broken");
    EXPECT_EQ(left_out(entry(get(), R"({"status":200,"content":{"text":"A","encoding":"base64"}})")),
              "/log/entries/0: a body whose base64 is broken");
}

TEST(HarImport, AFormIsPutTogetherFromItsParameters) {
    EXPECT_EQ(only(entry(get(R"(,"postData":{"params":[{"name":"a","value":"b"},{"name":"c%20","value":""}]})")))
                  .request.body,
              "a=b&c%20=");
    EXPECT_EQ(only(entry(get(R"(,"postData":{"text":"x","params":[{"name":"a","value":"b"}]})"))).request.body, "x");
}

TEST(HarImport, ABodyThatIsNotWholeIsNotTaken) {
    EXPECT_EQ(left_out(entry(get(R"(,"bodySize":4,"postData":{"text":"abc"})"))),
              "/log/entries/0: its body is not whole in the archive: 3 bytes of 4");
    EXPECT_EQ(left_out(entry(get(R"(,"bodySize":4)"))),
              "/log/entries/0: its body is not whole in the archive: 0 bytes of 4");
    EXPECT_EQ(only(entry(get(R"(,"bodySize":-1,"postData":{"text":"abc"})"))).request.body, "abc");
    EXPECT_EQ(only(entry(get(R"(,"bodySize":0)"))).request.body, "");
}

TEST(HarImport, OfAnAnswerOnlyAWholeBodyIsKnown) {
    const auto is_known = [](const std::string& content) {
        return only(entry(get(), R"({"status":200,"content":)" + content + "}")).has_response_body;
    };
    EXPECT_TRUE(is_known(R"({"text":"ab"})"));
    EXPECT_TRUE(is_known(R"({"text":"ab","size":2})"));
    EXPECT_TRUE(is_known(R"({"text":"ab","size":-1})"));
    EXPECT_FALSE(is_known(R"({"text":"ab","size":3})"));
    EXPECT_TRUE(is_known(R"({"size":0})"));
    EXPECT_FALSE(is_known(R"({"size":3})"));
    EXPECT_FALSE(is_known("{}"));
}

TEST(HarImport, WhatIsNoExchangeIsToldByItsPlace) {
    EXPECT_EQ(left_out("{}"), "/log/entries/0: an entry without a request");
    EXPECT_EQ(left_out(entry("[]")), "/log/entries/0: an entry without a request");
    EXPECT_EQ(left_out(entry(R"({"method":"GET","url":"data:,x"})")),
              "/log/entries/0: its URL is none of http or https");
    EXPECT_EQ(left_out(entry(R"({"method":"GET","url":"ws://h/"})")),
              "/log/entries/0: its URL is none of http or https");
    EXPECT_EQ(left_out(entry(R"({"method":"G T","url":"http://h/"})")), "/log/entries/0: its method can't be one");
    EXPECT_EQ(left_out(entry(get(R"(,"headers":[{"name":"a b","value":""}])"))),
              "/log/entries/0: a header line whose name can't be one");
    EXPECT_EQ(left_out(entry(get(R"(,"headers":[{"name":"a","value":"b\rc"}])"))),
              "/log/entries/0: a header line with a line end within");
    for (const char* response : {"{}", R"({"status":0})", R"({"status":99})", R"({"status":600})",
                                 R"({"status":"200"})", R"({"status":200.5})", "1"})
        EXPECT_EQ(left_out(entry(get(), response)), "/log/entries/0: no answer came") << response;
    EXPECT_EQ(left_out(entry(get(), R"({"status":200,"headers":[{"name":""}]})")),
              "/log/entries/0: a header line whose name can't be one");
    const Imported some = imported(entry(get()) + ",{}," + entry(get()));
    EXPECT_EQ(some.exchanges.size(), 2u);
    EXPECT_EQ(some.left_out, std::vector<std::string>{"/log/entries/1: an entry without a request"});
}

TEST(HarImport, WhatIsNoArchiveIsRefused) {
    EXPECT_EQ(read_har("{\n x}").error().substr(0, 18), "line 2, column 2: ");
    for (const char* text : {"[]", "{}", R"({"log":{}})", R"({"log":{"entries":{}}})", R"({"log":[]})"})
        EXPECT_EQ(read_har(text).error(), "no HTTP archive: /log/entries is no array") << text;
    EXPECT_TRUE(read_har("\xef\xbb\xbf" + archive("")));
}

TEST(HarImport, IsBounded) {
    EXPECT_EQ(read_har(archive("1,2"), {.exchanges = 1}).error(), "more than 1 entries");
    EXPECT_TRUE(read_har(archive("1,2"), {.exchanges = 2}));
    EXPECT_FALSE(read_har(archive(""), {.bytes = 10}));
}

TEST(HarImport, ReadsWhatIsExported) {
    OutgoingRequest outgoing{.name = "x",
                             .url = "http://h:1",
                             .request = {"POST", "/a?b", {{"X", "1"}, {"x", "2"}}, std::string("\0\xff", 2)},
                             .secrets = {},
                             .response = HttpResponse{400, "No", {{"Content-Type", "a/b"}}, "\xfe"}};
    const auto read = read_har(*exported(ExportForm::har, {outgoing}));
    ASSERT_TRUE(read);
    ASSERT_EQ(read->exchanges.size(), 1u);
    const auto& [request, response, has_body] = read->exchanges.front();
    EXPECT_EQ(request.target, "/a?b");
    EXPECT_EQ(request.headers, outgoing.request.headers);
    EXPECT_EQ(request.body, outgoing.request.body);
    EXPECT_EQ(response.status, 400);
    EXPECT_EQ(response.body, "\xfe");
    EXPECT_TRUE(has_body);
}

}  // namespace
}  // namespace keyturn
