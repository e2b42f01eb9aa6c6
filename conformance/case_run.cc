#include "conformance/case_run.h"

#include <algorithm>
#include <span>
#include <utility>

#include "conformance/answer_judge.h"
#include "conformance/case_secrets.h"
#include "conformance/case_sender.h"
#include "conformance/case_verdict.h"
#include "conformance/group_watch.h"
#include "conformance/response_contract.h"

namespace keyturn {
namespace {

constexpr int not_implemented = 501;

std::vector<int> statuses_of(const std::vector<Sent>& sent) {
    std::vector<int> statuses;
    for (const Sent& one : sent) statuses.push_back(one.response()->status);
    return statuses;
}

// From which exchange on nothing but refusals is expected; exchanges that are sent at once stay together.
std::size_t first_refusal_at_the_end(const Case& test) {
    std::size_t first = test.exchanges.size();
    while (first > 0 && expects_refusal(test.exchanges[first - 1])) --first;
    for (const ParallelExchanges& parallel : test.parallels)
        if (parallel.first < first && first < parallel.first + parallel.count) return parallel.first + parallel.count;
    return first;
}

class Run {
  public:
    Run(const Case& test, Given given, const ServerUnderTest& subject, const ReplayPolicy& policy)
        : test_(test),
          subject_(subject),
          policy_(policy),
          given_(std::move(given)),
          builder_(test, given_, policy.seed),
          verdict_(test, policy) {}

    Verdict verdict() && {
        if (!test_.starts_from_a_state()) {
            send_exchanges(0, test_.exchanges.size());
            return std::move(verdict_).concluded();
        }
        GroupWatch watch(subject_.server, given_, subject_.headers, sender_.confidential(""));
        send_and_watch(watch);
        verdict_.unread(watch.cut_off());
        return std::move(verdict_).concluded();
    }

  private:
    // The groups are read before what may be accepted and after it, and again after the refusals at the end.
    void send_and_watch(GroupWatch& watch) {
        const std::size_t refusals = first_refusal_at_the_end(test_), end = test_.exchanges.size();
        const bool awaits_effects = asks_for_effects() && composes_before(refusals);
        if (awaits_effects) watch.look();
        if (!send_exchanges(0, refusals)) return;
        if (awaits_effects) verdict_.tell(watch.unmet_effects(accepted_));
        const bool awaits_no_change = refusals < end && policy_.asks_for(always::refusal_changes_nothing);
        if (awaits_no_change && !awaits_effects) watch.look();
        const std::size_t refused_before = refused_;
        send_exchanges(refusals, end);
        if (awaits_no_change && refused_ - refused_before == end - refusals)
            verdict_.tell(watch.changes_by_refusals(end - 1));
    }

    bool asks_for_effects() const {
        return policy_.asks_for(always::takes_effect) || policy_.asks_for(always::handed_on);
    }

    bool composes_before(std::size_t end) const {
        return std::ranges::any_of(std::span(test_.exchanges).first(end), [](const Exchange& exchange) {
            return std::holds_alternative<ComposedRequest>(exchange.request);
        });
    }

    // True when all of them were answered.
    bool send_exchanges(std::size_t index, std::size_t end) {
        while (index < end) {
            const ParallelExchanges* parallel = test_.parallel_from(index);
            const std::size_t count = parallel ? parallel->count : 1;
            if (!send(index, count, parallel)) return false;
            index += count;
        }
        return true;
    }

    // ---- sending

    // True when the next exchanges can follow.
    bool send(std::size_t first, std::size_t count, const ParallelExchanges* parallel) {
        std::vector<Sent> sent;
        for (std::size_t index = first; index < first + count; ++index) {
            auto request = builder_.build(index, policy_.now_msec(), judge_.captures());
            if (!request) {
                verdict_.not_run("the request can't be composed: " + request.error().reason);
                return false;
            }
            sent.push_back(sender_.authorized(index, std::move(*request)));
            sent.back().exercised = exercised_by(sent.back());
        }
        sender_.exchange(sent, parallel);
        bool all_answered = true;
        for (const Sent& one : sent) {
            if (one.response() && is_success(one.response()->status)) accept(one, first);
            all_answered = judge(one) && all_answered;
        }
        if (all_answered && parallel) judge_outcome(*parallel, statuses_of(sent));
        return all_answered;
    }

    Exercised exercised_by(const Sent& sent) const {
        const std::string sender = sent.request.anonymous ? "" : test_.exchanges[sent.index].as.value_or("");
        return exercises_.exercised_by(sent.request.http, sender, builder_.state(), policy_.now_msec());
    }

    void accept(const Sent& sent, std::size_t turn) {
        builder_.accepted(sent.request);
        exercises_.accepted(sent.request.http);
        if (subject_.accepted) subject_.accepted(sent.request.http);
        accepted_.add(sent.index, turn, test_.exchanges[sent.index].as.value_or(""), sent.request);
    }

    // ---- judging

    // True when there was an answer to go on from.
    bool judge(const Sent& sent) {
        if (!sent.received) return fall_silent(sent, sent.received.error());
        if (!*sent.received) {
            verdict_.tell(always::framing, sent.index,
                          {"framing", "a response as RFC 9112 has it", sent.received->error()});
            return false;
        }
        if (subject_.answered) subject_.answered(sent.index, *sent.response());
        judge_response(sent, *sent.response());
        if (sent.response()->status != not_implemented) verdict_.put_to_the_test(sent.exercised);
        return !verdict_.is_unimplemented();
    }

    // Whether a server that let one request wait still answers others (design, section 4): then it is to blame.
    bool fall_silent(const Sent& sent, const Silence& silence) {
        const HttpRequest control{"GET", sent.request.http.target, sent.request.http.headers, ""};
        if (silence.kind == SilenceKind::timed_out && subject_.server.exchange(control)) {
            verdict_.tell(always::answered_in_time, sent.index,
                          {"response", "an answer before the deadline", "none, while another request was answered"});
            return false;
        }
        verdict_.inconclusive(silence.reason);
        return false;
    }

    void judge_response(const Sent& sent, const HttpResponse& response) {
        verdict_.tell(judge_.judge(sent.index, sent.request.http, response, sender_.confidential(sent.token),
                                   policy_.now_msec()));
        if (response.status == not_implemented)
            verdict_.unimplemented();
        else if (!is_success(response.status))
            ++refused_;
    }

    void judge_outcome(const ParallelExchanges& parallel, const std::vector<int>& statuses) {
        const auto breaches = judge_.judge_outcome(parallel, statuses);
        if (!breaches.empty()) accepted_.lose_track();
        verdict_.tell(breaches);
    }

    const Case& test_;
    const ServerUnderTest& subject_;
    const ReplayPolicy& policy_;
    Given given_;
    RequestBuilder builder_;
    ExerciseLog exercises_;
    CaseSender sender_{test_, given_, subject_};
    AnswerJudge judge_{test_, secrets_for(test_, subject_.secrets)};
    AcceptedAdds accepted_;
    std::size_t refused_ = 0;  // answers that are refusals
    CaseVerdict verdict_;
};

}  // namespace

Verdict run_case(const Case& test, Given given, const ServerUnderTest& subject, const ReplayPolicy& policy) {
    try {
        return Run(test, std::move(given), subject, policy).verdict();
    } catch (const std::exception& error) {
        return broken_off(test, error);
    }
}

}  // namespace keyturn
