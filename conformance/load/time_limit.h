// How long a run may take, and a server in one case of it.
#pragma once

#include <chrono>
#include <functional>
#include <mutex>
#include <string>

#include "conformance/load/time_source.h"
#include "conformance/transport.h"

namespace keyturn {

// Counts from when it is made.
class RunLimit {
  public:
    RunLimit(std::chrono::microseconds most, TimeSource time);

    std::chrono::microseconds left() const;
    bool is_over() const { return left() <= left().zero(); }
    std::string over() const;  // what to say when it is

  private:
    std::chrono::microseconds most_;
    TimeSource time_;
    std::chrono::microseconds end_;
};

// What the exchanges of one case may take together: the server's time, none of the waiting between them. The
// connections of a case share it, in several threads too.
class CaseLimit {
  public:
    explicit CaseLimit(std::chrono::microseconds most) : most_(most), left_(most) {}

    void begin();  // a case, with nothing spent
    void spend(std::chrono::microseconds time);
    std::chrono::microseconds left() const;
    bool is_over() const { return left() <= left().zero(); }
    std::string over() const;  // what to say when it is

  private:
    std::chrono::microseconds most_;
    mutable std::mutex mutex_;
    std::chrono::microseconds left_;
};

// A way to a server that ends each exchange with the case and the run. What their end cuts off is a silence, whatever
// had arrived: nobody waited for the rest.
class LimitedTransport final : public Transport {
  public:
    // An exchange that takes at most so long.
    using ExchangeWithin = std::function<Received(const HttpRequest&, std::chrono::microseconds)>;

    LimitedTransport(ExchangeWithin exchange, const RunLimit& run, CaseLimit& of_case, TimeSource time);

    Received exchange(const HttpRequest& request) override;

  private:
    std::string what_is_over() const;  // "" while there is time

    ExchangeWithin exchange_;
    const RunLimit& run_;
    CaseLimit& case_;
    TimeSource time_;
};

}  // namespace keyturn
