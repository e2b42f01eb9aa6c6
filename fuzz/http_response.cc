// The bytes of an HTTP response. Judged in one piece and byte by byte they are the same response or the same fault;
// what answers HEAD has no body; a connection stays open behind a whole response only.
#include "conformance/http_response_reader.h"
#include "fuzz/target.h"

using namespace keyturn;

namespace {

using Judged = std::expected<HttpResponse, FramingFault>;

Judged judged(std::string_view bytes, std::size_t piece, std::string_view method = "POST") {
    HttpResponseReader reader(std::string(method), {.head_bytes = 4096, .body_bytes = 1 << 16, .interim_responses = 4});
    for (std::size_t at = 0; at < bytes.size(); at += piece)
        if (reader.take(bytes.substr(at, piece)) && !reader.result()) break;
    fuzz::expect(!reader.keeps_alive() || reader.result(), "behind a fault no connection stays open");
    reader.closed();
    return reader.result();
}

bool same(const Judged& a, const Judged& b) {
    if (a.has_value() != b.has_value()) return false;
    if (!a) return a.error().reason == b.error().reason && a.error().offset == b.error().offset;
    return a->status == b->status && a->headers == b->headers && a->body == b->body && a->reason == b->reason;
}

}  // namespace

FUZZ_TARGET {
    const std::string_view bytes = text_of(input);
    const Judged whole = judged(bytes, std::max<std::size_t>(bytes.size(), 1));
    fuzz::expect(same(whole, judged(bytes, 1)), "pieces don't matter");
    fuzz::expect(same(whole, judged(bytes, 7)), "pieces of seven don't matter");
    const Judged head = judged(bytes, std::max<std::size_t>(bytes.size(), 1), "HEAD");
    fuzz::expect(!head || head->body.empty(), "what answers HEAD has no body");
    if (!whole) {
        fuzz::expect(whole.error().offset <= bytes.size() && !whole.error().reason.empty(),
                     "a fault has a reason and a place");
        return fuzz::Taken::refused;
    }
    fuzz::expect(whole->status >= 200 && whole->status <= 599, "a final response has a final status");
    return fuzz::Taken::accepted;
}
