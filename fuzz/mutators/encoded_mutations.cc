#include "fuzz/mutators/encoded_mutations.h"

#include "fuzz/mutators/byte_mutations.h"
#include "fuzz/mutators/thrift_mutations.h"
#include "protocol/base64.h"

namespace keyturn::fuzz {
namespace {

Bytes edited_bytes(ByteView bytes, Draws& draws, std::size_t room) {
    return copy(bytes_of(mutated_bytes(text_of(bytes), draws, room)));
}

}  // namespace

Bytes edited_thrift(ByteView bytes, Draws& draws, std::size_t room) {
    constexpr const ThriftStructSchema* schemas[] = {&message_event_detail_schema, &message_event_schema};
    for (const ThriftStructSchema* schema : schemas) {
        auto value = read_thrift(bytes, *schema);
        if (!value || draws.one_in(8)) continue;
        mutate_thrift(*value, *schema, draws);
        Bytes written = write_thrift(*value, *schema);
        if (written.size() <= bytes.size() + room) return written;
    }
    return edited_bytes(bytes, draws, room);
}

std::optional<std::string> edited_base64(std::string_view base64_text, Draws& draws, std::size_t room) {
    const auto bytes = read_base64(base64_text);
    if (!bytes || bytes->empty()) return std::nullopt;
    const bool is_padded = base64_text.size() % 4 == 0;
    const std::size_t fewer = room / 2;  // base64 is a third longer than the bytes
    const Bytes edited = edited_thrift(*bytes, draws, fewer);
    return is_padded ? base64(edited) : base64_unpadded(edited);
}

}  // namespace keyturn::fuzz
