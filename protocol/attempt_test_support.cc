#include "protocol/attempt_test_support.h"

#include <gtest/gtest.h>

namespace keyturn {
namespace {

template <class Step, class Value>
void apply(const Step& step, Value& value) {
    if (step) step(value);
}

AddMembersRequest request_in(const World& world, const Bend& bend) {
    Entropy entropy("attempt", 1);
    const ConversationKey key = fresh_conversation_key(entropy);
    AddMembersPlan plan =
        plan_add_members(world.group, world.users, world.sender, world.add, world.now_msec.value()).value();
    apply(bend.plan, plan);
    Draft draft{plan, wrap_for_recipients(plan, key, entropy), plan.member_add.to_detail()};
    apply(bend.draft, draft);
    const PrivateKey& signing_key = world.users.at(world.sender).private_keys->signing;
    std::vector<ActionSignature> actions = {
        sign_action(plan, draft.key_change.to_detail(), draft.message_ids[0], key, signing_key).value(),
        sign_action(plan, draft.member_add, draft.message_ids[1], key, signing_key).value()};
    AddMembersRequest request = assemble_request(plan, draft.key_change, std::move(actions), key, entropy);
    apply(bend.request, request);
    return request;
}

Judgement judge_read(const ReadRequest& read, const std::string& conversation_id, const World& world) {
    Attempt attempt = make_attempt(conversation_id, world.sender, world.group, world.users, read);
    attempt.now_msec = world.now_msec;
    attempt.seen_message_ids = world.seen_message_ids ? &*world.seen_message_ids : nullptr;
    Judgement judgement;
    for (const RuleResult& result : check(attempt)) judgement.findings[std::string(result.rule->name)] = result.finding;
    return judgement;
}

std::string_view requirement_of(std::string_view rule) {
    for (const MembershipRule& row : membership_rules())
        if (row.name == rule) return row.requirement;
    return "no such rule";
}

}  // namespace

std::vector<std::string> Judgement::broken() const {
    std::vector<std::string> names;
    for (const auto& [name, finding] : findings)
        if (finding.broken()) names.push_back(name);
    return names;
}

std::vector<std::string> Judgement::undecided() const {
    std::vector<std::string> names;
    for (const auto& [name, finding] : findings)
        if (!finding.undecided.empty()) names.push_back(name);
    return names;
}

Judgement judge(const Bend& bend) {
    World world;
    apply(bend.world, world);
    std::string conversation_id;
    Bend noting = bend;
    noting.plan = [&](AddMembersPlan& plan) {
        apply(bend.plan, plan);
        conversation_id = plan.conversation_id;
    };
    JsonValue body = request_in(world, noting).to_json();
    apply(bend.body, body);
    apply(bend.server, world);
    return judge_read(AddMembersRequest::read(body), conversation_id, world);
}

Judgement judge_body(const JsonValue& body, const World& world) {
    return judge_read(AddMembersRequest::read(body), world.group.id, world);
}

ActionSignature& action(AddMembersRequest& request, std::size_t index) { return request.action_signatures->at(index); }

RequestSignature& signature(AddMembersRequest& request, std::size_t index) {
    return *action(request, index).message_event_signature;
}

void expect_each_alone(const std::vector<Breach>& breaches) {
    for (const Breach& breach : breaches) {
        const Judgement judgement = judge(breach.bend);
        EXPECT_EQ(judgement.broken(), std::vector{breach.rule}) << breach.what;
        ASSERT_EQ(judgement.problems(breach.rule).size(), 1u) << breach.what;
        const Problem& found = judgement.problems(breach.rule).front();
        EXPECT_EQ(found.requirement, requirement_of(breach.rule)) << breach.what;
        EXPECT_EQ(found.pointer, breach.pointer) << breach.what;
        EXPECT_EQ(found.expected, breach.expected) << breach.what;
        EXPECT_EQ(found.actual, breach.actual) << breach.what;
        EXPECT_EQ(judgement.why_undecided(breach.rule), "") << breach.what;
    }
}

}  // namespace keyturn
