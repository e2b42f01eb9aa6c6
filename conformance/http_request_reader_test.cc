#include "conformance/http_request_reader.h"

#include <gtest/gtest.h>

namespace keyturn {
namespace {

struct Outcome {
    HttpRequestReader reader;
    std::string left;
};

Outcome read_in_pieces(std::string_view bytes, std::size_t size, RequestLimits limits = {}) {
    Outcome outcome{HttpRequestReader(limits), ""};
    while (!bytes.empty()) {
        std::string_view piece = bytes.substr(0, size);
        bytes.remove_prefix(piece.size());
        outcome.reader.take(piece);
        outcome.left += piece;
    }
    return outcome;
}

// The request, whatever the pieces it comes in.
HttpRequest whole(std::string_view bytes, std::string_view left = "") {
    for (std::size_t size = 1; size <= bytes.size(); ++size) {
        const Outcome outcome = read_in_pieces(bytes, size);
        EXPECT_TRUE(outcome.reader.is_whole()) << outcome.reader.fault().value_or("not whole");
        EXPECT_EQ(outcome.left, left);
    }
    return read_in_pieces(bytes, bytes.size()).reader.request();
}

std::string fault_in(std::string_view bytes, RequestLimits limits = {}) {
    const std::string fault = read_in_pieces(bytes, 1, limits).reader.fault().value_or("none");
    EXPECT_EQ(read_in_pieces(bytes, bytes.size(), limits).reader.fault().value_or("none"), fault);
    EXPECT_FALSE(read_in_pieces(bytes, 1, limits).reader.is_whole());
    return fault;
}

TEST(HttpRequestReader, ReadsARequestWithoutABody) {
    const HttpRequest request = whole("GET /a?b HTTP/1.1\r\nhost: h\r\nX:  y \r\n\r\n");
    EXPECT_EQ(request.method, "GET");
    EXPECT_EQ(request.target, "/a?b");
    EXPECT_EQ(request.headers, (std::vector<HeaderLine>{{"host", "h"}, {"X", "y"}}));
    EXPECT_EQ(request.body, "");
}

TEST(HttpRequestReader, ReadsACountedBodyAndLeavesTheNextRequest) {
    EXPECT_EQ(whole("POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabcGET /", "GET /").body, "abc");
    EXPECT_EQ(whole("POST / HTTP/1.1\r\nContent-Length: 0\r\n\r\nGET", "GET").body, "");
}

TEST(HttpRequestReader, PutsChunksTogether) {
    EXPECT_EQ(
        whole("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2;x=y\r\nab\r\n1\r\nc\r\n0\r\nT: 1\r\n\r\nGET",
              "GET")
            .body,
        "abc");
}

TEST(HttpRequestReader, KnowsWhenItHasTheHead) {
    HttpRequestReader reader;
    std::string_view most = "POST / HTTP/1.1\r\nContent-Length: 1\r\n\r", last = "\n";
    reader.take(most);
    EXPECT_FALSE(reader.has_head());
    reader.take(last);
    EXPECT_TRUE(reader.has_head());
    EXPECT_FALSE(reader.is_whole());
}

TEST(HttpRequestReader, KnowsWhetherTheConnectionIsToBeKept) {
    const auto keeps = [](std::string_view head) { return read_in_pieces(head, head.size()).reader.keeps_alive(); };
    EXPECT_TRUE(keeps("GET / HTTP/1.1\r\n\r\n"));
    EXPECT_FALSE(keeps("GET / HTTP/1.1\r\nConnection: close\r\n\r\n"));
    EXPECT_FALSE(keeps("GET / HTTP/1.0\r\n\r\n"));
    EXPECT_TRUE(keeps("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"));
}

TEST(HttpRequestReader, RefusesWhatIsNoRequestLine) {
    const std::string none = "no request line of HTTP/1.0 or HTTP/1.1",
                      other = "a request line that is not a method, a target and a version";
    for (const char* line : {"GET / HTTP/1.2", "GET / HTTP/2.0", "GET /", "GET HTTP/1.1", " HTTP/1.1", "", "HTTP/1.1",
                             "GET / http/1.1", "/ HTTP/1.1"})
        EXPECT_EQ(fault_in(std::string(line) + "\r\n\r\n"), none) << line;
    for (const char* line : {"GET  / HTTP/1.1", "GET / x HTTP/1.1", "G(T / HTTP/1.1", " / HTTP/1.1", "GET  HTTP/1.1"})
        EXPECT_EQ(fault_in(std::string(line) + "\r\n\r\n"), other) << line;
}

TEST(HttpRequestReader, RefusesWhatLeavesTheEndOpen) {
    const auto fault = [](std::string_view headers) {
        return fault_in("POST / HTTP/1.1\r\n" + std::string(headers) + "\r\n\r\n");
    };
    EXPECT_EQ(fault("Content-Length: 1\r\nTransfer-Encoding: chunked"), "both Content-Length and Transfer-Encoding");
    EXPECT_EQ(fault("Transfer-Encoding: gzip"), "a Transfer-Encoding other than chunked alone");
    EXPECT_EQ(fault("Content-Length: 1\r\nContent-Length: 2"), "two values of Content-Length that differ");
    EXPECT_EQ(fault("A b: c"), "a header name with a character that no name may have");
    EXPECT_EQ(fault_in("GET / HTTP/1.1\n"), "a line feed without a carriage return");
    EXPECT_EQ(fault_in("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n"),
              "a chunk's size that is not a hexadecimal number");
}

TEST(HttpRequestReader, IsBounded) {
    const RequestLimits limits{.head_bytes = 40, .body_bytes = 3};
    EXPECT_EQ(fault_in("GET / HTTP/1.1\r\nX: " + std::string(30, 'x'), limits),
              "header lines past the limit of 40 bytes");
    EXPECT_EQ(fault_in("PUT / HTTP/1.1\r\nContent-Length: 4\r\n\r\n", limits),
              "a body declared as 4 bytes, past the limit of 3");
    EXPECT_TRUE(read_in_pieces("PUT / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc", 1, limits).reader.is_whole());
}

}  // namespace
}  // namespace keyturn
