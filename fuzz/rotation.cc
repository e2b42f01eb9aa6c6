// A script of what users do in two groups and what reaches whom, a step a line: `add 1111 3333 group 0`. Everybody
// reads what was wrapped for them, sent by a member and delivered in its group, and nothing else.
#include "adapters/reference_library.h"
#include "fuzz/oracles/script_text.h"
#include "fuzz/target.h"

using namespace keyturn;

namespace {

constexpr std::size_t most_registrations = 3;  // of one user: each is asked for by itself

// The steps that can be taken, so that a script is no longer than what it does.
Script possible_steps(const Script& script) {
    ConversationModel model;
    Script possible;
    for (const Step& step : script.steps) {
        const bool registers = step.act == "register";
        if (!model.allows(step) || (registers && model.registrations(step.by) == most_registrations)) continue;
        model.apply(step);
        possible.steps.push_back(step);
    }
    return possible;
}

}  // namespace

FUZZ_TARGET {
    const Script script = possible_steps(fuzz::read_script(text_of(input)));
    static const auto library = reference_library();
    fuzz::expect(everyone_reads_what_they_may(*library, script));
    return fuzz::accepted_if(!script.steps.empty());
}
