#include "tools/case_requests.h"

#include <fmt/format.h>

#include <vector>

namespace keyturn {

Result<void> show_requests(const Case& test, std::uint64_t seed, std::uint64_t now_msec,
                           const std::function<void(std::size_t exchange, const BuiltRequest& request)>& show) {
    RequestBuilder builder(test, test.starting_state(), seed);
    for (std::size_t index = 0; index < test.exchanges.size();) {
        const ParallelExchanges* parallel = test.parallel_from(index);
        std::vector<BuiltRequest> accepted;
        for (const std::size_t end = index + (parallel ? parallel->count : 1); index < end; ++index) {
            auto request = builder.build(index, now_msec);
            if (!request) return refuse(fmt::format("exchange {}: {}", index + 1, request.error().reason));
            show(index, *request);
            if (!expects_refusal(test.exchanges[index])) accepted.push_back(std::move(*request));
        }
        for (const BuiltRequest& request : accepted) builder.accepted(request);
    }
    return {};
}

bool takes_a_token(const BuiltRequest& request, const Exchange& exchange) {
    return exchange.as && !request.anonymous && !find_header(request.http.headers, "Authorization");
}

}  // namespace keyturn
