#include "conformance/replayer.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "conformance/case_run.h"
#include "conformance/case_secrets.h"

namespace keyturn {
namespace {

// Of two requirements in conflict a profile takes one side: nobody is bound to the refusal that the other demands, nor
// to the acceptance that it permits.
bool rests_on_the_other_side(const Case& test, const ReplayPolicy& policy) {
    const bool expects_refusals = std::ranges::any_of(test.exchanges, expects_refusal);
    return std::ranges::any_of(test.requirements, [&](const std::string& id) {
        const Requirement* requirement = policy.requirements.find(id);
        return requirement && !policy.requirements.applies(*requirement, policy.profile) &&
               (expects_refusals || requirement->level == Level::may);
    });
}

// Why a case is not even begun; "" when it is.
std::string why_not_begun(const Case& test, const ServerUnderTest& subject, const ReplayPolicy& policy) {
    const auto counts = [&](const std::string& id) { return policy.asks_for(id); };
    if (std::ranges::none_of(test.requirements, counts) || rests_on_the_other_side(test, policy))
        return "its requirements are silenced or belong to another profile";
    if (const auto missing = missing_secrets(test, subject.secrets); !missing.empty())
        return fmt::format("needs secrets: set the environment variable{} {}", missing.size() == 1 ? "" : "s",
                           fmt::join(missing, ", "));
    if (test.starts_from_a_state() && !subject.state) return "needs a state to start from: " + subject.no_state_reason;
    if (!test.parallels.empty() && !subject.connect) return "sends exchanges at once, and there is one connection";
    return {};
}

// What `run` makes of the case with the server's ids.
template <class Run>
Verdict with_servers_ids(const Case& test, const ServerIds& ids, Run run) {
    if (ids.empty()) return run(test);
    const auto theirs = with_ids(test, ids);
    return theirs ? run(*theirs) : not_run(test, theirs.error());
}

Verdict replay_in_state(const Case& test, const ServerUnderTest& subject, const ReplayPolicy& policy) {
    const auto state = subject.state.set_up(test, with_tokens(test.starting_state(), subject.accounts));
    if (!state) {
        Verdict verdict = not_run(test, state.error().reason);
        verdict.set_up_failed = state.error().failed;
        return verdict;
    }
    Verdict verdict = with_servers_ids(
        test, state->ids, [&](const Case& theirs) { return run_case(theirs, state->given, subject, policy); });
    if (const auto failure = subject.state.tear_down(state->given))
        verdict.reason += (verdict.reason.empty() ? "" : "; ") + *failure;
    return verdict;
}

}  // namespace

Verdict replay(const Case& test, const ServerUnderTest& subject, const ReplayPolicy& policy) {
    if (std::string why = why_not_begun(test, subject, policy); !why.empty()) return not_run(test, std::move(why));
    return with_servers_ids(test, ids_of(subject.accounts), [&](const Case& theirs) {
        if (theirs.starts_from_a_state()) return replay_in_state(theirs, subject, policy);
        return run_case(theirs, with_tokens({}, subject.accounts), subject, policy);
    });
}

}  // namespace keyturn
