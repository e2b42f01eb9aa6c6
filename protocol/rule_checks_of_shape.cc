#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "protocol/base64.h"
#include "protocol/identifiers.h"
#include "protocol/rule_checks.h"

namespace keyturn::rule_checks {
namespace {

void require_base64(RuleFinding& finding, std::string_view requirement, std::string pointer,
                    const std::optional<std::string>& text) {
    if (!text) return;
    if (const auto bytes = read_base64(*text); !bytes)
        add(finding, requirement, std::move(pointer), "base64 of the standard alphabet",
            fmt::format("{} at character {}", bytes.error().reason, bytes.error().offset));
}

}  // namespace

RuleFinding no_problem_of_shape(const Attempt& attempt, std::string_view requirement) {
    RuleFinding finding;
    std::ranges::copy_if(attempt.read->problems, std::back_inserter(finding.problems),
                         [&](const Problem& problem) { return problem.requirement == requirement; });
    return finding;
}

RuleFinding path_id_has_its_form(const Attempt& attempt, std::string_view requirement) {
    if (is_path_conversation_id(attempt.conversation_id)) return held();
    return broken(requirement, "", "a path id of the form g123, 123 or 123-456",
                  quoted(std::string_view(attempt.conversation_id)));
}

RuleFinding user_ids_not_empty(const Attempt& attempt, std::string_view requirement) {
    if (!attempt.request().user_ids) return undecided("there are no user_ids");
    if (!attempt.request().user_ids->empty()) return held();
    return broken(requirement, "/user_ids", "at least one user", "an empty list");
}

RuleFinding user_ids_distinct(const Attempt& attempt, std::string_view requirement) {
    if (!attempt.request().user_ids) return undecided("there are no user_ids");
    RuleFinding finding;
    std::set<std::string_view> seen;
    std::size_t index = 0;
    for (const std::string& id : *attempt.request().user_ids) {
        if (!seen.insert(id).second)
            add(finding, requirement, pointer_to("/user_ids", index), "each user once",
                quoted(std::string_view(id)) + " again");
        ++index;
    }
    return finding;
}

RuleFinding user_ids_decimal(const Attempt& attempt, std::string_view requirement) {
    if (!attempt.request().user_ids) return undecided("there are no user_ids");
    RuleFinding finding;
    std::size_t index = 0;
    for (const std::string& id : *attempt.request().user_ids) {
        if (!is_user_id(id))
            add(finding, requirement, pointer_to("/user_ids", index),
                "a decimal id from 1 to 9223372036854775807 without leading zero", quoted(std::string_view(id)));
        ++index;
    }
    return finding;
}

RuleFinding base64_readable(const Attempt& attempt, std::string_view requirement) {
    RuleFinding finding;
    const AddMembersRequest& request = attempt.request();
    require_base64(finding, requirement, "/encrypted_title", request.encrypted_title);
    require_base64(finding, requirement, "/encrypted_avatar_url", request.encrypted_avatar_url);
    std::size_t index = 0;
    for (const ParticipantKey& key : wrapped_keys(attempt))
        require_base64(finding, requirement,
                       fmt::format("/conversation_participant_keys/{}/encrypted_conversation_key", index++),
                       key.encrypted_conversation_key);
    for (const ReadAction& action : attempt.actions) {
        require_base64(finding, requirement, signature_pointer(action, "/encoded_message_event_detail"),
                       action.source->encoded_message_event_detail);
        if (action.source->message_event_signature)
            require_base64(finding, requirement, signature_pointer(action, "/message_event_signature/signature"),
                           action.source->message_event_signature->signature);
    }
    return finding;
}

}  // namespace keyturn::rule_checks
