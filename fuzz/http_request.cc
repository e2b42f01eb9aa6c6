// The bytes of an HTTP request, and what follows it. Read in one piece and byte by byte they are the same request, the
// same fault, or not yet whole; and a request that is whole is read again from the bytes that were taken.
#include "conformance/http_request_reader.h"
#include "fuzz/target.h"

using namespace keyturn;

namespace {

struct Reading {
    HttpRequestReader reader{{.head_bytes = 4096, .body_bytes = 1 << 16}};
    std::size_t taken = 0;
};

Reading read_in_pieces(std::string_view bytes, std::size_t size) {
    Reading reading;
    for (std::size_t at = 0; at < bytes.size(); at += size) {
        const std::string_view piece = bytes.substr(at, size);
        std::string_view rest = piece;
        reading.reader.take(rest);
        reading.taken += piece.size() - rest.size();
        if (!rest.empty()) break;
    }
    return reading;
}

bool same(const Reading& a, const Reading& b) {
    const HttpRequest &x = a.reader.request(), &y = b.reader.request();
    return a.taken == b.taken && a.reader.fault() == b.reader.fault() && a.reader.is_whole() == b.reader.is_whole() &&
           x.method == y.method && x.target == y.target && x.headers == y.headers && x.body == y.body;
}

}  // namespace

FUZZ_TARGET {
    const std::string_view bytes = text_of(input);
    const Reading whole = read_in_pieces(bytes, std::max<std::size_t>(bytes.size(), 1));
    fuzz::expect(same(whole, read_in_pieces(bytes, 1)), "pieces don't matter");
    fuzz::expect(same(whole, read_in_pieces(bytes, 7)), "pieces of seven don't matter");
    if (!whole.reader.is_whole()) return fuzz::Taken::refused;
    const Reading again = read_in_pieces(bytes.substr(0, whole.taken), 3);
    fuzz::expect(same(whole, again), "a request ends where it ends");
    return fuzz::Taken::accepted;
}
