#include "conformance/replay_policy.h"

namespace keyturn {

bool ReplayPolicy::asks_for(const Requirement& requirement) const {
    return !policy_off.contains(requirement.id) && requirements.applies(requirement, profile);
}

bool ReplayPolicy::asks_for(std::string_view id) const {
    const Requirement* requirement = requirements.find(id);
    return requirement && asks_for(*requirement);
}

}  // namespace keyturn
