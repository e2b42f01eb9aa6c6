#include "conformance/lint.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "conformance/captured_text.h"
#include "conformance/case_secrets.h"
#include "conformance/response_contract.h"
#include "protocol/group.h"

namespace keyturn {
namespace {

// What a server does with right requests: nothing in a request can break it.
constexpr std::string_view of_right_requests[] = {"AM-SIG-012", "AM-RSP-005", "AM-RSP-010", "AM-RSP-011", "AM-RSP-012"};

std::string quoted(std::string_view text) {
    const JsonValue value = json_string(std::string(text));
    return shown(&value);
}

class Linter {
  public:
    Linter(const std::vector<Case>& cases, const Requirements& requirements, const LintOptions& options)
        : cases_(cases), requirements_(requirements), options_(options) {}

    void check_cases() {
        for (const Case& one : cases_) {
            current_ = &one;
            check_requirements();
            check_sameness();
            check_why();
            check_secrets();
            captured_.clear();
            const Given given = one.starting_state();
            for (const Exchange& exchange : one.exchanges) check_exchange(exchange, given);
        }
    }

    void check_states(const SharedStates& states, const std::string& folder) {
        std::set<std::string_view> used;
        for (const Case& one : cases_)
            if (one.shared_state) used.insert(*one.shared_state);
        for (const auto& [name, given] : states)
            if (!used.contains(name))
                problems_.push_back({fmt::format("{}/{}.json", folder, name), "", "a case that uses it", "none"});
    }

    void check_coverage(const std::string& catalogue_file) {
        auto covered = coverage(cases_);
        for (std::size_t i = 0; i < requirements_.all().size(); ++i) {
            const Requirement& requirement = requirements_.all()[i];
            const Sides sides = sides_to_cover(requirement);
            const auto need = [&](std::size_t count, std::string_view side) {
                if (count == 0)
                    problems_.push_back({catalogue_file, fmt::format("/requirements/{}", i),
                                         fmt::format("a case in which {} is {}", requirement.id, side), "none"});
            };
            if (sides != Sides::none) need(covered[requirement.id].kept, "kept");
            if (sides == Sides::both) need(covered[requirement.id].broken, "broken");
        }
    }

    FileProblems problems() { return std::move(problems_); }

  private:
    void check_requirements() {
        for (std::size_t i = 0; i < current_->requirements.size(); ++i) {
            const std::string& id = current_->requirements[i];
            const Requirement* requirement = requirements_.find(id);
            const std::string place = fmt::format("/requirements/{}", i);
            if (!requirement)
                complain(place, "an id of the catalogue", quoted(id));
            else if (requirement->keeper != Keeper::server)
                complain(place, "a requirement that a server keeps",
                         fmt::format("one of a {}: {}", name_of(requirement->keeper), quoted(id)));
            else if (requirement->replaced_by)
                complain(place, quoted(*requirement->replaced_by) + ", which replaced it", quoted(id));
        }
    }

    void check_sameness() {
        const auto [title, has_new_title] = titles_.emplace(current_->title, current_);
        if (!has_new_title) complain("/title", "a title of its own", "that of " + title->second->id);
        const auto [content, has_new_content] = contents_.emplace(current_->content, current_);
        if (!has_new_content) complain("/exchanges", "exchanges of its own", "those of " + content->second->id);
    }

    void check_why() {
        if (current_->why) {
            const auto [why, is_new] = reasons_.emplace(*current_->why, current_);
            if (!is_new) complain("/why", "a reason of its own", "that of " + why->second->id);
        }
        if (!current_->why && std::ranges::any_of(current_->exchanges, expects_refusal))
            complain("/why", "what is planted, for a refusal is expected", "nothing");
    }

    void check_secrets() {
        for (const std::string& name : unused_secrets(*current_))
            complain(pointer_to("/secrets", name), "a placeholder that it fills: {{" + name + "}}", "none");
    }

    void check_exchange(const Exchange& exchange, const Given& given) {
        if (exchange.as && !given.users.contains(*exchange.as))
            complain(exchange.pointer + "/as", "a user of the given state", quoted(*exchange.as));
        if (const auto* composed = std::get_if<ComposedRequest>(&exchange.request))
            check_composed(exchange, *composed, given);
        else
            check_path(exchange.pointer + "/request/path", std::get<HttpRequest>(exchange.request).target);
        for (const auto& [pointer, matcher] : exchange.response.matchers)
            if (matcher.kind == Matcher::Kind::capture) captured_.insert(matcher.text);
    }

    void check_composed(const Exchange& exchange, const ComposedRequest& composed, const Given& given) {
        const std::string place = exchange.pointer + "/request/compose";
        if (!exchange.as) complain(exchange.pointer + "/as", "the user who sends the composed request", "nothing");
        check_group(place + "/group", composed, given);
        if (composed.deviation && !options_.is_deviation(*composed.deviation, composed.operation))
            complain(place + "/deviate",
                     fmt::format("a deviation that fits the operation {}", name_of(composed.operation)),
                     quoted(*composed.deviation));
    }

    // One that is captured was made in the case; one that is made is in no state yet.
    void check_group(const std::string& place, const ComposedRequest& composed, const Given& given) {
        const std::string_view name = captured_name(composed.group);
        const bool is_known = composed.operation == ChangeOperation::create || given.find_group(composed.group);
        if (!name.empty())
            check_captured(place, name);
        else if (!is_known)
            complain(place, "a group of the given state", quoted(composed.group));
    }

    void check_path(const std::string& place, std::string_view path) {
        for (const std::string& name : names_in_path(path)) check_captured(place, name);
    }

    void check_captured(const std::string& place, std::string_view name) {
        if (!captured_.contains(name)) complain(place, "a name that an exchange before captures", quoted(name));
    }

    void complain(std::string place, std::string expected, std::string actual) {
        problems_.push_back({current_->file, std::move(place), std::move(expected), std::move(actual)});
    }

    const std::vector<Case>& cases_;
    const Requirements& requirements_;
    const LintOptions& options_;
    const Case* current_ = nullptr;
    std::map<std::string_view, const Case*> titles_;
    std::map<std::string_view, const Case*> contents_;
    std::map<std::string_view, const Case*> reasons_;
    std::set<std::string, std::less<>> captured_;  // by the exchanges of the current case so far
    FileProblems problems_;
};

}  // namespace

Sides sides_to_cover(const Requirement& requirement) {
    if (requirement.keeper != Keeper::server || requirement.replaced_by || is_always_judged(requirement.id))
        return Sides::none;
    const bool is_of_right_requests =
        std::ranges::find(of_right_requests, requirement.id) != std::end(of_right_requests);
    return requirement.level == Level::may || is_of_right_requests ? Sides::kept : Sides::both;
}

std::map<std::string, Coverage> coverage(const std::vector<Case>& cases) {
    std::map<std::string, Coverage> covered;
    for (const Case& one : cases) {
        const bool is_broken = std::ranges::any_of(one.exchanges, expects_refusal);
        for (const std::string& id : one.requirements) ++(is_broken ? covered[id].broken : covered[id].kept);
    }
    return covered;
}

FileProblems lint(const std::vector<Case>& cases, const SharedStates& states, const Requirements& requirements,
                  const LintOptions& options, const std::string& states_folder, const std::string& catalogue_file) {
    Linter linter(cases, requirements, options);
    linter.check_cases();
    if (options.is_whole_suite) {
        linter.check_states(states, states_folder);
        linter.check_coverage(catalogue_file);
    }
    return linter.problems();
}

}  // namespace keyturn
