// A clock that moves only when somebody sleeps, and a way to a server that plays a script.
#pragma once

#include <chrono>
#include <memory>
#include <vector>

#include "conformance/load/time_source.h"
#include "conformance/transport_test_support.h"

namespace keyturn {

struct FakeTime {
    std::chrono::microseconds now{7'000'000};
    std::vector<std::chrono::microseconds> sleeps;
    bool ends_sleep_early = false;

    TimeSource source() {
        return {[this] { return now; },
                [this](std::chrono::microseconds time) {
                    sleeps.push_back(time);
                    if (!ends_sleep_early) now += time;
                }};
    }
};

// Hands on to a transport that outlives it.
class BorrowedTransport final : public Transport {
  public:
    explicit BorrowedTransport(Transport& way) : way_(way) {}
    Received exchange(const HttpRequest& request) override { return way_.exchange(request); }

  private:
    Transport& way_;
};

inline int status_of(const Received& received) { return received && *received ? (*received)->status : 0; }

}  // namespace keyturn
