// Hurl files (hurl.dev): a request a block, variables as {{NAME}}. A body stands as JSON where Hurl sends it as it
// stands, else as base64.
#include <fmt/format.h>

#include <algorithm>

#include "conformance/interchange/export.h"
#include "conformance/interchange/export_parts.h"
#include "protocol/base64.h"
#include "protocol/json_document.h"

namespace keyturn {
namespace {

template <class T>
using Made = std::expected<T, std::string>;

std::string variable_reference(const std::string& variable) { return "{{" + variable + "}}"; }

// In a value: # would begin a comment, { could begin a variable.
std::string escaped_value(const std::string& literal) {
    std::string text;
    for (const char c : literal) {
        if (c == '\\' || c == '#')
            text += {'\\', c};
        else if (c == '{')
            text += "\\u{7b}";
        else
            text += c;
    }
    return text;
}

std::string as_it_is(const std::string& literal) { return literal; }

// Escapes and doubled braces mean something to Hurl, even within JSON.
bool stands_as_json(const OutgoingRequest& outgoing) {
    const std::string& body = outgoing.request.body;
    if (body.contains('\\') || !parse_json(body)) return false;
    for (const TextPiece& piece : pieces_of(body, outgoing.secrets))
        if (!piece.placeholder && piece.literal.contains("{{")) return false;
    return true;
}

Made<std::string> body_of(const OutgoingRequest& outgoing) {
    const std::string& body = outgoing.request.body;
    if (body.empty()) return "";
    if (stands_as_json(outgoing)) return rewritten(body, outgoing.secrets, as_it_is, variable_reference) + "\n";
    if (has_placeholder(body, outgoing.secrets))
        return std::unexpected("a secret stands in a body that is no plain JSON, which a Hurl file can't hold");
    return fmt::format("base64,{};\n", base64(bytes_of(body)));
}

bool is_of_capital_letters(std::string_view method) {
    return std::ranges::all_of(method, [](char c) { return c >= 'A' && c <= 'Z'; });
}

Made<std::string> block_of(const OutgoingRequest& outgoing) {
    const HttpRequest& request = outgoing.request;
    if (!is_of_capital_letters(request.method))
        return std::unexpected(fmt::format("Hurl has methods of capital letters alone, not {}", request.method));
    if (!is_plain_target(request.target, outgoing.secrets))
        return std::unexpected("the path holds characters that a URL can't hold, and a Hurl file has only URLs");
    std::string block = fmt::format("{} {}{}\n", request.method, outgoing.url,
                                    rewritten(request.target, outgoing.secrets, as_it_is, variable_reference));
    for (const auto& [name, value] : headers_to_name(outgoing)) {
        if (!is_utf8(value)) return std::unexpected(fmt::format("the header {} is no UTF-8 text", name));
        block += fmt::format("{}: {}\n", escaped_value(name),
                             rewritten(value, outgoing.secrets, escaped_value, variable_reference));
    }
    const auto body = body_of(outgoing);
    if (!body) return body;
    block += *body;
    if (outgoing.response) block += fmt::format("HTTP {}\n", outgoing.response->status);
    return block;
}

}  // namespace

Made<std::string> as_hurl(const std::vector<OutgoingRequest>& requests) {
    std::string file;
    for (const OutgoingRequest& outgoing : requests) {
        const auto block = block_of(outgoing);
        if (!block) return std::unexpected(fmt::format("{}: {}", outgoing.name, block.error()));
        const auto variables = variables_of(outgoing);
        if (!file.empty()) file += "\n";
        if (!variables.empty()) file += fmt::format("# --variable for each of: {}\n", fmt::join(variables, ", "));
        file += *block;
    }
    return file;
}

}  // namespace keyturn
