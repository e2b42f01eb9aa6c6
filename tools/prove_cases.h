// What `keyturn prove cases` was asked for.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace keyturn {

struct ProveCasesOptions {
    std::vector<std::string> names;  // of rules and defects; all when there are none
    std::string data, cases;
    std::uint64_t seed = 1;
    std::optional<std::uint64_t> now_msec;
    double timeout_s = 1;
    unsigned jobs = 0;  // 0: as many as there are cores
    bool first_kill = false, list = false, markdown = false, json = false;
    std::string out;
};

// The whole proof. Returns the exit status.
int prove_cases(const ProveCasesOptions& options);

}  // namespace keyturn
