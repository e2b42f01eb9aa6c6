#include "tools/policy_off.h"

#include <fmt/format.h>

#include <algorithm>

namespace keyturn {

std::string why_not_silenced(const Requirements& requirements, std::string_view id) {
    const Requirement* requirement = requirements.find(id);
    if (!requirement)
        return fmt::format("--policy-off {}: there is no such requirement; keyturn requirements lists all", id);
    if (requirement->keeper != Keeper::server)
        return fmt::format("--policy-off {}: a {} keeps it, and conform judges servers", id,
                           name_of(requirement->keeper));
    if (requirement->level == Level::must && requirement->source == "policy")
        return fmt::format(
            "--policy-off {}: it can't be switched off, for no server is right without it: secrets stay secret, and a "
            "refused request changes nothing",
            id);
    if (requirement->source != "policy")
        return fmt::format(
            "--policy-off {}: its source is {}, not policy, so it is no taste of ours; --profile chooses between "
            "sources that disagree",
            id, requirement->source);
    return {};
}

std::string silenced_in_words(const std::vector<std::string>& ids) {
    std::vector<std::string> distinct;
    for (const std::string& id : ids)
        if (std::ranges::find(distinct, id) == distinct.end()) distinct.push_back(id);
    return distinct.empty() ? std::string() : fmt::format("silenced: {}", fmt::join(distinct, " "));
}

}  // namespace keyturn
