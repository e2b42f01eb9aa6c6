#include "conformance/http_chunk_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <optional>

namespace keyturn {
namespace {

constexpr std::string_view white_space = " \t";

std::optional<unsigned> hex_value(char c) {
    if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
    if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
    if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A' + 10);
    return std::nullopt;
}

// Takes the hexadecimal digits off the front; nullopt when there are none. What does not fit is the largest number.
std::optional<std::uint64_t> take_hex_number(std::string_view& text) {
    constexpr auto largest = std::numeric_limits<std::uint64_t>::max();
    std::optional<std::uint64_t> number;
    while (!text.empty()) {
        const auto digit = hex_value(text.front());
        if (!digit) break;
        const auto before = number.value_or(0);
        number = before > (largest >> 4) ? largest : before << 4 | *digit;
        text.remove_prefix(1);
    }
    return number;
}

void skip_white_space(std::string_view& text) {
    text.remove_prefix(std::min(text.find_first_not_of(white_space), text.size()));
}

bool skip(std::string_view& text, char c) {
    if (!text.starts_with(c)) return false;
    text.remove_prefix(1);
    return true;
}

bool skip_token(std::string_view& text) {
    const auto token = text.substr(0, text.find_first_of(" \t;=\""));
    text.remove_prefix(token.size());
    return is_http_token(token);
}

bool skip_quoted_string(std::string_view& text) {  // its opening quote is gone already
    while (!text.empty()) {
        const char c = text.front();
        text.remove_prefix(1);
        if (c == '"') return true;
        if (c == '\\') text.remove_prefix(std::min<std::size_t>(1, text.size()));
    }
    return false;
}

// chunk-ext = *( BWS ";" BWS chunk-ext-name [ BWS "=" BWS ( token / quoted-string ) ] ), RFC 9112, 7.1.1
bool are_chunk_extensions(std::string_view text) {
    while (!text.empty()) {
        skip_white_space(text);
        if (!skip(text, ';')) return false;
        skip_white_space(text);
        if (!skip_token(text)) return false;
        auto value = text;
        skip_white_space(value);
        if (!skip(value, '=')) continue;
        skip_white_space(value);
        if (!(skip(value, '"') ? skip_quoted_string(value) : skip_token(value))) return false;
        text = value;
    }
    return true;
}

}  // namespace

HttpChunkReader::HttpChunkReader(std::size_t line_limit, std::size_t body_limit)
    : lines_(line_limit), body_limit_(body_limit) {}

std::expected<bool, std::string> HttpChunkReader::take(std::string_view& rest, std::string& body) {
    while (!rest.empty() && stage_ != Stage::over) {
        std::expected<void, std::string> taken;
        switch (stage_) {
            case Stage::size_line:
                taken = take_size_line(rest);
                break;
            case Stage::content:
                take_content(rest, body);
                break;
            case Stage::line_end:
                taken = take_line_end(rest);
                break;
            default:
                taken = take_trailer_line(rest);
                break;
        }
        if (!taken) return std::unexpected(taken.error());
    }
    return stage_ == Stage::over;
}

std::expected<void, std::string> HttpChunkReader::take_size_line(std::string_view& rest) {
    const auto line = lines_.take(rest);
    if (!line) return std::unexpected("in a chunk's size: " + line.error());
    if (!*line) return {};
    auto text = **line;
    const auto size = take_hex_number(text);
    if (!size) return std::unexpected("a chunk's size that is not a hexadecimal number");
    if (!are_chunk_extensions(text)) return std::unexpected("a chunk's size followed by what is no chunk extension");
    if (*size > body_limit_ - body_bytes_)
        return std::unexpected(fmt::format("chunks past the body's limit of {} bytes", body_limit_));

    body_bytes_ += *size;
    chunk_bytes_ = *size;
    stage_ = *size == 0 ? Stage::trailer : Stage::content;
    lines_.start_section();
    return {};
}

void HttpChunkReader::take_content(std::string_view& rest, std::string& body) {
    const auto piece = rest.substr(0, chunk_bytes_);
    body.append(piece);
    rest.remove_prefix(piece.size());
    chunk_bytes_ -= piece.size();
    if (chunk_bytes_ == 0) stage_ = Stage::line_end;
}

std::expected<void, std::string> HttpChunkReader::take_line_end(std::string_view& rest) {
    if (!rest.starts_with(awaited_line_end_.front()))
        return std::unexpected("a chunk that does not end where its size says");
    rest.remove_prefix(1);
    awaited_line_end_.remove_prefix(1);
    if (!awaited_line_end_.empty()) return {};
    awaited_line_end_ = line_end;
    stage_ = Stage::size_line;
    return {};
}

std::expected<void, std::string> HttpChunkReader::take_trailer_line(std::string_view& rest) {
    const auto line = lines_.take(rest);
    if (!line) return std::unexpected("in the trailer: " + line.error());
    if (!*line) return {};
    if ((*line)->empty()) {
        stage_ = Stage::over;
        return {};
    }
    const auto field = read_header_line(**line);
    if (!field) return std::unexpected("in the trailer: " + field.error());
    return {};
}

}  // namespace keyturn
