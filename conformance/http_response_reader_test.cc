#include "conformance/http_response_reader.h"

#include <gtest/gtest.h>

#include <string>

namespace keyturn {
namespace {

using Outcome = std::expected<HttpResponse, FramingFault>;

std::string shown(const Outcome& outcome) {
    if (!outcome) return "fault at " + std::to_string(outcome.error().offset) + ": " + outcome.error().reason;
    auto text = std::to_string(outcome->status) + " " + outcome->reason + "\n";
    for (const auto& [name, value] : outcome->headers) text += name + "=" + value + "\n";
    return text + "\n" + outcome->body;
}

HttpResponseReader fed_in_pieces(std::string_view bytes, std::size_t piece, std::string_view method,
                                 ResponseLimits limits) {
    HttpResponseReader reader{method, limits};
    for (std::size_t from = 0; from < bytes.size(); from += piece) reader.take(bytes.substr(from, piece));
    return reader;
}

// What comes out, after seeing that it does not depend on the pieces.
HttpResponseReader fed(std::string_view bytes, std::string_view method = "POST", ResponseLimits limits = {}) {
    auto whole = fed_in_pieces(bytes, bytes.size() + 1, method, limits);
    for (const std::size_t piece : {1u, 2u, 3u, 7u}) {
        const auto other = fed_in_pieces(bytes, piece, method, limits);
        EXPECT_EQ(other.finished(), whole.finished()) << bytes;
        EXPECT_EQ(shown(other.result()), shown(whole.result())) << bytes;
    }
    return whole;
}

std::string accepted(std::string_view bytes, std::string_view method = "POST", ResponseLimits limits = {}) {
    const auto reader = fed(bytes, method, limits);
    EXPECT_TRUE(reader.finished()) << bytes;
    return shown(reader.result());
}

std::string fault(std::string_view bytes, std::string_view method = "POST", ResponseLimits limits = {}) {
    const auto reader = fed(bytes, method, limits);
    if (!reader.finished()) return "unfinished";
    const auto outcome = reader.result();
    return outcome ? "no fault" : outcome.error().reason;
}

std::string with_header(std::string_view line) { return "HTTP/1.1 200 OK\r\n" + std::string{line} + "\r\n\r\n"; }

std::string chunked(std::string_view chunks) {
    return "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + std::string{chunks};
}

bool keeps_alive_after(std::string_view head) {
    const auto reader = fed(std::string{head} + "\r\n\r\n");
    EXPECT_TRUE(reader.finished()) << head;
    return reader.keeps_alive();
}

TEST(HttpResponseReader, reads_status_reason_header_lines_in_order_and_a_counted_body) {
    EXPECT_EQ(accepted("HTTP/1.1 404 Not  Found\r\nb: 2\r\nA:\t1 x \t\r\nB:3\r\nE:\r\nContent-Length: 5\r\n\r\nhello"),
              "404 Not  Found\nb=2\nA=1 x\nB=3\nE=\nContent-Length=5\n\nhello");
}

TEST(HttpResponseReader, is_finished_only_with_the_last_byte) {
    HttpResponseReader reader{"POST"};
    EXPECT_FALSE(reader.take(""));
    EXPECT_FALSE(reader.began());
    EXPECT_FALSE(reader.take("H"));
    EXPECT_TRUE(reader.began());
    EXPECT_FALSE(reader.take("TTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\na"));
    EXPECT_FALSE(reader.finished());
    EXPECT_FALSE(reader.keeps_alive());
    EXPECT_TRUE(reader.take("b"));
    EXPECT_TRUE(reader.finished());
    EXPECT_TRUE(reader.keeps_alive());
    EXPECT_EQ(std::move(reader).result()->body, "ab");
}

TEST(HttpResponseReader, a_response_that_breaks_with_its_first_byte_began) {
    HttpResponseReader reader{"POST"};
    EXPECT_TRUE(reader.take("\x15"));
    EXPECT_TRUE(reader.began());
    EXPECT_EQ(shown(reader.result()), "fault at 0: the control character 0x15 in a line");
}

TEST(HttpResponseReader, an_empty_counted_body_ends_with_the_head) {
    EXPECT_EQ(accepted("HTTP/1.1 200 \r\nContent-Length: 0\r\n\r\n"), "200 \nContent-Length=0\n\n");
}

TEST(HttpResponseReader, keeps_bytes_outside_ascii_in_values_and_reasons) {
    EXPECT_EQ(accepted("HTTP/1.1 200 gr\xfc\xdf\r\nX: \x80\xff\r\nContent-Length: 0\r\n\r\n"),
              "200 gr\xfc\xdf\nX=\x80\xff\nContent-Length=0\n\n");
}

TEST(HttpResponseReader, accepts_every_character_of_a_token_in_a_name) {
    const std::string name = "!#$%&'*+-.^_`|~azAZ09";
    EXPECT_EQ(accepted("HTTP/1.1 204 \r\n" + name + ": v\r\n\r\n"), "204 \n" + name + "=v\n\n");
}

TEST(HttpResponseReader, accepts_the_outermost_statuses) {
    EXPECT_EQ(fault("HTTP/1.1 100 \r\n\r\n"), "unfinished");
    EXPECT_EQ(accepted("HTTP/1.1 599 \r\nContent-Length: 0\r\n\r\n"), "599 \nContent-Length=0\n\n");
}

TEST(HttpResponseReader, an_answer_that_is_no_http_1_is_told_from_its_first_bytes) {
    const std::string reason = "an answer that does not begin with HTTP/1.0 or HTTP/1.1";
    for (const auto* bytes : {"<", "\x80", "hTTP/1.1 200 OK", "HTTP/2", "HTTP/1,1", "HTTP/1.2", "HTTP/1./", "HTTP/1.11",
                              "HTTP/1.1\t", " HTTP/1.1"})
        EXPECT_EQ(fault(bytes), reason) << bytes;
    EXPECT_EQ(accepted("<html>"), "fault at 1: " + reason);
}

TEST(HttpResponseReader, refuses_a_malformed_status_line) {
    const std::string digits = "a status that is not three digits";
    EXPECT_EQ(fault("HTTP/1.1\r\n"), "no status line of HTTP/1.0 or HTTP/1.1");
    EXPECT_EQ(fault("\r\n"), "no status line of HTTP/1.0 or HTTP/1.1");
    EXPECT_EQ(fault("HTTP/1.1 \r\n"), digits);
    EXPECT_EQ(fault("HTTP/1.1 20\r\n"), digits);
    EXPECT_EQ(fault("HTTP/1.1 20 OK\r\n"), digits);
    EXPECT_EQ(fault("HTTP/1.1  200 OK\r\n"), digits);
    EXPECT_EQ(fault("HTTP/1.1 2/0 OK\r\n"), digits);
    EXPECT_EQ(fault("HTTP/1.1 2:0 OK\r\n"), digits);
    EXPECT_EQ(fault("HTTP/1.1 099 OK\r\n"), "the status 099, which no class has");
    EXPECT_EQ(fault("HTTP/1.1 600 OK\r\n"), "the status 600, which no class has");
    EXPECT_EQ(fault("HTTP/1.1 200\r\n"), "no space after the status");
    EXPECT_EQ(fault("HTTP/1.1 2000 OK\r\n"), "no space after the status");
}

TEST(HttpResponseReader, refuses_line_ends_other_than_crlf) {
    EXPECT_EQ(accepted("HTTP/1.1 200 OK\nA: b\r\n\r\n"), "fault at 15: a line feed without a carriage return");
    EXPECT_EQ(fault("HTTP/1.1 200 OK\r\nA: b\n"), "a line feed without a carriage return");
    EXPECT_EQ(fault("HTTP/1.1 200 OK\r\nA: b\rc"), "a carriage return without a line feed");
    EXPECT_EQ(fault("HTTP/1.1 200 OK\r\r\n"), "a carriage return without a line feed");
}

TEST(HttpResponseReader, refuses_control_characters_in_the_head_but_the_tab) {
    EXPECT_EQ(fault(std::string{"HTTP/1.1 200 O\0K\r\n", 18}), "the control character 0x00 in a line");
    EXPECT_EQ(fault("HTTP/1.1 200 OK\r\nA: \x1f\r\n"), "the control character 0x1f in a line");
    EXPECT_EQ(fault("HTTP/1.1 200 OK\r\nA: \x7f\r\n"), "the control character 0x7f in a line");
    EXPECT_EQ(accepted("HTTP/1.1 204 a\tb\r\nA: b\tc\r\n\r\n"), "204 a\tb\nA=b\tc\n\n");
}

TEST(HttpResponseReader, refuses_malformed_header_lines) {
    EXPECT_EQ(fault(with_header("A: b\r\n c")), "a folded header line");
    EXPECT_EQ(fault(with_header("\tA: b")), "a folded header line");
    EXPECT_EQ(fault(with_header("A")), "a header line without a colon");
    EXPECT_EQ(fault(with_header(": b")), "a header line without a name");
    EXPECT_EQ(fault(with_header("A : b")), "white space before a header line's colon");
    EXPECT_EQ(fault(with_header("A\t: b")), "white space before a header line's colon");
    for (const auto* name : {"A B", "A/B", "A(", "A\x80", "A\"", "A[", "A{", "A@", "A,"})
        EXPECT_EQ(fault(with_header(std::string{name} + ": b")),
                  "a header name with a character that no name may have");
}

TEST(HttpResponseReader, a_head_may_fill_its_limit_and_not_pass_it) {
    const std::string head = "HTTP/1.1 204 \r\nA: b\r\n\r\n";
    EXPECT_EQ(accepted(head, "POST", {.head_bytes = head.size()}), "204 \nA=b\n\n");
    EXPECT_EQ(accepted(head, "POST", {.head_bytes = head.size() - 1}), "fault at " + std::to_string(head.size() - 1) +
                                                                           ": header lines past the limit of " +
                                                                           std::to_string(head.size() - 1) + " bytes");
}

TEST(HttpResponseReader, has_the_limits_of_its_documentation) {
    const std::string start = "HTTP/1.1 200 OK\r\nA: ";
    EXPECT_EQ(fault(start + std::string((64u << 10) - start.size(), 'a')), "unfinished");
    EXPECT_EQ(fault(start + std::string((64u << 10) - start.size() + 1, 'a')),
              "header lines past the limit of 65536 bytes");
    EXPECT_EQ(fault(with_header("Content-Length: 67108864")), "unfinished");
    EXPECT_EQ(fault(with_header("Content-Length: 67108865")),
              "a body declared as 67108865 bytes, past the limit of 67108864");
}

TEST(HttpResponseReader, each_head_has_the_limit_for_itself) {
    const std::string interim = "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n";
    EXPECT_EQ(accepted(interim + interim + "HTTP/1.1 204 \r\n\r\n", "POST", {.head_bytes = interim.size()}),
              "204 \n\n");
}

TEST(HttpResponseReader, refuses_lengths_that_nobody_can_rely_on) {
    const std::string decimal = "a Content-Length that is not a decimal number";
    for (const auto* value : {"", "+5", "-1", "0x5", "5 5", "5, 5", "5a", "1/", "1:"})
        EXPECT_EQ(fault(with_header("Content-Length: " + std::string{value})), decimal) << value;
    EXPECT_EQ(fault(with_header("Content-Length: 5\r\ncontent-length: 6")), "two values of Content-Length that differ");
    EXPECT_EQ(fault(with_header("Content-Length: 0\r\nTransfer-Encoding: chunked")),
              "both Content-Length and Transfer-Encoding");
}

TEST(HttpResponseReader, the_same_length_twice_is_one_length) {
    EXPECT_EQ(accepted("HTTP/1.1 200 \r\nContent-Length: 2\r\ncontent-length: 02\r\n\r\nab"),
              "200 \nContent-Length=2\ncontent-length=02\n\nab");
}

TEST(HttpResponseReader, lengths_past_any_integer_do_not_wrap_around) {
    const std::string past = "a body declared as 18446744073709551615 bytes, past the limit of 67108864";
    for (const auto* value : {"18446744073709551615", "18446744073709551616", "18446744073709551618",
                              "99999999999999999999999999999999999999"})
        EXPECT_EQ(fault(with_header("Content-Length: " + std::string{value})), past) << value;
    EXPECT_EQ(fault(with_header("Content-Length: 18446744073709551614")),
              "a body declared as 18446744073709551614 bytes, past the limit of 67108864");
}

TEST(HttpResponseReader, refuses_transfer_codings_other_than_chunked_alone) {
    const std::string other = "a Transfer-Encoding other than chunked alone";
    for (const auto* line : {"Transfer-Encoding: gzip", "Transfer-Encoding: gzip, chunked",
                             "Transfer-Encoding:", "Transfer-Encoding: chunked, chunked", "Transfer-Encoding: identity",
                             "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked"})
        EXPECT_EQ(fault(with_header(line)), other) << line;
    EXPECT_EQ(fault("HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"), "Transfer-Encoding in HTTP/1.0");
}

TEST(HttpResponseReader, a_body_may_fill_its_limit_and_not_pass_it) {
    const ResponseLimits four{.body_bytes = 4};
    EXPECT_EQ(accepted(with_header("Content-Length: 4") + "abcd", "POST", four), "200 OK\nContent-Length=4\n\nabcd");
    EXPECT_EQ(fault(with_header("Content-Length: 5"), "POST", four), "a body declared as 5 bytes, past the limit of 4");
    EXPECT_EQ(fault(with_header("A: b") + "abcd", "POST", four), "unfinished");
    EXPECT_EQ(fault(with_header("A: b") + "abcde", "POST", four), "a body past the limit of 4 bytes");
    EXPECT_EQ(fault(chunked("2\r\nab\r\n2\r\ncd\r\n0\r\n\r\n"), "POST", four), "no fault");
    EXPECT_EQ(fault(chunked("2\r\nab\r\n3\r\n"), "POST", four), "chunks past the body's limit of 4 bytes");
    EXPECT_EQ(fault(chunked("2\r\nab\r\n2\r\ncd\r\n1\r\n"), "POST", four), "chunks past the body's limit of 4 bytes");
}

TEST(HttpResponseReader, a_body_without_a_length_ends_when_the_peer_closes) {
    auto reader = fed("HTTP/1.1 200 OK\r\n\r\nabc");
    EXPECT_FALSE(reader.finished());
    reader.closed();
    EXPECT_EQ(shown(reader.result()), "200 OK\n\nabc");
    EXPECT_FALSE(reader.keeps_alive());
}

TEST(HttpResponseReader, a_response_cut_short_by_a_close_is_a_fault) {
    for (const std::string bytes :
         {"HTT", "HTTP/1.1 200 OK\r\nA: b\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\na",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n", "HTTP/1.1 100 Continue\r\n\r\n"}) {
        auto reader = fed(bytes);
        reader.closed();
        EXPECT_EQ(shown(reader.result()),
                  "fault at " + std::to_string(bytes.size()) + ": the connection closed before the response was whole");
    }
}

TEST(HttpResponseReader, a_close_before_any_byte_is_a_fault_of_a_response_that_never_began) {
    HttpResponseReader reader{"POST"};
    reader.closed();
    EXPECT_TRUE(reader.finished());
    EXPECT_FALSE(reader.began());
    EXPECT_FALSE(reader.result().has_value());
}

TEST(HttpResponseReader, a_close_after_the_end_changes_nothing) {
    auto reader = fed("HTTP/1.1 204 \r\n\r\n");
    reader.closed();
    reader.broken_off("a reset");
    EXPECT_EQ(shown(reader.result()), "204 \n\n");
}

TEST(HttpResponseReader, breaking_off_is_a_fault_even_where_closing_is_none) {
    auto reader = fed("HTTP/1.1 200 OK\r\n\r\nabc");
    reader.broken_off("a reset");
    EXPECT_EQ(shown(reader.result()), "fault at 22: a reset");
}

TEST(HttpResponseReader, the_first_fault_stays) {
    auto reader = fed("HTTP/1.1 200 OK\r\n\r\nabcde", "POST", {.body_bytes = 4});
    reader.closed();
    reader.broken_off("a reset");
    EXPECT_TRUE(reader.take("more"));
    EXPECT_EQ(shown(reader.result()), "fault at 23: a body past the limit of 4 bytes");
    EXPECT_EQ(shown(std::move(reader).result()), "fault at 23: a body past the limit of 4 bytes");
}

TEST(HttpResponseReader, some_responses_have_no_body_whatever_their_lengths_say) {
    EXPECT_EQ(accepted(with_header("Content-Length: 99999999999"), "HEAD"), "200 OK\nContent-Length=99999999999\n\n");
    EXPECT_EQ(accepted("HTTP/1.1 304 \r\nContent-Length: 5\r\n\r\n"), "304 \nContent-Length=5\n\n");
    EXPECT_EQ(accepted("HTTP/1.1 204 \r\nTransfer-Encoding: chunked\r\n\r\n"), "204 \nTransfer-Encoding=chunked\n\n");
    EXPECT_EQ(fault(with_header("Content-Length: x"), "HEAD"), "a Content-Length that is not a decimal number");
}

TEST(HttpResponseReader, bytes_after_the_end_are_a_fault) {
    const std::string after = "bytes after the end of the response";
    EXPECT_EQ(accepted("HTTP/1.1 204 \r\n\r\nx"), "fault at 17: " + after);
    EXPECT_EQ(fault("HTTP/1.1 304 \r\n\r\nx"), after);
    EXPECT_EQ(fault(with_header("Content-Length: 1") + "x", "HEAD"), after);
    EXPECT_EQ(fault(with_header("Content-Length: 1") + "xy"), after);
    EXPECT_EQ(fault(chunked("0\r\n\r\nx")), after);
    auto reader = fed("HTTP/1.1 204 \r\n\r\n");
    EXPECT_TRUE(reader.take(""));
    EXPECT_TRUE(reader.keeps_alive());
    EXPECT_FALSE(reader.broken());
    EXPECT_TRUE(reader.take("\r\n"));
    EXPECT_FALSE(reader.keeps_alive());
    EXPECT_TRUE(reader.broken());
    EXPECT_FALSE(reader.result().has_value());
}

TEST(HttpResponseReader, interim_answers_are_passed_over) {
    EXPECT_EQ(accepted("HTTP/1.1 100 Continue\r\nA: b\r\n\r\nHTTP/1.1 103 \r\n\r\nHTTP/1.1 204 \r\n\r\n"), "204 \n\n");
    EXPECT_EQ(fault("HTTP/1.1 101 Switching Protocols\r\n\r\n"), "a switch of protocols that was not asked for");
}

TEST(HttpResponseReader, interim_answers_are_counted) {
    std::string sixteen;
    for (int i = 0; i < 16; ++i) sixteen += "HTTP/1.1 100 \r\n\r\n";
    EXPECT_EQ(accepted(sixteen + "HTTP/1.1 204 \r\n\r\n"), "204 \n\n");
    EXPECT_EQ(fault(sixteen + "HTTP/1.1 100 \r\n\r\n"), "more than 16 interim responses");
}

TEST(HttpResponseReader, tells_whether_the_connection_stays) {
    EXPECT_TRUE(keeps_alive_after("HTTP/1.1 204 "));
    EXPECT_TRUE(keeps_alive_after("HTTP/1.1 204 \r\nConnection: closed, upgrade"));
    EXPECT_FALSE(keeps_alive_after("HTTP/1.1 204 \r\nconnection: Close"));
    EXPECT_FALSE(keeps_alive_after("HTTP/1.1 204 \r\nConnection: keep-alive,\t close ,x"));
    EXPECT_FALSE(keeps_alive_after("HTTP/1.1 204 \r\nConnection: keep-alive\r\nConnection: close"));
    EXPECT_FALSE(keeps_alive_after("HTTP/1.1 204 \r\nConnection: x,close"));
    EXPECT_FALSE(keeps_alive_after("HTTP/1.0 204 "));
    EXPECT_TRUE(keeps_alive_after("HTTP/1.0 204 \r\nConnection: x,, Keep-Alive"));
}

}  // namespace
}  // namespace keyturn
