#include "properties/observed_library.h"

#include <fmt/format.h>

namespace keyturn {
namespace {

// What a recipient does with events of others; everything else is the library's own work.
bool reads_events(std::string_view operation) {
    return operation == "verify_event" || operation == "open_change" || operation == "decode_detail";
}

}  // namespace

void ObservedLibrary::note(std::string_view operation, const NoValue& why) {
    if (why.kind == NoValueKind::unimplemented) lacks_operation_ = true;
    if (why.kind == NoValueKind::refused) ++answers_;
    if (!why.is_failure()) return;
    ++answers_;
    if (!failure_)
        failure_ = violated(reads_events(operation) ? "AM-SIG-041" : "AM-SIG-042",
                            fmt::format("{} gave no answer ({}): {}", operation, name_of(why.kind), why.reason));
}

Answer<LibraryDescription> ObservedLibrary::describe() { return seen("start", library_.describe()); }

Answer<PreparedChange> ObservedLibrary::prepare_add_members(const PrepareAddMembers& change,
                                                            const Surroundings& surroundings) {
    return seen("prepare_add_members", library_.prepare_add_members(change, surroundings));
}

Answer<std::string> ObservedLibrary::signature_payload(const PayloadQuestion& question,
                                                       const Surroundings& surroundings) {
    return seen("signature_payload", library_.signature_payload(question, surroundings));
}

Answer<std::string> ObservedLibrary::sign(const Bytes& private_key, const std::string& payload,
                                          const Surroundings& surroundings) {
    return seen("sign", library_.sign(private_key, payload, surroundings));
}

Answer<bool> ObservedLibrary::verify_event(const VerifyEvent& question, const Surroundings& surroundings) {
    return seen("verify_event", library_.verify_event(question, surroundings));
}

Answer<OpenedKeys> ObservedLibrary::open_change(const OpenChange& change, const Surroundings& surroundings) {
    return seen("open_change", library_.open_change(change, surroundings));
}

Answer<Bytes> ObservedLibrary::wrap_key(const Bytes& public_key, const Bytes& key, const Surroundings& surroundings) {
    return seen("wrap_key", library_.wrap_key(public_key, key, surroundings));
}

Answer<Bytes> ObservedLibrary::unwrap_key(const Bytes& private_key, const Bytes& blob,
                                          const Surroundings& surroundings) {
    return seen("unwrap_key", library_.unwrap_key(private_key, blob, surroundings));
}

Answer<Bytes> ObservedLibrary::seal_text(const Bytes& key, const std::string& text, const Surroundings& surroundings) {
    return seen("seal_text", library_.seal_text(key, text, surroundings));
}

Answer<std::string> ObservedLibrary::open_text(const Bytes& key, const Bytes& blob, const Surroundings& surroundings) {
    return seen("open_text", library_.open_text(key, blob, surroundings));
}

Answer<Bytes> ObservedLibrary::encode_detail(const JsonValue& detail, const Surroundings& surroundings) {
    return seen("encode_detail", library_.encode_detail(detail, surroundings));
}

Answer<JsonValue> ObservedLibrary::decode_detail(const Bytes& bytes, const Surroundings& surroundings) {
    return seen("decode_detail", library_.decode_detail(bytes, surroundings));
}

Answer<std::string> ObservedLibrary::canonical_conversation_id(const std::string& id, const std::string& sender,
                                                               const Surroundings& surroundings) {
    return seen("canonical_conversation_id", library_.canonical_conversation_id(id, sender, surroundings));
}

Answer<std::string> ObservedLibrary::latest_key_version(const std::vector<std::string>& versions,
                                                        const Surroundings& surroundings) {
    return seen("latest_key_version", library_.latest_key_version(versions, surroundings));
}

Answer<Bytes> ObservedLibrary::parse_public_key(const Bytes& bytes, const Surroundings& surroundings) {
    return seen("parse_public_key", library_.parse_public_key(bytes, surroundings));
}

Answer<Bytes> ObservedLibrary::decode_base64(const std::string& text, const Surroundings& surroundings) {
    return seen("decode_base64", library_.decode_base64(text, surroundings));
}

}  // namespace keyturn
