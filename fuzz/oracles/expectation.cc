#include "fuzz/oracles/expectation.h"

#include <cstdio>
#include <cstdlib>

namespace keyturn::fuzz {

void expect(bool holds, std::string_view oracle) {
    if (holds) return;
    std::fprintf(stderr, "oracle violated: %.*s\n", static_cast<int>(oracle.size()), oracle.data());
    std::abort();
}

}  // namespace keyturn::fuzz
