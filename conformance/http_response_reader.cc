#include "conformance/http_response_reader.h"

#include <fmt/format.h>

#include <utility>

namespace keyturn {

HttpResponseReader::HttpResponseReader(std::string_view request_method, ResponseLimits limits)
    : request_method_(request_method),
      limits_(limits),
      lines_(limits.head_bytes),
      chunks_(limits.head_bytes, limits.body_bytes) {}

bool HttpResponseReader::take(std::string_view bytes) {
    began_ = began_ || !bytes.empty();
    while (!bytes.empty() && !fault_) {
        auto rest = bytes;
        const auto taken = take_some(rest);
        taken_ += bytes.size() - rest.size();
        bytes = rest;
        if (!taken) break_with(taken.error());
    }
    return finished();
}

void HttpResponseReader::closed() {
    if (stage_ == Stage::body_until_close && !fault_)
        stage_ = Stage::complete;
    else
        broken_off("the connection closed before the response was whole");
}

void HttpResponseReader::broken_off(std::string_view reason) {
    if (!finished()) break_with(std::string{reason});
}

bool HttpResponseReader::keeps_alive() const { return stage_ == Stage::complete && !fault_ && keeps_alive_; }

std::expected<HttpResponse, FramingFault> HttpResponseReader::result() const& {
    if (fault_) return std::unexpected(*fault_);
    return response_;
}

std::expected<HttpResponse, FramingFault> HttpResponseReader::result() && {
    if (fault_) return std::unexpected(*std::move(fault_));
    return std::move(response_);
}

HttpResponseReader::Taken HttpResponseReader::take_some(std::string_view& rest) {
    switch (stage_) {
        case Stage::status_line:
            return take_status_line(rest);
        case Stage::header_lines:
            return take_header_line(rest);
        case Stage::counted_body:
            return take_counted(rest);
        case Stage::chunks:
            return take_chunks(rest);
        case Stage::body_until_close:
            return take_until_close(rest);
        case Stage::complete:
            break;
    }
    return std::unexpected("bytes after the end of the response");
}

// One byte at a time: an answer that is no HTTP/1.x is told from its first bytes, even if no line ever ends.
HttpResponseReader::Taken HttpResponseReader::take_status_line(std::string_view& rest) {
    auto byte = rest.substr(0, 1);
    const auto line = lines_.take(byte);
    if (!line) return std::unexpected(line.error());
    rest.remove_prefix(1);
    if (!may_begin_status_line(*line ? **line : lines_.unfinished_line()))
        return std::unexpected("an answer that does not begin with HTTP/1.0 or HTTP/1.1");
    if (!*line) return {};
    auto status_line = read_status_line(**line);
    if (!status_line) return std::unexpected(status_line.error());
    status_line_ = *std::move(status_line);
    stage_ = Stage::header_lines;
    return {};
}

HttpResponseReader::Taken HttpResponseReader::take_header_line(std::string_view& rest) {
    const auto line = lines_.take(rest);
    if (!line) return std::unexpected(line.error());
    if (!*line) return {};
    if ((*line)->empty()) return end_head();
    auto field = read_header_line(**line);
    if (!field) return std::unexpected(field.error());
    response_.headers.push_back(*std::move(field));
    return {};
}

HttpResponseReader::Taken HttpResponseReader::end_head() {
    lines_.start_section();
    if (status_line_.status < 200) return end_interim_head();
    response_.status = status_line_.status;
    response_.reason = status_line_.reason;
    const auto length = body_length(request_method_, status_line_, response_.headers);
    if (!length) return std::unexpected(length.error());
    keeps_alive_ = length->framing != BodyFraming::until_close && asks_to_keep_alive(status_line_, response_.headers);
    return begin_body(*length);
}

HttpResponseReader::Taken HttpResponseReader::end_interim_head() {
    if (status_line_.status == 101) return std::unexpected("a switch of protocols that was not asked for");
    if (++interim_responses_ > limits_.interim_responses)
        return std::unexpected(fmt::format("more than {} interim responses", limits_.interim_responses));
    response_.headers.clear();
    stage_ = Stage::status_line;
    return {};
}

HttpResponseReader::Taken HttpResponseReader::begin_body(const BodyLength& length) {
    if (length.bytes > limits_.body_bytes)
        return std::unexpected(
            fmt::format("a body declared as {} bytes, past the limit of {}", length.bytes, limits_.body_bytes));
    counted_bytes_ = length.bytes;
    switch (length.framing) {
        case BodyFraming::none:
            stage_ = Stage::complete;
            break;
        case BodyFraming::counted:
            stage_ = counted_bytes_ == 0 ? Stage::complete : Stage::counted_body;
            break;
        case BodyFraming::chunked:
            stage_ = Stage::chunks;
            break;
        case BodyFraming::until_close:
            stage_ = Stage::body_until_close;
            break;
    }
    return {};
}

HttpResponseReader::Taken HttpResponseReader::take_counted(std::string_view& rest) {
    const auto piece = rest.substr(0, counted_bytes_);
    response_.body.append(piece);
    rest.remove_prefix(piece.size());
    counted_bytes_ -= piece.size();
    if (counted_bytes_ == 0) stage_ = Stage::complete;
    return {};
}

HttpResponseReader::Taken HttpResponseReader::take_chunks(std::string_view& rest) {
    const auto over = chunks_.take(rest, response_.body);
    if (!over) return std::unexpected(over.error());
    if (*over) stage_ = Stage::complete;
    return {};
}

HttpResponseReader::Taken HttpResponseReader::take_until_close(std::string_view& rest) {
    const auto piece = rest.substr(0, limits_.body_bytes - response_.body.size());
    response_.body.append(piece);
    rest.remove_prefix(piece.size());
    if (!rest.empty()) return std::unexpected(fmt::format("a body past the limit of {} bytes", limits_.body_bytes));
    return {};
}

void HttpResponseReader::break_with(std::string reason) { fault_ = FramingFault{std::move(reason), taken_}; }

}  // namespace keyturn
