// Progress on standard error: one line that is written anew on a terminal, a line every ten seconds elsewhere.
#pragma once

#include <chrono>
#include <mutex>
#include <string>

#include "fuzz/runner/target_run.h"

namespace keyturn::fuzz {

// "request exploring 12 s: 34567 runs, 2881/s, branches 93.1 % (floor 90 %), corpus 210, finds 0"
std::string progress_text(const Progress& progress);

// For several threads at once.
class ProgressLine {
  public:
    explicit ProgressLine(bool on_terminal) : on_terminal_(on_terminal) {}

    void show(const Progress& progress);
    void clear();  // before other text

  private:
    using Clock = std::chrono::steady_clock;

    const bool on_terminal_;
    std::mutex mutex_;
    Clock::time_point next_ = Clock::now() + std::chrono::seconds(on_terminal_ ? 0 : 10);
};

}  // namespace keyturn::fuzz
