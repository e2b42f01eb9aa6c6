// The chunked transfer coding, undone strictly (RFC 9112, section 7.1): sizes, extensions, line ends and the trailer.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

#include "conformance/http_lines.h"

namespace keyturn {

class HttpChunkReader {
  public:
    // `line_limit` bounds each chunk's size line, and the trailer as a whole; `body_limit` what all chunks hold.
    HttpChunkReader(std::size_t line_limit, std::size_t body_limit);

    // Takes bytes off the front of `rest` and appends what the chunks hold to `body`; true once the trailer is over.
    // On a fault, a sentence, `rest` begins where it showed.
    std::expected<bool, std::string> take(std::string_view& rest, std::string& body);

  private:
    enum class Stage { size_line, content, line_end, trailer, over };

    std::expected<void, std::string> take_size_line(std::string_view& rest);
    std::expected<void, std::string> take_line_end(std::string_view& rest);
    std::expected<void, std::string> take_trailer_line(std::string_view& rest);
    void take_content(std::string_view& rest, std::string& body);

    static constexpr std::string_view line_end = "\r\n";

    HttpLineReader lines_;
    std::size_t body_limit_;
    std::uint64_t body_bytes_ = 0;   // that all chunks so far declare
    std::uint64_t chunk_bytes_ = 0;  // still to come of this chunk
    std::string_view awaited_line_end_ = line_end;
    Stage stage_ = Stage::size_line;
};

}  // namespace keyturn
