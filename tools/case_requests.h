// The requests of a case as they would be sent, without sending any.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>

#include "conformance/exchange.h"
#include "conformance/request_builder.h"
#include "protocol/problem.h"

namespace keyturn {

// Shows each request, in the order of the exchanges, each made as if those before had been answered as expected.
// Refused where one can't be made before an answer is there: it names what is captured.
Result<void> show_requests(const Case& test, std::uint64_t seed, std::uint64_t now_msec,
                           const std::function<void(std::size_t exchange, const BuiltRequest& request)>& show);

// Whether a request goes out with the token of its exchange's user.
bool takes_a_token(const BuiltRequest& request, const Exchange& exchange);

}  // namespace keyturn
