#include <utility>

#include "conformance/defects/bendings.h"
#include "conformance/defects/defect_groups.h"
#include "conformance/defects/occasions.h"

namespace keyturn {
namespace {

constexpr std::string_view as_signed = "AM-ROT-034";

std::string with_last_digit_changed(std::string text) {
    if (!text.empty()) text.back() = text.back() == '0' ? '1' : '0';
    return text;
}

void change_letter(std::optional<std::string>& base64_text) {
    if (base64_text && base64_text->size() > 9) (*base64_text)[9] = (*base64_text)[9] == 'A' ? 'B' : 'A';
}

template <class Element>
void lose_the_last(std::vector<Element>& list) {
    if (!list.empty()) list.pop_back();
}

Bending hands_on_member_add(void (*edit)(MemberAdd& added)) {
    return hands_on([edit](Event& event) {
        auto added = MemberAdd::from_detail(event.detail);
        if (!added) return;
        edit(*added);
        event.detail = added->to_detail();
    });
}

}  // namespace

ServerDefects event_defects() {
    return {
        {"hands_on_another_sender", as_signed, "hands events on under another sender", accepts_anew,
         hands_on([](Event& event) { event.sender_id = "1"; })},
        {"hands_on_another_message_id", "AM-ROT-021", "gives events message ids of its own", accepts_anew,
         hands_on([](Event& event) { event.message_id = "00000000-0000-4000-8000-000000000000"; })},
        {"hands_on_another_conversation", as_signed, "hands events on under another conversation id", accepts_anew,
         hands_on([](Event& event) { event.conversation_id = event.conversation_id.value_or("").substr(1); })},
        {"hands_on_without_conversation", as_signed, "hands events on without their conversation id", accepts_anew,
         hands_on([](Event& event) { event.conversation_id.reset(); })},
        {"hands_on_without_signature", as_signed, "hands events on without their signature", accepts_anew,
         hands_on([](Event& event) { event.signature = {}; })},
        {"hands_on_a_damaged_signature", as_signed, "damages the signatures that it hands on", accepts_anew,
         hands_on([](Event& event) { change_letter(event.signature.signature); })},
        {"hands_on_an_older_signature_version", as_signed, "writes a signature version of its own", accepts_anew,
         hands_on([](Event& event) { event.signature.signature_version = "2"; })},
        {"hands_on_another_signing_key", as_signed, "names another version of the signing key", accepts_anew,
         hands_on([](Event& event) { event.signature.public_key_version = "999"; })},
        {"hands_on_without_detail", as_signed, "hands events on without their detail", accepts_anew,
         hands_on([](Event& event) { event.detail = {}; })},
        {"hands_on_another_key_version", as_signed, "changes the version of the key that it hands on", accepts_anew,
         hands_on_keys([](KeyChange& change) {
             change.conversation_key_version = with_last_digit_changed(change.conversation_key_version);
         })},
        {"hands_on_mixed_up_keys", as_signed, "hands each member the key that was wrapped for the next", accepts_anew,
         hands_on_keys([](KeyChange& change) {
             for (std::size_t i = 1; i < change.participant_keys.size(); ++i)
                 std::swap(change.participant_keys[i].encrypted_conversation_key,
                           change.participant_keys[i - 1].encrypted_conversation_key);
         })},
        {"hands_on_one_key", as_signed, "hands on the wrapped key of one member only", accepts_anew,
         hands_on_keys([](KeyChange& change) { change.participant_keys.resize(1); })},
        {"hands_on_all_keys_but_one", as_signed, "loses the last wrapped key", accepts_anew,
         hands_on_keys([](KeyChange& change) { lose_the_last(change.participant_keys); })},
        {"hands_on_cut_keys", as_signed, "cuts wrapped keys to a column's width", accepts_anew,
         hands_on_keys([](KeyChange& change) {
             for (DetailParticipantKey& key : change.participant_keys) key.encrypted_conversation_key.resize(128);
         })},
        {"hands_on_fewer_added", as_signed, "loses the last of the added users in the event", accepts_anew,
         hands_on_member_add([](MemberAdd& added) { lose_the_last(added.new_members); })},
        {"hands_on_its_own_title", as_signed, "writes a title of its own into the event", accepts_anew,
         hands_on_member_add([](MemberAdd& added) { added.title = "Group"; })},
    };
}

}  // namespace keyturn
