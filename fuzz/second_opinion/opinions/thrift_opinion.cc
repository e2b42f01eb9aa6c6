#include "fuzz/second_opinion/opinions/thrift_opinion.h"

#include <event_types.h>
#include <thrift/protocol/TBinaryProtocol.h>
#include <thrift/transport/TBufferTransports.h>

#include <algorithm>
#include <exception>
#include <memory>

namespace keyturn::fuzz {
namespace {

using apache::thrift::protocol::TBinaryProtocol;
using apache::thrift::transport::TMemoryBuffer;

// Apache multiplies a list's size before it looks at it, and would make room for what can't be there.
constexpr std::int32_t most_elements = 65'536;

template <class Idl>
Bytes written(const Idl& value) {
    const auto buffer = std::make_shared<TMemoryBuffer>();
    TBinaryProtocol protocol(buffer);
    value.write(&protocol);
    return copy(bytes_of(buffer->getBufferAsString()));
}

// The value that Apache reads, written again; nothing when it refuses it or leaves bytes over.
template <class Idl>
std::optional<Bytes> written_again(ByteView bytes) try {
    if (bytes.empty()) return std::nullopt;  // of which Apache's buffer would move a null pointer
    Bytes own = copy(bytes);
    const auto buffer = std::make_shared<TMemoryBuffer>(own.data(), static_cast<std::uint32_t>(own.size()));
    TBinaryProtocol protocol(buffer, static_cast<std::int32_t>(own.size()), most_elements, false, true);
    Idl value;
    value.read(&protocol);
    if (buffer->available_read() > 0) return std::nullopt;
    return written(value);
} catch (const std::exception&) {
    return std::nullopt;
}

bool is_beyond_apache(const Refusal& refusal) {
    constexpr std::string_view reasons[] = {"is a union and has", "a text that is not UTF-8", "elements in one list",
                                            "elements in all lists"};
    return std::ranges::any_of(reasons, [&](std::string_view reason) { return refusal.reason.contains(reason); });
}

template <class Idl>
Finding disagreement(ByteView bytes, const Result<ThriftValue>& ours, const ThriftStructSchema& schema) {
    const auto theirs = written_again<Idl>(bytes);
    if (!ours) {
        if (theirs != copy(bytes) || is_beyond_apache(ours.error())) return std::nullopt;
        return "Apache accepts what we refuse: " + ours.error().reason;
    }
    if (!theirs) return "Apache refuses what we accept";
    if (*theirs != write_thrift(*ours, schema)) return "Apache reads another value";
    return std::nullopt;
}

}  // namespace

Finding detail_disagreement_with_apache(ByteView bytes, const Result<ThriftValue>& ours) {
    return disagreement<idl::MessageEventDetail>(bytes, ours, message_event_detail_schema);
}

Finding event_disagreement_with_apache(ByteView bytes, const Result<ThriftValue>& ours) {
    return disagreement<idl::MessageEvent>(bytes, ours, message_event_schema);
}

}  // namespace keyturn::fuzz
