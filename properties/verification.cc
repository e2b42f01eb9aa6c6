#include "properties/verification.h"

#include <algorithm>

#include "properties/answers.h"
#include "properties/event_draft.h"
#include "protocol/action_signature.h"
#include "protocol/base64.h"
#include "protocol/signature_payload.h"

namespace keyturn {
namespace {

constexpr std::int16_t change_inside = 1, for_key_rotation_of_group = 2, for_key_rotation_of_keys = 5;
constexpr std::int16_t key_list_field = 2, key_version_field = 1;
constexpr std::int16_t title_field = 4, ttl_field = 7, invite_field = 11, deleted_conversation_field = 1;
constexpr std::int64_t negative_ttl = -1;

using Draft = EventDraft;
using At = std::uint64_t;

ThriftValue* key_change_in(Draft& draft) { return draft.event.detail.find(arm::key_change); }

ThriftValue* member_add_in(ThriftValue& detail) {
    ThriftValue* event = detail.find(arm::group_change);
    ThriftValue* change = event ? event->find(change_inside) : nullptr;
    return change ? change->find(arm::member_add) : nullptr;
}

int version_of(const Draft& draft) { return *signature_version(draft.action.signature_version); }

bool says_version(Draft& draft, const char* version) {
    draft.event.signature.signature_version = version;
    return true;
}

bool signs_seven_but_says(Draft& draft, const char* version) {
    draft.action.signature_version = "7";
    auto signed_at_seven = draft_of(draft.action);
    if (!signed_at_seven) return false;
    draft = std::move(*signed_at_seven);
    return says_version(draft, version);
}

bool has_signature(Draft& draft, ByteView bytes) {
    draft.event.signature.signature = base64_unpadded(bytes);
    return true;
}

Signature signature_in(const Draft& draft) { return *read_signature(*draft.event.signature.signature); }

bool has_half(Draft& draft, std::size_t half, std::string_view hexadecimal) {
    Signature signature = signature_in(draft);
    const Bytes scalar = from_hex(hexadecimal).value_or(Bytes());
    std::ranges::copy(scalar, signature.begin() + static_cast<std::ptrdiff_t>(half * scalar.size()));
    return has_signature(draft, signature);
}

constexpr std::string_view zero = "0000000000000000000000000000000000000000000000000000000000000000";
constexpr std::string_view order = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";

void append_der_integer(Bytes& der, ByteView number) {
    const bool looks_negative = number[0] >= 0x80;
    der.push_back(2);
    der.push_back(static_cast<std::uint8_t>(number.size() + (looks_negative ? 1 : 0)));
    if (looks_negative) der.push_back(0);
    der.insert(der.end(), number.begin(), number.end());
}

bool is_in_der(Draft& draft, At) {
    const Signature signature = signature_in(draft);
    Bytes integers;
    append_der_integer(integers, ByteView(signature).first(32));
    append_der_integer(integers, ByteView(signature).last(32));
    Bytes der = {0x30, static_cast<std::uint8_t>(integers.size())};
    der.insert(der.end(), integers.begin(), integers.end());
    return has_signature(draft, der);
}

bool in_the_url_safe_alphabet(Draft& draft, At) {
    std::string& text = *draft.event.signature.signature;
    const std::string standard = text;
    std::ranges::replace(text, '+', '-');
    std::ranges::replace(text, '/', '_');
    return text != standard;
}

bool reorders_keys(Draft& draft) {
    ThriftValue* change = key_change_in(draft);
    ThriftValue* keys = change ? change->find(key_list_field) : nullptr;
    if (!keys || keys->elements.size() < 2 || keys->elements.front() == keys->elements.back()) return false;
    std::swap(keys->elements.front(), keys->elements.back());
    return true;
}

bool gains_an_invite(Draft& draft) {
    ThriftValue* add = member_add_in(draft.event.detail);
    if (!add || add->find(invite_field)) return false;
    add->set(invite_field, thrift_struct({{2, thrift_text("https://example.com/join")}}));
    return true;
}

// The sender signs the field as unset, and sends it as what a signer, not a verifier, takes for unset.
bool signs_unset_but_sends(Draft& draft, std::int16_t field, ThriftValue sent) {
    ThriftValue* add = member_add_in(draft.action.detail);
    if (!add) return false;
    add->erase(field);
    auto unset = draft_of(draft.action);
    if (!unset) return false;
    draft = std::move(*unset);
    member_add_in(draft.event.detail)->set(field, std::move(sent));
    return true;
}

bool sets_rotation_flag(Draft& draft) {
    ThriftValue& detail = draft.event.detail;
    if (ThriftValue* change = detail.find(arm::key_change))
        return change->set(for_key_rotation_of_keys, thrift_boolean(true)), true;
    if (ThriftValue* event = detail.find(arm::group_change))
        return event->set(for_key_rotation_of_group, thrift_boolean(true)), true;
    return false;
}

bool has_rotation_flag(Draft& draft) {
    const ThriftValue* change = key_change_in(draft);
    const ThriftValue* group = draft.event.detail.find(arm::group_change);
    return (change && change->find(key_version_field) && change->find(for_key_rotation_of_keys)) ||
           (group && group->find(change_inside) && group->find(for_key_rotation_of_group));
}

// The payload has the id that the event names, whatever the deletion itself names.
ThriftValue* deletion_in(Draft& draft) {
    return draft.event.conversation_id ? draft.event.detail.find(arm::conversation_delete) : nullptr;
}

bool names_another_conversation(Draft& draft) {
    ThriftValue* deletion = deletion_in(draft);
    if (!deletion) return false;
    deletion->set(deleted_conversation_field, thrift_text(*draft.event.conversation_id + "0"));
    return true;
}

bool moves_away_from_what_it_names(Draft& draft) {
    ThriftValue* deletion = deletion_in(draft);
    if (!deletion) return false;
    deletion->set(deleted_conversation_field, thrift_text(*draft.event.conversation_id));
    *draft.event.conversation_id += "0";
    return true;
}

constexpr bool yes = true, no = false;

constexpr EventVariant variants[] = {
    {"another message id", "AM-SIG-032", no, [](Draft& d, At) { return *d.event.message_id += "0", true; }},
    {"the message id in upper case", "AM-SIG-032", no,
     [](Draft& d, At) {
         const std::string signed_id = *d.event.message_id;
         std::ranges::transform(signed_id, d.event.message_id->begin(),
                                [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
         return d.event.message_id != signed_id;
     }},
    {"another sender", "AM-SIG-032", no,
     [](Draft& d, At) { return d.event.sender_id = other_sender, d.action.sender != other_sender; }},
    {"another conversation id", "AM-SIG-032", no,
     [](Draft& d, At) {
         if (!d.event.conversation_id || action_name(d.action.detail) == "GroupChangeEvent.GroupCreate") return false;
         *d.event.conversation_id += "0";
         return true;
     }},
    {"no conversation id", "AM-SIG-047", no,
     [](Draft& d, At) {
         if (!d.event.conversation_id || action_name(d.action.detail) == "GroupChangeEvent.GroupCreate") return false;
         d.event.conversation_id.reset();
         return true;
     }},
    {"another key version", "AM-SIG-032", no,
     [](Draft& d, At) {
         ThriftValue* change = key_change_in(d);
         if (!change) return false;
         change->find(key_version_field)->text += "0";
         return true;
     }},
    {"another conversation key", "AM-SIG-032", no,
     [](Draft& d, At) {
         if (!key_change_in(d) || version_of(d) < 6) return false;
         *d.key += 1;
         return true;
     }},
    {"another signature", "AM-SIG-047", no,
     [](Draft& d, At at) {
         Signature signature = signature_in(d);
         signature[at % signature.size()] ^= static_cast<std::uint8_t>(1u << at / signature.size() % 8);
         return has_signature(d, signature);
     }},
    {"signed by a key that it carries", "AM-SIG-033", no,
     [](Draft& d, At at) {
         const PrivateKey stranger = numbered_private_key(at);
         d.sign_with(stranger);
         d.carried_key = base64(stranger.public_key().spki());
         return true;
     }},
    {"carries a key that did not sign it", "AM-SIG-033", yes,
     [](Draft& d, At at) { return d.carried_key = base64(numbered_private_key(at).public_key().spki()), true; }},
    {"signed by the key of another version", "AM-SIG-033", no,
     [](Draft& d, At) { return d.event.signature.public_key_version = other_signing_version, true; }},
    {"signed by a key of no registered version", "AM-SIG-033", no,
     [](Draft& d, At) { return d.event.signature.public_key_version = "3", true; }},
    {"signed by another registered user", "AM-SIG-033", no,
     [](Draft& d, At) {
         return d.sign_with(registered_keys(other_sender, signing_version).signing), d.action.sender != other_sender;
     }},
    {"signature version 1", "AM-SIG-034", no, [](Draft& d, At) { return says_version(d, "1"); }},
    {"signature version 0", "AM-SIG-034", no, [](Draft& d, At) { return says_version(d, "0"); }},
    {"signature version -7", "AM-SIG-034", no, [](Draft& d, At) { return says_version(d, "-7"); }},
    {"signature version 07", "AM-SIG-035", no, [](Draft& d, At) { return signs_seven_but_says(d, "07"); }},
    {"signature version +7", "AM-SIG-035", no, [](Draft& d, At) { return signs_seven_but_says(d, "+7"); }},
    {"signature version 8", "AM-SIG-035", no, [](Draft& d, At) { return signs_seven_but_says(d, "8"); }},
    {"signature version seven", "AM-SIG-035", no, [](Draft& d, At) { return signs_seven_but_says(d, "seven"); }},
    {"empty signature version", "AM-SIG-035", no, [](Draft& d, At) { return signs_seven_but_says(d, ""); }},
    {"detail out of order", "AM-SIG-036", no,
     [](Draft& d, At) {
         const bool has_flag = has_rotation_flag(d);
         d.is_detail_out_of_order = has_flag;
         return has_flag;
     }},
    {"wrapped keys in another order up to version 5", "AM-SIG-016", no,
     [](Draft& d, At) { return version_of(d) <= 5 && reorders_keys(d); }},
    {"wrapped keys in another order from version 6", "AM-KEY-026", yes,
     [](Draft& d, At) { return version_of(d) >= 6 && reorders_keys(d); }},
    {"an invite added at version 7", "AM-SIG-064", no,
     [](Draft& d, At) { return version_of(d) == 7 && gains_an_invite(d); }},
    {"an invite added below version 7", "AM-SIG-064", yes,
     [](Draft& d, At) { return version_of(d) < 7 && gains_an_invite(d); }},
    {"an empty title signed as unset", "AM-SIG-045", no,
     [](Draft& d, At) { return signs_unset_but_sends(d, title_field, thrift_text("")); }},
    {"a negative ttl signed as unset", "AM-SIG-045", no,
     [](Draft& d, At) { return signs_unset_but_sends(d, ttl_field, thrift_i64(negative_ttl)); }},
    {"a deletion that names another conversation", "AM-SIG-061", yes,
     [](Draft& d, At) { return names_another_conversation(d); }},
    {"a deletion in another conversation than it names", "AM-SIG-061", no,
     [](Draft& d, At) { return moves_away_from_what_it_names(d); }},
    {"signature in DER", "AM-SIG-024", no, is_in_der},
    {"signature of 63 bytes", "AM-SIG-024", no,
     [](Draft& d, At) { return has_signature(d, ByteView(signature_in(d)).first(63)); }},
    {"signature of 65 bytes", "AM-SIG-024", no,
     [](Draft& d, At) {
         const Signature signature = signature_in(d);
         Bytes longer(signature.begin(), signature.end());
         longer.push_back(0);
         return has_signature(d, longer);
     }},
    {"empty signature", "AM-SIG-024", no, [](Draft& d, At) { return has_signature(d, {}); }},
    {"r of zero", "AM-SIG-024", no, [](Draft& d, At) { return has_half(d, 0, zero); }},
    {"s of zero", "AM-SIG-024", no, [](Draft& d, At) { return has_half(d, 1, zero); }},
    {"r of the order", "AM-SIG-024", no, [](Draft& d, At) { return has_half(d, 0, order); }},
    {"s of the order", "AM-SIG-024", no, [](Draft& d, At) { return has_half(d, 1, order); }},
    {"the twin signature", "AM-SIG-063", yes, [](Draft& d, At) { return has_signature(d, twin(signature_in(d))); }},
    {"padded signature", "AM-SIG-062", yes, [](Draft& d, At) { return *d.event.signature.signature += "==", true; }},
    {"half-padded signature", "AM-SIG-062", yes,
     [](Draft& d, At) { return *d.event.signature.signature += "=", true; }},
    {"over-padded signature", "AM-SIG-062", no,
     [](Draft& d, At) { return *d.event.signature.signature += "===", true; }},
    {"url-safe signature", "AM-SIG-062", no, in_the_url_safe_alphabet},
    {"white space in the signature", "AM-SIG-062", no,
     [](Draft& d, At) { return *d.event.signature.signature += "\n", true; }},
    {"a relay's sequence id", "AM-SIG-047", yes, [](Draft& d, At) { return d.event.sequence_id = "12", true; }},
    {"a relay's time", "AM-SIG-047", yes, [](Draft& d, At) { return d.event.created_at_msec = "1700000000000", true; }},
    {"the flag for_key_rotation set", "AM-SIG-047", yes, [](Draft& d, At) { return sets_rotation_flag(d); }},
    {"no message id", "AM-SIG-047", no, [](Draft& d, At) { return d.event.message_id.reset(), true; }},
    {"no signature", "AM-SIG-047", no, [](Draft& d, At) { return d.event.signature = {}, true; }},
};

const EventVariant* find_variant(std::string_view name) {
    const auto found = std::ranges::find(variants, name, &EventVariant::name);
    return found == std::end(variants) ? nullptr : &*found;
}

// A library may verify a message only while it opens it, and these messages hold nothing that opens.
bool may_be_refused(const Action& action) { return action_name(action.detail) == "MessageCreateEvent"; }

// A refusal is a way to say that an event does not verify.
std::optional<Violation> unless_judged(const Answer<bool>& answer, bool verifies, std::string_view requirement,
                                       std::string_view what) {
    if (!answer && !is_refused(answer)) return std::nullopt;
    if (answer.value_or(false) == verifies) return std::nullopt;
    return violated(std::string(requirement), fmt::format("{} {}", what, verifies ? "does not verify" : "verifies"));
}

std::string named(const Action& action) {
    return fmt::format("a {} of signature version {}", action_name(action.detail), action.signature_version);
}

}  // namespace

std::span<const EventVariant> event_variants() { return variants; }

std::optional<Violation> honest_event_verifies(Library& library, const Action& input) {
    const auto draft = draft_of(input);
    if (!draft) return std::nullopt;
    const auto answer = library.verify_event(question_about(*draft), surroundings());
    if (is_refused(answer) && may_be_refused(input)) return std::nullopt;
    return unless_judged(answer, true, "AM-SIG-047", named(input));
}

std::optional<EventDraft> varied(const VariedEvent& input) {
    const EventVariant* variant = find_variant(input.variant);
    auto draft = draft_of(input.action);
    if (!variant || !draft || !variant->vary(*draft, input.at)) return std::nullopt;
    return draft;
}

std::optional<Violation> varied_event_is_judged(Library& library, const VariedEvent& input) {
    const auto draft = varied(input);
    if (!draft) return std::nullopt;
    const EventVariant& variant = *find_variant(input.variant);
    const auto answer = library.verify_event(question_about(*draft), surroundings());
    if (is_refused(answer) && may_be_refused(input.action)) return std::nullopt;
    return unless_judged(answer, variant.verifies, variant.requirement,
                         fmt::format("{}, {},", named(input.action), variant.name));
}

std::optional<Violation> unsigned_event_never_verifies(Library& library, const Action& input) {
    if (draft_of(input)) return std::nullopt;
    // What an honest signer of another action would have signed.
    EventDraft draft = {.action = input,
                        .payload = fmt::format("{},{},{},{}", action_name(input.detail), input.message_id, input.sender,
                                               input.conversation_id.value_or("")),
                        .event = {.message_id = input.message_id,
                                  .sender_id = input.sender,
                                  .conversation_id = input.conversation_id,
                                  .detail = input.detail,
                                  .signature = {{}, std::string(signing_version), input.signature_version}},
                        .key = input.key,
                        .carried_key = {}};
    draft.sign_with(registered_keys(input.sender, signing_version).signing);
    const std::string_view name = action_name(input.detail);
    const bool is_a_change = name.starts_with("GroupChangeEvent") || name.starts_with("ConversationMetadata");
    return unless_judged(library.verify_event(question_about(draft), surroundings()), false,
                         is_a_change ? "AM-SIG-044" : "AM-SIG-043", named(input));
}

}  // namespace keyturn
