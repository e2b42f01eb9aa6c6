#include "conformance/replayer.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "conformance/answer_judge.h"
#include "conformance/given_state.h"
#include "conformance/group_watch.h"
#include "conformance/leaks.h"
#include "conformance/request_builder.h"
#include "conformance/response_contract.h"

namespace keyturn {
namespace {

constexpr int not_implemented = 501;

struct Sent {
    std::size_t index;  // of the exchange
    BuiltRequest request;
    std::string token;  // the caller's; "" when nobody's goes into the request
    Exercised exercised;
    Received received = Reply();

    const HttpResponse* response() const { return received && *received ? &**received : nullptr; }
};

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

// ---- what is run

bool is_asked_for(std::string_view id, const ReplayPolicy& policy) {
    const Requirement* requirement = policy.requirements.find(id);
    return requirement && policy.asks_for(*requirement);
}

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
    const auto counts = [&](const std::string& id) { return is_asked_for(id, policy); };
    if (std::ranges::none_of(test.requirements, counts) || rests_on_the_other_side(test, policy))
        return "its requirements are silenced or belong to another profile";
    if (test.starts_from_a_state() && !subject.state) return "needs a state to start from: " + subject.no_state_reason;
    if (!test.parallels.empty() && !subject.connect) return "sends exchanges at once, and there is one connection";
    return {};
}

// ---- one run of one case

class Run {
  public:
    // `given`: the state as it stands; without groups and keys where the case needs none.
    Run(const Case& test, Given given, const ServerUnderTest& subject, const ReplayPolicy& policy)
        : test_(test),
          subject_(subject),
          policy_(policy),
          given_(std::move(given)),
          builder_(test, given_, policy.seed) {
        verdict_.case_id = test.id;
        verdict_.requirements = test.requirements;
    }

    Verdict verdict() {
        if (test_.starts_from_a_state())
            send_and_watch();
        else
            send_exchanges(0, test_.exchanges.size());
        return concluded();
    }

  private:
    bool asks_for(std::string_view id) const { return is_asked_for(id, policy_); }

    bool not_run(std::string reason) {
        verdict_.kind = VerdictKind::not_run;
        verdict_.reason = std::move(reason);
        return false;
    }

    // The groups are read before what may be accepted and after it, and again after the refusals at the end.
    void send_and_watch() {
        GroupWatch watch(subject_.server, given_, subject_.headers, confidential(""));
        const std::size_t refusals = first_refusal_at_the_end(test_), end = test_.exchanges.size();
        const bool awaits_effects = asks_for_effects() && composes_before(refusals);
        if (awaits_effects) watch.look();
        if (!send_exchanges(0, refusals)) return;
        if (awaits_effects) tell(watch.unmet_effects(accepted_));
        const bool awaits_no_change = refusals < end && asks_for(always::refusal_changes_nothing);
        if (awaits_no_change && !awaits_effects) watch.look();
        const std::size_t refused_before = refused_;
        send_exchanges(refusals, end);
        if (awaits_no_change && refused_ - refused_before == end - refusals) tell(watch.changes_by_refusals(end - 1));
    }

