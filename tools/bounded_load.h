// Keeps what a run asks of servers within the bounds of its options: how fast, how long, how patiently.
#pragma once

#include <chrono>
#include <expected>
#include <functional>
#include <memory>
#include <string>

#include "conformance/http/http_transport.h"
#include "conformance/load/pacer.h"
#include "conformance/load/patience.h"
#include "conformance/load/time_limit.h"
#include "tools/conform_options.h"

namespace keyturn {

// What lies between two requests at a rate written as N/s, parts of one included; nothing for "". The error is a
// sentence.
std::expected<std::chrono::microseconds, std::string> read_rate(const std::string& rate);

// One for all connections of a run. Its time begins when it is made.
class BoundedLoad {
  public:
    // `interval` lies between two requests; `interrupted` ends every wait but that for a turn.
    BoundedLoad(const ConformOptions& options, std::chrono::microseconds interval, std::function<bool()> interrupted);

    // For what gives and takes states: it has its turns and its patience, and goes on when the time is over.
    std::unique_ptr<Transport> for_states(std::unique_ptr<Transport> way);
    // For the exchanges of cases.
    std::unique_ptr<Transport> for_cases(std::unique_ptr<HttpTransport> way, CaseLimit& of_case);

    std::chrono::microseconds time_of_case() const { return case_timeout_; }
    const RunLimit& run() const { return run_; }

  private:
    TimeSource time_;
    std::chrono::microseconds case_timeout_;
    RunLimit run_;
    Pacer pacer_;
    Patience patience_;
};

}  // namespace keyturn
