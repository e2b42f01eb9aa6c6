// Right attempts to add members, and ways to bend one at every stage of its making.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "protocol/change_test_support.h"
#include "protocol/membership_rules.h"

namespace keyturn {

// What a request is made in, and what the server knows. A bend of it holds for maker and server alike.
struct World {
    Group group = team();
    Users users = team_users();
    std::string sender = "1111";
    std::vector<std::string> add = {"5555"};
    std::optional<std::uint64_t> now_msec = team_now_msec;
    std::optional<std::set<std::string, std::less<>>> seen_message_ids = {{"an-old-id"}};
};

// Signed together; the key change comes first.
struct Draft {
    const AddMembersPlan& plan;
    KeyChange key_change;
    ThriftValue member_add;
    std::string message_ids[2] = {"id-of-key-change", "id-of-member-add"};
};

// What is made differently, by stage; what comes after is made from what was bent.
struct Bend {
    std::function<void(World&)> world = {};
    std::function<void(AddMembersPlan&)> plan = {};        // before anything is wrapped
    std::function<void(Draft&)> draft = {};                // wrapped, before anything is signed
    std::function<void(AddMembersRequest&)> request = {};  // signed
    std::function<void(JsonValue&)> body = {};             // as JSON
    std::function<void(World&)> server = {};               // what the server knows, after the request was made
};

// Every rule's finding by the rule's name.
struct Judgement {
    std::map<std::string, RuleFinding, std::less<>> findings;

    std::vector<std::string> broken() const;  // the names of the rules
    std::vector<std::string> undecided() const;
    const Problems& problems(std::string_view rule) const { return findings.find(rule)->second.problems; }
    const std::string& why_undecided(std::string_view rule) const { return findings.find(rule)->second.undecided; }
};

Judgement judge(const Bend& bend = {});
// A body that was never made, in the team's world.
Judgement judge_body(const JsonValue& body, const World& world = {});

// The requested change at the first or second signature.
ActionSignature& action(AddMembersRequest& request, std::size_t index);
RequestSignature& signature(AddMembersRequest& request, std::size_t index);

// One attempt that breaks one rule and no other.
struct Breach {
    std::string what;
    std::string rule;
    Bend bend;
    std::string pointer;
    std::string expected;
    std::string actual;
};

// Every breach breaks its rule with that one problem, under the rule's requirement, and no other rule.
void expect_each_alone(const std::vector<Breach>& breaches);

}  // namespace keyturn
