#include "conformance/http/endpoint.h"

#include <gtest/gtest.h>

namespace keyturn {
namespace {

TEST(Endpoint, names_scheme_host_port_and_base) {
    const auto endpoint = parse_endpoint("https://Api.Example:8443/v2/chat/");
    ASSERT_TRUE(endpoint) << endpoint.error();
    EXPECT_EQ(endpoint->host, "Api.Example");
    EXPECT_EQ(endpoint->authority, "Api.Example:8443");
    EXPECT_EQ(endpoint->base, "/v2/chat");
    EXPECT_EQ(endpoint->url, "https://Api.Example:8443/v2/chat/");
    EXPECT_TRUE(endpoint->tls);
}

TEST(Endpoint, may_leave_out_port_and_base) {
    const auto endpoint = parse_endpoint("HTTP://example");
    ASSERT_TRUE(endpoint) << endpoint.error();
    EXPECT_EQ(endpoint->authority, "example");
    EXPECT_EQ(endpoint->base, "");
    EXPECT_FALSE(endpoint->tls);
}

TEST(Endpoint, the_port_of_the_scheme_is_not_named_in_the_host_line) {
    EXPECT_EQ(parse_endpoint("http://example:80")->authority, "example");
    EXPECT_EQ(parse_endpoint("https://example:443")->authority, "example");
    EXPECT_EQ(parse_endpoint("http://example:443")->authority, "example:443");
}

TEST(Endpoint, an_ipv6_address_keeps_its_brackets_in_the_host_line) {
    const auto endpoint = parse_endpoint("http://[2001:db8::1]:81");
    ASSERT_TRUE(endpoint) << endpoint.error();
    EXPECT_EQ(endpoint->host, "2001:db8::1");
    EXPECT_EQ(endpoint->authority, "[2001:db8::1]:81");
}

TEST(Endpoint, refuses_what_has_another_form) {
    for (const auto* text : {"", "example", "localhost:8080", "ftp://example", "file:///etc/passwd", "http:example",
                             "http:/example", "http:///example", "http://example?", "http://example/#", "http://a\\b",
                             "http://example/?a=b", "httpx://example"})
        EXPECT_EQ(parse_endpoint(text).error(),
                  "an endpoint has the form http(s)://host[:port][/base], without query and fragment")
            << text;
    for (const auto* text : {"http://", "http://example:65536", "http://example:x", "http://exa mple", "http://[::1",
                             "http://example/\x01"})
        EXPECT_TRUE(parse_endpoint(text).error().starts_with("the endpoint is no URL: ")) << text;
}

TEST(Endpoint, refuses_users_and_passwords_without_repeating_them) {
    for (const auto* text :
         {"http://user@example", "http://user:secret@example", "http://@example", "http://:@example/a"})
        EXPECT_EQ(parse_endpoint(text).error(), "an endpoint names no user and no password") << text;
    EXPECT_TRUE(parse_endpoint("http://example/a@b"));
}

TEST(Endpoint, knows_what_stays_on_this_machine) {
    for (const auto* text : {"http://127.0.0.1:80", "https://127.255.255.254", "http://127.1", "http://2130706433",
                             "http://[::1]:8080", "http://[0:0:0:0:0:0:0:1]", "http://LocalHost:1/a"})
        EXPECT_TRUE(is_loopback(*parse_endpoint(text))) << text;
    for (const auto* text : {"http://128.0.0.1", "http://126.255.255.255", "http://[::2]", "http://localhost.example",
                             "http://127.0.0.1.example", "http://[::ffff:127.0.0.1]", "http://10.0.0.1"})
        EXPECT_FALSE(is_loopback(*parse_endpoint(text))) << text;
}

}  // namespace
}  // namespace keyturn
