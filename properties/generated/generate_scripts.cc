#include <rapidcheck/state.h>

#include <ostream>

#include "properties/generated/generators.h"

namespace keyturn::generate {
namespace {

using namespace rc;

struct NoSubject {};  // scripts are played by the oracle; here they are only made, and made smaller

using ScriptCommand = state::Command<ConversationModel, NoSubject>;

class StepCommand : public ScriptCommand {
  public:
    explicit StepCommand(Step step) : step_(std::move(step)) {}

    void checkPreconditions(const ConversationModel& model) const override { RC_PRE(model.allows(step_)); }
    void apply(ConversationModel& model) const override { model.apply(step_); }
    void show(std::ostream& out) const override { out << in_words(step_); }

    const Step& step() const { return step_; }

  private:
    Step step_;
};

std::string drawn_user() {
    return std::string(
        *gen::elementOf(std::vector<std::string_view>(std::begin(script_users), std::end(script_users))));
}

Step drawn_step(std::string act) {
    return {.act = std::move(act),
            .group = *gen::inRange<std::uint64_t>(0, script_groups),
            .by = drawn_user(),
            .user = drawn_user(),
            .event = *gen::inRange<std::uint64_t>(0, 24)};
}

struct Create : StepCommand {
    Create() : StepCommand(drawn_step("create")) {}
};
// By an admin of a group that has one: others would hardly ever hit upon it.
struct Add : StepCommand {
    explicit Add(const ConversationModel& model) : StepCommand(by_an_admin(model, drawn_step("add"))) {}

    static Step by_an_admin(const ConversationModel& model, Step step) {
        const std::vector<std::string>& admins = model.group(step.group).admins;
        RC_PRE(!admins.empty());
        step.by = *gen::elementOf(admins);
        return step;
    }
};
struct Remove : StepCommand {
    Remove() : StepCommand(drawn_step("remove")) {}
};
struct Promote : StepCommand {
    Promote() : StepCommand(drawn_step("promote")) {}
};
struct Rotate : StepCommand {
    Rotate() : StepCommand(drawn_step("rotate")) {}
};
struct Register : StepCommand {
    Register() : StepCommand(drawn_step("register")) {}
};
struct Deliver : StepCommand {
    Deliver() : StepCommand(drawn_step("deliver")) {}
};
struct Tamper : StepCommand {
    Tamper() : StepCommand(drawn_step("tamper")) {}
};
struct Misroute : StepCommand {
    Misroute() : StepCommand(drawn_step("misroute")) {}
};

// Everything so far reaches one user in its order: what makes most keys readable.
struct DeliverNext : StepCommand {
    explicit DeliverNext(const ConversationModel& model) : StepCommand(next(model, drawn_step("deliver"))) {}

    static Step next(const ConversationModel& model, Step step) {
        step.event = 0;
        for (const Arrival& arrival : model.arrivals(step.by, step.group))
            if (!arrival.is_tampered && arrival.group == step.group)
                step.event = std::max<std::uint64_t>(step.event, arrival.event + 1);
        RC_PRE(step.event < model.group(step.group).events.size());
        return step;
    }
};

}  // namespace

Gen<Script> script() {
    const auto commands = gen::scale(
        0.5, state::gen::commands(
                 ConversationModel(),
                 state::gen::execOneOfWithArgs<Create, Add, Remove, Promote, Rotate, Register, Deliver, DeliverNext,
                                               DeliverNext, DeliverNext, DeliverNext, Tamper, Misroute>()));
    return gen::map(commands, [](const state::Commands<ScriptCommand>& made) {
        Script script;
        for (const auto& command : made) script.steps.push_back(static_cast<const StepCommand&>(*command).step());
        return script;
    });
}

}  // namespace keyturn::generate
