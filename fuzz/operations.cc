// A request to any operation of the reference server: a method and a target on the first line, a body behind it, sent
// by the cast's admin. The answer satisfies the contract and comes again the same; only a success changes anything, and
// reading never does; no secret comes back but to who sets the state up.
#include <algorithm>

#include "conformance/response_contract.h"
#include "fuzz/cast/cast.h"
#include "fuzz/oracles/server_laws.h"
#include "fuzz/target.h"

using namespace keyturn;

namespace {

HttpRequest request_from(std::string_view text) {
    const std::string_view line = text.substr(0, text.find('\n'));
    const std::size_t space = std::min(line.find(' '), line.size());
    HttpRequest request = fuzz::add_members_by_admin(std::string(text.substr(std::min(line.size() + 1, text.size()))));
    request.method = line.substr(0, space);
    request.target = line.substr(std::min(space + 1, line.size()));
    return request;
}

bool sets_state_up(const HttpRequest& request) { return request.target.starts_with("/_keyturn/state"); }

}  // namespace

FUZZ_TARGET {
    static const ServerState state = fuzz::server_of_cast();
    const HttpRequest request = request_from(text_of(input));
    const auto [response, next] = respond(state, request, fuzz::now_msec);
    const bool succeeds = is_success(response.status);
    fuzz::expect(contract_breaches(request, response).empty(), "an answer satisfies the contract");
    fuzz::expect(succeeds || !next, "a refusal changes nothing");
    fuzz::expect(request.method != "GET" || !next, "reading changes nothing");
    const HttpResponse again = respond(state, request, fuzz::now_msec).response;
    fuzz::expect(again.status == response.status && again.body == response.body, "the same request, the same answer");
    const auto secrets = fuzz::secrets_around(fuzz::cast().users, std::string(fuzz::cast_admin), request.body);
    if (!sets_state_up(request)) fuzz::expect(leaks(response, secrets).empty(), "no secret comes back");
    return fuzz::accepted_if(succeeds);
}
