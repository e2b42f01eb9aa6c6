#include <gtest/gtest.h>

#include <csignal>
#include <fstream>

#include "conformance/http/http_client.h"
#include "conformance/http/raw_server_test_support.h"
#include "conformance/http/tls_server_test_support.h"

namespace keyturn {
namespace {

const HttpRequest post{"POST", "/", {}, "body"};
const std::string ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

std::expected<Answer, Unanswered> exchange(HttpClientOptions options) {
    auto client = HttpClient::open(std::move(options));
    if (!client) return std::unexpected(Unanswered{NoAnswer::refused, client.error()});
    return client->exchange(post);
}

std::string outcome(HttpClientOptions options) {
    const auto answer = exchange(std::move(options));
    if (!answer) return (answer.error().kind == NoAnswer::tls ? "tls: " : "other: ") + answer.error().reason;
    return answer->response ? answer->response->body : "fault: " + answer->response.error().reason;
}

bool failed_by_tls(HttpClientOptions options) {
    const auto answer = exchange(std::move(options));
    return !answer && answer.error().kind == NoAnswer::tls && !answer.error().reason.empty();
}

TEST(HttpClientTls, exchanges_with_a_server_whose_authority_is_named) {
    const Authority authority;
    const TlsServer server{authority.certificate_for("localhost"), {ok}};
    EXPECT_EQ(outcome({.endpoint = server.url(), .cacert = authority.certificate_file()}), "hi");
}

TEST(HttpClientTls, offers_http_1_1_and_no_other) {
    const Authority authority;
    const TlsServer server{authority.certificate_for("localhost"), {ok}};
    EXPECT_EQ(outcome({.endpoint = server.url(), .cacert = authority.certificate_file()}), "hi");
    EXPECT_EQ(server.protocol(), "http/1.1");
}

TEST(HttpClientTls, refuses_a_certificate_nobody_vouches_for) {
    const Authority authority;
    const Authority other;
    const TlsServer server{authority.certificate_for("localhost"), {ok}};
    EXPECT_TRUE(failed_by_tls({.endpoint = server.url()}));
    EXPECT_TRUE(failed_by_tls({.endpoint = server.url(), .cacert = other.certificate_file()}));
}

TEST(HttpClientTls, refuses_the_certificate_of_another_name) {
    const Authority authority;
    const TlsServer server{authority.certificate_for("example.org"), {ok}};
    EXPECT_TRUE(failed_by_tls({.endpoint = server.url(), .cacert = authority.certificate_file()}));
}

TEST(HttpClientTls, refuses_a_certificate_that_has_expired) {
    const Authority authority;
    const TlsServer server{authority.expired_certificate_for("localhost"), {ok}};
    EXPECT_TRUE(failed_by_tls({.endpoint = server.url(), .cacert = authority.certificate_file()}));
    EXPECT_EQ(outcome({.endpoint = server.url(), .insecure = true}), "hi");
}

TEST(HttpClientTls, takes_any_certificate_when_told_to) {
    const Authority authority;
    const TlsServer server{authority.certificate_for("example.org"), {ok}};
    EXPECT_EQ(outcome({.endpoint = server.url(), .insecure = true}), "hi");
}

TEST(HttpClientTls, shows_a_certificate_of_its_own_where_it_has_one) {
    const Authority authority;
    const TlsServer server{authority.certificate_for("localhost"),
                           {.answer = ok, .demands_certificate_of = authority.certificate_file()}};
    const auto mine = authority.certificate_for("mine");
    const HttpClientOptions none{.endpoint = server.url(), .cacert = authority.certificate_file()};
    auto whole = none;
    whole.client_cert = mine;
    auto with_key = whole;
    with_key.client_key = authority.key_alone("mine");
    auto with_wrong_key = whole;
    with_wrong_key.client_key = authority.certificate_for("other");
    EXPECT_TRUE(outcome(none).contains("certificate required")) << outcome(none);
    EXPECT_TRUE(failed_by_tls(none));
    EXPECT_EQ(outcome(whole), "hi");
    EXPECT_EQ(outcome(with_key), "hi");
    EXPECT_TRUE(failed_by_tls(with_wrong_key));
}

TEST(HttpClientTls, a_file_that_holds_no_certificates_is_told) {
    const Authority authority;
    const TlsServer server{authority.certificate_for("localhost"), {ok}};
    authority.certificate_for("key");
    EXPECT_TRUE(failed_by_tls({.endpoint = server.url(), .cacert = authority.key_alone("key")}));
}

TEST(HttpClientTls, a_server_without_tls_is_told) {
    RawServer server{[](RawPeer& peer) { peer.send(ok); }};
    EXPECT_TRUE(failed_by_tls({.endpoint = "https://127.0.0.1:" + std::to_string(server.port())}));
}

TEST(HttpClientTls, a_kept_connection_that_closes_meanwhile_is_replaced_and_ends_no_process) {
    std::signal(SIGPIPE, SIG_DFL);
    const Authority authority;
    const TlsServer server{authority.certificate_for("localhost"), {ok}};
    auto client = HttpClient::open({.endpoint = server.url(), .cacert = authority.certificate_file()});
    for (int i = 0; i < 5; ++i) EXPECT_TRUE(client->exchange(post).has_value());
}

}  // namespace
}  // namespace keyturn