    bool asks_for_effects() const { return asks_for(always::takes_effect) || asks_for(always::handed_on); }

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
            if (!request) return not_run("the request can't be composed: " + request.error().reason);
            sent.push_back(authorized(index, std::move(*request)));
        }
        exchange(sent, parallel);
        bool all_answered = true;
        for (const Sent& one : sent) {
            if (one.response() && is_success(one.response()->status)) accept(one, first);
            all_answered = judge(one) && all_answered;
        }
        if (all_answered && parallel) judge_outcome(*parallel, statuses_of(sent));
        return all_answered;
    }

    void accept(const Sent& sent, std::size_t turn) {
        builder_.accepted(sent.request);
        exercises_.accepted(sent.request.http);
        if (subject_.accepted) subject_.accepted(sent.request.http);
        accepted_.add(sent.index, turn, test_.exchanges[sent.index].as.value_or(""), sent.request);
    }

    Sent authorized(std::size_t index, BuiltRequest request) const {
        const auto& as = test_.exchanges[index].as;
        auto& headers = request.http.headers;
        headers.insert(headers.end(), subject_.headers.begin(), subject_.headers.end());
        std::string token = as ? token_of(*as) : subject_.bearer;
        if (!request.anonymous) add_bearer(headers, token);
        const std::string sender = request.anonymous ? "" : as.value_or("");
        Exercised exercised = exercises_.exercised_by(request.http, sender, builder_.state(), policy_.now_msec());
        return {index, std::move(request), std::move(token), std::move(exercised)};
    }

    std::string token_of(const std::string& id) const {
        const User* user = find_user(given_.users, id);
        return user && user->token ? *user->token : std::string();
    }

    void exchange(std::vector<Sent>& sent, const ParallelExchanges* parallel) {
        const HowToExchange how =
            expects_refusal_for_load(sent, parallel) ? &Transport::exchange_once : &Transport::exchange;
        if (!parallel) {
            sent.front().received = (subject_.server.*how)(sent.front().request.http);
            return;
        }
        std::vector<HttpRequest> requests;
        for (const Sent& one : sent) requests.push_back(one.request.http);
        auto received = exchange_at_once(requests, subject_.connect, how);
        for (std::size_t i = 0; i < sent.size(); ++i) sent[i].received = std::move(received[i]);
    }

    bool expects_refusal_for_load(const std::vector<Sent>& sent, const ParallelExchanges* parallel) const {
        return std::ranges::any_of(sent,
                                   [&](const Sent& one) {
                                       return holds_refusal_for_load(test_.exchanges[one.index].response.statuses);
                                   }) ||
               (parallel && std::ranges::any_of(parallel->outcomes, holds_refusal_for_load));
    }

    // ---- judging

    // True when there was an answer to go on from.
    bool judge(const Sent& sent) {
        if (!sent.received) return fall_silent(sent, sent.received.error());
        if (!*sent.received) {
            breach(always::framing, sent.index, {"framing", "a response as RFC 9112 has it", sent.received->error()});
            return false;
        }
        if (subject_.answered) subject_.answered(sent.index, *sent.response());
        judge_response(sent, *sent.response());
        if (sent.response()->status != not_implemented) verdict_.exercised.merge(sent.exercised);
        return verdict_.kind != VerdictKind::unimplemented;
    }

    // Whether a server that let one request wait still answers others (design, section 4): then it is to blame.
    bool fall_silent(const Sent& sent, const Silence& silence) {
        const HttpRequest control{"GET", sent.request.http.target, sent.request.http.headers, ""};
        if (silence.kind == SilenceKind::timed_out && subject_.server.exchange(control)) {
            breach(always::answered_in_time, sent.index,
                   {"response", "an answer before the deadline", "none, while another request was answered"});
            return false;
        }
        verdict_.kind = VerdictKind::inconclusive;
        verdict_.reason = silence.reason;
        return false;
    }

    std::vector<Confidential> confidential(const std::string& caller_token) const {
        std::vector<Confidential> all = {{caller_token, std::string(always::own_token), "the caller's token"}};
        const auto add = [&](std::string bytes, std::string name) {
            all.push_back({std::move(bytes), std::string(always::private_material), std::move(name)});
        };
        for (const auto& [id, user] : given_.users) {
            if (user.token && *user.token != caller_token) add(*user.token, "another user's token");
            if (!user.private_keys) continue;
            for (const PrivateKey* key : {&user.private_keys->identity, &user.private_keys->signing})
                add(std::string(text_of(key->reveal())), "a private key");
        }
        return all;
    }

    void judge_response(const Sent& sent, const HttpResponse& response) {
        tell(judge_.judge(sent.index, sent.request.http, response, confidential(sent.token), policy_.now_msec()));
        if (response.status == not_implemented) {
            verdict_.kind = VerdictKind::unimplemented;
            verdict_.reason = "the server answers 501";
        } else if (!is_success(response.status)) {
            ++refused_;
        }
    }

    void judge_outcome(const ParallelExchanges& parallel, const std::vector<int>& statuses) {
        const auto breaches = judge_.judge_outcome(parallel, statuses);
        if (!breaches.empty()) accepted_.lose_track();
        tell(breaches);
    }

    void tell(const std::vector<Breach>& breaches) {
        for (const Breach& found : breaches) breach(found.requirement, found.exchange, found.difference);
    }

    void breach(std::string_view requirement, std::size_t index, const Difference& difference) {
        const Requirement* found = policy_.requirements.find(requirement);
        if (found && !policy_.asks_for(*found)) return;
        verdict_.breaches.push_back({std::string(requirement), index, difference});
    }

    // ---- the verdict

    bool is_must(const Breach& found) const {
        const Requirement* requirement = policy_.requirements.find(found.requirement);
        return !requirement || requirement->level == Level::must;
    }

    // Those that the case was judged by: its requests kept them all, or one of them was to be refused.
    void note_requirements() {
        const bool expects_refusals = std::ranges::any_of(test_.exchanges, expects_refusal);
        for (const std::string& id : test_.requirements)
            if (asks_for(id)) verdict_.exercised.note(id, !expects_refusals);
    }

    Verdict concluded() {
        const bool was_judged = verdict_.kind == VerdictKind::conformant || !verdict_.breaches.empty();
        if (was_judged) note_requirements();
        if (verdict_.breaches.empty()) return std::move(verdict_);
        const bool breaks_a_must =
            std::ranges::any_of(verdict_.breaches, [&](const Breach& found) { return is_must(found); });
        verdict_.kind = breaks_a_must ? VerdictKind::nonconformant : VerdictKind::tolerated;
        verdict_.requirements.clear();
        for (const Breach& found : verdict_.breaches)
            if (!contains(verdict_.requirements, found.requirement)) verdict_.requirements.push_back(found.requirement);
        return std::move(verdict_);
    }

    const Case& test_;
    const ServerUnderTest& subject_;
    const ReplayPolicy& policy_;
    Given given_;
    RequestBuilder builder_;
    ExerciseLog exercises_;
    AnswerJudge judge_{test_};
    AcceptedAdds accepted_;
    std::size_t refused_ = 0;  // answers that are refusals
    Verdict verdict_;
};

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
        test, state->ids, [&](const Case& theirs) { return Run(theirs, state->given, subject, policy).verdict(); });
    if (const auto failure = subject.state.tear_down(state->given))
        verdict.reason += (verdict.reason.empty() ? "" : "; ") + *failure;
    return verdict;
}

}  // namespace

bool ReplayPolicy::asks_for(const Requirement& requirement) const {
    return !policy_off.contains(requirement.id) && requirements.applies(requirement, profile);
}

Verdict not_run(const Case& test, std::string reason) {
    Verdict verdict;
    verdict.case_id = test.id;
    verdict.kind = VerdictKind::not_run;
    verdict.requirements = test.requirements;
    verdict.reason = std::move(reason);
    return verdict;
}

Verdict replay(const Case& test, const ServerUnderTest& subject, const ReplayPolicy& policy) {
    if (std::string why = why_not_begun(test, subject, policy); !why.empty()) return not_run(test, std::move(why));
    return with_servers_ids(test, ids_of(subject.accounts), [&](const Case& theirs) {
        if (theirs.starts_from_a_state()) return replay_in_state(theirs, subject, policy);
        return Run(theirs, with_tokens({}, subject.accounts), subject, policy).verdict();
    });
}

}  // namespace keyturn
