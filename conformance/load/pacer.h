// Keeps the requests of a run apart, so that a server is never asked faster than was allowed.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>

#include "conformance/load/time_source.h"
#include "conformance/transport.h"

namespace keyturn {

// Shared by the connections and threads of a run. Turns lie at least `interval` apart: time that was not used is not
// made up for. The sleep is never shorter than it is asked to be.
class Pacer {
  public:
    // `hold` waits as long as nobody may send anything: no turn comes before it returns.
    Pacer(std::chrono::microseconds interval, TimeSource time, std::function<void()> hold = [] {});

    void await_turn();

  private:
    std::chrono::microseconds interval_;
    TimeSource time_;
    std::function<void()> hold_;
    std::mutex mutex_;  // kept while one awaits its turn: who comes later has a later one
    std::chrono::microseconds next_turn_;
};

// A way to a server on which every request awaits its turn, and another one to be sent again where a kept connection
// turned out to be closed.
class PacedTransport final : public Transport {
  public:
    PacedTransport(std::unique_ptr<Transport> way, Pacer& pacer) : way_(std::move(way)), pacer_(pacer) {}

    Received exchange(const HttpRequest& request) override;

  private:
    std::unique_ptr<Transport> way_;
    Pacer& pacer_;
};

}  // namespace keyturn
