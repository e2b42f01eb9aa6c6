#include "conformance/load/pacer.h"

#include <utility>

namespace keyturn {

Pacer::Pacer(std::chrono::microseconds interval, TimeSource time)
    : interval_(interval), time_(std::move(time)), next_turn_(time_.now()) {}

void Pacer::await_turn() {
    const std::lock_guard lock(mutex_);
    const auto left = next_turn_ - time_.now();
    if (left > left.zero()) time_.sleep(left);
    next_turn_ = time_.now() + interval_;
}

Received PacedTransport::exchange(const HttpRequest& request) {
    pacer_.await_turn();
    return way_->exchange(request);
}

}  // namespace keyturn
