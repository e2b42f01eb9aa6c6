#include "conformance/http/recording_proxy.h"

#include <gtest/gtest.h>

#include <atomic>
#include <mutex>
#include <thread>

#include "conformance/http/http_server.h"
#include "conformance/http/raw_client_test_support.h"
#include "conformance/http/raw_server_test_support.h"
#include "conformance/http/tls_server_test_support.h"

namespace keyturn {
namespace {

using std::chrono::milliseconds;

struct Shown {
    HttpRequest request;
    HttpResponse response;
};

// A proxy in front of an upstream, running while the test does.
class Proxy {
  public:
    explicit Proxy(const std::string& upstream, RecordingProxyOptions options = {}) {
        options.upstream.endpoint = upstream;
        auto opened = RecordingProxy::open(std::move(options), {[this](const auto& request, const auto& response) {
                                                                    const std::lock_guard lock(mutex_);
                                                                    shown_.push_back({request, response});
                                                                },
                                                                [this](const std::string& what) {
                                                                    const std::lock_guard lock(mutex_);
                                                                    missed_.push_back(what);
                                                                }});
        if (!opened) throw std::runtime_error(opened.error());
        proxy_.emplace(*std::move(opened));
        thread_ = std::thread([this] { proxy_->run([this] { return over_.load(); }); });
    }
    ~Proxy() { end(); }
    Proxy(const Proxy&) = delete;
    Proxy& operator=(const Proxy&) = delete;

    void end() {
        over_ = true;
        if (thread_.joinable()) thread_.join();
    }

    std::uint16_t port() const { return proxy_->port(); }
    std::string authority() const { return "127.0.0.1:" + std::to_string(port()); }
    std::vector<Shown> shown() const {
        const std::lock_guard lock(mutex_);
        return shown_;
    }
    std::vector<std::string> missed() const {
        const std::lock_guard lock(mutex_);
        return missed_;
    }

  private:
    mutable std::mutex mutex_;
    std::vector<Shown> shown_;
    std::vector<std::string> missed_;
    std::optional<RecordingProxy> proxy_;
    std::atomic<bool> over_ = false;
    std::thread thread_;
};

RecordingProxyOptions impatient(milliseconds silence, milliseconds grace = milliseconds(200)) {
    RecordingProxyOptions options;
    options.silence = silence;
    options.grace = grace;
    return options;
}

constexpr std::string_view ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

// An upstream that answers each request of a connection alike, and keeps what it received.
struct Upstream {
    explicit Upstream(std::string answer, int requests = 1)
        : server([this, answer = std::move(answer), requests](RawPeer& peer) {
              for (int i = 0; i < requests; ++i) {
                  received += peer.read_request();
                  peer.send(answer);
              }
          }) {}

