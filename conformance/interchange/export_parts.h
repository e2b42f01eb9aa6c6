// What several forms of export have in common.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "conformance/interchange/export.h"

namespace keyturn {

// A text whose literals and placeholders a form writes in its own way.
template <class WriteLiteral, class WriteVariable>
std::string rewritten(std::string_view text, const SecretNames& secrets, WriteLiteral literal, WriteVariable variable) {
    std::string written;
    for (const TextPiece& piece : pieces_of(text, secrets))
        written += piece.placeholder ? variable(variable_of(*piece.placeholder)) : literal(piece.literal);
    return written;
}

// The variables of a request, sorted, each once.
std::vector<std::string> variables_of(const OutgoingRequest& outgoing);

bool has_placeholder(std::string_view text, const SecretNames& secrets);

// Whether a text is made of characters that stand as they are in the path and query of a URL, placeholders aside.
bool is_plain_target(std::string_view target, const SecretNames& secrets);

// The headers without those that every client computes: Content-Length where it is the body's, and Host where it is the
// URL's.
std::vector<HeaderLine> headers_to_name(const OutgoingRequest& outgoing);

// One form each, of requests without secrets.
std::expected<std::string, std::string> as_curl(const std::vector<OutgoingRequest>& requests);
std::expected<std::string, std::string> as_har(const std::vector<OutgoingRequest>& requests);
std::expected<std::string, std::string> as_hurl(const std::vector<OutgoingRequest>& requests);
std::expected<std::string, std::string> as_http_tasks(const std::vector<OutgoingRequest>& requests,
                                                      const std::string& credentials);

}  // namespace keyturn
