#include "conformance/defects/bendings.h"
#include "conformance/defects/defect_groups.h"
#include "conformance/defects/occasions.h"

namespace keyturn {
namespace {

using namespace std::string_literals;

constexpr std::string_view framing = "AM-HTTP-003";
constexpr std::string_view coding = "AM-HTTP-008";

const std::string head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
const std::string text = R"({"data":{}})";  // eleven bytes

Bending sends(const std::string& lines, const std::string& rest, AfterBytes then = AfterBytes::close) {
    return bytes(head + lines + "\r\n" + rest, then);
}

// gzip of {"data":{}}: one stored block.
const std::string gzipped =
    "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff\x01\x0b\x00\xf4\xff{\"data\":{}}\xd6\x06\x7b\xf3\x0b\x00\x00\x00"s;

}  // namespace

ServerDefects framing_defects() {
    return {
        {"promises_too_much", framing, "names a length past the end of the body", accepts,
         sends("Content-Length: 12\r\n", text)},
        {"promises_too_little", framing, "names a length that ends within the body", accepts,
         sends("Content-Length: 10\r\n", text)},
        {"names_two_lengths", framing, "names two lengths", accepts,
         sends("Content-Length: 11\r\nContent-Length: 12\r\n", text)},
        {"lists_two_lengths", framing, "names two lengths on one line", accepts,
         sends("Content-Length: 11, 12\r\n", text)},
        {"names_a_negative_length", framing, "names a negative length", accepts, sends("Content-Length: -1\r\n", text)},
        {"names_a_signed_length", framing, "writes a plus before the length", accepts,
         sends("Content-Length: +11\r\n", text)},
        {"names_a_length_in_hex", framing, "writes the length in hexadecimal", accepts,
         sends("Content-Length: 0xb\r\n", text)},
        {"names_an_empty_length", framing, "leaves the length empty", accepts, sends("Content-Length: \r\n", text)},
        {"chunks_and_counts", framing, "names a length and sends chunks", accepts,
         sends("Content-Length: 11\r\nTransfer-Encoding: chunked\r\n", "b\r\n" + text + "\r\n0\r\n\r\n")},
        {"chunks_with_bad_size", framing, "writes the size of a chunk with a prefix", accepts,
         sends("Transfer-Encoding: chunked\r\n", "0xb\r\n" + text + "\r\n0\r\n\r\n")},
        {"chunks_with_huge_size", framing, "names a chunk past 64 bits", accepts,
         sends("Transfer-Encoding: chunked\r\n", "1000000000000000b\r\n" + text + "\r\n0\r\n\r\n")},
        {"chunks_without_end", framing, "forgets the last chunk", accepts,
         sends("Transfer-Encoding: chunked\r\n", "b\r\n" + text + "\r\n")},
        {"chunks_too_short", framing, "names a chunk's size too small", accepts,
         sends("Transfer-Encoding: chunked\r\n", "a\r\n" + text + "\r\n0\r\n\r\n")},
        {"codes_the_transfer", framing, "sends a transfer coding that nobody asked for", accepts,
         sends("Transfer-Encoding: gzip, chunked\r\n", "b\r\n" + text + "\r\n0\r\n\r\n")},
        {"says_chunked_and_is_not", framing, "says chunked and sends the body as it is", accepts,
         sends("Transfer-Encoding: chunked\r\n", text)},
        {"ends_lines_with_line_feeds", framing, "ends its header lines with bare line feeds", accepts,
         bytes("HTTP/1.1 200 OK\nContent-Type: application/json\nContent-Length: 11\n\n" + text)},
        {"ends_a_line_with_carriage_return", framing, "has a bare carriage return in its head", accepts,
         sends("X-Trace: a\rb\r\nContent-Length: 11\r\n", text)},
        {"folds_a_line", framing, "folds a header line", accepts,
         sends("X-Trace: a,\r\n b\r\nContent-Length: 11\r\n", text)},
        {"lets_its_answer_be_split", framing, "writes the line breaks of a value into its head", accepts,
         sends("Content-Length: 11\r\nX-Note: a\r\n\r\n<p>split</p>\r\nX-Rest: b\r\n", text, AfterBytes::keep)},
        {"writes_a_line_without_colon", framing, "has a header line without a colon", accepts,
         sends("Served by node 3\r\nContent-Length: 11\r\n", text)},
        {"writes_a_space_before_the_colon", framing, "has a space between name and colon", accepts,
         sends("Content-Length : 11\r\n", text)},
        {"writes_nul_into_its_head", framing, "has a NUL in its head", accepts,
         sends("X-Trace: a\0b\r\nContent-Length: 11\r\n"s, text)},
        {"answers_http_0_9", framing, "sends the document without a head", accepts, bytes(text)},
        {"answers_http_2", framing, "answers in HTTP/2", accepts, bytes("\0\0\x06\x04\0\0\0\0\0\0\x03\0\0\0\x64"s)},
        {"answers_http_3_in_words", framing, "names a version of HTTP that it does not speak", accepts,
         bytes("HTTP/3.0 200 OK\r\nContent-Type: application/json\r\nContent-Length: 11\r\n\r\n" + text)},
        {"answers_two_digits", framing, "answers a status of two digits", accepts,
         bytes("HTTP/1.1 20 OK\r\nContent-Type: application/json\r\nContent-Length: 11\r\n\r\n" + text)},
        {"answers_status_999", framing, "answers a status of no class", accepts,
         bytes("HTTP/1.1 999 OK\r\nContent-Type: application/json\r\nContent-Length: 11\r\n\r\n" + text)},
        {"sends_a_body_with_204", framing, "sends a body where none may be", accepts,
         bytes("HTTP/1.1 204 No Content\r\n\r\n" + text)},
        {"sends_bytes_behind_the_end", framing, "sends a line break behind the body", accepts,
         sends("Content-Length: 11\r\n", text + "\r\n", AfterBytes::keep)},
        {"answers_twice", framing, "sends its answer twice", accepts,
         sends("Content-Length: 11\r\n", text + head + "Content-Length: 11\r\n\r\n" + text, AfterBytes::keep)},
        {"closes_within_the_head", framing, "closes within the head", accepts, bytes("HTTP/1.1 200 OK\r\nContent-Ty")},
        {"resets_within_the_body", framing, "resets the connection within the body", accepts,
         sends("Content-Length: 11\r\n", text.substr(0, 5), AfterBytes::reset)},
        {"compresses_unasked", coding, "compresses what nobody asked to be compressed", accepts,
         both(header("Content-Encoding", "gzip"), body(gzipped))},
        {"compresses_in_silence", coding, "compresses and does not say so", accepts, body(gzipped)},
        {"says_deflate_and_is_not", coding, "says deflate and sends the body as it is", accepts,
         header("Content-Encoding", "deflate")},
    };
}

}  // namespace keyturn
