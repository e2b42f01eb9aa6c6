// Servers that misbehave on the wire: each exchange ends before its deadline, with the right outcome, and the next one
// is unharmed.
#include <gtest/gtest.h>

#include <csignal>
#include <ostream>

#include "conformance/http/http_client.h"
#include "conformance/http/raw_server_test_support.h"

namespace keyturn {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds short_deadline{400};
constexpr milliseconds long_deadline{20'000};

struct Behaviour {
    std::string name;
    RawServer::Script script;
    std::string outcome;  // what it begins with: "fault: …", "no answer, …", or the body
};

void PrintTo(const Behaviour& behaviour, std::ostream* out) { *out << behaviour.name; }

RawServer::Script answers(std::string bytes) {
    return [bytes](RawPeer& peer) {
        peer.read_request();
        peer.send(bytes);
        peer.wait_for_close();
    };
}

RawServer::Script answers_and_closes(std::string bytes) {
    return [bytes](RawPeer& peer) {
        peer.read_request();
        peer.send(bytes);
    };
}

RawServer::Script answers_and_resets(std::string bytes) {
    return [bytes](RawPeer& peer) {
        peer.read_request();
        peer.send(bytes);
        peer.wait(milliseconds{50});  // else the reset may overtake what was sent
        peer.reset();
    };
}

RawServer::Script drips(std::string bytes) {
    return [bytes](RawPeer& peer) {
        peer.read_request();
        peer.drip(bytes, milliseconds{50});
        peer.wait_for_close();
    };
}

std::string repeated(std::string_view text, int times) {
    std::string all;
    for (int i = 0; i < times; ++i) all += text;
    return all;
}

RawServer::Script floods(std::string start, std::string_view piece) {
    return [start, pieces = repeated(piece, 1000)](RawPeer& peer) {
        peer.read_request();
        peer.send(start);
        peer.flood(pieces);
    };
}

const std::string ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n";
const std::string cut = "fault: the connection closed before the response was whole";
const std::string late = "fault, timed out: the deadline passed before the response was whole";
const std::string silent = "no answer, timed out: not one byte of a response before the deadline";
const std::string closed = "no answer, closed: the connection closed before one byte of a response";

const std::vector<Behaviour> behaviours = {
    {"silence", [](RawPeer& peer) { peer.wait_for_close(); }, silent},
    {"silence_after_the_request", answers(""), silent},
    {"reset_at_once", [](RawPeer& peer) { peer.reset(); }, "no answer, reset: "},
    {"reset_after_the_request", answers_and_resets(""), "no answer, reset: "},
    {"close_at_once",
     [](RawPeer& peer) {
         peer.stop_sending();
         peer.wait_for_close();
     },
     closed},
    {"close_after_the_request", answers_and_closes(""), closed},
    {"close_within_the_status_line", answers_and_closes("HTTP/1.1 2"), cut},
    {"close_within_the_head", answers_and_closes("HTTP/1.1 200 OK\r\nA: b\r\n"), cut},
    {"close_within_the_body", answers_and_closes(ok + "h"), cut},
    {"close_within_chunks", answers_and_closes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n"),
     cut},
    {"close_after_an_interim_answer", answers_and_closes("HTTP/1.1 100 Continue\r\n\r\n"), cut},
    {"reset_within_the_body", answers_and_resets(ok + "h"), "fault: Recv failure: Connection reset by peer"},
    {"reset_within_a_body_without_length", answers_and_resets("HTTP/1.1 200 OK\r\n\r\nh"),
     "fault: Recv failure: Connection reset by peer"},
    {"reset_after_the_answer", answers_and_resets(ok + "hi"), "hi"},
    {"drip", drips(ok + "hi"), late},
    {"slow_second_byte", answers("H"), late},
    {"interim_answer_and_silence", answers("HTTP/1.1 100 Continue\r\n\r\n"), late},
    {"body_that_never_ends_to_come", answers(ok + "h"), late},
    {"body_without_length_that_never_closes", answers("HTTP/1.1 200 OK\r\n\r\nhi"), late},
    {"endless_status_line", floods("HTTP/1.1 200 ", "aaaaaaaaaaaaaaaa"),
     "fault: header lines past the limit of 65536 bytes"},
    {"endless_header_line", floods("HTTP/1.1 200 OK\r\nA: ", "aaaaaaaaaaaaaaaa"),
     "fault: header lines past the limit of 65536 bytes"},
    {"endless_head", floods("HTTP/1.1 200 OK\r\n", "A: aaaaaaaaaaaa\r\n"),
     "fault: header lines past the limit of 65536 bytes"},
    {"endless_trailer", floods("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", "A: aaaaaaaaaaaa\r\n"),
     "fault: in the trailer: header lines past the limit of 65536 bytes"},
    {"endless_chunk_extension", floods("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0", ";aaaaaaaaa"),
     "fault: in a chunk's size: header lines past the limit of 65536 bytes"},
    {"endless_body", floods("HTTP/1.1 200 OK\r\n\r\n", "aaaaaaaaaaaaaaaa"),
     "fault: a body past the limit of 1048576 bytes"},
    {"endless_chunks", floods("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "8\r\naaaaaaaa\r\n"),
     "fault: chunks past the body's limit of 1048576 bytes"},
    {"endless_interim_answers", floods("", "HTTP/1.1 100 Continue\r\n\r\n"), "fault: more than 16 interim responses"},
    {"hundred_interim_answers", answers(repeated("HTTP/1.1 100 Continue\r\n\r\n", 100) + ok + "hi"),
     "fault: more than 16 interim responses"},
    {"huge_declared_body", answers("HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n"),
     "fault: a body declared as 18446744073709551615 bytes, past the limit of 1048576"},
    {"huge_declared_chunk", answers("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n"),
     "fault: chunks past the body's limit of 1048576 bytes"},
    {"length_too_long", answers_and_closes("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nhi"), cut},
    {"length_too_short", answers("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nhi"),
     "fault: bytes after the end of the response"},
    {"two_lengths", answers("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nhi"),
     "fault: two values of Content-Length that differ"},
    {"length_and_chunks",
     answers("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
     "fault: both Content-Length and Transfer-Encoding"},
    {"bad_chunk_size", answers("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n"),
     "fault: a chunk's size that is not a hexadecimal number"},
    {"bad_chunk_end", answers("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nhi\r\n"),
     "fault: a chunk that does not end where its size says"},
    {"two_answers", answers(ok + "hi" + ok + "hi"), "fault: bytes after the end of the response"},
    {"body_behind_204", answers("HTTP/1.1 204 No Content\r\n\r\nhi"), "fault: bytes after the end of the response"},
    {"http_0_9", answers_and_closes("<html>hi</html>"),
     "fault: an answer that does not begin with HTTP/1.0 or HTTP/1.1"},
    {"http_2", answers(std::string{"\0\0\0\4\0\0\0\0\0", 9}), "fault: the control character 0x00 in a line"},
    {"tls_alert", answers("\x15\x03\x01"), "fault: the control character 0x15 in a line"},
    {"nul_in_the_head", answers(std::string{"HTTP/1.1 200 OK\r\nA: \0\r\n\r\n", 25}),
     "fault: the control character 0x00 in a line"},
    {"folded_header_line", answers("HTTP/1.1 200 OK\r\nA: b\r\n c\r\nContent-Length: 0\r\n\r\n"),
     "fault: a folded header line"},
    {"switch_of_protocols", answers("HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n"),
     "fault: a switch of protocols that was not asked for"},
    {"answer_before_the_request_is_read",
     [](RawPeer& peer) {
         peer.send(ok + "hi");
         peer.read_request();
     },
     "hi"},
    {"body_closed_by_the_peer", answers_and_closes("HTTP/1.1 200 OK\r\n\r\nhi"), "hi"},
    {"interim_answers_in_bounds", answers_and_closes("HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\n" + ok + "hi"), "hi"},
    {"chunks_and_a_trailer",
     answers_and_closes(
         "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;a=b\r\nh\r\n1\r\ni\r\n0\r\nA: b\r\n\r\n"),
     "hi"},
};

std::string_view word_for(NoAnswer kind) {
    switch (kind) {
        case NoAnswer::refused:
            return "refused";
        case NoAnswer::reset:
            return "reset";
        case NoAnswer::timed_out:
            return "timed out";
        case NoAnswer::unresolved:
            return "unresolved";
        case NoAnswer::tls:
            return "tls";
        case NoAnswer::closed:
        case NoAnswer::stale:
            return "closed";
    }
    return "unknown";
}

std::string outcome_of(const std::expected<Answer, Unanswered>& answer) {
    if (!answer) return "no answer, " + std::string{word_for(answer.error().kind)} + ": " + answer.error().reason;
    if (answer->response) return answer->response->body;
    return (answer->timed_out ? "fault, timed out: " : "fault: ") + answer->response.error().reason;
}

class HostileServer : public testing::TestWithParam<Behaviour> {};

TEST_P(HostileServer, ends_with_the_right_outcome_and_harms_no_other_exchange) {
    std::signal(SIGPIPE, SIG_DFL);
    RawServer server{{GetParam().script, answers("HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nunharmed")}};
    const bool ends_with_deadline = GetParam().outcome == silent || GetParam().outcome == late;
    const auto deadline = ends_with_deadline ? short_deadline : long_deadline;
    auto client = HttpClient::open({.endpoint = server.url(),
                                    .first_byte_timeout = deadline,
                                    .exchange_timeout = deadline + deadline / 2,
                                    .limits = {.body_bytes = 1u << 20}});
    ASSERT_TRUE(client) << client.error();

    const HttpRequest request{"POST", "/", {}, "body"};
    const auto begun = Connection::Clock::now();
    const auto outcome = outcome_of(client->exchange(request));
    EXPECT_LT(Connection::Clock::now() - begun, long_deadline);
    EXPECT_TRUE(outcome.starts_with(GetParam().outcome)) << outcome;
    EXPECT_EQ(outcome_of(client->exchange(request)), "unharmed");
}

INSTANTIATE_TEST_SUITE_P(Wire, HostileServer, testing::ValuesIn(behaviours),
                         [](const auto& behaviour) { return behaviour.param.name; });

TEST(HttpClientDeadlines, the_first_byte_has_one_of_its_own) {
    RawServer server{answers("")};
    auto client = HttpClient::open({.endpoint = server.url(), .first_byte_timeout = milliseconds{100}});
    const auto begun = Connection::Clock::now();
    EXPECT_EQ(outcome_of(client->exchange({})), silent);
    const auto time = Connection::Clock::now() - begun;
    EXPECT_GE(time, milliseconds{100});
    EXPECT_LT(time, std::chrono::seconds{10});
}

TEST(HttpClientDeadlines, the_whole_exchange_has_one_that_holds_for_the_first_byte_too) {
    RawServer server{answers("")};
    auto client = HttpClient::open({.endpoint = server.url(), .exchange_timeout = milliseconds{100}});
    const auto begun = Connection::Clock::now();
    EXPECT_EQ(outcome_of(client->exchange({})), silent);
    EXPECT_LT(Connection::Clock::now() - begun, std::chrono::seconds{10});
}

TEST(HttpClientDeadlines, once_begun_an_answer_has_the_time_of_the_exchange) {
    RawServer server{[](RawPeer& peer) {
        peer.read_request();
        peer.send(ok);
        peer.wait(milliseconds{300});
        peer.send("hi");
    }};
    auto client = HttpClient::open({.endpoint = server.url(), .first_byte_timeout = milliseconds{150}});
    EXPECT_EQ(outcome_of(client->exchange({})), "hi");
}

TEST(HttpClientDeadlines, connecting_has_one_of_its_own) {
    RawServer proxy{answers("")};  // a tunnel that is never there
    auto client = HttpClient::open(
        {.endpoint = "http://server.invalid", .connect_timeout = milliseconds{100}, .proxy = proxy.url()});
    const auto answer = client->exchange({});
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, NoAnswer::timed_out);
}

TEST(HttpClientDeadlines, connecting_counts_as_part_of_the_exchange) {
    RawServer proxy{answers("")};
    auto client = HttpClient::open(
        {.endpoint = "http://server.invalid", .exchange_timeout = milliseconds{100}, .proxy = proxy.url()});
    const auto begun = Connection::Clock::now();
    EXPECT_EQ(client->exchange({}).error().kind, NoAnswer::timed_out);
    EXPECT_LT(Connection::Clock::now() - begun, std::chrono::seconds{4});
}

TEST(HttpClientDeadlines, a_flood_within_the_limits_ends_with_the_exchange) {
    RawServer server{
        floods("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "1;" + std::string(300, 'a') + "\r\na\r\n")};
    auto client = HttpClient::open({.endpoint = server.url(), .exchange_timeout = milliseconds{300}});
    EXPECT_EQ(outcome_of(client->exchange({})), late);
}

}  // namespace
}  // namespace keyturn
