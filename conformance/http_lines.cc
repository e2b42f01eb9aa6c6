#include "conformance/http_lines.h"

#include <fmt/format.h>

#include <algorithm>

namespace keyturn {
namespace {

bool is_control_character(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\t') || byte == 0x7f;
}

bool is_token_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view{"!#$%&'*+-.^_`|~"}.contains(c);
}

std::string_view without_outer_white_space(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

}  // namespace

bool is_http_token(std::string_view text) { return !text.empty() && std::ranges::all_of(text, is_token_character); }

std::expected<HeaderLine, std::string> read_header_line(std::string_view line) {
    if (line.starts_with(' ') || line.starts_with('\t')) return std::unexpected("a folded header line");
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) return std::unexpected("a header line without a colon");
    const auto name = line.substr(0, colon);
    if (name.empty()) return std::unexpected("a header line without a name");
    if (name.ends_with(' ') || name.ends_with('\t')) return std::unexpected("white space before a header line's colon");
    if (!is_http_token(name)) return std::unexpected("a header name with a character that no name may have");
    return HeaderLine{name, without_outer_white_space(line.substr(colon + 1))};
}

std::expected<std::optional<std::string_view>, std::string> HttpLineReader::take(std::string_view& rest) {
    if (line_ended_) {
        line_.clear();
        line_ended_ = false;
    }
    while (!rest.empty()) {
        const auto ended = take_byte(rest.front());
        if (!ended) return std::unexpected(ended.error());
        rest.remove_prefix(1);
        if (*ended) {
            line_ended_ = true;
            return line_;
        }
    }
    return std::nullopt;
}

std::expected<bool, std::string> HttpLineReader::take_byte(char byte) {
    if (section_bytes_ == section_limit_)
        return std::unexpected(fmt::format("header lines past the limit of {} bytes", section_limit_));
    ++section_bytes_;
    if (after_cr_ && byte != '\n') return std::unexpected("a carriage return without a line feed");
    if (after_cr_) {
        after_cr_ = false;
        return true;
    }
    if (byte == '\n') return std::unexpected("a line feed without a carriage return");
    if (byte == '\r') {
        after_cr_ = true;
        return false;
    }
    if (is_control_character(byte))
        return std::unexpected(
            fmt::format("the control character 0x{:02x} in a line", static_cast<unsigned char>(byte)));
    line_ += byte;
    return false;
}

}  // namespace keyturn