    std::string received;
    RawServer server;
};

std::string reply_through(Proxy& proxy, std::string_view request, std::size_t bytes) {
    RawClient client(proxy.port());
    client.send(request);
    return client.receive(bytes);
}

// ---- bytes

TEST(RecordingProxy, PassesTheBytesBothWaysAndShowsWhatTheySay) {
    const std::string answer =
        "HTTP/1.1 201 Made  so\r\nx-B: 1\r\nX-a:2\r\nx-b:  3\r\ncontent-length: 3\r\n\r\na" + std::string("\0b", 2);
    Upstream upstream(answer);
    Proxy proxy(upstream.server.url());
    const std::string head = "PATCH /a%2f?b=c HTTP/1.1\r\nzz:  last \r\nHost: " + proxy.authority() +
                             "\r\nA: first\r\nzZ: again\r\nContent-Length: 3\r\n\r\n";
    EXPECT_EQ(reply_through(proxy, head + "xyz", answer.size()), answer);
    proxy.end();
    EXPECT_EQ(upstream.received,
              "PATCH /a%2f?b=c HTTP/1.1\r\nzz:  last \r\nHost: 127.0.0.1:" + std::to_string(upstream.server.port()) +
                  "\r\nA: first\r\nzZ: again\r\nContent-Length: 3\r\n\r\nxyz");
    ASSERT_EQ(proxy.shown().size(), 1u);
    const auto [request, response] = proxy.shown().front();
    EXPECT_EQ(request.method, "PATCH");
    EXPECT_EQ(request.target, "/a%2f?b=c");
    EXPECT_EQ(request.headers,
              (std::vector<HeaderLine>{{"zz", "last"}, {"A", "first"}, {"zZ", "again"}, {"Content-Length", "3"}}));
    EXPECT_EQ(request.body, "xyz");
    EXPECT_EQ(response.status, 201);
    EXPECT_EQ(response.reason, "Made  so");
    EXPECT_EQ(response.body, std::string("a\0b", 3));
    EXPECT_TRUE(proxy.missed().empty());
}

TEST(RecordingProxy, PassesChunksAsTheyAre) {
    const std::string answer = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;q\r\na\r\n0\r\nT: 1\r\n\r\n";
    const std::string head = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n",
                      body = "2;x=y\r\nab\r\n1\r\nc\r\n0\r\nTrailer: 1\r\n\r\n";
    RawServer server([&](RawPeer& peer) {
        peer.read(head.size() + body.size());
        peer.send(answer);
    });
    Proxy proxy(server.url());
    EXPECT_EQ(reply_through(proxy, head + body, answer.size()), answer);
    ASSERT_EQ(proxy.shown().size(), 1u);
    EXPECT_EQ(proxy.shown().front().request.body, "abc");
    EXPECT_EQ(proxy.shown().front().response.body, "a");
}

TEST(RecordingProxy, AHostThatNamesSomebodyElseStaysAndIsShown) {
    Upstream upstream{std::string(ok)};
    Proxy proxy(upstream.server.url());
    reply_through(proxy, "GET / HTTP/1.1\r\nHost: example.com\r\n\r\n", ok.size());
    EXPECT_TRUE(upstream.received.contains("Host: example.com\r\n"));
    EXPECT_EQ(proxy.shown().front().request.headers, (std::vector<HeaderLine>{{"Host", "example.com"}}));
}

TEST(RecordingProxy, NamesItselfByEveryNameOfThisMachine) {
    for (const char* host : {"127.0.0.1:80", "localhost:80", "LOCALHOST:80", "[::1]:80"})
        EXPECT_TRUE(names_the_proxy(host, 80)) << host;
    for (const char* host : {"127.0.0.1:81", "127.0.0.1", "example.com:80", "", ":80", "127.0.0.1:"})
        EXPECT_FALSE(names_the_proxy(host, 80)) << host;
}

TEST(RecordingProxy, AHeadForTheUpstreamHasItsHostAndBase) {
    const Endpoint upstream = *parse_endpoint("http://example.com:8080/base");
    EXPECT_EQ(head_for_upstream("GET /a HTTP/1.1\r\nhOst:\t localhost:7 \r\nX-Host: localhost:7\r\n\r\n", upstream, 7),
              "GET /base/a HTTP/1.1\r\nhOst:\t example.com:8080\r\nX-Host: localhost:7\r\n\r\n");
    EXPECT_EQ(head_for_upstream("OPTIONS * HTTP/1.1\r\nHost: other:7\r\n\r\n", upstream, 7),
              "OPTIONS * HTTP/1.1\r\nHost: other:7\r\n\r\n");
    EXPECT_EQ(head_for_upstream("GET / HTTP/1.0\r\n\r\n", upstream, 7), "GET /base/ HTTP/1.0\r\n\r\n");
}

TEST(RecordingProxy, ShowsAnExchangeBeforeItsLastBytesAreHandedOn) {
    Upstream upstream(std::string(ok), 20);
    Proxy proxy(upstream.server.url());
    RawClient client(proxy.port());
    for (std::size_t i = 1; i <= 20; ++i) {
        client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
        EXPECT_EQ(client.receive(ok.size()), ok);
        EXPECT_EQ(proxy.shown().size(), i);
    }
    EXPECT_EQ(upstream.server.connections(), 1);
}

TEST(RecordingProxy, PassesRequestsThatCameTogetherInTurn) {
    Upstream upstream(std::string(ok), 2);
    Proxy proxy(upstream.server.url());
    EXPECT_EQ(
        reply_through(proxy, "GET /1 HTTP/1.1\r\nHost: h\r\n\r\nGET /2 HTTP/1.1\r\nHost: h\r\n\r\n", 2 * ok.size()),
        std::string(ok) + std::string(ok));
    ASSERT_EQ(proxy.shown().size(), 2u);
    EXPECT_EQ(proxy.shown()[0].request.target, "/1");
    EXPECT_EQ(proxy.shown()[1].request.target, "/2");
}

TEST(RecordingProxy, AwaitsNoBodyOfAnAnswerToHead) {
    Upstream upstream("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", 2);
    Proxy proxy(upstream.server.url());
    RawClient client(proxy.port());
    for (int i = 0; i < 2; ++i) {
        client.send("HEAD / HTTP/1.1\r\nHost: h\r\n\r\n");
        EXPECT_EQ(client.receive(38), "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n");
    }
    EXPECT_EQ(proxy.shown().size(), 2u);
}

TEST(RecordingProxy, HandsOnThatTheServerAwaitsTheBody) {
    const std::string head = "POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n";
    RawServer server([&](RawPeer& peer) {
        peer.read(head.size());
        peer.send("HTTP/1.1 100 Continue\r\n\r\n");
        peer.read(head.size() + 3);
        peer.send(ok);
    });
    Proxy proxy(server.url());
    RawClient client(proxy.port());
    client.send(head);
    EXPECT_EQ(client.receive(25), "HTTP/1.1 100 Continue\r\n\r\n");
    client.send("abc");
    EXPECT_EQ(client.receive(ok.size()), ok);
    ASSERT_EQ(proxy.shown().size(), 1u);
    EXPECT_EQ(proxy.shown().front().request.body, "abc");
    EXPECT_EQ(proxy.shown().front().response.status, 200);
}

TEST(RecordingProxy, ShowsABodyThatEndsWithTheConnection) {
    Upstream upstream("HTTP/1.1 200 OK\r\n\r\nuntil the end");
    Proxy proxy(upstream.server.url());
    RawClient client(proxy.port());
    client.send("GET / HTTP/1.1\r\nHost: " + proxy.authority() + "\r\n\r\n");
    EXPECT_EQ(client.receive_until_close(), "HTTP/1.1 200 OK\r\n\r\nuntil the end");
    ASSERT_EQ(proxy.shown().size(), 1u);
    EXPECT_EQ(proxy.shown().front().response.body, "until the end");
    EXPECT_TRUE(proxy.shown().front().request.headers.empty());
}

TEST(RecordingProxy, ClosesWhereEitherSideAsksForIt) {
    for (const std::string_view asked : {"Connection: close\r\n", ""}) {
        Upstream upstream(asked.empty() ? "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
                                        : "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
                          2);
        Proxy proxy(upstream.server.url());
        RawClient client(proxy.port());
        client.send("GET / HTTP/1.1\r\nHost: h\r\n" + std::string(asked) + "\r\n");
        EXPECT_FALSE(client.receive_until_close().ends_with("…"));
        EXPECT_EQ(proxy.shown().size(), 1u);
    }
}

TEST(RecordingProxy, ReachesAnUpstreamBehindTlsWhoseCertificateItChecks) {
    const Authority authority, stranger;
    TlsServer server(authority.certificate_for("localhost"),
                     {"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"});
    RecordingProxyOptions options;
    options.upstream.cacert = authority.certificate_file();
    Proxy proxy(server.url(), options);
    EXPECT_TRUE(reply_through(proxy, "GET / HTTP/1.1\r\nHost: h\r\n\r\n", 60).ends_with("\r\n\r\nok"));
    EXPECT_EQ(proxy.shown().size(), 1u);
    options.upstream.cacert = stranger.certificate_file();
    Proxy distrusting(server.url(), options);
    EXPECT_TRUE(reply_through(distrusting, "GET / HTTP/1.1\r\nHost: h\r\n\r\n", 12).starts_with("HTTP/1.1 502"));
    EXPECT_TRUE(distrusting.shown().empty());
}

// ---- many at once

TEST(RecordingProxy, ServesManyAtOnce) {
    HttpServerOptions options;
    options.problem = [](int status, std::string_view) { return HttpResponse{status, "", {}, ""}; };
    auto server = *HttpServer::open(options, [](const HttpRequest& request) {
        return HttpResponse{200, "", {}, request.target + " " + request.body};
    });
    std::thread serving([&] { server.run(); });
    {
        RecordingProxyOptions few;
        few.connections = 4;
        Proxy proxy("http://127.0.0.1:" + std::to_string(server.port()), few);
        std::vector<std::thread> clients;
        for (int who = 0; who < 12; ++who)
            clients.emplace_back([&, who] {
                RawClient client(proxy.port());
                for (int turn = 0; turn < 5; ++turn) {
                    const std::string name = std::to_string(who) + "-" + std::to_string(turn);
                    const std::string body = "/" + name + " " + name;
                    client.send("POST /" + name + " HTTP/1.1\r\nHost: h\r\nContent-Length: " +
                                std::to_string(name.size()) + "\r\n\r\n" + name);
                    const std::string answer =
                        "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
                    EXPECT_EQ(client.receive(answer.size()), answer);
                }
            });
        for (std::thread& client : clients) client.join();
        EXPECT_EQ(proxy.shown().size(), 60u);
        for (const auto& [request, response] : proxy.shown())
            EXPECT_EQ(response.body, request.target + " " + request.body);
    }
    server.stop();
    serving.join();
}

// ---- what goes wrong

TEST(RecordingProxy, AnUpstreamThatIsNotThereIsABadGateway) {
    Proxy proxy("http://127.0.0.1:9");
    RawClient client(proxy.port());
    client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\nx");
    const std::string answer = client.receive_until_close();
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 502 Bad Gateway\r\nContent-Type: application/problem+json\r\n")) << answer;
    EXPECT_TRUE(answer.contains(R"("status":502,"detail":"keyturn record: the upstream can't be reached: )")) << answer;
    EXPECT_TRUE(proxy.shown().empty());
    ASSERT_EQ(proxy.missed().size(), 1u);
    EXPECT_TRUE(proxy.missed().front().starts_with("no connection to the upstream: "));
}

TEST(RecordingProxy, AnUpstreamThatSaysNothingIsAGatewayTimeout) {
    RawServer silent([](RawPeer& peer) { peer.wait_for_close(); });
    Proxy proxy(silent.url(), impatient(milliseconds(200)));
    RawClient client(proxy.port());
    client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    EXPECT_TRUE(client.receive_until_close().starts_with("HTTP/1.1 504 Gateway Timeout\r\n"));
    EXPECT_EQ(proxy.missed(), std::vector<std::string>{"GET: given up before the answer was whole"});
}

TEST(RecordingProxy, AnAnswerThatStopsHalfwayIsHandedOnAsFarAsItGoes) {
    RawServer halting([](RawPeer& peer) {
        peer.read_request();
        peer.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf");
        peer.wait_for_close();
    });
    Proxy proxy(halting.url(), impatient(milliseconds(200)));
    RawClient client(proxy.port());
    client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    EXPECT_EQ(client.receive_until_close(), "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf");
    EXPECT_TRUE(proxy.shown().empty());
}

TEST(RecordingProxy, AnUpstreamThatClosesWithoutAnAnswerClosesTheClient) {
    RawServer closing([](RawPeer& peer) { peer.read_request(); });
    Proxy proxy(closing.url());
    RawClient client(proxy.port());
    client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    EXPECT_EQ(client.receive_until_close(), "");
    EXPECT_EQ(proxy.missed(), std::vector<std::string>{"GET: the connection closed before the response was whole"});
}

TEST(RecordingProxy, AKeptConnectionThatTheUpstreamClosedIsMadeAnew) {
    RawServer once([](RawPeer& peer) {
        peer.read_request();
        peer.send(ok);
    });
    Proxy proxy(once.url());
    RawClient client(proxy.port());
    for (int i = 0; i < 3; ++i) {
        client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
        EXPECT_EQ(client.receive(ok.size()), ok);
        std::this_thread::sleep_for(milliseconds(50));
    }
    EXPECT_EQ(proxy.shown().size(), 3u);
    EXPECT_EQ(once.connections(), 3);
}

TEST(RecordingProxy, WhatIsNoRequestPassesUnseen) {
    RawServer echo([](RawPeer& peer) {
        peer.read(14);
        peer.send("whatever it is");
        peer.read(3);
        peer.send("end");
    });
    Proxy proxy(echo.url());
    RawClient client(proxy.port());
    client.send("GET /\nfoo: bar");
    EXPECT_EQ(client.receive(14), "whatever it is");
    client.send("bye");
    EXPECT_EQ(client.receive_until_close(), "end");
    EXPECT_TRUE(proxy.shown().empty());
    EXPECT_EQ(proxy.missed(), std::vector<std::string>{"a line feed without a carriage return"});
}

TEST(RecordingProxy, ABodyThatCantBeFollowedPassesUnseen) {
    const std::string odd = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nx\r\nab";
    RawServer server([&](RawPeer& peer) {
        peer.read(odd.size());
        peer.send(ok);
    });
    Proxy proxy(server.url());
    RawClient client(proxy.port());
    client.send(odd);
    EXPECT_EQ(client.receive_until_close(), ok);
    EXPECT_TRUE(proxy.shown().empty());
    EXPECT_EQ(proxy.missed(), std::vector<std::string>{"a chunk's size that is not a hexadecimal number"});
}

TEST(RecordingProxy, AnAnswerThatBreaksHttpPassesUnseen) {
    Upstream upstream("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nmore than one");
    Proxy proxy(upstream.server.url());
    RawClient client(proxy.port());
    client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    EXPECT_EQ(client.receive_until_close(), "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nmore than one");
    EXPECT_TRUE(proxy.shown().empty());
    EXPECT_EQ(proxy.missed(), std::vector<std::string>{"GET: bytes after the end of the response"});
}

TEST(RecordingProxy, WhatIsPastTheLimitsPassesUnseen) {
    RecordingProxyOptions options;
    options.request_limits.body_bytes = 3;
    options.response_limits.body_bytes = 4;
    Upstream upstream("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n12345");
    Proxy proxy(upstream.server.url(), options);
    RawClient client(proxy.port());
    client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc");
    EXPECT_TRUE(client.receive_until_close().ends_with("12345"));
    RawClient other(proxy.port());
    other.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nabcd");
    EXPECT_TRUE(other.receive_until_close().ends_with("12345"));
    EXPECT_TRUE(proxy.shown().empty());
    EXPECT_EQ(proxy.missed(), (std::vector<std::string>{"POST: a body declared as 5 bytes, past the limit of 4",
                                                        "a body declared as 4 bytes, past the limit of 3"}));
}

TEST(RecordingProxy, AnAnswerToHalfARequestIsHandedOn) {
    RawServer hasty([](RawPeer& peer) {
        peer.read(10);
        peer.send("HTTP/1.1 413 Large\r\nContent-Length: 0\r\n\r\n");
        peer.wait_for_close();
    });
    Proxy proxy(hasty.url());
    RawClient client(proxy.port());
    client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nhalf");
    EXPECT_EQ(client.receive_until_close(), "HTTP/1.1 413 Large\r\nContent-Length: 0\r\n\r\n");
    EXPECT_EQ(proxy.missed(), std::vector<std::string>{"POST: answered before the request was whole"});
}

TEST(RecordingProxy, AClientThatGivesUpIsNoExchange) {
    RawServer waiting([](RawPeer& peer) { peer.wait_for_close(); });
    Proxy proxy(waiting.url());
    {
        RawClient client(proxy.port());
        client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nhalf");
        client.stop_sending();
        EXPECT_EQ(client.receive_until_close(), "");
    }
    EXPECT_EQ(proxy.missed(), std::vector<std::string>{"POST: the client closed before its request was whole"});
}

TEST(RecordingProxy, AClientThatIsDoneSendingGetsItsAnswer) {
    Upstream upstream("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    Proxy proxy(upstream.server.url());
    RawClient client(proxy.port());
    client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    client.stop_sending();
    EXPECT_EQ(client.receive_until_close(), ok);
    EXPECT_EQ(proxy.shown().size(), 1u);
}

// ---- the end

TEST(RecordingProxy, WhatIsUnderWayIsFinishedWhenItEnds) {
    std::atomic<bool> asked = false;
    RawServer slow([&](RawPeer& peer) {
        peer.read_request();
        asked = true;
        peer.wait(milliseconds(300));
        peer.send(ok);
    });
    Proxy proxy(slow.url());
    RawClient client(proxy.port()), idle(proxy.port());
    client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    while (!asked) std::this_thread::sleep_for(milliseconds(5));
    proxy.end();
    EXPECT_EQ(client.receive_until_close(), ok);
    EXPECT_EQ(idle.receive_until_close(), "");
    EXPECT_EQ(proxy.shown().size(), 1u);
}

TEST(RecordingProxy, WhatNeverEndsIsGivenUpWhenTheGraceIsOver) {
    RawServer endless([](RawPeer& peer) {
        peer.read_request();
        peer.send("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
        peer.drip(std::string(100'000, 'x'), milliseconds(1));
    });
    Proxy proxy(endless.url(), impatient(milliseconds(60'000), milliseconds(200)));
    RawClient client(proxy.port());
    client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    client.receive(100);
    const auto begun = std::chrono::steady_clock::now();
    proxy.end();
    EXPECT_LT(std::chrono::steady_clock::now() - begun, milliseconds(5'000));
    EXPECT_EQ(proxy.missed(), std::vector<std::string>{"GET: given up before the answer was whole"});
}

TEST(RecordingProxy, AnIdleClientIsSentAway) {
    Proxy proxy("http://127.0.0.1:9", impatient(milliseconds(200)));
    RawClient client(proxy.port());
    EXPECT_EQ(client.receive_until_close(), "");
}

TEST(RecordingProxy, SaysWhyItCantOpen) {
    EXPECT_FALSE(RecordingProxy::open({.upstream = {.endpoint = "ftp://h"}}, {}));
    const auto first = RecordingProxy::open({.upstream = {.endpoint = "http://127.0.0.1:9"}}, {});
    const auto second =
        RecordingProxy::open({.upstream = {.endpoint = "http://127.0.0.1:9"}, .port = first->port()}, {});
    ASSERT_FALSE(second);
    EXPECT_TRUE(second.error().starts_with("port " + std::to_string(first->port()) + " on 127.0.0.1: "))
        << second.error();
}

}  // namespace
}  // namespace keyturn
