#include "conformance/replayer.h"

#include <fmt/format.h>

#include <algorithm>

#include "conformance/request_builder.h"
#include "conformance/response_contract.h"

namespace keyturn {
namespace {

constexpr std::string_view framing = "AM-HTTP-003", answered_in_time = "AM-HTTP-006", refusal_form = "AM-RSP-006";

bool is_success(int status) { return status >= 200 && status < 300; }

// ---- the state of a case

HttpRequest state_request(std::string_view target, std::string_view action, const Given& given) {
    JsonValue body = json_object();
    body.set("action", json_string(std::string(action)));
    body.set("given", given_to_json(given, PrivateParts::stripped));
    return {"POST", std::string(target), {{"Content-Type", "application/json"}}, to_json(body)};
}

std::string why_unanswered(const std::expected<Reply, Silence>& reply) {
    if (!reply) return reply.error().reason;
    if (!*reply) return reply->error();
    return fmt::format("status {}", (*reply)->status);
}

bool was_accepted(const std::expected<Reply, Silence>& reply) { return reply && *reply && is_success((*reply)->status); }

// Takes over what the server minted: tokens and ids of users it knows better.
void adopt(Given& given, const HttpResponse& answer) {
    const auto document = parse_json(answer.body);
    const JsonValue* value = document ? document->find("given") : nullptr;
    if (!value) return;
    auto minted = read_given(*value);
    if (!minted) return;
    for (auto& [id, user] : minted->users)
        if (const auto ours = given.users.find(id); ours != given.users.end() && user.token) ours->second.token = user.token;
}

// ---- one run of one case

class Run {
  public:
    Run(const Case& test, const ServerUnderTest& subject, const ReplayPolicy& policy)
        : test_(test), subject_(subject), policy_(policy), given_(test.given.value_or(Given{})) {
        verdict_.case_id = test.id;
        verdict_.requirements = test.requirements;
    }

    Verdict verdict() {
        if (!asked_for()) {
            not_run("its requirements are silenced or belong to another profile");
        } else if (test_.given && !subject_.state) {
            not_run("needs a state to start from: " + subject_.no_state_reason);
        } else if (!test_.given || set_up()) {
            send_all();
            if (test_.given) tear_down();
        }
        return concluded();
    }

  private:
    void send_all() {
        RequestBuilder builder(test_, given_, policy_.seed);
        for (index_ = 0; index_ < test_.exchanges.size() && send(test_.exchanges[index_], builder);) ++index_;
    }

    bool asked_for() const {
        return std::ranges::any_of(test_.requirements, [&](const std::string& id) {
            const Requirement* requirement = policy_.requirements.find(id);
            return requirement && policy_.asks_for(*requirement);
        });
    }

    void not_run(std::string reason) {
        verdict_.kind = VerdictKind::not_run;
        verdict_.reason = std::move(reason);
    }

    bool set_up() {
        const auto reply = subject_.state->exchange(state_request(subject_.state_target, "set-up", given_));
        if (was_accepted(reply)) {
            adopt(given_, **reply);
            return true;
        }
        verdict_.set_up_failed = true;
        not_run("set-up failed: " + why_unanswered(reply));
        return false;
    }

    void tear_down() {
        const auto reply = subject_.state->exchange(state_request(subject_.state_target, "tear-down", given_));
        if (!was_accepted(reply)) verdict_.reason += (verdict_.reason.empty() ? "" : "; ") + ("tear-down failed: " + why_unanswered(reply));
    }

    // True when the next exchange can follow.
    bool send(const Exchange& exchange, RequestBuilder& builder) {
        auto request = builder.build(index_, policy_.now_msec());
        if (!request) {
            not_run("the request can't be composed: " + request.error().reason);
            return false;
        }
        authorize(*request, exchange);
        const auto reply = subject_.server.exchange(request->http);
        if (!reply) return fall_silent(request->http, reply.error());
        if (!*reply) {
            breach(framing, {"framing", "a response as RFC 9112 has it", reply->error()});
            return false;
        }
        if (is_success((*reply)->status)) builder.accepted();
        judge(exchange, **reply);
        return verdict_.kind != VerdictKind::unimplemented;
    }

