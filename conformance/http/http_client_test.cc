#include "conformance/http/http_client.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <fstream>

#include "conformance/http/raw_server_test_support.h"

namespace keyturn {
namespace {

using std::chrono::milliseconds;

const HttpRequest post{"POST", "/2/chat?a=b", {{"x-B", "1"}, {"X-a", "2"}}, "body"};
const std::string ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

HttpClient client_of(HttpClientOptions options) {
    auto client = HttpClient::open(std::move(options));
    if (!client) throw std::runtime_error(client.error());
    return *std::move(client);
}

HttpClient client_of(const RawServer& server) { return client_of({.endpoint = server.url()}); }

void answer_until_closed(RawPeer& peer) {
    while (!peer.read_request().empty()) peer.send(ok);
}

void answer_once(RawPeer& peer) {
    peer.read_request();
    peer.send(ok);
}

std::string body_of(const std::expected<Answer, Unanswered>& answer) {
    if (!answer) return "unanswered: " + answer.error().reason;
    return answer->response ? answer->response->body : "fault: " + answer->response.error().reason;
}

TEST(HttpClient, sends_the_bytes_of_the_request_and_nothing_else) {
    std::string received;
    std::string url;
    {
        RawServer server{[&](RawPeer& peer) {
            received = peer.read_request();
            peer.send(ok);
        }};
        url = server.url();
        auto client = client_of({.endpoint = url + "/base/"});
        EXPECT_EQ(body_of(client.exchange(post)), "hi");
    }
    EXPECT_EQ(received, "POST /base/2/chat?a=b HTTP/1.1\r\nHost: " + url.substr(7) +
                            "\r\nx-B: 1\r\nX-a: 2\r\nContent-Length: 4\r\n\r\nbody");
}

TEST(HttpClient, gives_the_response_the_bytes_of_the_wire_and_the_time) {
    RawServer server{answer_until_closed};
    auto client = client_of(server);
    const auto answer = client.exchange(post);
    ASSERT_TRUE(answer) << answer.error().reason;
    EXPECT_EQ(answer->response->status, 200);
    EXPECT_EQ(answer->wire, ok);
    EXPECT_FALSE(answer->timed_out);
    EXPECT_EQ(answer->stray, "");
    EXPECT_GT(answer->seconds, 0);
    EXPECT_LT(answer->seconds, 20);
}

TEST(HttpClient, measures_the_whole_exchange) {
    RawServer server{[](RawPeer& peer) {
        peer.read_request();
        peer.wait(milliseconds{50});
        peer.send(ok);
    }};
    auto client = client_of(server);
    EXPECT_GE(client.exchange(post)->seconds, 0.05);
}

TEST(HttpClient, keeps_a_bounded_part_of_the_wire) {
    RawServer server{answer_until_closed};
    auto client = client_of({.endpoint = server.url(), .wire_bytes = 10});
    const auto answer = client.exchange(post);
    EXPECT_EQ(answer->wire, ok.substr(0, 10));
    EXPECT_EQ(body_of(answer), "hi");
}

TEST(HttpClient, exchanges_share_a_connection_that_both_sides_keep) {
    RawServer server{answer_until_closed};
    auto client = client_of(server);
    for (int i = 0; i < 5; ++i) EXPECT_EQ(body_of(client.exchange(post)), "hi");
    EXPECT_EQ(server.connections(), 1);
}

TEST(HttpClient, moves_with_its_connection) {
    RawServer server{answer_until_closed};
    auto client = client_of(server);
    EXPECT_EQ(body_of(client.exchange(post)), "hi");
    auto moved = std::move(client);
    EXPECT_EQ(body_of(moved.exchange(post)), "hi");
    EXPECT_EQ(server.connections(), 1);
}

TEST(HttpClient, takes_a_fresh_connection_after_connection_close) {
    RawServer server{[](RawPeer& peer) {
        peer.read_request();
        peer.send("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nhi");
        peer.wait_for_close();
    }};
    auto client = client_of(server);
    EXPECT_EQ(body_of(client.exchange(post)), "hi");
    EXPECT_EQ(body_of(client.exchange(post)), "hi");
    EXPECT_EQ(server.connections(), 2);
}

TEST(HttpClient, a_kept_connection_closed_meanwhile_is_replaced_in_silence) {
    RawServer server{answer_once};
    auto client = client_of(server);
    for (int i = 0; i < 3; ++i) EXPECT_EQ(body_of(client.exchange(post)), "hi");
    EXPECT_EQ(server.connections(), 3);
}

TEST(HttpClient, a_kept_connection_closed_instead_of_an_answer_is_replaced_once) {
    const auto close_at_second = [](RawPeer& peer) {
        peer.read_request();
        peer.send(ok);
        peer.read_request();
    };
    RawServer server{{close_at_second, answer_until_closed}};
    auto client = client_of(server);
    EXPECT_EQ(body_of(client.exchange(post)), "hi");
    EXPECT_EQ(body_of(client.exchange(post)), "hi");
    EXPECT_EQ(server.connections(), 2);
}

TEST(HttpClient, a_kept_connection_reset_instead_of_an_answer_is_replaced_once) {
    const auto reset_at_second = [](RawPeer& peer) {
        peer.read_request();
        peer.send(ok);
        peer.read_request();
        peer.reset();
    };
    RawServer server{{reset_at_second, [](RawPeer& peer) { peer.read_request(); }}};
    auto client = client_of(server);
    EXPECT_EQ(body_of(client.exchange(post)), "hi");
    EXPECT_EQ(body_of(client.exchange(post)), "unanswered: the connection closed before one byte of a response");
    EXPECT_EQ(server.connections(), 2);
}

TEST(HttpClient, what_is_to_be_sent_again_can_be_left_to_the_caller) {
    const auto close_at_second = [](RawPeer& peer) {
        peer.read_request();
        peer.send(ok);
        peer.read_request();
    };
    RawServer server{{close_at_second, [](RawPeer& peer) { peer.read_request(); }}};
    auto client = client_of({.endpoint = server.url(), .sends_again = false});
    EXPECT_EQ(body_of(client.exchange(post)), "hi");
    const auto stale = client.exchange(post);
    ASSERT_FALSE(stale);
    EXPECT_EQ(stale.error().kind, NoAnswer::stale);
    EXPECT_EQ(stale.error().reason, "the connection closed before one byte of a response");
    EXPECT_EQ(server.connections(), 1);
    EXPECT_EQ(client.exchange(post).error().kind, NoAnswer::closed);
    EXPECT_EQ(server.connections(), 2);
}

TEST(HttpClient, silence_on_a_kept_connection_is_not_tried_again) {
    RawServer server{[](RawPeer& peer) {
        answer_once(peer);
        peer.wait_for_close();
    }};
    auto client = client_of({.endpoint = server.url(), .first_byte_timeout = milliseconds{200}});
    EXPECT_EQ(body_of(client.exchange(post)), "hi");
    EXPECT_EQ(client.exchange(post).error().kind, NoAnswer::timed_out);
    EXPECT_EQ(server.connections(), 1);
}

TEST(HttpClient, what_a_kept_connection_brings_unasked_is_told_with_the_next_answer_and_spoils_nothing) {
    std::atomic<bool> stray_sent = false;
    const auto talkative = [&](RawPeer& peer) {
        answer_once(peer);
        peer.wait(milliseconds{100});
        peer.send("HTTP/1.1 500 \r\n");
        stray_sent = true;
        peer.wait_for_close();
    };
    RawServer server{{talkative, answer_until_closed}};
    auto client = client_of({.endpoint = server.url(), .wire_bytes = 13});
    EXPECT_EQ(body_of(client.exchange(post)), "hi");
    while (!stray_sent) std::this_thread::sleep_for(milliseconds{1});
    const auto second = client.exchange(post);
    EXPECT_EQ(body_of(second), "hi");
    EXPECT_EQ(second->stray, "HTTP/1.1 500 ");
    EXPECT_EQ(client.exchange(post)->stray, "");
    EXPECT_EQ(server.connections(), 2);
}

TEST(HttpClient, a_connection_is_not_used_again_after_a_fault) {
    const auto excess = [](RawPeer& peer) {
        peer.read_request();
        peer.send(ok + "x");
        peer.wait_for_close();
    };
    RawServer server{{excess, answer_until_closed}};
    auto client = client_of(server);
    EXPECT_EQ(body_of(client.exchange(post)), "fault: bytes after the end of the response");
    const auto second = client.exchange(post);
    EXPECT_EQ(body_of(second), "hi");
    EXPECT_EQ(second->stray, "");
}

TEST(HttpClient, an_answer_to_head_has_no_body) {
    RawServer server{[](RawPeer& peer) {
        peer.read_request();
        peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n");
        peer.wait_for_close();
    }};
    auto client = client_of(server);
    EXPECT_EQ(body_of(client.exchange(HttpRequest{"HEAD", "/", {}, ""})), "");
}

TEST(HttpClient, sends_and_receives_megabytes_side_by_side) {
    const std::string large(8u << 20, 'x');
    RawServer server{[&](RawPeer& peer) {
        const auto request = peer.read_request();
        peer.send("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(large.size()) + "\r\n\r\n");
        peer.send(std::string_view{request}.substr(request.size() - large.size()));
        peer.wait_for_close();
    }};
    auto client = client_of(server);
    EXPECT_TRUE(body_of(client.exchange(HttpRequest{"POST", "/", {}, large})) == large);
}

TEST(HttpClient, an_answer_before_the_request_was_read_is_an_answer) {
    RawServer server{[](RawPeer& peer) {
        peer.read(1);
        peer.send("HTTP/1.1 413 \r\nConnection: close\r\nContent-Length: 3\r\n\r\nbig");
        peer.stop_sending();
        peer.wait(milliseconds{20});
    }};  // closed with unread bytes: a reset follows the answer
    auto client = client_of(server);
    EXPECT_EQ(body_of(client.exchange(HttpRequest{"POST", "/", {}, std::string(32u << 20, 'x')})), "big");
}

TEST(HttpClient, a_connection_on_which_half_a_request_was_sent_is_not_used_again) {
    const auto early = [](RawPeer& peer) {
        peer.read(1);
        peer.send("HTTP/1.1 413 \r\nContent-Length: 3\r\n\r\nbig");
        peer.wait(milliseconds{500});
    };
    RawServer server{{early, answer_until_closed}};
    auto client = client_of(server);
    EXPECT_EQ(body_of(client.exchange(HttpRequest{"POST", "/", {}, std::string(32u << 20, 'x')})), "big");
    EXPECT_EQ(body_of(client.exchange(post)), "hi");
}

TEST(HttpClient, a_redirect_is_an_answer_like_any_other) {
    RawServer server{[](RawPeer& peer) {
        peer.read_request();
        peer.send("HTTP/1.1 302 \r\nLocation: /other\r\nContent-Length: 0\r\n\r\n");
        peer.wait_for_close();
    }};
    auto client = client_of(server);
    EXPECT_EQ(client.exchange(post)->response->status, 302);
    EXPECT_EQ(server.connections(), 1);
}

TEST(HttpClient, says_that_a_port_refuses) {
    std::string url;
    {
        url = RawServer{answer_once}.url();
    }
    const auto answer = client_of({.endpoint = url}).exchange(post);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, NoAnswer::refused);
    EXPECT_TRUE(answer.error().reason.starts_with("Failed to connect to 127.0.0.1 port")) << answer.error().reason;
}

TEST(HttpClient, says_that_a_name_is_unknown) {
    const auto answer = client_of({.endpoint = "http://no-such-host.invalid"}).exchange(post);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, NoAnswer::unresolved);
    EXPECT_EQ(answer.error().reason, "Could not resolve host: no-such-host.invalid");
}

TEST(HttpClient, takes_no_proxy_from_the_environment) {
    setenv("http_proxy", "http://127.0.0.1:1", 1);
    RawServer server{answer_once};
    EXPECT_EQ(body_of(client_of(server).exchange(post)), "hi");
    unsetenv("http_proxy");
}

TEST(HttpClient, tunnels_through_a_proxy_when_asked) {
    std::string tunnel;
    {
        RawServer proxy{[&](RawPeer& peer) {
            tunnel = peer.read_request();
            peer.send("HTTP/1.1 200 Connected\r\n\r\n");
            answer_once(peer);
        }};
        setenv("no_proxy", "*", 1);
        auto client = client_of({.endpoint = "http://server.invalid:81", .proxy = proxy.url()});
        EXPECT_EQ(body_of(client.exchange(post)), "hi");
        unsetenv("no_proxy");
    }
    EXPECT_TRUE(tunnel.starts_with("CONNECT server.invalid:81 HTTP/1.1\r\n")) << tunnel;
}

TEST(HttpClient, a_proxy_that_refuses_the_tunnel_is_no_answer) {
    RawServer proxy{[](RawPeer& peer) {
        peer.read_request();
        peer.send("HTTP/1.1 403 Forbidden\r\nContent-Length: 4\r\n\r\nnope");
        peer.wait_for_close();
    }};
    const auto answer = client_of({.endpoint = "http://server.invalid", .proxy = proxy.url()}).exchange(post);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, NoAnswer::refused);
    EXPECT_TRUE(answer.error().reason.contains("403")) << answer.error().reason;
}

