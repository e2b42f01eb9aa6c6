#include "conformance/answer_judge.h"

#include <fmt/format.h>

#include <algorithm>

#include "conformance/response_contract.h"

namespace keyturn {
namespace {

using Ids = std::vector<std::string>;

// A refusal that is told in another way than expected breaks what the case is about only where that says how a refusal
// is told.
Ids requirements_of_refusal(const Case& test) {
    Ids ids;
    std::ranges::copy_if(test.requirements, std::back_inserter(ids), says_how_to_refuse);
    return ids.empty() ? Ids{std::string(always::expected_refusal)} : ids;
}

Ids broken_by(const Difference& difference, const Case& test, const Exchange& exchange, int status) {
    if (difference.kind == DifferenceKind::extra) return {std::string(always::nothing_more)};
    if (difference.kind == DifferenceKind::written_otherwise) return {std::string(always::number_text)};
    if (expects_refusal(exchange) && !is_success(status)) return requirements_of_refusal(test);
    return test.requirements;
}

// What is told of an answer that gives a secret away: its status, and for the rest no more than that something differs.
Difference without_values(Difference difference) {
    if (difference.place == "status") return difference;
    return {"body or head", "as the case and the contract say", "otherwise; not shown, for the answer holds a secret",
            difference.kind};
}

std::string in_words(const std::vector<int>& statuses) { return fmt::format("{}", fmt::join(statuses, " and ")); }

std::string in_words(const std::vector<std::vector<int>>& outcomes) {
    std::string text;
    for (const std::vector<int>& outcome : outcomes) text += (text.empty() ? "" : ", or ") + in_words(outcome);
    return text;
}

bool accepts_the_same(const std::vector<int>& outcome, const std::vector<int>& statuses) {
    return std::ranges::equal(outcome, statuses, {}, is_success, is_success);
}

void append(std::vector<Breach>& breaches, const Ids& requirements, std::size_t exchange,
            const Difference& difference) {
    for (const std::string& id : requirements) breaches.push_back({id, exchange, difference});
}

}  // namespace

std::vector<Breach> AnswerJudge::judge(std::size_t exchange, const HttpResponse& answer,
                                       const std::vector<Confidential>& confidential, std::uint64_t now_msec) {
    std::vector<Breach> breaches;
    const auto leaked = leaks(answer, confidential);
    for (const ContractBreach& found : leaked) append(breaches, {found.requirement}, exchange, found.difference);
    if (answer.status == 501) return breaches;

    const auto showable = [&](const Difference& difference) {
        return leaked.empty() ? difference : without_values(difference);
    };
    const Exchange& asked = test_.exchanges[exchange];
    for (const Difference& difference : differences(asked.response, answer, now_msec, captures_))
        append(breaches, broken_by(difference, test_, asked, answer.status), exchange, showable(difference));
    for (const ContractBreach& found : contract_breaches(answer))
        append(breaches, {found.requirement}, exchange, showable(found.difference));
    return breaches;
}

std::vector<Breach> AnswerJudge::judge_outcome(const ParallelExchanges& parallel,
                                               const std::vector<int>& statuses) const {
    if (std::ranges::find(parallel.outcomes, statuses) != parallel.outcomes.end()) return {};
    const bool as_many_accepted = std::ranges::any_of(
        parallel.outcomes, [&](const auto& outcome) { return accepts_the_same(outcome, statuses); });
    std::vector<Breach> breaches;
    append(breaches, as_many_accepted ? requirements_of_refusal(test_) : test_.requirements, parallel.first,
           {"statuses", in_words(parallel.outcomes), in_words(statuses)});
    return breaches;
}

}  // namespace keyturn
