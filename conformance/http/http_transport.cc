#include "conformance/http/http_transport.h"

#include <fmt/format.h>

namespace keyturn {
namespace {

SilenceKind silence_of(NoAnswer kind) {
    switch (kind) {
        case NoAnswer::refused:
            return SilenceKind::refused;
        case NoAnswer::reset:
            return SilenceKind::reset;
        case NoAnswer::timed_out:
            return SilenceKind::timed_out;
        case NoAnswer::unresolved:
            return SilenceKind::unresolved;
        case NoAnswer::tls:
            return SilenceKind::tls;
        case NoAnswer::closed:
            return SilenceKind::closed;
        case NoAnswer::stale:
            return SilenceKind::stale;
    }
    return SilenceKind::closed;
}

Received received_of(std::expected<Answer, Unanswered> answer) {
    if (!answer) return std::unexpected(Silence{silence_of(answer.error().kind), answer.error().reason});
    if (!answer->stray.empty())
        return Reply(
            std::unexpected(fmt::format("{} bytes came unasked after the response before", answer->stray.size())));
    if (answer->response) return Reply(std::move(*answer->response));
    return Reply(std::unexpected(
        fmt::format("{} (after {} bytes)", answer->response.error().reason, answer->response.error().offset)));
}

}  // namespace

Received HttpTransport::exchange(const HttpRequest& request) { return received_of(client_.exchange(request)); }

Received HttpTransport::exchange_within(const HttpRequest& request, std::chrono::microseconds at_most) {
    return received_of(client_.exchange(request, std::chrono::ceil<std::chrono::milliseconds>(at_most)));
}

}  // namespace keyturn
