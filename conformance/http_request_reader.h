// Finds where one HTTP/1.1 request begins and ends, byte by byte (RFC 9112), for whoever passes requests on as they
// are.
//
// What leaves that open is a fault: bare CR or LF, folded lines, two lengths, codings other than chunked. The outcome
// does not depend on the pieces in which the bytes come. Memory is bounded by the limits, the cost linear in the bytes.
#pragma once

#include <cstddef>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "conformance/http_chunk_reader.h"
#include "conformance/http_lines.h"
#include "conformance/http_message.h"

namespace keyturn {

struct RequestLimits {
    std::size_t head_bytes = 64u << 10;  // of a trailer and of a chunk's size line too
    std::size_t body_bytes = 4u << 20;
};

class HttpRequestReader {
  public:
    explicit HttpRequestReader(RequestLimits limits = {});

    // Takes bytes off the front of `rest` until the request is whole or broken: what follows it is left.
    void take(std::string_view& rest);

    bool has_head() const { return stage_ > Stage::header_lines; }
    bool is_whole() const { return stage_ == Stage::complete && !fault_; }
    const std::optional<std::string>& fault() const { return fault_; }  // what is broken, as part of a sentence
    bool keeps_alive() const { return keeps_alive_; }                   // once it has its head: what it asks for

    const HttpRequest& request() const { return request_; }  // once it is whole; its body put together

  private:
    enum class Stage { request_line, header_lines, counted_body, chunks, complete };
    using Taken = std::expected<void, std::string>;

    Taken take_some(std::string_view& rest);
    Taken take_line(std::string_view& rest);
    Taken take_request_line(std::string_view line);
    Taken take_header_line(std::string_view line);
    Taken end_head();
    Taken take_counted(std::string_view& rest);
    Taken take_chunks(std::string_view& rest);

    RequestLimits limits_;
    HttpLineReader lines_;
    HttpChunkReader chunks_;
    Stage stage_ = Stage::request_line;
    HttpRequest request_;
    int minor_version_ = 1;
    std::size_t counted_bytes_ = 0;  // still to come
    bool keeps_alive_ = false;
    std::optional<std::string> fault_;
};

}  // namespace keyturn
