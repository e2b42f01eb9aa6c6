#include "conformance/http/http_server.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>
#include <thread>

#include "conformance/http/http_client.h"
#include "conformance/http/raw_client_test_support.h"

namespace keyturn {
namespace {

using std::chrono::milliseconds;

// What reached the handler: the request line, the header lines in order, the body.
HttpResponse echo(const HttpRequest& request) {
    std::string seen = request.method + " " + request.target + "\n";
    for (const auto& [name, value] : request.headers) seen += name + "=" + value + "\n";
    return {200, "", {{"x-B", "1"}, {"X-a", "2"}, {"x-b", "3"}}, seen + "\n" + request.body};
}

HttpResponse problem(int status, std::string_view detail) {
    return {status, "", {{"Content-Type", "application/problem+json"}}, std::string{detail}};
}

// A server that runs in a thread of its own as long as this lives.
class Running {
  public:
    explicit Running(HttpServerOptions options = {}, HttpServer::Handler handler = echo)
        : server_(open(std::move(options), std::move(handler))), thread_([this] { server_.run(); }) {}
    ~Running() {
        server_.stop();
        thread_.join();
    }
    std::uint16_t port() const { return server_.port(); }
    std::string url() const { return "http://127.0.0.1:" + std::to_string(port()); }

  private:
    static HttpServer open(HttpServerOptions options, HttpServer::Handler handler) {
        options.problem = problem;
        auto server = HttpServer::open(std::move(options), std::move(handler));
        if (!server) throw std::runtime_error(server.error());
        return *std::move(server);
    }

