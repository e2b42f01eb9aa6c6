#include "adapters/smoke.h"

#include <algorithm>

#include "adapters/reference_library.h"
#include "adapters/sample_change.h"
#include "protocol/key_wrap.h"
#include "protocol/sealed_text.h"
#include "protocol/thrift_binary.h"

namespace keyturn {
namespace {

constexpr std::uint64_t now_msec = 1'700'000'000'123;

Bytes identity_key() {
    Bytes keys = sample_private_keys("2222");
    keys.resize(32);
    return keys;
}

PublicKey public_identity_key() { return PrivateKey::read(identity_key())->public_key(); }

Bytes key_of_zeros() { return Bytes(ConversationKey::size, 0); }

Bytes key_of_zeros_wrapped() {
    return copy(wrap_key(ConversationKey(), public_identity_key(), *PrivateKey::read(identity_key())));
}

std::vector<std::string> sample_events(const Surroundings& surroundings) {
    return events_of(*reference_library()->prepare_add_members(sample_change(), surroundings), sample_change());
}

Bytes encoded_sample_detail() {
    return write_thrift(*thrift_from_json(sample_detail(), message_event_detail_schema), message_event_detail_schema);
}

template <class T>
std::optional<NoValue> failure_of(Answer<T> answer) {
    return answer ? std::nullopt : std::optional(std::move(answer.error()));
}

using Question = std::optional<NoValue> (*)(Library& library, const Surroundings& surroundings);

// In the order of library_operations.
constexpr Question questions[] = {
    [](Library& library, const Surroundings& s) { return failure_of(library.prepare_add_members(sample_change(), s)); },
    [](Library& library, const Surroundings& s) {
        return failure_of(library.signature_payload({sample_detail(), "m", "1111", "g1", "7", {}}, s));
    },
    [](Library& library, const Surroundings& s) { return failure_of(library.sign(identity_key(), "a,b", s)); },
    [](Library& library, const Surroundings& s) {
        return failure_of(library.verify_event({sample_events(s).back(), sample_change().users, {}}, s));
    },
    [](Library& library, const Surroundings& s) {
        return failure_of(
            library.open_change({sample_events(s), "2222", sample_private_keys("2222"), sample_change().users}, s));
    },
    [](Library& library, const Surroundings& s) {
        return failure_of(library.wrap_key(copy(public_identity_key().spki()), key_of_zeros(), s));
    },
    [](Library& library, const Surroundings& s) {
        return failure_of(library.unwrap_key(identity_key(), key_of_zeros_wrapped(), s));
    },
    [](Library& library, const Surroundings& s) { return failure_of(library.seal_text(key_of_zeros(), "Team", s)); },
    [](Library& library, const Surroundings& s) {
        return failure_of(library.open_text(key_of_zeros(), seal(ConversationKey(), bytes_of("Team"), SealNonce()), s));
    },
    [](Library& library, const Surroundings& s) { return failure_of(library.encode_detail(sample_detail(), s)); },
    [](Library& library, const Surroundings& s) {
        return failure_of(library.decode_detail(encoded_sample_detail(), s));
    },
    [](Library& library, const Surroundings& s) {
        return failure_of(library.canonical_conversation_id("2222-1111", "1111", s));
    },
    [](Library& library, const Surroundings& s) { return failure_of(library.latest_key_version({"9", "10"}, s)); },
    [](Library& library, const Surroundings& s) {
        return failure_of(library.parse_public_key(copy(public_identity_key().spki()), s));
    },
    [](Library& library, const Surroundings& s) { return failure_of(library.decode_base64("QUJD", s)); },
};

}  // namespace

std::vector<SmokeResult> smoke(Library& library) {
    const auto description = library.describe();
    std::vector<SmokeResult> results = {{"describe", failure_of(description)}};
    if (!description) return results;
    const Surroundings surroundings{now_msec, {}};
    const auto operations = library_operations();
    for (std::size_t place = 0; place < operations.size(); ++place)
        if (std::ranges::find(description->ops, operations[place]) != description->ops.end())
            results.push_back({operations[place], questions[place](library, surroundings)});
    return results;
}

}  // namespace keyturn
