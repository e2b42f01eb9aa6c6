#include "properties/prepared_group.h"

#include "properties/answers.h"
#include "properties/prepared_body.h"
#include "protocol/sealed_text.h"

namespace keyturn {
namespace {

std::optional<std::string> unless_empty(const std::optional<std::string>& text) {
    return text && text->empty() ? std::nullopt : text;
}

// What the official signer makes of the group: an empty text and a negative ttl count as unset (AM-SIG-019).
MemberAdd signed_state(const RosterChange& change, const std::string& key_version) {
    const bool has_ttl = change.ttl_msec.value_or(-1) >= 0;
    return {.new_members = change.add,
            .current_members = change.members,
            .current_admins = change.admins,
            .title = unless_empty(change.title),
            .avatar_url = unless_empty(change.avatar_url),
            .conversation_key_version = key_version,
            .ttl_msec = has_ttl ? change.ttl_msec : std::nullopt,
            .pending_members = change.pending,
            .screen_capture_blocking = change.screen_capture_blocking,
            .invite = {}};
}

std::string requirement_of_difference(const MemberAdd& expected, const MemberAdd& found) {
    const auto was_empty = [](const auto& wanted, const auto& got) { return !wanted && got; };
    if (found.invite) return "AM-SIG-059";
    if (was_empty(expected.title, found.title) || was_empty(expected.avatar_url, found.avatar_url) ||
        was_empty(expected.ttl_msec, found.ttl_msec))
        return "AM-SIG-019";
    return found == expected ? "AM-SIG-060" : "AM-ROT-033";
}

std::optional<Violation> is_sealed(std::string_view what, const std::optional<std::string>& sealed,
                                   const std::optional<std::string>& text, const ConversationKey& key) {
    if (!text && !sealed) return std::nullopt;
    if (!text) return violated("AM-SIG-019", fmt::format("the body has a sealed {} although none is set", what));
    if (!sealed) return violated("AM-ROT-032", fmt::format("the body has no sealed {}", what));
    const auto opened = open_text(key, *sealed);
    if (!opened) return violated("AM-ROT-032", fmt::format("the sealed {} does not open under the new key", what));
    if (*opened == *text) return std::nullopt;
    return violated("AM-SIG-030", fmt::format("the sealed {} reads {}, given was {}", what,
                                              to_json(json_string(*opened)), to_json(json_string(*text))));
}

}  // namespace

std::optional<Violation> details_say_what_was_given(Library& library, const RosterChange& input) {
    return look_at_body(library, input, [&](const PreparedBody& body) -> std::optional<Violation> {
        const Attempt& attempt = body.attempt;
        if (!attempt.member_add || !attempt.key_change) return std::nullopt;
        const MemberAdd expected = signed_state(input, attempt.member_add->conversation_key_version);
        if (*attempt.member_add_action->detail != expected.to_detail())
            return violated(
                requirement_of_difference(expected, *attempt.member_add),
                fmt::format("the member add says {}, the group is {}",
                            to_json(thrift_to_json(*attempt.member_add_action->detail, message_event_detail_schema)),
                            to_json(thrift_to_json(expected.to_detail(), message_event_detail_schema))));
        if (*body.key_change_action()->detail != attempt.key_change->to_detail())
            return violated("AM-SIG-060",
                            "the key change has parts that a writer leaves out, or lacks some that it writes");
        return std::nullopt;
    });
}

std::optional<Violation> texts_are_sealed_under_the_new_key(Library& library, const RosterChange& input) {
    return look_at_body(library, input, [&](const PreparedBody& body) -> std::optional<Violation> {
        const auto key = key_of(body);
        if (!key) return violated("AM-ROT-031", "the conversation key is not of 32 bytes");
        const AddMembersRequest& request = body.read.request;
        if (auto violation = is_sealed("title", request.encrypted_title, unless_empty(input.title), *key))
            return violation;
        return is_sealed("avatar URL", request.encrypted_avatar_url, unless_empty(input.avatar_url), *key);
    });
}

}  // namespace keyturn
