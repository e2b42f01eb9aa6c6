// `keyturn prove properties`: every defective library against the properties.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace keyturn {

struct ProvePropertiesOptions {
    std::vector<std::string> names;  // of defects; empty: all
    bool whole_matrix = false;       // every property on every library, not only those that cite what it breaks
    std::uint64_t seed = 1;
    std::size_t runs = 1000;
    bool json = false, list = false;
};

// Returns the exit status.
int prove_properties(const ProvePropertiesOptions& options);

}  // namespace keyturn
