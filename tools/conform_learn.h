// keyturn conform --learn: replays each case twice, and proposes matchers for what varies. Nothing is changed; a person
// accepts.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "conformance/replayer.h"

namespace keyturn {

struct LearnOptions {
    std::string out;  // folder for the cases with what was learned, below "learned"; "" writes none
    bool json = false;
    std::function<bool()> interrupted;
};

// Returns the exit status: 3 when no case got two answers, 2 when a file can't be written.
int learn_all(const std::vector<Case>& cases, const ServerUnderTest& subject, const ReplayPolicy& policy,
              const LearnOptions& options);

}  // namespace keyturn
