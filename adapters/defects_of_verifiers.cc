#include <algorithm>
#include <memory>
#include <set>

#include "adapters/changed_text.h"
#include "adapters/defect_tables.h"
#include "protocol/action_signature.h"
#include "protocol/base64.h"
#include "protocol/event_verification.h"
#include "protocol/identifiers.h"
#include "protocol/signature_payload.h"

namespace keyturn {
namespace {

// Verifies another event than it was asked for.
void verify_after(LibraryFunctions& library, void (*change)(Event& event)) {
    library.verify_event = [change, verify = library.verify_event](VerifyEvent asked,
                                                                   const Surroundings& surroundings) {
        if (auto event = readable_event(asked.event)) {
            change(*event);
            asked.event = base64(event->write());
        }
        return verify(asked, surroundings);
    };
}

// Takes some events for verified whatever their signature.
void verify_always(LibraryFunctions& library, bool (*is_one)(const Event& event)) {
    library.verify_event = [is_one, verify = library.verify_event](const VerifyEvent& asked,
                                                                   const Surroundings& surroundings) {
        auto verified = verify(asked, surroundings);
        if (const auto event = readable_event(asked.event); event && verified) *verified = *verified || is_one(*event);
        return verified;
    };
}

// Takes some events for unverified whatever their signature.
void verify_never(LibraryFunctions& library, bool (*is_one)(const Event& event)) {
    library.verify_event = [is_one, verify = library.verify_event](const VerifyEvent& asked,
                                                                   const Surroundings& surroundings) {
        auto verified = verify(asked, surroundings);
        if (const auto event = readable_event(asked.event); event && verified) *verified = *verified && !is_one(*event);
        return verified;
    };
}

std::string signature_in(const Event& event) { return event.signature.signature.value_or(""); }

// Gives the signature's bytes another form, when it can be read as base64.
template <Bytes (*change)(Bytes signature)>
void change_signature(Event& event) {
    if (const auto bytes = read_base64(signature_in(event)))
        event.signature.signature = base64_unpadded(change(*bytes));
}

Bytes cut_to_64(Bytes signature) {
    if (signature.size() > 64) signature.resize(64);
    return signature;
}

// r || s of a DER signature; other bytes stay.
Bytes out_of_der(Bytes der) {
    if (der.size() < 8 || der[0] != 0x30 || der[1] + std::size_t{2} != der.size()) return der;
    Bytes signature(64, 0);
    std::size_t at = 2;
    for (std::size_t half = 32; half <= 64; half += 32) {
        if (at + 2 > der.size() || der[at] != 2 || at + 2 + der[at + 1] > der.size()) return der;
        Bytes number(der.begin() + static_cast<std::ptrdiff_t>(at) + 2,
                     der.begin() + static_cast<std::ptrdiff_t>(at) + 2 + der[at + 1]);
        at += number.size() + 2;
        if (number.size() > 32) number.erase(number.begin());
        if (number.size() > 32) return der;
        std::ranges::copy_backward(number, signature.begin() + static_cast<std::ptrdiff_t>(half));
    }
    return signature;
}

bool has_zero_half(const Event& event) {
    const auto bytes = read_base64(signature_in(event));
    const auto is_zero = [](std::uint8_t byte) { return byte == 0; };
    return bytes && bytes->size() == 64 &&
           (std::ranges::all_of(ByteView(*bytes).first(32), is_zero) ||
            std::ranges::all_of(ByteView(*bytes).last(32), is_zero));
}

bool is_twin(const Event& event) {
    const auto signature = read_signature(signature_in(event));
    return signature && has_high_s(*signature);
}

bool is_padded(const Event& event) { return signature_in(event).ends_with('='); }

void read_url_safe_signature(Event& event) { event.signature.signature = in_standard_alphabet(signature_in(event)); }

bool is_unsigned_by_design(const Event& event) {
    return event.detail.find(arm::typing) || event.detail.find(arm::message_failure) ||
           event.detail.find(arm::account_delete);
}

bool changes_admin_settings(const Event& event) {
    return action_name(event.detail) == "GroupChangeEvent.GroupAdminSettingsChange";
}

void name_what_is_deleted(Event& event) {
    const ThriftValue* deletion = event.detail.find(arm::conversation_delete);
    const ThriftValue* deleted = deletion ? deletion->find(1) : nullptr;
    if (deleted && event.conversation_id) event.conversation_id = deleted->text;
}

void read_old_version_as_2(Event& event) {
    auto& version = event.signature.signature_version;
    if (version == "0" || version == "1") version = "2";
}

// `+7` and `007` are 7, and so is whatever is larger or no number at all.
void read_version_as_number(Event& event) {
    auto& version = event.signature.signature_version;
    if (!version) return;
    std::string_view digits = *version;
    if (digits.starts_with('+')) digits.remove_prefix(1);
    digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size()));
    const bool is_older = digits.empty() || digits == "1" || digits.starts_with('-');
    version = digits.size() == 1 && signature_version(digits) ? std::string(digits) : is_older ? "1" : "7";
}

