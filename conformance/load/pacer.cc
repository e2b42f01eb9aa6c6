#include "conformance/load/pacer.h"

#include <utility>

namespace keyturn {

Pacer::Pacer(std::chrono::microseconds interval, TimeSource time, std::function<void()> hold)
    : interval_(interval), time_(std::move(time)), hold_(std::move(hold)), next_turn_(time_.now()) {}

void Pacer::await_turn() {
    const std::lock_guard lock(mutex_);
    const auto left = next_turn_ - time_.now();
    if (left > left.zero()) time_.sleep(left);
    hold_();
    next_turn_ = time_.now() + interval_;
}

Received PacedTransport::exchange(const HttpRequest& request) {
    pacer_.await_turn();
    Received received = way_->exchange(request);
    if (received || received.error().kind != SilenceKind::stale) return received;
    pacer_.await_turn();
    return way_->exchange(request);
}

}  // namespace keyturn
