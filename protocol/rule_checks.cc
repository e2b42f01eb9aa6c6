#include "protocol/rule_checks.h"

#include <fmt/format.h>

namespace keyturn::rule_checks {

std::string quoted(std::string_view text) {
    const JsonValue value = json_string(std::string(text));
    return shown(&value);
}

std::string quoted(const std::optional<std::string>& text) { return text ? quoted(std::string_view(*text)) : "nothing"; }

std::string listed(const std::vector<std::string>& ids) {
    constexpr std::size_t most = 8;
    if (ids.empty()) return "none";
    std::string text;
    for (std::size_t i = 0; i < ids.size() && i < most; ++i) text += (i == 0 ? "" : ", ") + quoted(std::string_view(ids[i]));
    if (ids.size() > most) text += fmt::format(" and {} more", ids.size() - most);
    return text;
}

std::string signature_pointer(const ReadAction& action, std::string_view field) {
    return fmt::format("/action_signatures/{}{}", action.index, field);
}

}  // namespace keyturn::rule_checks