void put_message_id_into_lower_case(Event& event) {
    if (!event.message_id) return;
    for (char& c : *event.message_id)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 'a' - 'A');
}

void unset_empty_texts(Event& event) {
    auto add = MemberAdd::from_detail(event.detail);
    if (!add) return;
    if (add->title == "") add->title.reset();
    if (add->avatar_url == "") add->avatar_url.reset();
    event.detail = add->to_detail();
}

void unset_negative_ttl(Event& event) {
    auto add = MemberAdd::from_detail(event.detail);
    if (!add || add->ttl_msec.value_or(0) >= 0) return;
    add->ttl_msec.reset();
    event.detail = add->to_detail();
}

void canonical_conversation(Event& event) {
    if (event.conversation_id)
        event.conversation_id = canonical_conversation_id(*event.conversation_id, event.sender_id.value_or(""));
}

bool verifies_with(const VerifyEvent& asked, const Users& users) {
    const auto event = readable_event(asked.event);
    if (!event) return false;
    std::optional<ConversationKey> key;
    if (asked.conversation_key && asked.conversation_key->size() == ConversationKey::size)
        key = ConversationKey(std::span(*asked.conversation_key).first<ConversationKey::size>());
    return verify_event(*event, users, key ? &*key : nullptr).has_value();
}

// The users, the sender of the event having `signing` at the version that the event names.
Users with_signing_key(const VerifyEvent& asked, const Event& event, const PublicKey& signing) {
    Users users = asked.signing_keys;
    User& sender = users[event.sender_id.value_or("")];
    const std::string version = event.signature.public_key_version.value_or("");
    std::erase_if(sender.keys, [&](const RegisteredKey& key) { return key.version == version; });
    sender.keys.push_back({version, signing, signing, ""});
    return users;
}

// The signing key that stands in the event beside the signature.
std::optional<PublicKey> carried_key(const std::string& text) {
    const auto bytes = read_base64(text);
    const auto event = bytes ? read_thrift(*bytes, message_event_schema) : std::unexpected(bytes.error());
    const ThriftValue* signature =
        event ? event->find(message_event_schema.find("message_event_signature")->id) : nullptr;
    const auto encoded =
        signature ? signature->text_at(message_event_signature_schema.find("signing_public_key")->id) : std::nullopt;
    const auto sec1 = encoded ? read_base64(*encoded) : refuse("no key");
    const auto key = sec1 ? PublicKey::read(*sec1) : std::unexpected(sec1.error());
    return key ? std::optional(*key) : std::nullopt;
}

// Verifies with every one of these keys too.
void verify_also_with(LibraryFunctions& library, std::vector<PublicKey> (*keys)(const VerifyEvent&, const Event&)) {
    library.verify_event = [keys, verify = library.verify_event](const VerifyEvent& asked,
                                                                 const Surroundings& surroundings) {
        auto verified = verify(asked, surroundings);
        const auto event = readable_event(asked.event);
        if (!verified || !event) return verified;
        for (const PublicKey& key : keys(asked, *event))
            *verified = *verified || verifies_with(asked, with_signing_key(asked, *event, key));
        return verified;
    };
}

std::vector<PublicKey> keys_carried(const VerifyEvent& asked, const Event&) {
    const auto key = carried_key(asked.event);
    return key ? std::vector{*key} : std::vector<PublicKey>{};
}

void add_signing_keys(const User& user, std::vector<PublicKey>& keys) {
    for (const RegisteredKey& key : user.keys)
        if (key.signing) keys.push_back(*key.signing);
}

std::vector<PublicKey> all_of_sender(const VerifyEvent& asked, const Event& event) {
    std::vector<PublicKey> keys;
    if (const User* sender = find_user(asked.signing_keys, event.sender_id.value_or("")))
        add_signing_keys(*sender, keys);
    return keys;
}

std::vector<PublicKey> all_of_everybody(const VerifyEvent& asked, const Event&) {
    std::vector<PublicKey> keys;
    for (const auto& [id, user] : asked.signing_keys) add_signing_keys(user, keys);
    return keys;
}

// A message id that once stood in a verified event is trusted ever after.
void remember_message_ids(LibraryFunctions& library) {
    library.verify_event = [known = std::make_shared<std::set<std::string>>(), verify = library.verify_event](
                               const VerifyEvent& asked, const Surroundings& surroundings) {
        auto verified = verify(asked, surroundings);
        const auto event = readable_event(asked.event);
        if (!verified || !event || !event->message_id) return verified;
        if (*verified) known->insert(*event->message_id);
        *verified = known->contains(*event->message_id);
        return verified;
    };
}

