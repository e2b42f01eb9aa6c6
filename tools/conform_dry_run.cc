#include "tools/conform_dry_run.h"

#include <fmt/format.h>

#include "conformance/http/endpoint.h"
#include "conformance/http/wire_text.h"
#include "conformance/request_builder.h"
#include "tools/exit_status.h"

namespace keyturn {
namespace {

// Tokens are secrets: whose it is stands in their place.
void stand_in_for_token(BuiltRequest& request, const Exchange& exchange) {
    if (!exchange.as || request.anonymous || find_header(request.http.headers, "Authorization")) return;
    request.http.headers.emplace_back("Authorization", "Bearer <token of " + *exchange.as + ">");
}

void print_request(const Case& test, std::size_t index, BuiltRequest request, const Endpoint& endpoint) {
    stand_in_for_token(request, test.exchanges[index]);
    fmt::print("# {}, exchange {}\n{}\n\n", test.id, index + 1, wire_text(request.http, endpoint));
}

void print_requests(const Case& test, const Endpoint& endpoint, std::uint64_t seed, std::uint64_t now_msec) {
    RequestBuilder builder(test, test.starting_state(), seed);
    for (std::size_t index = 0; index < test.exchanges.size();) {
        const ParallelExchanges* parallel = test.parallel_from(index);
        std::vector<BuiltRequest> accepted;
        for (const std::size_t end = index + (parallel ? parallel->count : 1); index < end; ++index) {
            auto request = builder.build(index, now_msec);
            if (!request) {
                fmt::print("# {}, exchange {}: {}\n", test.id, index + 1, request.error().reason);
                return;
            }
            print_request(test, index, *request, endpoint);
            if (!expects_refusal(test.exchanges[index])) accepted.push_back(std::move(*request));
        }
        for (const BuiltRequest& request : accepted) builder.accepted(request);
    }
}

}  // namespace

int dry_run(const std::vector<Case>& cases, const ConformOptions& options, const Accounts& accounts, std::uint64_t seed,
            std::uint64_t now_msec) {
    const auto endpoint = parse_endpoint(options.endpoint.empty() ? "http://127.0.0.1" : options.endpoint);
    if (!endpoint) {
        fmt::print(stderr, "keyturn conform: {}\n", endpoint.error());
        return exit_usage;
    }
    for (const Case& test : cases) {
        if (const auto theirs = with_ids(test, ids_of(accounts)))
            print_requests(*theirs, *endpoint, seed, now_msec);
        else
            fmt::print("# {}: {}\n", test.id, theirs.error());
    }
    fmt::print(stderr, "nothing was sent{}\n",
               options.seed ? "" : fmt::format("; --seed {} makes the same requests again", seed));
    return exit_conformant;
}

}  // namespace keyturn