TEST(HttpClient, refuses_options_that_can_not_work) {
    const auto error = [](HttpClientOptions options) { return HttpClient::open(std::move(options)).error(); };
    const std::string url = "http://127.0.0.1:1";
    EXPECT_TRUE(error({.endpoint = "nowhere"}).starts_with("an endpoint has the form"));
    EXPECT_EQ(error({.endpoint = url, .cacert = "/no/ca.pem"}), "/no/ca.pem: can't be read");
    EXPECT_EQ(error({.endpoint = url, .client_cert = "/no/cert.pem"}), "/no/cert.pem: can't be read");
    EXPECT_EQ(error({.endpoint = url, .client_key = "/no/key.pem"}), "/no/key.pem: can't be read");
    const std::string deadline = "a deadline must be more than 0 ms";
    EXPECT_EQ(error({.endpoint = url, .connect_timeout = milliseconds{0}}), deadline);
    EXPECT_EQ(error({.endpoint = url, .first_byte_timeout = milliseconds{0}}), deadline);
    EXPECT_EQ(error({.endpoint = url, .exchange_timeout = milliseconds{-1}}), deadline);
    EXPECT_TRUE(HttpClient::open({.endpoint = url, .exchange_timeout = milliseconds{1}}));
}

TEST(HttpClient, names_its_endpoint) {
    EXPECT_EQ(client_of({.endpoint = "http://a:81/b"}).endpoint().authority, "a:81");
}

}  // namespace
}  // namespace keyturn
