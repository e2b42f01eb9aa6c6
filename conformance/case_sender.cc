#include "conformance/case_sender.h"

#include <algorithm>
#include <utility>

#include "conformance/case_secrets.h"
#include "conformance/response_contract.h"

namespace keyturn {

Sent CaseSender::authorized(std::size_t index, BuiltRequest request) const {
    if (!test_.secrets.empty()) request.http = filled(std::move(request.http), secrets_for(test_, subject_.secrets));
    const auto& as = test_.exchanges[index].as;
    auto& headers = request.http.headers;
    headers.insert(headers.end(), subject_.headers.begin(), subject_.headers.end());
    std::string token = as ? token_of(*as) : subject_.bearer;
    if (!request.anonymous) add_bearer(headers, token);
    return {index, std::move(request), std::move(token)};
}

std::string CaseSender::token_of(const std::string& id) const {
    const User* user = find_user(given_.users, id);
    return user && user->token ? *user->token : std::string();
}

void CaseSender::exchange(std::vector<Sent>& sent, const ParallelExchanges* parallel) const {
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

bool CaseSender::expects_refusal_for_load(const std::vector<Sent>& sent, const ParallelExchanges* parallel) const {
    return std::ranges::any_of(
               sent,
               [&](const Sent& one) { return holds_refusal_for_load(test_.exchanges[one.index].response.statuses); }) ||
           (parallel && std::ranges::any_of(parallel->outcomes, holds_refusal_for_load));
}

std::vector<Confidential> CaseSender::confidential(const std::string& caller_token) const {
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

}  // namespace keyturn
