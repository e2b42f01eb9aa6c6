#include "tools/hostile_servers_test_support.h"

#include <fmt/format.h>

#include <ostream>

namespace keyturn {
namespace {

using std::chrono::milliseconds;
using Script = RawServer::Script;

// ---- scripts

// Further requests of the connection are answered rightly.
Script answers(std::string bytes) {
    return [bytes](RawPeer& peer) {
        peer.read_request();
        peer.send(bytes);
        answer_rightly(peer);
    };
}

Script answers_and_closes(std::string bytes) {
    return [bytes](RawPeer& peer) {
        peer.read_request();
        peer.send(bytes);
    };
}

Script answers_and_resets(std::string bytes) {
    return [bytes](RawPeer& peer) {
        peer.read_request();
        peer.send(bytes);
        peer.wait(milliseconds(50));  // else the reset may overtake what was sent
        peer.reset();
    };
}

Script drips(std::string bytes) {
    return [bytes](RawPeer& peer) {
        peer.read_request();
        peer.drip(bytes, milliseconds(50));
        peer.wait_for_close();
    };
}

std::string repeated(std::string_view text, std::size_t times) {
    std::string all;
    all.reserve(text.size() * times);
    for (std::size_t i = 0; i < times; ++i) all += text;
    return all;
}

Script floods(std::string start, std::string_view piece) {
    return [start, pieces = repeated(piece, 4000)](RawPeer& peer) {
        peer.read_request();
        peer.send(start);
        peer.flood(pieces);
    };
}

std::string response(std::string_view body, std::string_view head = "HTTP/1.1 200 OK\r\n") {
    return fmt::format("{}Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{}", head, body.size(), body);
}

Script body(std::string_view text) { return answers(response(text)); }

// Made when it is asked for.
Script body(std::string (*text)()) {
    return [text](RawPeer& peer) { answers(response(text()))(peer); };
}

// A JSON text that is right but for what it says.
Script text(std::string_view json) { return body(fmt::format(R"({{"data":{{"text":"{}"}}}})", json)); }

std::string members(std::size_t count, bool one_name) {
    std::string object = "{";
    for (std::size_t i = 0; i < count; ++i) object += fmt::format("\"{}\":0,", one_name ? 0 : i);
    object.back() = '}';
    return object;
}

const std::string ok = "HTTP/1.1 200 OK\r\n";
const std::string chunked = ok + "Transfer-Encoding: chunked\r\n\r\n";

// ---- the table

const std::vector<HostileGroup> table = {
    {"Silence, closing and haste",
     {
         {"accepts, and says nothing", [](RawPeer& peer) { peer.wait_for_close(); }, "nonconformant",
          "AM-HTTP-006 response: none, while another request was answered", true},
         {"reads the request, and says nothing", answers(""), "nonconformant",
          "AM-HTTP-006 response: none, while another request was answered", true},
         {"falls silent within the status line", answers("HTTP/1.1 2"), "nonconformant",
          "AM-HTTP-003 framing: the deadline passed before the response was whole (after 10 bytes)", true},
         {"falls silent within the head", answers(ok + "Content-Le"), "nonconformant",
          "AM-HTTP-003 framing: the deadline passed before the response was whole (after 27 bytes)", true},
         {"falls silent within the body", answers(ok + "Content-Length: 9\r\n\r\n{"), "nonconformant",
          "AM-HTTP-003 framing: the deadline passed before the response was whole (after 39 bytes)", true},
         {"falls silent between chunks", answers(chunked + "1\r\n{\r\n"), "nonconformant",
          "AM-HTTP-003 framing: the deadline passed before the response was whole (after 53 bytes)", true},
         {"never closes a body that closing would end", answers(ok + "\r\n{}"), "nonconformant",
          "AM-HTTP-003 framing: the deadline passed before the response was whole (after 21 bytes)", true},
         {"sends a byte now and then", drips(response("{}")), "nonconformant",
          "AM-HTTP-003 framing: the deadline passed before the response was whole…", true},
         {"resets the connection at once", [](RawPeer& peer) { peer.reset(); }, "inconclusive", "…"},
         {"resets after the request", answers_and_resets(""), "inconclusive", "Recv failure: Connection reset by peer"},
         {"resets within the head", answers_and_resets(ok + "Content-Le"), "nonconformant",
          "AM-HTTP-003 framing: Recv failure: Connection reset by peer (after 27 bytes)"},
         {"resets within the body", answers_and_resets(ok + "Content-Length: 9\r\n\r\n{"), "nonconformant",
          "AM-HTTP-003 framing: Recv failure: Connection reset by peer (after 39 bytes)"},
         {"closes after the request", answers_and_closes(""), "inconclusive",
          "the connection closed before one byte of a response"},
         {"closes within the status line", answers_and_closes("HTTP/1.1 2"), "nonconformant",
          "AM-HTTP-003 framing: the connection closed before the response was whole (after 10 bytes)"},
         {"closes within the head", answers_and_closes(ok + "Content-Length: 2\r\n"), "nonconformant",
          "AM-HTTP-003 framing: the connection closed before the response was whole (after 36 bytes)"},
         {"closes within the body", answers_and_closes(ok + "Content-Length: 9\r\n\r\n{"), "nonconformant",
          "AM-HTTP-003 framing: the connection closed before the response was whole (after 39 bytes)"},
         {"closes between chunks", answers_and_closes(chunked + "1\r\n{\r\n"), "nonconformant",
          "AM-HTTP-003 framing: the connection closed before the response was whole (after 53 bytes)"},
         {"answers before the request came",
          [](RawPeer& peer) {
              peer.send(response(R"({"data":{"text":"right"}})"));
              peer.read_request();
          },
          "conformant", ""},
     }},
    {"Floods",
     {
         {"interim answers without end", floods("", "HTTP/1.1 103 Early Hints\r\n\r\n"), "nonconformant",
          "AM-HTTP-003 framing: more than 16 interim responses (after 476 bytes)"},
         {"an interim answer, and nothing more", answers("HTTP/1.1 100 Continue\r\n\r\n"), "nonconformant",
          "AM-HTTP-003 framing: the deadline passed before the response was whole (after 25 bytes)", true},
         {"a reason phrase without end", floods("HTTP/1.1 200 ", "aaaaaaaaaaaaaaaa"), "nonconformant",
          "AM-HTTP-003 framing: header lines past the limit of 65536 bytes (after 65536 bytes)"},
         {"a header line without end", floods(ok + "A: ", "aaaaaaaaaaaaaaaa"), "nonconformant",
          "AM-HTTP-003 framing: header lines past the limit of 65536 bytes (after 65536 bytes)"},
         {"header lines without end", floods(ok, "A: aaaaaaaaaaaa\r\n"), "nonconformant",
          "AM-HTTP-003 framing: header lines past the limit of 65536 bytes (after 65536 bytes)"},
         {"a chunk extension without end", floods(chunked + "1", ";aaaaaaaaaaaaaaa"), "nonconformant",
          "AM-HTTP-003 framing: in a chunk's size: header lines past the limit of 65536 bytes (after 65583 bytes)"},
         {"chunks without end", floods(chunked, "10\r\naaaaaaaaaaaaaaaa\r\n"), "nonconformant",
          "AM-HTTP-003 framing: chunks past the body's limit of 16777216 bytes (after 23068723 bytes)"},
         {"a trailer without end", floods(chunked + "0\r\n", "A: aaaaaaaaaaaa\r\n"), "nonconformant",
          "AM-HTTP-003 framing: in the trailer: header lines past the limit of 65536 bytes (after 65586 bytes)"},
         {"a body without end", floods(ok + "\r\n", "aaaaaaaaaaaaaaaa"), "nonconformant",
          "AM-HTTP-003 framing: a body past the limit of 16777216 bytes (after 16777235 bytes)"},
         {"a number of 100 MB", floods(ok + "Content-Length: 104857600\r\n\r\n", "1111111111111111"), "nonconformant",
          "AM-HTTP-003 framing: a body declared as 104857600 bytes, past the limit of 16777216 (after 46 bytes)"},
     }},
    {"Lengths that lie",
     {
         {"Content-Length: 2^63", answers(ok + "Content-Length: 9223372036854775808\r\n\r\n{}"), "nonconformant",
          "AM-HTTP-003 framing: a body declared as 9223372036854775808 bytes, past the limit of 16777216 (after 56 "
          "bytes)"},
         {"Content-Length: 2^64", answers(ok + "Content-Length: 18446744073709551616\r\n\r\n{}"), "nonconformant",
          "AM-HTTP-003 framing: a body declared as 18446744073709551615 bytes, past the limit of 16777216 (after 57 "
          "bytes)"},
         {"Content-Length: -1", answers(ok + "Content-Length: -1\r\n\r\n{}"), "nonconformant",
          "AM-HTTP-003 framing: a Content-Length that is not a decimal number (after 39 bytes)"},
         {"Content-Length: 0x2", answers(ok + "Content-Length: 0x2\r\n\r\n{}"), "nonconformant",
          "AM-HTTP-003 framing: a Content-Length that is not a decimal number (after 40 bytes)"},
         {"two lengths", answers(ok + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}"), "nonconformant",
          "AM-HTTP-003 framing: two values of Content-Length that differ (after 57 bytes)"},
         {"a length and chunks", answers(ok + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
          "nonconformant", "AM-HTTP-003 framing: both Content-Length and Transfer-Encoding (after 66 bytes)"},
         {"a chunk of 2^64 bytes", answers(chunked + "10000000000000000\r\n{}"), "nonconformant",
          "AM-HTTP-003 framing: chunks past the body's limit of 16777216 bytes (after 66 bytes)"},
         {"a chunk of -1 bytes", answers(chunked + "-1\r\n{}"), "nonconformant",
          "AM-HTTP-003 framing: a chunk's size that is not a hexadecimal number (after 51 bytes)"},
         {"a chunk longer than its size", answers(chunked + "1\r\n{}\r\n0\r\n\r\n"), "nonconformant",
          "AM-HTTP-003 framing: a chunk that does not end where its size says (after 51 bytes)"},
         {"bytes behind the answer", answers(response("{}") + "garbage"), "nonconformant",
          "AM-HTTP-003 framing: bytes after the end of the response (after 72 bytes)"},
         {"two answers at once", answers(response("{}") + response("{}")), "nonconformant",
          "AM-HTTP-003 framing: bytes after the end of the response (after 72 bytes)"},
         {"204 with a body", answers("HTTP/1.1 204 No Content\r\n\r\n{}"), "nonconformant",
          "AM-HTTP-003 framing: bytes after the end of the response (after 27 bytes)"},
     }},
    {"Other protocols",
     {
         {"HTTP/0.9", answers_and_closes("<html>hi</html>"), "nonconformant",
          "AM-HTTP-003 framing: an answer that does not begin with HTTP/1.0 or HTTP/1.1 (after 1 bytes)"},
         {"HTTP/2", answers(std::string("\0\0\x12\4\0\0\0\0\0", 9)), "nonconformant",
          "AM-HTTP-003 framing: the control character 0x00 in a line (after 0 bytes)"},
         {"HTTP/3.7", answers("HTTP/3.7 200 OK\r\n\r\n"), "nonconformant",
          "AM-HTTP-003 framing: an answer that does not begin with HTTP/1.0 or HTTP/1.1 (after 6 bytes)"},
         {"a TLS alert", answers(std::string("\x15\3\1\0\2\2\x46", 7)), "nonconformant",
          "AM-HTTP-003 framing: the control character 0x15 in a line (after 0 bytes)"},
         {"noise", answers(std::string("\xff\xfe\x80\x00\x9b\x1b\x07", 7)), "nonconformant",
          "AM-HTTP-003 framing: an answer that does not begin with HTTP/1.0 or HTTP/1.1 (after 1 bytes)"},
         {"a switch of protocols", answers("HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n"), "nonconformant",
          "AM-HTTP-003 framing: a switch of protocols that was not asked for (after 50 bytes)"},
         {"the status 999", answers("HTTP/1.1 999 OK\r\n\r\n"), "nonconformant",
          "AM-HTTP-003 framing: the status 999, which no class has (after 17 bytes)"},
         {"a redirect to itself", answers(response("{}", "HTTP/1.1 307 On\r\nLocation: /x\r\n")), "nonconformant",
          "AM-RSP-001 status: 307"},
         {"a redirect to a file", answers(response("{}", "HTTP/1.1 302 On\r\nLocation: file:///etc/passwd\r\n")),
          "nonconformant", "AM-RSP-001 status: 302"},
         {"429 with a wait of centuries",
          answers(response("{}", "HTTP/1.1 429 Busy\r\nRetry-After: 99999999999999999999\r\n")), "inconclusive",
          "the server answers 429 and asks to wait 31556952 s or more, and 60 s are left for waiting (--max-wait)"},
         {"a gzip bomb", answers(response(repeated("\x1f\x8b\x08\x00", 1000), ok + "Content-Encoding: gzip\r\n")),
          "nonconformant", R"(AM-HTTP-008 header Content-Encoding: "gzip")"},
         {"a transfer coding nobody asked for", answers(ok + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
          "nonconformant", "AM-HTTP-003 framing: a Transfer-Encoding other than chunked alone (after 53 bytes)"},
         {"cookies", answers(response(R"({"data":{"text":"right"}})", ok + "Set-Cookie: a=b; Domain=.\r\n")),
          "conformant", ""},
     }},
    {"JSON",
     {
         {"10 MB of [", body([] { return std::string(10'000'000, '['); }), "nonconformant",
          "AM-RSP-001 body: nested deeper than 64 at byte 64 of 10000000"},
         {"objects in objects without end", body([] { return repeated(R"({"a":)", 100'000); }), "nonconformant",
          "AM-RSP-001 body: nested deeper than 64 at byte 320 of 500000"},
         {"half a million names", body([] { return members(499'998, false); }), "nonconformant",
          "AM-RSP-001 /data: nothing"},
         {"one name half a million times", body([] { return members(499'998, true); }), "nonconformant",
          "AM-RSP-001 /data: nothing"},
         {"more elements than are read", body([] { return "[" + repeated("0,", 1'000'001) + "0]"; }), "nonconformant",
          "AM-RSP-001 body: more than 500000 values at byte 999999 of 2000005"},
         {"a number of 10 MB", body([] { return R"({"data":{"text":)" + std::string(10'000'000, '1') + "}}"; }),
          "nonconformant", "AM-RSP-001 /data/text: 1111…"},
         {"a text of 10 MB", body([] { return R"({"data":{"text":")" + std::string(10'000'000, 'a') + "\"}}"; }),
          "nonconformant", R"(AM-RSP-001 /data/text: "aaaa…)"},
         {"a byte order mark", body("\xef\xbb\xbf{}"), "nonconformant",
          "AM-RSP-001 body: a byte order mark at byte 0 of 5"},
         {"UTF-16", body(std::string("{\0}\0", 4)), "nonconformant", "AM-RSP-001 body: expected a key at byte 1 of 4"},
         {"no UTF-8", text("\xff\xfe"), "nonconformant", "AM-RSP-001 body: invalid UTF-8 at byte 17 of 22"},
         {"half a surrogate pair", text("\\ud800"), "nonconformant",
          "AM-RSP-001 body: a lone surrogate at byte 17 of 26"},
     }},
    {"What aims at terminals, reports and CI",
     {
         {"a terminal's title, raw", text("\x1b]0;owned\x07"), "nonconformant",
          "AM-RSP-001 body: a control character in a string at byte 17 of 30"},
         {"a terminal's title, escaped", text("\\u001b]0;owned\\u0007"), "nonconformant",
          R"(AM-RSP-001 /data/text: "\u001b]0;owned\u0007" (string))"},
         {"colours and a cleared screen", text("\\u001b[2J\\u001b[31m"), "nonconformant",
          R"(AM-RSP-001 /data/text: "\u001b[2J\u001b[31m" (string))"},
         {"an eight-bit control sequence",
          text("\xc2\x9b"
               "31m"),
          "nonconformant", R"(AM-RSP-001 /data/text: "\u009b31m" (string))"},
         {"a hyperlink", text("\\u001b]8;;http://x.invalid\\u0007click\\u001b]8;;\\u0007"), "nonconformant",
          R"(AM-RSP-001 /data/text: "\u001b]8;;http://x.invalid\u0007click\u001b]8;;\u0007" (string))"},
         {"text that turns around",
          text("\xe2\x80\xae"
               "thgir\xe2\x81\xa6"),
          "nonconformant", R"(AM-RSP-001 /data/text: "\u202ethgir\u2066" (string))"},
         {"a line that overwrites itself", text("wrong\\rright"), "nonconformant",
          R"(AM-RSP-001 /data/text: "wrong\rright" (string))"},
         {"NUL", text("a\\u0000b"), "nonconformant", R"(AM-RSP-001 /data/text: "a\u0000b" (string))"},
         {"markup", text("</td><script>alert(1)</script>&amp;<img src=x onerror=alert(1)>"), "nonconformant",
          R"(AM-RSP-001 /data/text: "</td><script>alert(1)</script>&amp;<img src=x onerror=alert(1)>" (string))"},
         {"the end of a CDATA section", text("]]><failure/>"), "nonconformant",
          R"(AM-RSP-001 /data/text: "]]><failure/>" (string))"},
         {"the end of a table's cell", text("| a | b |`` [x](javascript:alert(1))"), "nonconformant",
          R"-(AM-RSP-001 /data/text: "| a | b |`` [x](javascript:alert(1))" (string))-"},
         {"a workflow command", text("\\n::error::owned\\n##[set-output name=a]b"), "nonconformant",
          R"(AM-RSP-001 /data/text: "\n::error::owned\n##[set-output name=a]b" (string))"},
         {"a workflow command, encoded", text("%0A::set-output name=a::b"), "nonconformant",
          R"(AM-RSP-001 /data/text: "%0A::set-output name=a::b" (string))"},
         {"a path", text("../../../../tmp/x\\u0000.html"), "nonconformant",
          R"(AM-RSP-001 /data/text: "../../../../tmp/x\u0000.html" (string))"},
         {"a terminal's title in the reason phrase", answers("HTTP/1.1 200 \x1b]0;owned\x07\r\n\r\n"), "nonconformant",
          "AM-HTTP-003 framing: the control character 0x1b in a line (after 13 bytes)"},
         {"a workflow command in the head", answers(ok + "::error::owned\r\n\r\n"), "nonconformant",
          "AM-HTTP-003 framing: a header line without a name (after 33 bytes)"},
         {"a line feed in the reason phrase", answers("HTTP/1.1 200 OK\n::error::owned\r\n\r\n"), "nonconformant",
          "AM-HTTP-003 framing: a line feed without a carriage return (after 15 bytes)"},
         {"NUL in the head", answers(ok + std::string("A: \0\r\n\r\n", 8)), "nonconformant",
          "AM-HTTP-003 framing: the control character 0x00 in a line (after 20 bytes)"},
         {"a header name that is none", answers(ok + "<script>: 1\r\n\r\n"), "nonconformant",
          "AM-HTTP-003 framing: a header name with a character that no name may have (after 30 bytes)"},
         {"a media type with markup", answers(ok + "Content-Type: text/<script>\r\nContent-Length: 2\r\n\r\n{}"),
          "nonconformant", "AM-RSP-001 /data: nothing"},
     }},
};

}  // namespace

void PrintTo(const HostileServer& server, std::ostream* out) { *out << server.behaviour; }

const std::vector<HostileGroup>& hostile_servers() { return table; }

void answer_rightly(RawPeer& peer) {
    while (!peer.read_request().empty()) peer.send(response(R"({"data":{"text":"right"}})"));
}

}  // namespace keyturn
