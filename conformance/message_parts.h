// Reads what requests and responses of a case file have in common: header lines and bodies.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "conformance/http_message.h"
#include "protocol/json_document.h"
#include "protocol/problem.h"

namespace keyturn {

// [["Name", "value"], …]: names are tokens, values have no line ends and no NUL.
std::vector<HeaderLine> read_header_lines(const JsonValue& value, const std::string& pointer, Problems& problems);

// {"json": …}, {"text": "…"} or {"base64": "…"}: exactly one of the two is set after a body without problems.
struct BodyText {
    std::optional<JsonValue> json;
    std::optional<std::string> bytes;
};

BodyText read_body(const JsonValue& value, const std::string& pointer, Problems& problems);

// A token of RFC 9110: what a method and a header field's name are made of.
bool is_token(std::string_view text);

// Whether a text can't stand in a line of a message's head: it has a line end or a NUL in it.
bool breaks_a_line(std::string_view text);

}  // namespace keyturn
