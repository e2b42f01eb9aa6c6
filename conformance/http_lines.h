// The lines of a response's head, of its chunk sizes and of its trailer, read strictly: each ends with CRLF, and holds
// no control character but the tab (RFC 9112, sections 2.2 and 5; AM-HTTP).
#pragma once

#include <cstddef>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "conformance/http_message.h"

namespace keyturn {

bool is_http_token(std::string_view text);  // RFC 9110, 5.6.2: one character or more of a field's or method's name

// A field's line, without its CRLF: the name as written, the value without the white space around it. Bytes from 0x80
// on are kept in values (obs-text). The error is a sentence.
std::expected<HeaderLine, std::string> read_header_line(std::string_view line);

// Puts lines together from however many pieces they come in.
class HttpLineReader {
  public:
    explicit HttpLineReader(std::size_t section_limit) : section_limit_(section_limit) {}

    // Takes bytes off the front of `rest`, to the end of a line at most. The line once it is whole (valid until the
    // next call), nullopt while it is not. On a fault, a sentence, `rest` begins with the byte that broke the line.
    std::expected<std::optional<std::string_view>, std::string> take(std::string_view& rest);

    std::string_view unfinished_line() const { return line_ended_ ? std::string_view{} : std::string_view{line_}; }
    void start_section() { section_bytes_ = 0; }  // the limit counts the bytes since here, line ends included

  private:
    std::expected<bool, std::string> take_byte(char byte);  // true: it ended the line

    std::size_t section_limit_;
    std::size_t section_bytes_ = 0;
    std::string line_;
    bool line_ended_ = false;
    bool after_cr_ = false;
};

}  // namespace keyturn
