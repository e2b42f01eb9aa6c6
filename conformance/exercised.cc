#include "conformance/exercised.h"

#include <optional>
#include <span>

#include "protocol/add_members_request.h"
#include "protocol/field_constraints.h"
#include "protocol/membership_rules.h"

namespace keyturn {
namespace {

constexpr std::string_view body_rule = "body_is_one_object";

// The {id} of POST /2/chat/conversations/{id}/members; nothing for any other request.
std::optional<std::string> conversation_of(const HttpRequest& request) {
    constexpr std::string_view before = "/2/chat/conversations/", behind = "/members";
    const std::string_view path = std::string_view(request.target).substr(0, request.target.find('?'));
    const bool adds = request.method == "POST" && path.starts_with(before) && path.ends_with(behind) &&
                      path.size() >= before.size() + behind.size();
    if (!adds) return std::nullopt;
    return std::string(path.substr(before.size(), path.size() - before.size() - behind.size()));
}

void note_rules(Exercised& exercised, const Attempt& attempt, std::span<const MembershipRule> rules) {
    for (const MembershipRule& rule : rules) {
        const RuleFinding finding = rule.check(attempt, rule.requirement);
        if (finding.undecided.empty()) exercised.note(std::string(rule.name), !finding.broken());
    }
}

}  // namespace

void Exercised::merge(Exercised other) {
    valid.merge(other.valid);
    broken.merge(other.broken);
}

Exercised ExerciseLog::exercised_by(const HttpRequest& request, const std::string& sender, const Given& now,
                                    std::uint64_t now_msec) const {
    Exercised exercised;
    const auto conversation = conversation_of(request);
    if (!conversation) return exercised;
    const auto body = parse_json(request.body);
    const bool is_object = body && body->is(JsonKind::object);
    for (const std::string_view name : {body_type, body_rule}) exercised.note(std::string(name), is_object);
    if (!is_object) return exercised;

    for (const auto& [constrained, kept] : judge_fields(*body)) exercised.note(name_of(constrained), kept);
    const ReadRequest read = AddMembersRequest::read(*body);
    const Group* group = now.find_group(*conversation);
    const bool knows_all = group && !sender.empty() && !accepted_.contains({request.target, request.body});
    const Group unknown;
    Attempt attempt = make_attempt(*conversation, sender, group ? *group : unknown, now.users, read);
    attempt.now_msec = now_msec;
    attempt.seen_message_ids = &seen_message_ids_;
    note_rules(exercised, attempt, knows_all ? membership_rules() : rules_of_shape());
    return exercised;
}

void ExerciseLog::accepted(const HttpRequest& request) {
    accepted_.emplace(request.target, request.body);
    const auto body = parse_json(request.body);
    if (!body) return;
    const AddMembersRequest read = AddMembersRequest::read(*body).request;
    if (!read.action_signatures) return;
    for (const ActionSignature& action : *read.action_signatures)
        if (action.message_id) seen_message_ids_.insert(*action.message_id);
}

}  // namespace keyturn
