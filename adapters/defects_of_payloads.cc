#include <algorithm>

#include "adapters/changed_text.h"
#include "adapters/defect_tables.h"
#include "protocol/action_signature.h"
#include "protocol/base64.h"
#include "protocol/identifiers.h"

namespace keyturn {
namespace {

// Asks for another payload than was asked for.
void payload_after(LibraryFunctions& library, void (*change)(PayloadQuestion& asked)) {
    library.signature_payload = [change, payload = library.signature_payload](PayloadQuestion asked,
                                                                              const Surroundings& surroundings) {
        change(asked);
        return payload(asked, surroundings);
    };
}

// Answers with another payload than was made.
void payload_before(LibraryFunctions& library, std::string (*change)(std::string payload)) {
    library.signature_payload = [change, payload = library.signature_payload](const PayloadQuestion& asked,
                                                                              const Surroundings& surroundings) {
        auto made = payload(asked, surroundings);
        if (made) *made = change(std::move(*made));
        return made;
    };
}

constexpr std::string_view change_pointer = "/group_change_event/group_change";

// The action inside a group change, "member_add" or "create"; nullptr when the detail is another action.
JsonValue* action_of(PayloadQuestion& asked, std::string_view name) {
    return resolve(asked.detail, pointer_to(change_pointer, name));
}

std::string without_nulls(std::string payload) { return replaced(std::move(payload), ",null", ""); }

std::string with_empty_for_null(std::string payload) { return replaced(std::move(payload), ",null", ","); }

std::string with_separator_at_end(std::string payload) { return std::move(payload) + ','; }

void drop_sign_of_ttl(PayloadQuestion& asked) {
    JsonValue* add = action_of(asked, "member_add");
    JsonValue* ttl = add ? add->find("current_ttl_msec") : nullptr;
    if (ttl && ttl->text.starts_with('-')) ttl->text.erase(0, 1);
}

void drop_ttl_of_zero(PayloadQuestion& asked) {
    JsonValue* add = action_of(asked, "member_add");
    if (add && add->find("current_ttl_msec") && add->find("current_ttl_msec")->text == "0")
        add->erase("current_ttl_msec");
}

template <class Value>
void sort_texts(Value* list) {
    if (list) std::ranges::sort(list->elements, {}, &JsonValue::text);
}

void sort_members(PayloadQuestion& asked) {
    if (JsonValue* add = action_of(asked, "member_add")) sort_texts(add->find("current_member_ids"));
}

void swap_members_and_new(PayloadQuestion& asked) {
    JsonValue* add = action_of(asked, "member_add");
    JsonValue *added = add ? add->find("member_ids") : nullptr,
              *current = add ? add->find("current_member_ids") : nullptr;
    if (added && current) std::swap(added->elements, current->elements);
}

void drop_empty_texts(PayloadQuestion& asked) {
    for (const std::string_view action : {"member_add", "create"})
        if (JsonValue* change = action_of(asked, action))
            std::erase_if(change->members, [](const JsonMember& member) {
                return member.value.is(JsonKind::string) && member.value.text.empty();
            });
}

// Lays out member adds of version 7 as version 6 does, with the pending users, and the other way round.
void swap_layouts(PayloadQuestion& asked) {
    if (!action_of(asked, "member_add")) return;
    if (asked.signature_version == "7")
        asked.signature_version = "6";
    else if (asked.signature_version == "6" || asked.signature_version == "5")
        asked.signature_version = "7";
}

void lay_out_as_version_4(PayloadQuestion& asked) {
    if (action_of(asked, "member_add") && asked.signature_version > "4") asked.signature_version = "4";
}

void lay_out_create_as_version_3(PayloadQuestion& asked) {
    if (action_of(asked, "create")) asked.signature_version = "3";
}

void cover_wraps_instead_of_key(PayloadQuestion& asked) {
    if (asked.detail.find("conversation_key_change_event") && asked.signature_version > "5")
        asked.signature_version = "5";
}

void empty_for_no_conversation(PayloadQuestion& asked) {
    if (!asked.conversation_id) asked.conversation_id = "";
}

void canonical_conversation(PayloadQuestion& asked) {
    if (asked.conversation_id)
        asked.conversation_id = canonical_conversation_id(*asked.conversation_id, asked.sender_id);
}

void hide_commas(JsonValue& value) {
    value.text = replaced(std::move(value.text), ",", comma_stand_in);
    for (JsonValue& element : value.elements) hide_commas(element);
    for (JsonMember& member : value.members) hide_commas(member.value);
}

void accept_commas(LibraryFunctions& library) {
    payload_after(library, [](PayloadQuestion& asked) {
        hide_commas(asked.detail);
        asked.message_id = replaced(std::move(asked.message_id), ",", comma_stand_in);
        asked.sender_id = replaced(std::move(asked.sender_id), ",", comma_stand_in);
    });
    payload_before(library, [](std::string payload) { return replaced(std::move(payload), comma_stand_in, ","); });
}

// Puts padding behind the last component, which in a key change of version 6 or 7 is the key.
std::string with_padded_key(std::string payload) {
    constexpr std::string_view action = "ConversationKeyChangeEvent,";
    const std::string last = payload.substr(payload.rfind(',') + 1);
    return payload.starts_with(action) && last.size() == 43 ? payload + '=' : payload;
}

std::string with_url_safe_key(std::string payload) {
    if (payload.starts_with("ConversationKeyChangeEvent,")) return in_url_safe_alphabet(std::move(payload));
    return payload;
}

// Expiry before affiliate, as an invite's own action has it.
std::string with_invite_in_other_order(std::string payload) {
    if (!payload.starts_with("GroupChangeEvent.GroupMemberAddChange,")) return payload;
    const std::size_t last = payload.rfind(','), before = payload.rfind(',', last - 1);
    return payload.substr(0, before) + payload.substr(last) + payload.substr(before, last - before);
}

void sign_for_what_is_deleted(PayloadQuestion& asked) {
    const JsonValue* deleted = resolve(asked.detail, "/conversation_delete_event/conversation_id");
    if (deleted && deleted->is(JsonKind::string)) asked.conversation_id = deleted->text;
}

bool has_invite(const PayloadQuestion& asked) {
    const JsonValue* add = resolve(asked.detail, "/group_change_event/group_change/member_add/group_invite_enable");
    return add != nullptr && asked.signature_version == "7";
}

// Answers with another signature than was made.
void sign_before(LibraryFunctions& library, std::string (*change)(std::string signature)) {
    library.sign = [change, sign = library.sign](const Bytes& key, const std::string& payload,
                                                 const Surroundings& surroundings) {
        auto signature = sign(key, payload, surroundings);
        if (signature) *signature = change(std::move(*signature));
        return signature;
    };
}

std::string twin_text(const std::string& signature) { return signature_text(twin(*read_signature(signature))); }

std::string with_low_s(std::string signature) {
    return has_high_s(*read_signature(signature)) ? twin_text(signature) : signature;
}

// One number of a signature as DER has it: without leading zeros, with one where the sign would be set.
Bytes der_integer(ByteView number) {
    const auto first = std::ranges::find_if(number, [](std::uint8_t byte) { return byte != 0; });
    Bytes digits(first, number.end());
    if (digits.front() >= 0x80) digits.insert(digits.begin(), 0);
    digits.insert(digits.begin(), {0x02, static_cast<std::uint8_t>(digits.size())});
    return digits;
}

std::string in_der(std::string text) {
    const Signature signature = *read_signature(text);
    const Bytes r = der_integer(ByteView(signature).first(32)), s = der_integer(ByteView(signature).last(32));
    Bytes der = {0x30, static_cast<std::uint8_t>(r.size() + s.size())};
    der.insert(der.end(), r.begin(), r.end());
    der.insert(der.end(), s.begin(), s.end());
    return base64_unpadded(der);
}

constexpr DefectiveLibrary table[] = {
    {"null-forgotten", "AM-SIG-017", "an unset component is left out where null is due",
     [](LibraryFunctions& library) { payload_before(library, without_nulls); }},
    {"unset-as-empty", "AM-SIG-017", "an unset component is empty where null is due",
     [](LibraryFunctions& library) { payload_before(library, with_empty_for_null); }},
    {"separator-at-the-end", "AM-SIG-017", "a comma follows the last component",
     [](LibraryFunctions& library) { payload_before(library, with_separator_at_end); }},
    {"sign-of-ttl", "AM-SIG-057", "a negative ttl stands in the payload without its sign",
     [](LibraryFunctions& library) { payload_after(library, drop_sign_of_ttl); }},
    {"ttl-of-zero-is-unset", "AM-SIG-057", "a ttl of 0 is null in the payload",
     [](LibraryFunctions& library) { payload_after(library, drop_ttl_of_zero); }},
    {"list-order-lost", "AM-SIG-057", "the members stand in text order in the payload",
     [](LibraryFunctions& library) { payload_after(library, sort_members); }},
    {"lists-swapped", "AM-SIG-057", "current members stand before new ones in the payload",
     [](LibraryFunctions& library) { payload_after(library, swap_members_and_new); }},
    {"layout-of-another-version", "AM-SIG-057", "version 7 is laid out as version 6, with the pending users",
     [](LibraryFunctions& library) { payload_after(library, swap_layouts); }},
    {"flag-not-signed", "AM-SIG-057", "the screen-capture flag is in no payload",
     [](LibraryFunctions& library) { payload_after(library, lay_out_as_version_4); }},
    {"create-as-version-3", "AM-SIG-058", "a group create is laid out without flag, title and avatar",
     [](LibraryFunctions& library) { payload_after(library, lay_out_create_as_version_3); }},
    {"wraps-signed-instead-of-key", "AM-SIG-016", "version 7 of a key change covers the wrapped keys",
     [](LibraryFunctions& library) { payload_after(library, cover_wraps_instead_of_key); }},
    {"empty-text-as-unset", "AM-SIG-056", "a text that is present and empty is null in the payload",
     [](LibraryFunctions& library) { payload_after(library, drop_empty_texts); }},
    {"empty-conversation-id", "AM-SIG-056", "an absent conversation id is an empty component",
     [](LibraryFunctions& library) { payload_after(library, empty_for_no_conversation); }},
    {"conversation-id-made-canonical", "AM-SIG-017",
     "the conversation id stands in its canonical form in every payload",
     [](LibraryFunctions& library) { payload_after(library, canonical_conversation); }},
    {"comma-accepted", "AM-SIG-018", "a component with a comma in it is put into the payload", accept_commas},
    {"padded-key-in-payload", "AM-SIG-055", "the key in a key change's payload is padded",
     [](LibraryFunctions& library) { payload_before(library, with_padded_key); }},
    {"url-safe-key-in-payload", "AM-SIG-055", "the key in a key change's payload is in the url-safe alphabet",
     [](LibraryFunctions& library) { payload_before(library, with_url_safe_key); }},
    {"deletion-signs-what-it-names", "AM-SIG-061", "a deletion is signed for the conversation that it names itself",
     [](LibraryFunctions& library) { payload_after(library, sign_for_what_is_deleted); }},
    {"invite-in-another-order", "AM-SIG-064", "an invite within a member add is signed as an invite's own action is",
     [](LibraryFunctions& library) {
         library.signature_payload = [payload = library.signature_payload](const PayloadQuestion& asked,
                                                                           const Surroundings& surroundings) {
             auto made = payload(asked, surroundings);
             if (made && has_invite(asked)) *made = with_invite_in_other_order(std::move(*made));
             return made;
         };
     }},

    {"signature-padded", "AM-SIG-023", "signatures are written with padding",
     [](LibraryFunctions& library) { sign_before(library, [](std::string text) { return text + "=="; }); }},
    {"signature-url-safe", "AM-SIG-023", "signatures are written in the url-safe alphabet",
     [](LibraryFunctions& library) { sign_before(library, in_url_safe_alphabet); }},
    {"signature-in-der", "AM-SIG-023", "signatures are written in DER",
     [](LibraryFunctions& library) { sign_before(library, in_der); }},
    {"signature-with-low-s", "AM-SIG-022", "a high s is replaced by n - s",
     [](LibraryFunctions& library) { sign_before(library, with_low_s); }},
    {"signing-by-chance", "AM-SIG-022", "the same payload is signed differently from call to call",
     [](LibraryFunctions& library) {
         library.sign = [sign = library.sign](const Bytes& key, const std::string& payload,
                                              const Surroundings& surroundings) {
             auto signature = sign(key, payload, surroundings);
             const bool other = surroundings.entropy.reveal().front() % 2 == 0;
             if (signature && other) *signature = twin_text(*signature);
             return signature;
         };
     }},
};

}  // namespace

std::span<const DefectiveLibrary> defects_of_payloads() { return table; }

}  // namespace keyturn
