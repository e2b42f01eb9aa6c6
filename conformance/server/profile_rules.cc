#include "conformance/server/profile_rules.h"

#include "conformance/server/respond.h"

namespace keyturn {

LeftOut rules_left_out(const Requirements& catalogue, Profile profile) {
    LeftOut left_out;
    for (const ServerRule& rule : server_rules()) {
        const Requirement* requirement = catalogue.find(rule.requirement);
        if (requirement && !catalogue.applies(*requirement, profile)) left_out.emplace(rule.name);
    }
    return left_out;
}

}  // namespace keyturn
