// A library that is watched: which answers it gave, and whether it failed to give one. So no oracle has to judge what
// never may happen, whatever the operation (AM-SIG-041, AM-SIG-042).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "adapters/library.h"
#include "properties/violation.h"

namespace keyturn {

class ObservedLibrary final : public Library {
  public:
    explicit ObservedLibrary(Library& library) : library_(library) {}  // `library` must outlive it

    // Whether it was asked anything, and implements all that it was asked.
    bool was_exercised() const { return answers_ > 0 && !lacks_operation_; }
    // The first trap, hang, death, or answer that is none.
    const std::optional<Violation>& failure() const { return failure_; }

    std::chrono::nanoseconds processor_time() const override { return library_.processor_time(); }

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
    template <class T>
    Answer<T> seen(std::string_view operation, Answer<T> answer) {
        if (answer)
            ++answers_;
        else
            note(operation, answer.error());
        return answer;
    }
    void note(std::string_view operation, const NoValue& why);

    Library& library_;
    std::size_t answers_ = 0;
    bool lacks_operation_ = false;
    std::optional<Violation> failure_;
};

}  // namespace keyturn
