// What the head of a response says: its status line, and how the end of its body is found (RFC 9112, sections 4 and 6).
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/http_message.h"

namespace keyturn {

struct HttpStatusLine {
    int minor_version = 1;  // of HTTP/1
    int status = 0;         // 100 to 599
    std::string reason;
};

enum class BodyFraming { none, counted, chunked, until_close };

struct BodyLength {
    BodyFraming framing = BodyFraming::none;
    std::uint64_t bytes = 0;  // of a counted body; what does not fit is the largest number that does
};

// False as soon as no status line of HTTP/1.0 or 1.1 begins with these bytes, as in an answer of HTTP/0.9.
bool may_begin_status_line(std::string_view bytes);

// A status line without its CRLF. The space after the status is required, even before an empty reason.
std::expected<HttpStatusLine, std::string> read_status_line(std::string_view line);

// Where the body of a final response ends, or the sentence that says why nobody can tell.
std::expected<BodyLength, std::string> body_length(std::string_view request_method, const HttpStatusLine& status_line,
                                                   const std::vector<HeaderLine>& headers);

// Whether the connection may carry another exchange after a body whose end was found without closing it.
bool asks_to_keep_alive(const HttpStatusLine& status_line, const std::vector<HeaderLine>& headers);

}  // namespace keyturn