    HttpServer server_;
    std::thread thread_;
};

std::string answer_to(std::string_view request, HttpServerOptions options = {}, HttpServer::Handler handler = echo) {
    const Running server{std::move(options), std::move(handler)};
    RawClient client{server.port()};
    client.send(request);
    client.stop_sending();
    return client.receive_until_close();
}

// The body of an answer that refuses and closes; what came, where it is another answer.
std::string refusal_of(std::string_view request, const std::string& status_line, HttpServerOptions options = {}) {
    const Running server{std::move(options)};
    RawClient client{server.port()};
    client.send(request);
    const auto answer = client.receive_until_close();
    const auto body = answer.find("\r\n\r\n") + 4;
    const auto head = "HTTP/1.1 " + status_line + "\r\nContent-Type: application/problem+json\r\nContent-Length: " +
                      std::to_string(answer.size() - body) + "\r\nConnection: close\r\n\r\n";
    return answer.starts_with(head) ? answer.substr(body) : answer;
}

std::string with_line(const std::string& line) { return "POST / HTTP/1.1\r\nHost: a\r\n" + line + "\r\n\r\n"; }

HttpResponse brief(const HttpRequest&) { return {200, "", {}, "ok"}; }
const std::string brief_answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
const std::string get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

TEST(HttpServer, gives_the_handler_the_request_as_it_came_and_answers_with_its_lines) {
    EXPECT_EQ(answer_to("POST /a?b=%20 HTTP/1.1\r\nb: 2\r\nHOST: x\r\nA: 1\r\nB:3\r\nContent-Length: 4\r\n\r\nbody"),
              "HTTP/1.1 200 OK\r\nx-B: 1\r\nX-a: 2\r\nx-b: 3\r\nContent-Length: 55\r\n\r\n"
              "POST /a?b=%20\nb=2\nHOST=x\nA=1\nB=3\nContent-Length=4\n\nbody");
}

TEST(HttpServer, puts_a_chunked_body_together_and_drops_its_trailer) {
    EXPECT_TRUE(answer_to("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n"
                          "3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nT: u\r\n\r\n")
                    .ends_with("\r\n\r\nPOST /\nHost=a\nTransfer-Encoding=Chunked\n\nabcde"));
}

TEST(HttpServer, keeps_the_reason_the_handler_names) {
    const auto handler = [](const HttpRequest&) { return HttpResponse{200, "Fine", {}, ""}; };
    EXPECT_EQ(answer_to(get, {}, handler), "HTTP/1.1 200 Fine\r\nContent-Length: 0\r\n\r\n");
}

TEST(HttpServer, answers_one_request_after_the_other_on_a_connection) {
    const Running server{{}, brief};
    RawClient client{server.port()};
    for (int i = 0; i < 3; ++i) {
        client.send(get);
        EXPECT_EQ(client.receive(brief_answer.size()), brief_answer);
    }
    client.send(get + get);
    EXPECT_EQ(client.receive(2 * brief_answer.size()), brief_answer + brief_answer);
}

TEST(HttpServer, closes_when_the_client_asks_for_it) {
    const Running server{{}, brief};
    for (const std::string request : {"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
                                      "GET / HTTP/1.0\r\n\r\n", "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"}) {
        RawClient client{server.port()};
        client.send(request);
        EXPECT_EQ(client.receive_until_close(), "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok");
    }
}

TEST(HttpServer, closes_when_the_handler_says_so) {
    const Running server{{}, [](const HttpRequest&) { return HttpResponse{200, "", {{"connection", "Close"}}, ""}; }};
    RawClient client{server.port()};
    client.send(get);
    EXPECT_EQ(client.receive_until_close(), "HTTP/1.1 200 OK\r\nconnection: Close\r\nContent-Length: 0\r\n\r\n");
}

TEST(HttpServer, an_answer_to_head_has_no_body) {
    EXPECT_EQ(answer_to("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n", {}, brief),
              "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n");
}

TEST(HttpServer, tells_a_client_that_waits_to_go_on) {
    const Running server{{}, [](const HttpRequest& request) { return HttpResponse{200, "", {}, request.body}; }};
    RawClient client{server.port()};
    client.send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\nContent-Length: 2\r\n\r\n");
    const std::string go_on = "HTTP/1.1 100 Continue\r\n\r\n";
    EXPECT_EQ(client.receive(go_on.size()), go_on);
    client.send("ok");
    EXPECT_EQ(client.receive(brief_answer.size()), brief_answer);
}

TEST(HttpServer, tells_nobody_to_go_on_who_does_not_wait) {
    for (const std::string head : {"POST / HTTP/1.1\r\nHost: a\r\nExpect: something\r\nContent-Length: 2\r\n\r\nok",
                                   "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 0\r\n\r\n"})
        EXPECT_EQ(answer_to(head, {}, brief), brief_answer);
    EXPECT_TRUE(answer_to("POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nok", {}, brief)
                    .starts_with("HTTP/1.1 200 OK"));
}

// ---- bytes instead of a response

HttpServer::Handler sending(const RawAnswer& raw) {
    return [raw](const HttpRequest&) { return raw; };
}

TEST(HttpServer, sends_bytes_as_they_are_and_closes) {
    const std::string bytes("HTTP/0.9\n\0Content-Length: -1\r\n", 31);
    EXPECT_EQ(answer_to(get, {}, sending({bytes})), bytes);
    EXPECT_EQ(answer_to("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n", {}, sending({"body"})), "body");
}

TEST(HttpServer, keeps_the_connection_behind_bytes_where_that_is_asked) {
    const Running server{{}, sending({"ab", AfterBytes::keep})};
    RawClient client{server.port()};
    client.send(get + get);
    EXPECT_EQ(client.receive(4), "abab");
    EXPECT_TRUE(client.is_silent_for(milliseconds{50}));
}

TEST(HttpServer, says_nothing_where_there_are_no_bytes) {
    const Running server{{}, sending({"", AfterBytes::keep})};
    RawClient client{server.port()};
    client.send(get);
    EXPECT_TRUE(client.is_silent_for(milliseconds{50}));
}

TEST(HttpServer, resets_the_connection_behind_bytes) {
    const Running server{{}, sending({"HTTP/1.1 200", AfterBytes::reset})};
    HttpClient client = *HttpClient::open({.endpoint = server.url()});
    const auto answer = client.exchange({"GET", "/", {}, ""});
    ASSERT_FALSE(answer && answer->response);
    const std::string reason = answer ? answer->response.error().reason : answer.error().reason;
    EXPECT_NE(reason.find("reset"), std::string::npos) << reason;
}

TEST(HttpServer, refuses_what_is_no_http_1) {
    for (const std::string request : {"\r\n\r\n", "hello\r\n\r\n", "GET /\r\n\r\n", "GET / HTTP/2.0\r\nHost: a\r\n\r\n",
                                      "GET / HTTP/1.1\nHost: a\n\n", "GET / HTTP/1.1\r\nHost: a\r\nA : b\r\n\r\n",
                                      "GET / HTTP/1.1\r\nHost: a\r\nA\r\n\r\n"})
        EXPECT_TRUE(refusal_of(request, "400 Bad Request").starts_with("the request is no valid HTTP/1.1: "))
            << request;
    EXPECT_TRUE(refusal_of({"GET / HTTP/1.1\r\nHost: a\r\nA: \0\r\n\r\n", 31}, "400 Bad Request")
                    .starts_with("the request is no valid HTTP/1.1: "));
}

TEST(HttpServer, refuses_lengths_and_codings_that_nobody_can_rely_on) {
    for (const auto* line : {"Content-Length: x", "Content-Length: -1", "Content-Length: 1\r\nContent-Length: 2",
                             "Content-Length: 1\r\nTransfer-Encoding: chunked", "Transfer-Encoding: chunked\r\n\r\nx"})
        EXPECT_TRUE(refusal_of(with_line(line), "400 Bad Request").starts_with("the request is no valid HTTP/1.1: "))
            << line;
    const std::string coding = "a Transfer-Encoding other than chunked alone, in HTTP/1.1";
    EXPECT_EQ(refusal_of(with_line("Transfer-Encoding: gzip"), "400 Bad Request"), coding);
    EXPECT_EQ(refusal_of(with_line("Transfer-Encoding: gzip, chunked"), "400 Bad Request"), coding);
    EXPECT_EQ(refusal_of("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400 Bad Request"), coding);
}

TEST(HttpServer, refuses_a_request_for_no_host_or_for_two) {
    const std::string host = "a request names its Host exactly once";
    EXPECT_EQ(refusal_of("GET / HTTP/1.1\r\n\r\n", "400 Bad Request"), host);
    EXPECT_EQ(refusal_of("GET / HTTP/1.1\r\nHost: a\r\nhost: b\r\n\r\n", "400 Bad Request"), host);
    EXPECT_EQ(refusal_of("GET / HTTP/1.0\r\nHost: a\r\nhost: b\r\n\r\n", "400 Bad Request"), host);
}

TEST(HttpServer, answers_a_request_that_ends_too_early) {
    EXPECT_TRUE(answer_to("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhi").starts_with("HTTP/1.1 400 "));
    EXPECT_TRUE(answer_to("POST / HTTP/1.1\r\nHo").starts_with("HTTP/1.1 400 "));
    EXPECT_EQ(answer_to(""), "");
}

TEST(HttpServer, a_head_may_fill_its_limit_and_not_pass_it) {
    const auto head_of = [](std::size_t bytes) {
        const std::string start = "GET / HTTP/1.1\r\nHost: a\r\nA: ";
        return start + std::string(bytes - start.size() - 4, 'x') + "\r\n\r\n";
    };
    const std::string refused = "431 Request Header Fields Too Large";
    EXPECT_EQ(answer_to(head_of(1000), {.header_bytes = 1000}, brief), brief_answer);
    EXPECT_EQ(refusal_of(head_of(1001), refused, {.header_bytes = 1000}), "the request's head is too large");
    EXPECT_EQ(answer_to(head_of(16u << 10), {}, brief), brief_answer);
    EXPECT_EQ(refusal_of(head_of((16u << 10) + 1), refused), "the request's head is too large");
}

TEST(HttpServer, a_head_that_comes_line_by_line_has_the_same_limit) {
    const Running server{{.header_bytes = 1000}, brief};
    RawClient client{server.port()};
    client.send("GET / HTTP/1.1\r\nHost: a\r\n");
    for (int i = 0; i < 200 && client.is_silent_for(milliseconds{1}); ++i) client.send("A: 3456\r\n");
    EXPECT_TRUE(client.receive_until_close().starts_with("HTTP/1.1 431 "));
}

TEST(HttpServer, an_endless_head_is_refused_before_it_ends) {
    EXPECT_EQ(refusal_of("GET /" + std::string(100'000, 'x'), "431 Request Header Fields Too Large"),
              "the request's head is too large");
    EXPECT_EQ(refusal_of(with_line("Transfer-Encoding: chunked") + "1;" + std::string(200'000, 'x'),
                         "431 Request Header Fields Too Large"),
              "the request's head is too large");
}

TEST(HttpServer, a_body_may_fill_its_limit_and_not_pass_it) {
    const HttpServerOptions five{.body_bytes = 5};
    const auto counted = [](std::size_t bytes) {
        return with_line("Content-Length: " + std::to_string(bytes)) + std::string(bytes, 'x');
    };
    EXPECT_TRUE(answer_to(counted(5), five).starts_with("HTTP/1.1 200 OK"));
    EXPECT_EQ(refusal_of(counted(6), "413 Payload Too Large", five), "the request's body is too large");
    const auto chunked = with_line("Transfer-Encoding: chunked") + "3\r\nabc\r\n";
    EXPECT_TRUE(answer_to(chunked + "2\r\nde\r\n0\r\n\r\n", five).starts_with("HTTP/1.1 200 OK"));
    EXPECT_EQ(refusal_of(chunked + "3\r\ndef\r\n0\r\n\r\n", "413 Payload Too Large", five),
              "the request's body is too large");
    EXPECT_TRUE(answer_to(counted(8u << 20)).starts_with("HTTP/1.1 200 OK"));
}

TEST(HttpServer, refuses_a_large_body_before_it_was_sent) {
    EXPECT_EQ(refusal_of(with_line("Content-Length: 8388609"), "413 Payload Too Large"),
              "the request's body is too large");
    EXPECT_EQ(refusal_of(with_line("Expect: 100-continue\r\nContent-Length: 99999999999"), "413 Payload Too Large"),
              "the request's body is too large");
}

TEST(HttpServer, a_client_still_sending_gets_the_answer_that_refuses) {
    const Running server{{.body_bytes = 1u << 20}};
    auto client = HttpClient::open({.endpoint = server.url()});
    const auto answer = client->exchange(HttpRequest{"POST", "/", {}, std::string(20u << 20, 'x')});
    ASSERT_TRUE(answer) << answer.error().reason;
    EXPECT_EQ(answer->response->status, 413);
}

TEST(HttpServer, reads_a_bounded_part_of_what_it_refused) {
    const Running server{{.body_bytes = 1u << 20}};
    RawClient client{server.port()};
    client.send(with_line("Content-Length: 99999999999"));
    EXPECT_FALSE(client.send(std::string(64u << 20, 'x')));
}

TEST(HttpServer, what_was_sent_with_a_refused_head_does_not_take_the_answer_away) {
    const Running server;
    for (int i = 0; i < 20; ++i) {
        RawClient client{server.port()};
        client.send("GET / HTTP/1.1\r\n\r\n" + std::string(200'000, 'x'));
        EXPECT_TRUE(client.receive_until_close().starts_with("HTTP/1.1 400 "));
    }
}

TEST(HttpServer, waits_a_bounded_time_for_a_refused_client_to_close) {
    const Running server{{.idle = milliseconds{200}}};
    RawClient client{server.port()};
    client.send("GET / HTTP/1.1\r\n\r\n");
    client.receive_until_close();
    std::this_thread::sleep_for(milliseconds{600});
    client.send("x");
    std::this_thread::sleep_for(milliseconds{50});
    EXPECT_FALSE(client.send("x"));
}

TEST(HttpServer, a_handler_that_throws_is_a_500_and_the_connection_stays) {
    const Running server{{}, [](const HttpRequest& request) -> HttpResponse {
                             if (request.target == "/number") throw 5;
                             if (request.target == "/error") throw std::runtime_error("secret");
                             return brief(request);
                         }};
    auto client = HttpClient::open({.endpoint = server.url()});
    for (const auto* target : {"/number", "/error"}) {
        const auto answer = client->exchange(HttpRequest{"GET", target, {}, ""});
        ASSERT_TRUE(answer) << answer.error().reason;
        EXPECT_EQ(answer->wire,
                  "HTTP/1.1 500 Internal Server Error\r\nContent-Type: application/problem+json\r\n"
                  "Content-Length: 33\r\n\r\nthe server failed on this request");
    }
    EXPECT_EQ(client->exchange(HttpRequest{"GET", "/", {}, ""})->wire, brief_answer);
}

TEST(HttpServer, closes_a_connection_that_is_idle_too_long) {
    const Running server{{.idle = milliseconds{200}}, brief};
    RawClient silent{server.port()};
    EXPECT_TRUE(silent.is_silent_for(milliseconds{100}));
    RawClient within_head{server.port()};
    within_head.send("GET / HT");
    RawClient within_body{server.port()};
    within_body.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nh");
    RawClient between{server.port()};
    between.send(get);
    EXPECT_EQ(silent.receive_until_close(), "");
    EXPECT_EQ(within_head.receive_until_close(), "");
    EXPECT_EQ(within_body.receive_until_close(), "");
    EXPECT_EQ(between.receive_until_close(), brief_answer);
}

TEST(HttpServer, a_client_that_takes_no_answer_is_closed) {
    const std::string large(32u << 20, 'x');
    const Running server{{.idle = milliseconds{200}},
                         [&](const HttpRequest&) { return HttpResponse{200, "", {}, large}; }};
    RawClient client{server.port()};
    client.send(get);
    std::this_thread::sleep_for(milliseconds{600});
    EXPECT_LT(client.receive_until_close().size(), large.size());
}

TEST(HttpServer, further_connections_wait_until_one_ends) {
    const Running server{{.connections = 2}, brief};
    auto first = std::make_unique<RawClient>(server.port());
    auto second = std::make_unique<RawClient>(server.port());
    for (auto* client : {first.get(), second.get()}) {
        client->send(get);
        EXPECT_EQ(client->receive(brief_answer.size()), brief_answer);
    }
    RawClient third{server.port()};
    RawClient fourth{server.port()};
    third.send(get);
    fourth.send(get);
    EXPECT_TRUE(third.is_silent_for(milliseconds{100}));
    first.reset();
    EXPECT_EQ(third.receive(brief_answer.size()), brief_answer);
    EXPECT_TRUE(fourth.is_silent_for(milliseconds{100}));
    second.reset();
    EXPECT_EQ(fourth.receive(brief_answer.size()), brief_answer);
}

TEST(HttpServer, accepts_again_after_it_was_out_of_file_descriptors) {
    const Running server{{}, brief};
    RawClient first{
        server.port()};  // its answer shows that the server runs: a sanitizer can't look at it without descriptors
    ASSERT_TRUE(first.send(get));
    ASSERT_EQ(first.receive(brief_answer.size()), brief_answer);
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    rlimit before{};
    getrlimit(RLIMIT_NOFILE, &before);
    const rlimit none_left{static_cast<rlim_t>(0), before.rlim_max};
    setrlimit(RLIMIT_NOFILE, &none_left);

    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(server.port());
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    std::this_thread::sleep_for(milliseconds{50});
    setrlimit(RLIMIT_NOFILE, &before);

    EXPECT_EQ(send(socket, get.data(), get.size(), MSG_NOSIGNAL), static_cast<ssize_t>(get.size()));
    std::string answer(brief_answer.size(), ' ');
    EXPECT_EQ(recv(socket, answer.data(), answer.size(), MSG_WAITALL), static_cast<ssize_t>(answer.size()));
    EXPECT_EQ(answer, brief_answer);
    close(socket);
}

TEST(HttpServer, says_that_a_port_is_in_use) {
    const Running server;
    const auto second = HttpServer::open({.problem = problem, .port = server.port()}, echo);
    ASSERT_FALSE(second.has_value());
    EXPECT_EQ(second.error(), "port " + std::to_string(server.port()) + " on 127.0.0.1: Address already in use");
}

TEST(HttpServer, is_not_opened_without_a_writer_of_problems) {
    EXPECT_EQ(HttpServer::open({}, echo).error(), "a server without a writer of problems");
}

TEST(HttpServer, a_port_is_free_again_at_once) {
    std::uint16_t port = 0;
    {
        const Running server;
        port = server.port();
        RawClient client{port};
        client.send("GET / HTTP/1.0\r\n\r\n");  // closed by the server first, so its side waits in TIME_WAIT
        client.receive_until_close();
    }
    EXPECT_TRUE(HttpServer::open({.problem = problem, .port = port}, echo).has_value());
}

TEST(HttpServer, listens_on_the_loopback_address_only) {
    const Running server;
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in other{};
    other.sin_family = AF_INET;
    other.sin_port = htons(server.port());
    other.sin_addr.s_addr = htonl(INADDR_LOOPBACK + 1);
    EXPECT_NE(connect(socket, reinterpret_cast<sockaddr*>(&other), sizeof other), 0);
    close(socket);
}

TEST(HttpServer, stopped_before_it_runs_it_does_not_run) {
    auto server = HttpServer::open({.problem = problem}, echo);
    server->stop();
    server->run();
}

TEST(HttpServer, ends_with_connections_open) {
    auto server = std::make_unique<Running>(HttpServerOptions{}, brief);
    RawClient client{server->port()};
    client.send(get);
    EXPECT_EQ(client.receive(brief_answer.size()), brief_answer);
    server.reset();
    EXPECT_EQ(client.receive_until_close(), "");
}

}  // namespace
}  // namespace keyturn
