// How far a run of many cases is, for those who wait for it.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>

#include "conformance/journal.h"

namespace keyturn {

// On a terminal one line that is written over, ten times a second at most; elsewhere a line every ten seconds, so that
// a log of CI shows life. Of a single case nothing.
class Progress {
  public:
    using Now = std::function<std::chrono::milliseconds()>;  // since some moment

    Progress(std::size_t total, bool is_terminal, Now now);

    // What to print now that another case has ended; mostly nothing.
    std::string after(const Verdict& verdict);
    // What to print before anything else is.
    std::string cleared() const;

  private:
    std::size_t total_, ended_ = 0, failed_ = 0;
    bool is_terminal_;
    Now now_;
    std::chrono::milliseconds said_;
};

}  // namespace keyturn
