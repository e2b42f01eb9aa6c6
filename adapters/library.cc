#include "adapters/library.h"

#include <array>
#include <ctime>

namespace keyturn {

std::string_view name_of(NoValueKind kind) {
    switch (kind) {
        case NoValueKind::refused:
            return "refused";
        case NoValueKind::unimplemented:
            return "unimplemented";
        case NoValueKind::died:
            return "died";
        case NoValueKind::trapped:
            return "trapped";
        case NoValueKind::too_slow:
            return "too slow";
        case NoValueKind::too_large:
            return "too large";
        case NoValueKind::malformed:
            break;
    }
    return "malformed";
}

std::chrono::nanoseconds Library::processor_time() const {
    std::timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

std::span<const std::string_view> library_operations() {
    static constexpr std::array<std::string_view, 15> operations = {
        "prepare_add_members", "signature_payload", "sign",          "verify_event",
        "open_change",         "wrap_key",          "unwrap_key",    "seal_text",
        "open_text",           "encode_detail",     "decode_detail", "canonical_conversation_id",
        "latest_key_version",  "parse_public_key",  "decode_base64"};
    return operations;
}

}  // namespace keyturn