    void authorize(BuiltRequest& request, const Exchange& exchange) {
        auto& headers = request.http.headers;
        caller_token_ = exchange.as ? token_of(*exchange.as) : subject_.bearer;
        headers.insert(headers.end(), subject_.headers.begin(), subject_.headers.end());
        if (request.anonymous || find_header(headers, "Authorization") || caller_token_.empty()) return;
        headers.emplace_back("Authorization", "Bearer " + caller_token_);
    }

    std::string token_of(const std::string& id) const {
        const User* user = find_user(given_.users, id);
        return user && user->token ? *user->token : std::string();
    }

    // Whether a server that let one request wait still answers others (design, section 4): then it is to blame.
    bool fall_silent(const HttpRequest& request, const Silence& silence) {
        const HttpRequest control{"GET", request.target, request.headers, ""};
        if (silence.kind == SilenceKind::timed_out && subject_.server.exchange(control)) {
            breach(answered_in_time, {"response", "an answer before the deadline", "none, while another request was answered"});
            return false;
        }
        verdict_.kind = VerdictKind::inconclusive;
        verdict_.reason = silence.reason;
        return false;
    }

    std::vector<Confidential> confidential() const {
        std::vector<Confidential> all = {{caller_token_, "AM-SEC-001", "the caller's token"}};
        for (const auto& [id, user] : given_.users) {
            if (user.token && *user.token != caller_token_) all.push_back({*user.token, "AM-SEC-002", "another user's token"});
            if (!user.private_keys) continue;
            for (const PrivateKey* key : {&user.private_keys->identity, &user.private_keys->signing})
                all.push_back({std::string(text_of(key->reveal())), "AM-SEC-002", "a private key"});
        }
        return all;
    }

    void judge(const Exchange& exchange, const HttpResponse& response) {
        for (const ContractBreach& found : leaks(response, confidential())) breach(found.requirement, found.difference);
        if (response.status == 501) {
            verdict_.kind = VerdictKind::unimplemented;
            verdict_.reason = "the server answers 501";
            return;
        }
        for (const Difference& difference : differences(exchange.response, response, policy_.now_msec(), captures_)) blame(exchange, response, difference);
        for (const ContractBreach& found : contract_breaches(response)) breach(found.requirement, found.difference);
    }

    // A refusal that is told in another way than expected is no breach of what the case is about.
    void blame(const Exchange& exchange, const HttpResponse& response, const Difference& difference) {
        const bool refusal_expected = std::ranges::none_of(exchange.response.statuses, is_success);
        if (refusal_expected && !is_success(response.status)) return breach(refusal_form, difference);
        for (const std::string& id : test_.requirements) breach(id, difference);
    }

    void breach(std::string_view requirement, const Difference& difference) {
        const Requirement* found = policy_.requirements.find(requirement);
        if (found && !policy_.asks_for(*found)) return;
        verdict_.breaches.push_back({std::string(requirement), index_, difference});
    }

    bool is_must(const Breach& found) const {
        const Requirement* requirement = policy_.requirements.find(found.requirement);
        return !requirement || requirement->level == Level::must;
    }

    Verdict concluded() {
        if (verdict_.breaches.empty()) return std::move(verdict_);
        verdict_.kind = std::ranges::any_of(verdict_.breaches, [&](const Breach& found) { return is_must(found); }) ? VerdictKind::nonconformant : VerdictKind::tolerated;
        verdict_.requirements.clear();
        for (const Breach& found : verdict_.breaches)
            if (!contains(verdict_.requirements, found.requirement)) verdict_.requirements.push_back(found.requirement);
        return std::move(verdict_);
    }

    const Case& test_;
    const ServerUnderTest& subject_;
    const ReplayPolicy& policy_;
    Given given_;
    Captures captures_;
    std::string caller_token_;
    std::size_t index_ = 0;
    Verdict verdict_;
};

}  // namespace

bool ReplayPolicy::asks_for(const Requirement& requirement) const {
    return !policy_off.contains(requirement.id) && requirements.applies(requirement, profile);
}

Verdict replay(const Case& test, const ServerUnderTest& subject, const ReplayPolicy& policy) { return Run(test, subject, policy).verdict(); }

}  // namespace keyturn
