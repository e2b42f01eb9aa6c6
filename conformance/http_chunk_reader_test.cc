#include "conformance/http_chunk_reader.h"

#include <gtest/gtest.h>

#include <string>

namespace keyturn {
namespace {

// The body, "…" behind it while more is awaited, or the fault with where it showed. The same for all sizes of pieces.
std::string unchunked_in_pieces(std::string_view bytes, std::size_t piece, std::size_t line_limit) {
    HttpChunkReader reader{line_limit, 1u << 20};
    std::string body;
    for (std::size_t from = 0; from < bytes.size(); from += piece) {
        auto rest = bytes.substr(from, piece);
        const auto over = reader.take(rest, body);
        const auto left = bytes.size() - std::min(bytes.size(), from + piece) + rest.size();
        if (!over) return over.error() + " @" + std::to_string(bytes.size() - left);
        if (*over) return body + (left > 0 ? " +" + std::to_string(left) : "");
    }
    return body + "…";
}

std::string unchunked(std::string_view bytes, std::size_t line_limit = 100) {
    const auto whole = unchunked_in_pieces(bytes, bytes.size(), line_limit);
    for (const std::size_t piece : {1u, 2u, 5u}) EXPECT_EQ(unchunked_in_pieces(bytes, piece, line_limit), whole);
    return whole;
}

TEST(HttpChunkReader, puts_chunks_together_until_the_trailer_is_over) {
    EXPECT_EQ(unchunked("3\r\nabc\r\nA\r\n0123456789\r\n0\r\n\r\n"), "abc0123456789");
    EXPECT_EQ(unchunked("3\r\nabc\r\n0\r\n\r"), "abc…");
    EXPECT_EQ(unchunked("0\r\n\r\nxyz"), " +3");
}

TEST(HttpChunkReader, what_chunks_hold_is_not_looked_at) {
    EXPECT_EQ(unchunked("4\r\n\r\n\r\n\r\n0\r\n\r\n"), "\r\n\r\n");
}

TEST(HttpChunkReader, reads_sizes_as_hexadecimal_numbers) {
    EXPECT_EQ(unchunked("00a\r\n0123456789\r\n000\r\n\r\n"), "0123456789");
    EXPECT_EQ(unchunked("1F\r\n" + std::string(31, 'x') + "\r\n0\r\n\r\n"), std::string(31, 'x'));
    EXPECT_EQ(unchunked("f\r\n" + std::string(15, 'x') + "\r\n0\r\n\r\n"), std::string(15, 'x'));
    EXPECT_EQ(unchunked("9\r\n" + std::string(9, 'x') + "\r\n0\r\n\r\n"), std::string(9, 'x'));
    EXPECT_EQ(unchunked("F\r\n" + std::string(15, 'x') + "\r\n0\r\n\r\n"), std::string(15, 'x'));
}

TEST(HttpChunkReader, refuses_what_is_no_size) {
    for (const auto* line :
         {"\r\n", "g\r\n", "G\r\n", "-1\r\n", "+1\r\n", " 1\r\n", ";a\r\n", "/\r\n", "`\r\n", "@\r\n", ":\r\n"})
        EXPECT_TRUE(unchunked(line).starts_with("a chunk's size that is not a hexadecimal number @")) << line;
    EXPECT_EQ(unchunked("1\n"), "in a chunk's size: a line feed without a carriage return @1");
    for (const auto* line : {"1 \r\n", "0x1\r\n", "1,\r\n"})
        EXPECT_TRUE(unchunked(line).starts_with("a chunk's size followed by what is no chunk extension @")) << line;
}

TEST(HttpChunkReader, sizes_past_any_integer_do_not_wrap_around) {
    for (const auto* line : {"100001\r\n", "ffffffffffffffff\r\n", "10000000000000000\r\n", "10000000000000001\r\n",
                             "fffffffffffffffffffffffffffffffff1\r\n"})
        EXPECT_TRUE(unchunked(line).starts_with("chunks past the body's limit of 1048576 bytes @")) << line;
    EXPECT_EQ(unchunked("100000\r\n"), "…");
    EXPECT_EQ(unchunked("1\r\na\r\n100000\r\n"), "chunks past the body's limit of 1048576 bytes @14");
    EXPECT_EQ(unchunked("1\r\na\r\nffffffffffffffff\r\n"), "chunks past the body's limit of 1048576 bytes @24");
}

TEST(HttpChunkReader, extensions_are_passed_over) {
    for (const auto* extensions :
         {";a", ";a=b", " ; a = b", "\t;\ta\t=\tb;c", ";a=\"\"", ";a=\"\\\"\"", ";a=\"x;y =\\\"z\"", ";a ;b=\"c\" ;d"})
        EXPECT_EQ(unchunked("1" + std::string{extensions} + "\r\na\r\n0;z\r\n\r\n"), "a") << extensions;
}

TEST(HttpChunkReader, malformed_extensions_are_faults) {
    for (const auto* extensions : {";", ";;a", "; =b", ";a=", ";a= ", ";a=\"", ";a=\"\\\"", ";a=\"\\", ";a=b c",
                                   ";a=\"b\"c", ";a,b", ";a/b", ";a ", ";a\"b\""})
        EXPECT_TRUE(unchunked("1" + std::string{extensions} + "\r\n")
                        .starts_with("a chunk's size followed by what is no chunk extension @"))
            << extensions;
}

TEST(HttpChunkReader, a_chunk_that_does_not_end_where_its_size_says_is_a_fault) {
    const std::string reason = "a chunk that does not end where its size says @";
    EXPECT_EQ(unchunked("1\r\nab\r\n"), reason + "4");
    EXPECT_EQ(unchunked("3\r\nab\r\n0\r\n\r\n"), reason + "6");
    EXPECT_EQ(unchunked("2\r\nab\n"), reason + "5");
    EXPECT_EQ(unchunked("2\r\nab\r\r\n"), reason + "6");
    EXPECT_EQ(unchunked("1\r\na\r\n1\r\nbb"), reason + "10");
}

TEST(HttpChunkReader, the_trailer_holds_header_lines) {
    EXPECT_EQ(unchunked("0\r\nA: b\r\nC:\r\n\r\n"), "");
    EXPECT_EQ(unchunked("0\r\nA\r\n"), "in the trailer: a header line without a colon @6");
    EXPECT_EQ(unchunked("0\r\nA: b\n"), "in the trailer: a line feed without a carriage return @7");
    EXPECT_EQ(unchunked("0\r\n\n"), "in the trailer: a line feed without a carriage return @3");
}

TEST(HttpChunkReader, each_size_line_and_the_trailer_have_the_line_limit_for_themselves) {
    EXPECT_EQ(unchunked("1;abc\r\na\r\n1;abc\r\nb\r\n0;abc\r\nA: b\r\n\r\n", 8), "ab");
    EXPECT_EQ(unchunked("1;abc\r\na\r\n1;abcd\r\n", 7),
              "in a chunk's size: header lines past the limit of 7 bytes @17");
    EXPECT_EQ(unchunked("0\r\nA: b\r\nC: d\r\n", 8), "in the trailer: header lines past the limit of 8 bytes @11");
}

}  // namespace
}  // namespace keyturn
