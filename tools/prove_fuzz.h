// `keyturn prove fuzz`: every planted bug against the fuzz target that is to find it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace keyturn {

struct ProveFuzzOptions {
    std::vector<std::string> names;  // of planted bugs; all when there are none
    std::string source;              // the source tree; empty: that this command was built from
    std::string programs;            // the folder of its builds; empty: <source>/build
    std::string keep;                // a folder for what is found; empty: <programs>/fuzzing/planted
    std::uint64_t seeds = 3, budget = 100'000, timeout_s = 120;
    unsigned jobs = 2;
    bool list = false, markdown = false, json = false;
    std::string out;
};

// The whole proof. Returns the exit status.
int prove_fuzz(const ProveFuzzOptions& options);

}  // namespace keyturn
