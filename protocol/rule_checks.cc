#include "protocol/rule_checks.h"

#include <fmt/format.h>

#include <algorithm>

namespace keyturn::rule_checks {
namespace {

const std::vector<std::string> no_users;
const std::vector<ParticipantKey> no_keys;

std::string without_kind(std::string shown) { return shown.substr(0, shown.rfind(" (")); }

}  // namespace

const std::vector<std::string>& requested_users(const Attempt& attempt) {
    const auto& users = attempt.request().user_ids;
    return users ? *users : no_users;
}

const std::vector<ParticipantKey>& wrapped_keys(const Attempt& attempt) {
    const auto& keys = attempt.request().conversation_participant_keys;
    return keys ? *keys : no_keys;
}

bool body_was_read(const Attempt& attempt) {
    return std::ranges::find(attempt.read->problems, "AM-REQ-001", &Problem::requirement) ==
           attempt.read->problems.end();
}

std::string quoted(std::string_view text) {
    const JsonValue value = json_string(std::string(text));
    return shown(&value);
}

std::string quoted(const std::optional<std::string>& text) {
    return text ? quoted(std::string_view(*text)) : "nothing";
}

std::string listed(const std::vector<std::string>& ids) {
    constexpr std::size_t most = 8;
    if (ids.empty()) return "none";
    std::string text;
    for (std::size_t i = 0; i < ids.size() && i < most; ++i)
        text += (i == 0 ? "" : ", ") + without_kind(quoted(std::string_view(ids[i])));
    if (ids.size() > most) text += fmt::format(" and {} more", ids.size() - most);
    return text;
}

std::string signature_pointer(const ReadAction& action, std::string_view field) {
    return fmt::format("/action_signatures/{}{}", action.index, field);
}

std::string detail_pointer(const ReadAction& action) {
    return signature_pointer(action, "/encoded_message_event_detail");
}

}  // namespace keyturn::rule_checks
