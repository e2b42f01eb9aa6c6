#include "conformance/load/patience.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "conformance/load/retry_after.h"

namespace keyturn {
namespace {

using std::chrono::microseconds;
using std::chrono::seconds;

constexpr unsigned most_doublings = 4;

seconds back_off(unsigned refusals_before) { return seconds(1 << std::min(refusals_before, most_doublings)); }

std::string refusal_in_words(const HttpResponse& refusal, std::optional<seconds> asked) {
    const std::string answers = fmt::format("the server answers {}", refusal.status);
    if (!asked) return answers + " and names no time to wait";
    const bool or_more = *asked == longest_wait_asked_for;
    return fmt::format("{} and asks to wait {} s{}", answers, asked->count(), or_more ? " or more" : "");
}

const HttpResponse* refusal_in(const Received& received) {
    const HttpResponse* answer = received && *received ? &**received : nullptr;
    return answer && refuses_for_load(*answer) ? answer : nullptr;
}

}  // namespace

Patience::Patience(microseconds most, TimeSource time, std::function<std::uint64_t()> now_msec, Say say)
    : time_(std::move(time)),
      now_msec_(std::move(now_msec)),
      say_(std::move(say)),
      left_(most),
      quiet_until_(time_.now()) {}

void Patience::hold() {
    microseconds until{};
    {
        const std::lock_guard lock(mutex_);
        until = quiet_until_;
    }
    sleep_until(until);
}

std::expected<void, std::string> Patience::wait_out(const HttpResponse& refusal, unsigned refusals_before) {
    const auto asked = wait_asked_for(refusal, now_msec_());
    const seconds wait = asked.value_or(back_off(refusals_before));
    const auto until = take(wait, refusal_in_words(refusal, asked));
    if (!until) return std::unexpected(until.error());
    say_(fmt::format("waiting {} s: the server answers {}", wait.count(), refusal.status));
    sleep_until(*until);
    if (time_.now() >= *until) return {};
    return std::unexpected(fmt::format("{}; the wait was broken off", refusal_in_words(refusal, asked)));
}

std::expected<microseconds, std::string> Patience::take(seconds wait, const std::string& refused) {
    const std::lock_guard lock(mutex_);
    const microseconds now = time_.now(), until = now + wait;
    const microseconds more = until - std::max(now, quiet_until_);
    if (more > left_)
        return std::unexpected(fmt::format("{}, and {} s are left for waiting (--max-wait)", refused,
                                           std::chrono::floor<seconds>(left_).count()));
    left_ -= std::max(more, microseconds(0));
    quiet_until_ = std::max(quiet_until_, until);
    return until;
}

void Patience::sleep_until(microseconds moment) {
    const microseconds left = moment - time_.now();
    if (left > microseconds(0)) time_.sleep(left);
}

// Ends, because each wait is a second at least and takes off what is left.
Received PatientTransport::exchange(const HttpRequest& request) {
    for (unsigned refusals = 0;; ++refusals) {
        Received received = exchange_once(request);
        const HttpResponse* refusal = refusal_in(received);
        if (!refusal) return received;
        if (auto waited = patience_.wait_out(*refusal, refusals); !waited)
            return std::unexpected(Silence{SilenceKind::overloaded, waited.error()});
    }
}

Received PatientTransport::exchange_once(const HttpRequest& request) {
    patience_.hold();
    return way_->exchange_once(request);
}

}  // namespace keyturn
