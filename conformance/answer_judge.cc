#include "conformance/answer_judge.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <tuple>

#include "conformance/case_secrets.h"
#include "conformance/response_contract.h"
#include "conformance/shown_text.h"
#include "protocol/identifiers.h"

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

// More than a grade: what was expected does not hold.
bool contradicts(const Difference& difference) {
    return difference.kind != DifferenceKind::extra && difference.kind != DifferenceKind::written_otherwise;
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

// ---- the transport's part

bool is_redirect(int status) { return status >= 300 && status <= 399 && status != 304; }

bool expects_status(const Exchange& exchange, int status) {
    return std::ranges::find(exchange.response.statuses, status) != exchange.response.statuses.end();
}

Difference redirected(const HttpResponse& answer) {
    const std::string* location = find_header(answer.headers, "Location");
    return {"header Location", "an answer where the request was sent",
            fmt::format("{} to {}, not followed", answer.status, location ? shown_bytes(*location) : "no Location")};
}

// ---- whose answer it is

auto parts(const HttpRequest& request) {
    return std::tie(request.method, request.target, request.headers, request.body);
}

// Two refusals may well be told alike: another one is missed only where the case says what it is to hold.
bool is_to_be_told_apart(const Exchange& exchange, int status) {
    const ExpectedResponse& expected = exchange.response;
    return !expects_refusal(exchange) || is_success(status) || expected.json || expected.bytes ||
           !expected.matchers.empty();
}

// The id in /2/chat/conversations/{id}, where it is one that an answer repeats as it stands: a bare user id stands for
// a pair.
std::string_view conversation_of(std::string_view target) {
    constexpr std::string_view start = "/2/chat/conversations/";
    if (!target.starts_with(start)) return {};
    target.remove_prefix(start.size());
    const std::string_view id = target.substr(0, target.find_first_of("/?"));
    return is_path_conversation_id(id) && !is_decimal(id) ? id : std::string_view();
}

std::optional<Difference> names_another_conversation(const HttpRequest& request, const HttpResponse& answer) {
    const std::string_view asked = conversation_of(request.target);
    if (asked.empty() || !is_success(answer.status)) return std::nullopt;
    const auto body = parse_json(answer.body);
    const JsonValue* named = body ? resolve(*body, "/data/conversation_id") : nullptr;
    if (!named || !named->is(JsonKind::string)) return std::nullopt;
    if (canonical_conversation_id(named->text, "") == canonical_conversation_id(std::string(asked), ""))
        return std::nullopt;
    return Difference{"/data/conversation_id", fmt::format("the conversation of the path, \"{}\"", asked),
                      shown(named)};
}

}  // namespace

AnswerJudge::AnswerJudge(const Case& test, const Secrets& secrets) : test_(test) {
    if (!secrets.empty()) redactor_ = redactor_of(secrets);
}

HttpResponse AnswerJudge::without_secrets(const HttpResponse& answer) {
    return redactor_ ? redactor_->redacted(answer).message : answer;
}

std::vector<Breach> AnswerJudge::judge(std::size_t exchange, const HttpRequest& request, const HttpResponse& answer,
                                       const std::vector<Confidential>& confidential, std::uint64_t now_msec) {
    std::vector<Breach> breaches;
    const auto leaked = leaks(answer, confidential);
    for (const ContractBreach& found : leaked) append(breaches, {found.requirement}, exchange, found.difference);
    if (answer.status == 501) return breaches;
    for (Breach& breach : faults(exchange, request, without_secrets(answer), now_msec)) {
        if (!leaked.empty()) breach.difference = without_values(std::move(breach.difference));
        breaches.push_back(std::move(breach));
    }
    return breaches;
}

std::vector<Breach> AnswerJudge::faults(std::size_t exchange, const HttpRequest& request, const HttpResponse& answer,
                                        std::uint64_t now_msec) {
    std::vector<Breach> breaches;
    const Exchange& asked = test_.exchanges[exchange];
    const CodingFindings coding = judge_content_coding(request, answer);
    const bool is_miscoded = coding.hides_body && !coding.differences.empty();
    const auto is_explained = [&](const Difference& found) { return is_miscoded && found.place == "body"; };

    const auto found_by_case = differences(asked.response, answer, now_msec, captures_);
    for (const Difference& found : found_by_case)
        if (!is_explained(found)) append(breaches, broken_by(found, test_, asked, answer.status), exchange, found);
    const bool is_as_expected = std::ranges::none_of(found_by_case, contradicts);
    if (!is_as_expected && is_answer_of_before(asked, request, answer))
        append(breaches, {std::string(always::own_request)}, exchange, answer_of_before());
    before_ = Answered{exchange, request, answer, is_as_expected};
    append_faults_of_any(breaches, exchange, request, answer, coding);
    return breaches;
}

// What is a fault whatever the case expects.
void AnswerJudge::append_faults_of_any(std::vector<Breach>& breaches, std::size_t exchange, const HttpRequest& request,
                                       const HttpResponse& answer, const CodingFindings& coding) const {
    const auto tell = [&](std::string_view requirement, const Difference& found) {
        breaches.push_back({std::string(requirement), exchange, found});
    };
    if (const auto other = names_another_conversation(request, answer)) tell(always::own_request, *other);
    for (const Difference& found : coding.differences) tell(always::content_coding, found);
    if (is_redirect(answer.status)) {
        if (expects_status(test_.exchanges[exchange], answer.status)) return;
        tell(always::not_redirected, redirected(answer));
    }
    for (const ContractBreach& found : contract_breaches(request, answer))
        if (!coding.hides_body || found.difference.place != "body") tell(found.requirement, found.difference);
}

// What was right for the request before, and is not for this one.
bool AnswerJudge::is_answer_of_before(const Exchange& asked, const HttpRequest& request,
                                      const HttpResponse& answer) const {
    return before_ && before_->is_as_expected && before_->answer.status == answer.status &&
           before_->answer.body == answer.body && parts(before_->request) != parts(request) &&
           is_to_be_told_apart(asked, answer.status);
}

Difference AnswerJudge::answer_of_before() const {
    return {"response", "an answer to this request",
            fmt::format("the answer of exchange {} again", before_->exchange + 1)};
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
