// Judges the framing of one HTTP/1.1 response, byte by byte (RFC 9112; AM-HTTP). What HTTP libraries repair in silence
// is a fault here: bare CR or LF, folded lines, lengths that differ, codings other than chunked, bytes after the end.
//
// Not judged: the case of names, chunked against plain, interim answers before the final one, chunk extensions,
// trailers, bytes from 0x80 on in values. Content-Encoding stays as it is. The outcome, fault and offset included, does
// not depend on the pieces in which the bytes come. The cost is linear in the bytes; memory is bounded by the limits.
#pragma once

#include <cstddef>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "conformance/http_chunk_reader.h"
#include "conformance/http_lines.h"
#include "conformance/http_message.h"
#include "conformance/http_response_head.h"

namespace keyturn {

struct ResponseLimits {
    std::size_t head_bytes = 64u << 10;  // of one head; of a trailer and of a chunk's size line too
    std::size_t body_bytes = 64u << 20;
    std::size_t interim_responses = 16;
};

struct FramingFault {
    std::string reason;      // what is broken, as part of a sentence: "a line feed without a carriage return"
    std::size_t offset = 0;  // how many bytes of the response had been taken when it showed
};

class HttpResponseReader {
  public:
    explicit HttpResponseReader(std::string_view request_method, ResponseLimits limits = {});

    bool take(std::string_view bytes);         // true once complete or broken; bytes after a complete response break it
    void closed();                             // the peer closed: the end of a close-framed body, else a fault
    void broken_off(std::string_view reason);  // no more will come (reset, deadline): a fault unless it is complete

    bool began() const { return began_; }
    bool finished() const { return stage_ == Stage::complete || fault_; }
    bool broken() const { return fault_.has_value(); }
    bool keeps_alive() const;  // complete, and the connection may carry another exchange

    std::expected<HttpResponse, FramingFault> result() const&;  // once finished
    std::expected<HttpResponse, FramingFault> result() &&;

  private:
    enum class Stage { status_line, header_lines, counted_body, chunks, body_until_close, complete };
    using Taken = std::expected<void, std::string>;

    Taken take_some(std::string_view& rest);
    Taken take_status_line(std::string_view& rest);
    Taken take_header_line(std::string_view& rest);
    Taken end_head();
    Taken end_interim_head();
    Taken begin_body(const BodyLength& length);
    Taken take_counted(std::string_view& rest);
    Taken take_chunks(std::string_view& rest);
    Taken take_until_close(std::string_view& rest);
    void break_with(std::string reason);

    std::string request_method_;
    ResponseLimits limits_;
    HttpLineReader lines_;
    HttpChunkReader chunks_;
    Stage stage_ = Stage::status_line;
    HttpStatusLine status_line_;
    HttpResponse response_;
    std::size_t counted_bytes_ = 0;  // still to come
    std::size_t interim_responses_ = 0;
    std::size_t taken_ = 0;
    bool began_ = false;
    bool keeps_alive_ = false;
    std::optional<FramingFault> fault_;
};

}  // namespace keyturn
