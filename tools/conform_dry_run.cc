#include "tools/conform_dry_run.h"

#include <fmt/format.h>

#include "conformance/http/endpoint.h"
#include "conformance/http/wire_text.h"
#include "tools/case_requests.h"
#include "tools/exit_status.h"

namespace keyturn {
namespace {

// Tokens are secrets: whose it is stands in their place.
void print_request(const Case& test, std::size_t index, BuiltRequest request, const Endpoint& endpoint) {
    const Exchange& exchange = test.exchanges[index];
    if (takes_a_token(request, exchange))
        request.http.headers.emplace_back("Authorization", "Bearer <token of " + *exchange.as + ">");
    fmt::print("# {}, exchange {}\n{}\n\n", test.id, index + 1, wire_text(request.http, endpoint));
}

void print_requests(const Case& test, const Endpoint& endpoint, std::uint64_t seed, std::uint64_t now_msec) {
    const auto shown = show_requests(test, seed, now_msec, [&](std::size_t index, const BuiltRequest& request) {
        print_request(test, index, request, endpoint);
    });
    if (!shown) fmt::print("# {}, {}\n", test.id, shown.error().reason);
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
