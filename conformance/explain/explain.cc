#include "conformance/explain/explain.h"

#include <fmt/format.h>

#include <algorithm>

#include "conformance/explain/words.h"
#include "protocol/base64.h"

namespace keyturn {
namespace {

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view white_space = " \t\r\n";
    const std::size_t start = std::min(text.find_first_not_of(white_space), text.size());
    const std::size_t end = text.find_last_not_of(white_space);
    return text.substr(start, end == text.npos ? 0 : end + 1 - start);
}

struct Reading {
    const ThriftStructSchema& schema;
    std::int16_t field;  // without it the bytes are taken for something else; 0: any will do
    Explanation (*explain)(const ThriftValue&, ByteView);
};

bool fits(const ThriftValue& value, const Reading& reading) {
    return reading.field == 0 ? !value.fields.empty() : value.find(reading.field) != nullptr;
}

// In this order: no detail is any of the others, for its only field is a struct; a signature struct reads as an event
// too.
std::optional<Explanation> explain_bytes(ByteView bytes) {
    constexpr std::int16_t detail_of_event = 7;
    static const Reading readings[] = {{message_event_detail_schema, 0, explain_detail_bytes},
                                       {message_event_schema, detail_of_event, explain_event},
                                       {message_event_signature_schema, 0, explain_signature},
                                       {message_event_schema, 0, explain_event}};
    for (const Reading& reading : readings)
        if (const auto value = read_thrift(bytes, reading.schema); value && fits(*value, reading))
            return reading.explain(*value, bytes);
    return std::nullopt;
}

std::optional<Bytes> bytes_of_base64(std::string_view text) {
    auto bytes = read_base64(text);
    return bytes ? std::optional(std::move(*bytes)) : std::nullopt;
}

std::unexpected<Refusal> nothing_known(ByteView bytes) {
    const auto detail = read_thrift(bytes, message_event_detail_schema),
               event = read_thrift(bytes, message_event_schema);
    const auto why = [](const Result<ThriftValue>& value) {
        return value ? std::string("it is empty")
                     : fmt::format("{} at byte {}", value.error().reason, value.error().offset);
    };
    return refuse(fmt::format("no request body, signature payload, event or detail (as a detail: {}; as an event: {})",
                              why(detail), why(event)));
}

}  // namespace

Result<Explanation> explain(std::string_view input) {
    const std::string_view text = trimmed(input);
    if (text.starts_with('{') || text.starts_with('[')) {
        const auto document = parse_json(text);
        if (!document)
            return refuse("looks like JSON, but: " + document.error().reason,
                          document.error().offset + static_cast<std::size_t>(text.data() - input.data()));
        return explain_request(*document);
    }
    if (is_like_payload(text)) return explain_payload(text);
    const auto from_hex_text = from_hex(text), from_base64 = bytes_of_base64(text);
    for (const auto* decoded : {&from_hex_text, &from_base64})
        if (*decoded)
            if (auto explanation = explain_bytes(**decoded)) return std::move(*explanation);
    if (auto explanation = explain_bytes(bytes_of(input))) return std::move(*explanation);
    return nothing_known(from_hex_text ? *from_hex_text : from_base64 ? *from_base64 : bytes_of(input));
}

}  // namespace keyturn
