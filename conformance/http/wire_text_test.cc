#include "conformance/http/wire_text.h"

#include <gtest/gtest.h>

namespace keyturn {
namespace {

Endpoint at(std::string_view url) { return *parse_endpoint(url); }

TEST(RequestWireText, keeps_header_lines_in_order_and_case_between_host_and_length) {
    const HttpRequest request{"POST", "/a?b", {{"x-B", "2"}, {"X-A", "1"}, {"x-b", ""}}, "body"};
    EXPECT_EQ(wire_text(request, at("http://example:81")),
              "POST /a?b HTTP/1.1\r\nHost: example:81\r\nx-B: 2\r\nX-A: 1\r\nx-b: \r\nContent-Length: 4\r\n\r\nbody");
}

TEST(RequestWireText, adds_neither_host_nor_length_where_they_are_named) {
    const HttpRequest request{"POST", "/", {{"content-length", "99"}, {"HOST", "other"}}, "body"};
    EXPECT_EQ(wire_text(request, at("http://example")),
              "POST / HTTP/1.1\r\ncontent-length: 99\r\nHOST: other\r\n\r\nbody");
}

TEST(RequestWireText, adds_no_length_beside_a_transfer_coding) {
    const HttpRequest request{"POST", "/", {{"Host", "e"}, {"Transfer-Encoding", "chunked"}}, "0\r\n\r\n"};
    EXPECT_EQ(wire_text(request, at("http://example")),
              "POST / HTTP/1.1\r\nHost: e\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
}

TEST(RequestWireText, an_empty_body_has_a_length_only_where_the_method_expects_one) {
    for (const auto* method : {"POST", "PUT", "PATCH"})
        EXPECT_EQ(wire_text(HttpRequest{method, "/", {}, ""}, at("http://e")),
                  std::string{method} + " / HTTP/1.1\r\nHost: e\r\nContent-Length: 0\r\n\r\n");
    EXPECT_EQ(wire_text(HttpRequest{"GET", "/", {}, ""}, at("http://e")), "GET / HTTP/1.1\r\nHost: e\r\n\r\n");
    EXPECT_EQ(wire_text(HttpRequest{"GET", "/", {}, "a"}, at("http://e")),
              "GET / HTTP/1.1\r\nHost: e\r\nContent-Length: 1\r\n\r\na");
}

TEST(RequestWireText, the_base_of_the_endpoint_goes_before_a_path) {
    EXPECT_EQ(wire_text(HttpRequest{"GET", "/a", {}, ""}, at("http://e/v2/")), "GET /v2/a HTTP/1.1\r\nHost: e\r\n\r\n");
    EXPECT_EQ(wire_text(HttpRequest{"OPTIONS", "*", {}, ""}, at("http://e/v2")),
              "OPTIONS * HTTP/1.1\r\nHost: e\r\n\r\n");
}

TEST(ResponseWireText, adds_the_length) {
    EXPECT_EQ(wire_text(HttpResponse{200, "OK", {{"a", "b"}}, "body"}, {}),
              "HTTP/1.1 200 OK\r\na: b\r\nContent-Length: 4\r\n\r\nbody");
}

TEST(ResponseWireText, says_that_it_closes) {
    EXPECT_EQ(wire_text(HttpResponse{200, "OK", {}, ""}, {.closes = true}),
              "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    EXPECT_EQ(wire_text(HttpResponse{200, "OK", {{"connection", "keep-alive"}}, ""}, {.closes = true}),
              "HTTP/1.1 200 OK\r\nconnection: keep-alive\r\nContent-Length: 0\r\n\r\n");
}

TEST(ResponseWireText, an_answer_to_head_has_the_length_and_not_the_body) {
    EXPECT_EQ(wire_text(HttpResponse{200, "OK", {}, "body"}, {.to_head = true}),
              "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n");
}

TEST(ResponseWireText, adds_no_length_where_one_is_named_or_none_may_be) {
    EXPECT_EQ(wire_text(HttpResponse{200, "OK", {{"Content-Length", "9"}}, "body"}, {}),
              "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nbody");
    EXPECT_EQ(wire_text(HttpResponse{200, "OK", {{"Transfer-Encoding", "chunked"}}, "0\r\n\r\n"}, {}),
              "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
    EXPECT_EQ(wire_text(HttpResponse{204, "No Content", {}, ""}, {}), "HTTP/1.1 204 No Content\r\n\r\n");
    EXPECT_EQ(wire_text(HttpResponse{304, "Not Modified", {}, ""}, {}), "HTTP/1.1 304 Not Modified\r\n\r\n");
}

}  // namespace
}  // namespace keyturn
