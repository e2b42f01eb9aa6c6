// A library made of functions, one per operation: what the reference library is, and what a defective one is with a
// function put in another's place.
#pragma once

#include <functional>

#include "adapters/library.h"

namespace keyturn {

// In the order of the interface; every one is set.
struct LibraryFunctions {
    std::function<Answer<LibraryDescription>()> describe;
    std::function<Answer<PreparedChange>(const PrepareAddMembers&, const Surroundings&)> prepare_add_members;
    std::function<Answer<std::string>(const PayloadQuestion&, const Surroundings&)> signature_payload;
    std::function<Answer<std::string>(const Bytes&, const std::string&, const Surroundings&)> sign;
    std::function<Answer<bool>(const VerifyEvent&, const Surroundings&)> verify_event;
    std::function<Answer<OpenedKeys>(const OpenChange&, const Surroundings&)> open_change;
    std::function<Answer<Bytes>(const Bytes&, const Bytes&, const Surroundings&)> wrap_key;
    std::function<Answer<Bytes>(const Bytes&, const Bytes&, const Surroundings&)> unwrap_key;
    std::function<Answer<Bytes>(const Bytes&, const std::string&, const Surroundings&)> seal_text;
    std::function<Answer<std::string>(const Bytes&, const Bytes&, const Surroundings&)> open_text;
    std::function<Answer<Bytes>(const JsonValue&, const Surroundings&)> encode_detail;
    std::function<Answer<JsonValue>(const Bytes&, const Surroundings&)> decode_detail;
    std::function<Answer<std::string>(const std::string&, const std::string&, const Surroundings&)>
        canonical_conversation_id;
    std::function<Answer<std::string>(const std::vector<std::string>&, const Surroundings&)> latest_key_version;
    std::function<Answer<Bytes>(const Bytes&, const Surroundings&)> parse_public_key;
    std::function<Answer<Bytes>(const std::string&, const Surroundings&)> decode_base64;
};

class FunctionLibrary : public Library {
  public:
    explicit FunctionLibrary(LibraryFunctions functions) : functions_(std::move(functions)) {}

    Answer<LibraryDescription> describe() override;
    Answer<PreparedChange> prepare_add_members(const PrepareAddMembers&, const Surroundings&) override;
    Answer<std::string> signature_payload(const PayloadQuestion&, const Surroundings&) override;
    Answer<std::string> sign(const Bytes& private_key, const std::string& payload, const Surroundings&) override;
    Answer<bool> verify_event(const VerifyEvent&, const Surroundings&) override;
    Answer<OpenedKeys> open_change(const OpenChange&, const Surroundings&) override;
    Answer<Bytes> wrap_key(const Bytes& public_key, const Bytes& key, const Surroundings&) override;
    Answer<Bytes> unwrap_key(const Bytes& private_key, const Bytes& blob, const Surroundings&) override;
    Answer<Bytes> seal_text(const Bytes& key, const std::string& text, const Surroundings&) override;
    Answer<std::string> open_text(const Bytes& key, const Bytes& blob, const Surroundings&) override;
    Answer<Bytes> encode_detail(const JsonValue& detail, const Surroundings&) override;
    Answer<JsonValue> decode_detail(const Bytes& bytes, const Surroundings&) override;
    Answer<std::string> canonical_conversation_id(const std::string& id, const std::string& sender,
                                                  const Surroundings&) override;
    Answer<std::string> latest_key_version(const std::vector<std::string>& versions, const Surroundings&) override;
    Answer<Bytes> parse_public_key(const Bytes& bytes, const Surroundings&) override;
    Answer<Bytes> decode_base64(const std::string& text, const Surroundings&) override;

  private:
    LibraryFunctions functions_;
};

}  // namespace keyturn
