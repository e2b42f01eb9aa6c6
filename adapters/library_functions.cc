#include "adapters/library_functions.h"

namespace keyturn {

Answer<LibraryDescription> FunctionLibrary::describe() { return functions_.describe(); }

Answer<PreparedChange> FunctionLibrary::prepare_add_members(const PrepareAddMembers& change,
                                                            const Surroundings& surroundings) {
    return functions_.prepare_add_members(change, surroundings);
}

Answer<std::string> FunctionLibrary::signature_payload(const PayloadQuestion& question,
                                                       const Surroundings& surroundings) {
    return functions_.signature_payload(question, surroundings);
}

Answer<std::string> FunctionLibrary::sign(const Bytes& private_key, const std::string& payload,
                                          const Surroundings& surroundings) {
    return functions_.sign(private_key, payload, surroundings);
}

Answer<bool> FunctionLibrary::verify_event(const VerifyEvent& question, const Surroundings& surroundings) {
    return functions_.verify_event(question, surroundings);
}

Answer<OpenedKeys> FunctionLibrary::open_change(const OpenChange& change, const Surroundings& surroundings) {
    return functions_.open_change(change, surroundings);
}

Answer<Bytes> FunctionLibrary::wrap_key(const Bytes& public_key, const Bytes& key, const Surroundings& surroundings) {
    return functions_.wrap_key(public_key, key, surroundings);
}

Answer<Bytes> FunctionLibrary::unwrap_key(const Bytes& private_key, const Bytes& blob,
                                          const Surroundings& surroundings) {
    return functions_.unwrap_key(private_key, blob, surroundings);
}

Answer<Bytes> FunctionLibrary::seal_text(const Bytes& key, const std::string& text, const Surroundings& surroundings) {
    return functions_.seal_text(key, text, surroundings);
}

Answer<std::string> FunctionLibrary::open_text(const Bytes& key, const Bytes& blob, const Surroundings& surroundings) {
    return functions_.open_text(key, blob, surroundings);
}

Answer<Bytes> FunctionLibrary::encode_detail(const JsonValue& detail, const Surroundings& surroundings) {
    return functions_.encode_detail(detail, surroundings);
}

Answer<JsonValue> FunctionLibrary::decode_detail(const Bytes& bytes, const Surroundings& surroundings) {
    return functions_.decode_detail(bytes, surroundings);
}

Answer<std::string> FunctionLibrary::canonical_conversation_id(const std::string& id, const std::string& sender,
                                                               const Surroundings& surroundings) {
    return functions_.canonical_conversation_id(id, sender, surroundings);
}

Answer<std::string> FunctionLibrary::latest_key_version(const std::vector<std::string>& versions,
                                                        const Surroundings& surroundings) {
    return functions_.latest_key_version(versions, surroundings);
}

Answer<Bytes> FunctionLibrary::parse_public_key(const Bytes& bytes, const Surroundings& surroundings) {
    return functions_.parse_public_key(bytes, surroundings);
}

Answer<Bytes> FunctionLibrary::decode_base64(const std::string& text, const Surroundings& surroundings) {
    return functions_.decode_base64(text, surroundings);
}

}  // namespace keyturn
