// Waits for a server that refuses for load and asks it again, so that its load is never taken for a verdict.
#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "conformance/load/time_source.h"
#include "conformance/transport.h"

namespace keyturn {

// How long a run waits all in all. Shared by its connections and threads: while one waits, the others send nothing,
// and what they wait together counts once.
class Patience {
  public:
    using Say = std::function<void(const std::string& sentence)>;

    // `now_msec`: the time of day, for dates that answers name. `say` is told of each wait before it begins.
    Patience(std::chrono::microseconds most, TimeSource time, std::function<std::uint64_t()> now_msec, Say say);

    // Until the server may be asked: at once, unless another connection was told to wait.
    void hold();

    // Waits as long as the answer asks for, or, where it names no time, 1 s, then twice that, to 16 s at most; the
    // error is a sentence why it does not: more than is left, or the sleep was cut short.
    std::expected<void, std::string> wait_out(const HttpResponse& refusal, unsigned refusals_before);

  private:
    // The moment until which to wait, once that much is taken off what is left.
    std::expected<std::chrono::microseconds, std::string> take(std::chrono::seconds wait, const std::string& refused);
    void sleep_until(std::chrono::microseconds moment);

    TimeSource time_;
    std::function<std::uint64_t()> now_msec_;
    Say say_;
    std::mutex mutex_;                       // of what follows
    std::chrono::microseconds left_;         // of all the waiting
    std::chrono::microseconds quiet_until_;  // nobody asks before
};

// A way to a server that waits and asks again where exchange() is refused for load; exchange_once() does not. What it
// can't wait for is a silence.
class PatientTransport final : public Transport {
  public:
    PatientTransport(std::unique_ptr<Transport> way, Patience& patience) : way_(std::move(way)), patience_(patience) {}

    Received exchange(const HttpRequest& request) override;
    Received exchange_once(const HttpRequest& request) override;

  private:
    std::unique_ptr<Transport> way_;
    Patience& patience_;
};

}  // namespace keyturn
