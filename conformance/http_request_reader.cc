#include "conformance/http_request_reader.h"

#include <fmt/format.h>

#include "conformance/http_response_head.h"

namespace keyturn {
namespace {

// As a response with that version would be read: the rules for the end of a body are the same, but that a request
// without a length has none.
HttpStatusLine like_a_response(int minor_version) { return {minor_version, 200, ""}; }

}  // namespace

HttpRequestReader::HttpRequestReader(RequestLimits limits)
    : limits_(limits), lines_(limits.head_bytes), chunks_(limits.head_bytes, limits.body_bytes) {}

void HttpRequestReader::take(std::string_view& rest) {
    while (!rest.empty() && stage_ != Stage::complete && !fault_)
        if (auto taken = take_some(rest); !taken) fault_ = std::move(taken.error());
}

HttpRequestReader::Taken HttpRequestReader::take_some(std::string_view& rest) {
    switch (stage_) {
        case Stage::request_line:
        case Stage::header_lines:
            return take_line(rest);
        case Stage::counted_body:
            return take_counted(rest);
        case Stage::chunks:
            return take_chunks(rest);
        case Stage::complete:
            break;
    }
    return {};
}

HttpRequestReader::Taken HttpRequestReader::take_line(std::string_view& rest) {
    const auto line = lines_.take(rest);
    if (!line) return std::unexpected(line.error());
    if (!*line) return {};
    return stage_ == Stage::request_line ? take_request_line(**line) : take_header_line(**line);
}

HttpRequestReader::Taken HttpRequestReader::take_request_line(std::string_view line) {
    constexpr std::string_view version = " HTTP/1.";
    const std::size_t space = line.find(' '), behind = line.size() - std::min(line.size(), version.size() + 1);
    const std::string_view ending = line.substr(behind);
    const bool is_known = ending.starts_with(version) && (ending.back() == '0' || ending.back() == '1');
    if (!is_known || space >= behind) return std::unexpected("no request line of HTTP/1.0 or HTTP/1.1");
    request_.method = line.substr(0, space);
    request_.target = line.substr(space + 1, behind - space - 1);
    if (!is_http_token(request_.method) || request_.target.empty() || request_.target.contains(' '))
        return std::unexpected("a request line that is not a method, a target and a version");
    minor_version_ = ending.back() - '0';
    stage_ = Stage::header_lines;
    return {};
}

HttpRequestReader::Taken HttpRequestReader::take_header_line(std::string_view line) {
    if (line.empty()) return end_head();
    auto field = read_header_line(line);
    if (!field) return std::unexpected(field.error());
    request_.headers.push_back(*std::move(field));
    return {};
}

HttpRequestReader::Taken HttpRequestReader::end_head() {
    const HttpStatusLine version = like_a_response(minor_version_);
    const auto length = body_length("", version, request_.headers);
    if (!length) return std::unexpected(length.error());
    if (length->bytes > limits_.body_bytes)
        return std::unexpected(
            fmt::format("a body declared as {} bytes, past the limit of {}", length->bytes, limits_.body_bytes));
    keeps_alive_ = asks_to_keep_alive(version, request_.headers);
    counted_bytes_ = length->bytes;
    if (length->framing == BodyFraming::chunked)
        stage_ = Stage::chunks;
    else
        stage_ = counted_bytes_ == 0 ? Stage::complete : Stage::counted_body;
    return {};
}

HttpRequestReader::Taken HttpRequestReader::take_counted(std::string_view& rest) {
    const auto piece = rest.substr(0, counted_bytes_);
    request_.body.append(piece);
    rest.remove_prefix(piece.size());
    counted_bytes_ -= piece.size();
    if (counted_bytes_ == 0) stage_ = Stage::complete;
    return {};
}

HttpRequestReader::Taken HttpRequestReader::take_chunks(std::string_view& rest) {
    const auto over = chunks_.take(rest, request_.body);
    if (!over) return std::unexpected(over.error());
    if (*over) stage_ = Stage::complete;
    return {};
}

}  // namespace keyturn