bool changes_key(const Event& event) { return event.detail.find(arm::key_change) != nullptr; }

// The strict reader takes the fields of a detail in any order; written again they stand as they should have.
void read_in_any_order(LibraryFunctions& library) {
    library.verify_event = [verify = library.verify_event](VerifyEvent asked, const Surroundings& surroundings) {
        const auto bytes = read_base64(asked.event);
        const auto event = bytes ? read_thrift(*bytes, message_event_schema) : std::unexpected(bytes.error());
        if (event) asked.event = base64(write_thrift(*event, message_event_schema));
        return verify(asked, surroundings);
    };
}

bool has_wraps_out_of_order(const Event& event) {
    const auto change = KeyChange::from_detail(event.detail);
    return change && !std::ranges::is_sorted(change->participant_keys, {}, &DetailParticipantKey::user_id);
}

using L = LibraryFunctions;

constexpr DefectiveLibrary table[] = {
    {"zero-signature-accepted", "AM-SIG-024", "a signature with r or s of 0 verifies",
     [](L& l) { verify_always(l, has_zero_half); }},
    {"der-accepted", "AM-SIG-024", "a signature in DER verifies",
     [](L& l) { verify_after(l, change_signature<out_of_der>); }},
    {"long-signature-accepted", "AM-SIG-024", "bytes behind a signature are read past",
     [](L& l) { verify_after(l, change_signature<cut_to_64>); }},
    {"url-safe-signature-accepted", "AM-SIG-062", "a signature in the url-safe alphabet verifies",
     [](L& l) { verify_after(l, read_url_safe_signature); }},
    {"padded-signature-refused", "AM-SIG-062", "a signature with padding does not verify",
     [](L& l) { verify_never(l, is_padded); }},
    {"high-s-refused", "AM-SIG-063", "a signature with a high s does not verify",
     [](L& l) { verify_never(l, is_twin); }},

    {"carried-key-trusted", "AM-SIG-033", "a signature verifies with the key that stands beside it",
     [](L& l) { verify_also_with(l, keys_carried); }},
    {"any-version-trusted", "AM-SIG-033", "a signature verifies with any key its sender ever registered",
     [](L& l) { verify_also_with(l, all_of_sender); }},
    {"any-user-trusted", "AM-SIG-033", "a signature verifies with anybody's registered key",
     [](L& l) { verify_also_with(l, all_of_everybody); }},
    {"old-signature-version-accepted", "AM-SIG-034", "signature versions below 2 are read as 2",
     [](L& l) { verify_after(l, read_old_version_as_2); }},
    {"signature-version-as-number", "AM-SIG-035", "+7 and 07, larger and unreadable signature versions are read as 7",
     [](L& l) { verify_after(l, read_version_as_number); }},
    {"unsigned-verified", "AM-SIG-043", "typing, failure and account-delete events count as verified",
     [](L& l) { verify_always(l, is_unsigned_by_design); }},
    {"admin-settings-verified", "AM-SIG-044", "a change of the admin settings counts as verified",
     [](L& l) { verify_always(l, changes_admin_settings); }},
    {"key-change-not-checked", "AM-SIG-032", "every key change counts as verified",
     [](L& l) { verify_always(l, changes_key); }},
    {"message-id-in-any-case", "AM-SIG-032", "a message id verifies in upper and lower case",
     [](L& l) { verify_after(l, put_message_id_into_lower_case); }},
    {"message-id-remembered", "AM-SIG-032", "an event whose message id once verified counts as verified",
     remember_message_ids},
    {"verifier-unsets-empty-texts", "AM-SIG-045", "a verifier treats an empty title or avatar as unset",
     [](L& l) { verify_after(l, unset_empty_texts); }},
    {"verifier-unsets-negative-ttl", "AM-SIG-045", "a verifier treats a negative ttl as unset",
     [](L& l) { verify_after(l, unset_negative_ttl); }},
    {"verifier-makes-id-canonical", "AM-SIG-047", "a verifier puts the event's conversation id into canonical form",
     [](L& l) { verify_after(l, canonical_conversation); }},
    {"deletion-verifies-for-what-it-names", "AM-SIG-061",
     "a deletion is verified for the conversation that it names itself",
     [](L& l) { verify_after(l, name_what_is_deleted); }},
    {"detail-in-any-order", "AM-SIG-036", "a detail whose fields stand in another order verifies", read_in_any_order},
    {"sorted-wraps-verify-only", "AM-KEY-026", "a key change whose wrapped keys are in no order does not verify",
     [](L& l) { verify_never(l, has_wraps_out_of_order); }},
};

}  // namespace

std::span<const DefectiveLibrary> defects_of_verifiers() { return table; }

}  // namespace keyturn
