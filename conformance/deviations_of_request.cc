#include <fmt/format.h>

#include <algorithm>

#include "conformance/deviation_steps.h"
#include "protocol/action_signature.h"
#include "protocol/base64.h"
#include "protocol/identifiers.h"
#include "protocol/signature_payload.h"

namespace keyturn::deviate {
namespace {

// In what was just signed, the key change comes first and every field is set.
ActionSignature& key_change_of(Draft& draft) { return draft.request.action_signatures->front(); }
ActionSignature& member_add_of(Draft& draft) { return draft.request.action_signatures->back(); }

std::string to_url_alphabet(std::string text) {
    std::ranges::replace(text, '+', '-');
    std::ranges::replace(text, '/', '_');
    return text;
}

Bytes detail_bytes(const ActionSignature& action) { return *read_base64(*action.encoded_message_event_detail); }

Signature signature_of(const ActionSignature& action) {
    return *read_signature(*action.message_event_signature->signature);
}

void set_signature(ActionSignature& action, ByteView bytes) {
    action.message_event_signature->signature = base64_unpadded(bytes);
}

void set_detail(ActionSignature& action, ByteView bytes) { action.encoded_message_event_detail = base64(bytes); }

void drop_padding(std::string& base64_text) { base64_text.resize(base64_text.find_last_not_of('=') + 1); }

// r and s stand behind each other in 32 bytes each.
constexpr std::size_t r_offset = 0, s_offset = 32;

void overwrite_in_key_change(Draft& draft, std::size_t offset, ByteView number) {
    Signature signature = signature_of(key_change_of(draft));
    std::ranges::copy(number, signature.begin() + static_cast<std::ptrdiff_t>(offset));
    set_signature(key_change_of(draft), signature);
}

const Bytes zero(32);
const Bytes order_of_curve = *from_hex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");

// A message event detail of a member add ends with `for_key_rotation` (02 0002 00) and the stops of GroupChangeEvent
// and of the detail itself.
constexpr std::size_t tail_of_member_add = 6;

Result<void> sign_again(Draft& draft, std::size_t index, const ThriftValue& detail, const PrivateKey& key) {
    auto action = sign_action(draft.plan, detail, draft.message_ids[index], draft.key, key);
    if (!action) return std::unexpected(action.error());
    draft.request.action_signatures->at(index) = std::move(*action);
    return {};
}

void tell_signing_key(Draft& draft, const PublicKey& key) {
    const std::string text = base64(key.spki());
    for (ActionSignature& action : *draft.request.action_signatures) {
        RequestSignature& signature = *action.message_event_signature;
        signature.signing_public_key = text;
        signature.message_signing_key_info_list = {{draft.plan.sender, signature.public_key_version, text}};
    }
}

}  // namespace

// ---- stage details: wrapped, not yet signed

Result<void> key_change_version_differs(Draft& draft, std::string_view) {
    draft.key_change.conversation_key_version = std::to_string(draft.now_msec + 1000);
    return {};
}

Result<void> one_message_id_for_both(Draft& draft, std::string_view) {
    draft.message_ids.back() = draft.message_ids.front();
    return {};
}

Result<void> message_ids_of_before(Draft& draft, std::string_view) {
    if (draft.before.message_ids.empty()) return refuse("no request was composed before in this case");
    draft.message_ids = draft.before.message_ids.back();
    return {};
}

Result<void> unpadded_wraps(Draft& draft, std::string_view) {
    for (DetailParticipantKey& key : draft.key_change.participant_keys) drop_padding(key.encrypted_conversation_key);
    return {};
}

Result<void> wrap_with_stray_bits(Draft& draft, std::string_view) {
    // 113 bytes leave two unused bits in the last of 151 characters; `A` to `/` stand in the alphabet's order.
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string& blob = draft.key_change.participant_keys.front().encrypted_conversation_key;
    char& last = blob[blob.find_last_not_of('=')];
    last = alphabet[alphabet.find(last) | 1];
    return {};
}

Result<void> wrap_in_url_alphabet(Draft& draft, std::string_view) {
    for (DetailParticipantKey& key : draft.key_change.participant_keys) {
        const std::string url = to_url_alphabet(key.encrypted_conversation_key);
        if (url == key.encrypted_conversation_key) continue;
        key.encrypted_conversation_key = url;
        return {};
    }
    return refuse("no wrapped key happens to hold + or /: take another seed");
}

Result<void> wrap_padded_in_excess(Draft& draft, std::string_view) {
    draft.key_change.participant_keys.front().encrypted_conversation_key += '=';
    return {};
}

// ---- stage request: signed

Result<void> no_key_change(Draft& draft, std::string_view) {
    draft.request.action_signatures->erase(draft.request.action_signatures->begin());
    return {};
}

Result<void> no_second_action(Draft& draft, std::string_view) {
    draft.request.action_signatures->pop_back();
    return {};
}

Result<void> doubled_key_change(Draft& draft, std::string_view) {
    draft.message_ids.back() = draft.entropy.uuid();
    return sign_again(draft, 1, draft.key_change.to_detail(), draft.keys.signing);
}

Result<void> doubled_member_add(Draft& draft, std::string_view) {
    draft.message_ids.front() = draft.entropy.uuid();
    return sign_again(draft, 0, draft.plan.member_add.to_detail(), draft.keys.signing);
}

Result<void> third_action(Draft& draft, std::string_view) {
    const ThriftValue title =
        thrift_struct({{1, thrift_text("Renamed")}, {2, thrift_text(draft.plan.conversation_key_version)}});
    const ThriftValue change =
        thrift_struct({{1, thrift_struct({{arm::title_change, title}})}, {2, thrift_boolean(false)}});
    auto action = sign_action(draft.plan, thrift_struct({{arm::group_change, change}}), draft.entropy.uuid(), draft.key,
                              draft.keys.signing);
    if (!action) return std::unexpected(action.error());
    draft.request.action_signatures->push_back(std::move(*action));
    return {};
}

Result<void> swapped_signatures(Draft& draft, std::string_view) {
    std::swap(key_change_of(draft).message_event_signature, member_add_of(draft).message_event_signature);
    return {};
}

Result<void> swapped_order(Draft& draft, std::string_view) {
    std::swap(key_change_of(draft), member_add_of(draft));
    return {};
}

Result<void> damaged_signature(Draft& draft, std::string_view) {
    Signature signature = signature_of(member_add_of(draft));
    signature[40] ^= 1;
    set_signature(member_add_of(draft), signature);
    return {};
}

Result<void> foreign_signature(Draft& draft, std::string_view) {
    for (const auto& [id, user] : draft.given.users)
        if (id != draft.plan.sender && user.private_keys)
            return sign_again(draft, 1, draft.plan.member_add.to_detail(), user.private_keys->signing);
    return refuse("the state has no private keys of another user");
}

Result<void> twin_signature(Draft& draft, std::string_view) {
    set_signature(member_add_of(draft), twin(signature_of(member_add_of(draft))));
    return {};
}

Result<void> padded_signature(Draft& draft, std::string_view) {
    for (ActionSignature& action : *draft.request.action_signatures)
        action.message_event_signature->signature = base64(signature_of(action));
    return {};
}

Result<void> short_signature(Draft& draft, std::string_view) {
    set_signature(key_change_of(draft), ByteView(signature_of(key_change_of(draft))).first(63));
    return {};
}

Result<void> long_signature(Draft& draft, std::string_view) {
    const Signature signature = signature_of(key_change_of(draft));
    Bytes longer(signature.begin(), signature.end());
    longer.push_back(0);
    set_signature(key_change_of(draft), longer);
    return {};
}

Result<void> zero_r_signature(Draft& draft, std::string_view) {
    overwrite_in_key_change(draft, r_offset, zero);
    return {};
}

Result<void> zero_s_signature(Draft& draft, std::string_view) {
    overwrite_in_key_change(draft, s_offset, zero);
    return {};
}

Result<void> r_of_n_signature(Draft& draft, std::string_view) {
    overwrite_in_key_change(draft, r_offset, order_of_curve);
    return {};
}

Result<void> s_of_n_signature(Draft& draft, std::string_view) {
    overwrite_in_key_change(draft, s_offset, order_of_curve);
    return {};
}

Result<void> der_signature(Draft& draft, std::string_view) {
    const Signature signature = signature_of(key_change_of(draft));
    Bytes der = {0x30, 0};
    for (const std::size_t half : {0u, 32u}) {
        der.insert(der.end(), {0x02, 33, 0});  // a leading zero byte keeps the number positive
        der.insert(der.end(), signature.begin() + half, signature.begin() + half + 32);
    }
    der[1] = static_cast<std::uint8_t>(der.size() - 2);
    set_signature(key_change_of(draft), der);
    return {};
}

Result<void> message_id_differs(Draft& draft, std::string_view) {
    member_add_of(draft).message_id = draft.entropy.uuid();
    return {};
}

Result<void> signature_version_text(Draft& draft, std::string_view text) {
    for (ActionSignature& action : *draft.request.action_signatures)
        action.message_event_signature->signature_version = std::string(text);
    return {};
}

Result<void> signing_key_version(Draft& draft, std::string_view version) {
    for (ActionSignature& action : *draft.request.action_signatures)
        action.message_event_signature->public_key_version = std::string(version);
    return {};
}

Result<void> unregistered_signing_key(Draft& draft, std::string_view) {
    return signing_key_version(draft, "987654321");
}

Result<void> tells_signing_keys(Draft& draft, std::string_view) {
    tell_signing_key(draft, draft.keys.signing.public_key());
    return {};
}

Result<void> carries_its_own_key(Draft& draft, std::string_view) {
    const PrivateKey own = PrivateKey::generate(draft.entropy);
    if (auto ok = sign_again(draft, 0, draft.key_change.to_detail(), own); !ok) return ok;
    if (auto ok = sign_again(draft, 1, draft.plan.member_add.to_detail(), own); !ok) return ok;
    tell_signing_key(draft, own.public_key());
    return {};
}

Result<void> signs_payload_text(Draft& draft, std::string_view) {
    member_add_of(draft).signature_payload = "GroupChangeEvent.GroupMemberAddChange";
    member_add_of(draft).message_event_signature->signature =
        sign_payload(draft.keys.signing, *member_add_of(draft).signature_payload);
    return {};
}

Result<void> foreign_detail(Draft& draft, std::string_view) {
    // Their order is all that can differ from what was signed and still agree with the request and the group.
    MemberAdd other = draft.plan.member_add;
    if (other.current_members.size() < 2) return refuse("the group has no two members to change places");
    std::ranges::reverse(other.current_members);
    set_detail(member_add_of(draft), write_thrift(other.to_detail(), message_event_detail_schema));
    return {};
}

Result<void> reordered_detail(Draft& draft, std::string_view) {
    // GroupChangeEvent's two fields change places: `for_key_rotation` first.
    Bytes bytes = detail_bytes(member_add_of(draft));
    const Bytes rotation = {0x02, 0x00, 0x02, 0x00};
    bytes.erase(bytes.end() - tail_of_member_add, bytes.end() - 2);
    bytes.insert(bytes.begin() + 3, rotation.begin(), rotation.end());
    set_detail(member_add_of(draft), bytes);
    return {};
}

Result<void> trailing_byte_in_detail(Draft& draft, std::string_view) {
    Bytes bytes = detail_bytes(member_add_of(draft));
    bytes.push_back(0);
    set_detail(member_add_of(draft), bytes);
    return {};
}

Result<void> cut_detail(Draft& draft, std::string_view) {
    Bytes bytes = detail_bytes(member_add_of(draft));
    bytes.pop_back();
    set_detail(member_add_of(draft), bytes);
    return {};
}

Result<void> unknown_field_in_detail(Draft& draft, std::string_view) {
    Bytes bytes = detail_bytes(member_add_of(draft));
    const Bytes field = {0x02, 0x00, 0x63, 0x01};  // a boolean with id 99
    bytes.insert(bytes.end() - 2, field.begin(), field.end());
    set_detail(member_add_of(draft), bytes);
    return {};
}

Result<void> repeated_field_in_detail(Draft& draft, std::string_view) {
    Bytes bytes = detail_bytes(member_add_of(draft));
    const Bytes rotation = {0x02, 0x00, 0x02, 0x00};
    bytes.insert(bytes.end() - 2, rotation.begin(), rotation.end());
    set_detail(member_add_of(draft), bytes);
    return {};
}

Result<void> detail_padded_in_excess(Draft& draft, std::string_view) {
    std::string& detail = *member_add_of(draft).encoded_message_event_detail;
    drop_padding(detail);
    detail += "===";
    return {};
}

Result<void> damaged_wrap(Draft& draft, std::string_view) {
    std::string& blob = *draft.request.conversation_participant_keys->front().encrypted_conversation_key;
    Bytes bytes = *read_base64(blob);
    bytes.back() ^= 1;
    blob = base64(bytes);
    return {};
}

Result<void> body_lacks_a_wrap(Draft& draft, std::string_view) {
    // The detail keeps naming the key twice, so that the body's roster stays whole.
    KeyChange change = draft.key_change;
    change.participant_keys.push_back(change.participant_keys.front());
    change.participant_keys.back().public_key_version += "0";
    return sign_again(draft, 0, change.to_detail(), draft.keys.signing);
}

Result<void> body_has_other_wrap_version(Draft& draft, std::string_view) {
    std::string& version = *draft.request.conversation_participant_keys->front().public_key_version;
    version.insert(0, "0");  // the same number
    return {};
}

Result<void> shuffled_wraps(Draft& draft, std::string_view) {
    std::ranges::reverse(*draft.request.conversation_participant_keys);
    return {};
}

Result<void> no_key_version(Draft& draft, std::string_view) {
    draft.request.conversation_key_version.reset();
    return {};
}

Result<void> key_version_of_body_differs(Draft& draft, std::string_view) {
    draft.request.conversation_key_version = std::to_string(draft.now_msec + 2000);
    return {};
}

Result<void> unpadded_details(Draft& draft, std::string_view) {
    for (ActionSignature& action : *draft.request.action_signatures) drop_padding(*action.encoded_message_event_detail);
    return {};
}

Result<void> unpadded_title(Draft& draft, std::string_view) {
    if (!draft.request.encrypted_title) return refuse("the group has no title");
    drop_padding(*draft.request.encrypted_title);
    return {};
}

Result<void> title_in_url_alphabet(Draft& draft, std::string_view) {
    if (!draft.request.encrypted_title) return refuse("the group has no title");
    Bytes bytes = *read_base64(*draft.request.encrypted_title);
    bytes[0] = 0xfb;  // makes the text begin with `+`, so that both alphabets differ
    draft.request.encrypted_title = to_url_alphabet(base64(bytes));
    return {};
}

Result<void> other_payload_text(Draft& draft, std::string_view) {
    member_add_of(draft).signature_payload = "for display only";
    return {};
}

Result<void> no_payload_text(Draft& draft, std::string_view) {
    for (ActionSignature& action : *draft.request.action_signatures) action.signature_payload.reset();
    return {};
}

}  // namespace keyturn::deviate
