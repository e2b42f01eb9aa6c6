#include "conformance/load/time_limit.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace keyturn {
namespace {

using std::chrono::microseconds;

double in_seconds(microseconds time) { return std::chrono::duration<double>(time).count(); }

Received out_of_time(std::string reason) {
    return std::unexpected(Silence{SilenceKind::out_of_time, std::move(reason)});
}

}  // namespace

RunLimit::RunLimit(microseconds most, TimeSource time)
    : most_(most), time_(std::move(time)), end_(time_.now() + most) {}

microseconds RunLimit::left() const { return end_ - time_.now(); }

std::string RunLimit::over() const {
    return fmt::format("the run's time of {} s is over (--run-timeout)", in_seconds(most_));
}

void CaseLimit::begin() {
    const std::lock_guard lock(mutex_);
    left_ = most_;
}

void CaseLimit::spend(microseconds time) {
    const std::lock_guard lock(mutex_);
    left_ -= time;
}

microseconds CaseLimit::left() const {
    const std::lock_guard lock(mutex_);
    return left_;
}

std::string CaseLimit::over() const {
    return fmt::format("the server took the {} s that a case may take (--case-timeout)", in_seconds(most_));
}

LimitedTransport::LimitedTransport(ExchangeWithin exchange, const RunLimit& run, CaseLimit& of_case, TimeSource time)
    : exchange_(std::move(exchange)), run_(run), case_(of_case), time_(std::move(time)) {}

std::string LimitedTransport::what_is_over() const {
    if (run_.is_over()) return run_.over();
    return case_.is_over() ? case_.over() : "";
}

Received LimitedTransport::exchange(const HttpRequest& request) {
    if (std::string over = what_is_over(); !over.empty()) return out_of_time(std::move(over));
    const microseconds begun = time_.now();
    Received received = exchange_(request, std::min(run_.left(), case_.left()));
    case_.spend(time_.now() - begun);
    if (received && *received) return received;
    std::string over = what_is_over();
    return over.empty() ? received : out_of_time(std::move(over));
}

}  // namespace keyturn
