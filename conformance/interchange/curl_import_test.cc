#include <gtest/gtest.h>

#include "conformance/interchange/export.h"
#include "conformance/interchange/import.h"

namespace keyturn {
namespace {

HttpRequest request_in(const std::string& line) {
    const auto imported = read_curl("curl " + line, 200);
    EXPECT_TRUE(imported) << imported.error();
    return imported ? imported->exchanges.front().request : HttpRequest();
}

std::string fault_in(const std::string& text) {
    const auto imported = read_curl(text, 200);
    return imported ? "none" : imported.error();
}

using Headers = std::vector<HeaderLine>;
const HeaderLine any = {"Accept", "*/*"};

TEST(CurlImport, ReadsWhatABrowserCopies) {
    const HttpRequest request = request_in(
        "'https://api.example.com/2/chat?x=1#frag' \\\n  -X 'PUT' \\\n  -H 'accept: a/b' -H 'X-Empty;' \\\n"
        "  -b 'sid=abc' --data-raw $'{\"a\":\"\\u00e9\\'\"}' --compressed --insecure");
    EXPECT_EQ(request.method, "PUT");
    EXPECT_EQ(request.target, "/2/chat?x=1");
    EXPECT_EQ(request.headers, (Headers{{"accept", "a/b"},
                                        {"X-Empty", ""},
                                        {"Cookie", "sid=abc"},
                                        {"Content-Type", "application/x-www-form-urlencoded"}}));
    EXPECT_EQ(request.body, "{\"a\":\"\u00e9'\"}");
}

TEST(CurlImport, AddsWhatCurlAddsAndNothingThatIsNotWanted) {
    EXPECT_EQ(request_in("http://h").headers, Headers{any});
    EXPECT_EQ(request_in("http://h -H Accept:").headers, Headers{});
    EXPECT_EQ(request_in("http://h -d a -H accept: -H content-type:").headers, Headers{});
    EXPECT_EQ(request_in("http://h -A me -e http://r").headers,
              (Headers{{"User-Agent", "me"}, {"Referer", "http://r"}, any}));
    EXPECT_EQ(request_in("http://h:8/ -H 'Host: h:8'").headers, Headers{any});
    EXPECT_EQ(request_in("http://h:8/ -H 'Host: other'").headers, (Headers{{"Host", "other"}, any}));
    EXPECT_EQ(request_in("http://h --oauth2-bearer abc").headers, (Headers{{"Authorization", "Bearer abc"}, any}));
}

TEST(CurlImport, MethodsFollowFromTheRest) {
    EXPECT_EQ(request_in("http://h").method, "GET");
    EXPECT_EQ(request_in("http://h -d a").method, "POST");
    EXPECT_EQ(request_in("http://h -I").method, "HEAD");
    EXPECT_EQ(request_in("http://h -d a -G").method, "GET");
    EXPECT_EQ(request_in("http://h -sXDELETE").method, "DELETE");
}

TEST(CurlImport, DataIsTakenAsItIs) {
    EXPECT_EQ(request_in("http://h -d 'a\n' -d b --data-raw @c --data-binary ' d '").body, "a\n&b&@c& d ");
    EXPECT_EQ(request_in("http://h -d ''").body, "");
    EXPECT_EQ(request_in("http://h -d ''").method, "POST");
    EXPECT_EQ(request_in("http://h --data-urlencode 'a=b c&' --data-urlencode '=d e' --data-urlencode 'f g'").body,
              "a=b%20c%26&d%20e&f%20g");
    const HttpRequest json = request_in("http://h --json '{\"a\":' --json '1}'");
    EXPECT_EQ(json.body, R"({"a":1})");
    EXPECT_EQ(json.headers, (Headers{{"Accept", "application/json"}, {"Content-Type", "application/json"}}));
}

TEST(CurlImport, QueriesGoBehindTheUrl) {
    EXPECT_EQ(request_in("http://h/p -G -d a=1 -d b=2").target, "/p?a=1&b=2");
    EXPECT_EQ(request_in("http://h/p?x -G -d a").target, "/p?x&a");
    EXPECT_EQ(request_in("http://h/p --url-query q=1 -d body").target, "/p?q=1");
    EXPECT_EQ(request_in("http://h/p -G -d a").body, "");
    EXPECT_EQ(request_in("http://h/p -G -d a").headers, Headers{any});
}

TEST(CurlImport, UrlsOfAllKinds) {
    EXPECT_EQ(request_in("h.example").target, "/");
    EXPECT_EQ(request_in("--url HTTPS://h?q").target, "/?q");
    EXPECT_EQ(request_in("http://user:p%40ss@h/x").headers, (Headers{{"Authorization", "Basic dXNlcjpwQHNz"}, any}));
    EXPECT_EQ(request_in("http://h -u user:pass").headers, (Headers{{"Authorization", "Basic dXNlcjpwYXNz"}, any}));
}

TEST(CurlImport, SeveralLinesAreSeveralExchanges) {
    const auto imported = read_curl("#!/bin/sh\ncurl http://h/1\ncurl http://h/2; curl http://h/3", 404);
    ASSERT_TRUE(imported);
    ASSERT_EQ(imported->exchanges.size(), 3u);
    EXPECT_EQ(imported->exchanges[2].request.target, "/3");
    EXPECT_EQ(imported->exchanges[2].response.status, 404);
    EXPECT_FALSE(imported->exchanges[2].has_response_body);
}

TEST(CurlImport, VariablesAreHandedOn) {
    const auto imported = read_curl("curl http://h -H \"Authorization: Bearer $TOKEN\"", 200);
    ASSERT_TRUE(imported);
    EXPECT_EQ(imported->exchanges.front().request.headers.front().second, "Bearer " + imported->variables.at("TOKEN"));
}

TEST(CurlImport, WhatItCantReadIsTold) {
    EXPECT_EQ(fault_in(""), "no command line");
    EXPECT_EQ(fault_in("wget http://h"), "command 1: a command other than curl");
    EXPECT_EQ(fault_in("curl"), "command 1: no URL of http or https");
    EXPECT_EQ(fault_in("curl ftp://h"), "command 1: no URL of http or https");
    EXPECT_EQ(fault_in("curl http://"), "command 1: no URL of http or https");
    EXPECT_EQ(fault_in("curl http://a\ncurl http://a http://b"), "command 2: more than one URL");
    EXPECT_EQ(fault_in("curl http://a --form x=y"), "command 1: an option of curl that is not known here: --form");
    EXPECT_EQ(fault_in("curl http://a '--\x1b[31m'"), "command 1: an option of curl that is not known here: --…");
    EXPECT_EQ(fault_in("curl http://a -sF x=y"),
              "command 1: an option of curl that is not known here, among single letters");
    EXPECT_EQ(fault_in("curl http://a -H"), "command 1: an option of curl without its value");
    EXPECT_EQ(fault_in("curl http://a --header"), "command 1: an option of curl without its value");
    EXPECT_EQ(fault_in("curl http://a -X 'A B'"), "command 1: a --request that is no method");
    EXPECT_EQ(fault_in("curl http://a -H 'no colon'"), "command 1: a --header that is no header line");
    EXPECT_EQ(fault_in("curl http://a -H $'A: b\\nC: d'"), "command 1: a --header that is no header line");
    for (const char* file :
         {"-d @f", "--data-binary @f", "--json @f", "--data-urlencode @f", "--data-urlencode a@f", "-H @f", "-b f"})
        EXPECT_EQ(fault_in(std::string("curl http://a ") + file),
                  "command 1: a body or header in a file (@): no file is read here")
            << file;
    EXPECT_TRUE(fault_in("curl http://a | sh").contains("no command is run here"));
}

TEST(CurlImport, IsBounded) {
    EXPECT_EQ(read_curl("curl http://h", 200, {.bytes = 12}).error(), "more than 12 bytes");
    EXPECT_TRUE(read_curl("curl http://h", 200, {.bytes = 13}));
    EXPECT_EQ(read_curl("curl http://h\ncurl http://h", 200, {.exchanges = 1}).error(), "more than 1 commands");
}

TEST(CurlImport, ReadsWhatIsExported) {
    OutgoingRequest outgoing{.name = "x",
                             .url = "http://h:1",
                             .request = {"PATCH", "/a?b='c'", {{"X", "' \" $ `"}, {"Empty", ""}}, "@\n'$x`"},
                             .secrets = {}};
    add_bearer_placeholder(outgoing, "TOKEN");
    const auto imported = read_curl(*exported(ExportForm::curl, {outgoing}), 200);
    ASSERT_TRUE(imported) << imported.error();
    const HttpRequest& request = imported->exchanges.front().request;
    EXPECT_EQ(request.method, "PATCH");
    EXPECT_EQ(request.target, outgoing.request.target);
    EXPECT_EQ(request.body, outgoing.request.body);
    EXPECT_EQ(
        request.headers,
        (Headers{{"X", "' \" $ `"}, {"Empty", ""}, {"Authorization", "Bearer " + imported->variables.at("TOKEN")}}));
}

}  // namespace
}  // namespace keyturn
