// In front of expectation.cc in programs that prove that an oracle is asked: the one that KEYTURN_INVERTED_ORACLE names
// is violated where it holds, and all others as ever.
#include <cstdio>
#include <cstdlib>

#include "fuzz/oracles/expectation.h"

namespace keyturn::fuzz {
namespace {

std::string_view inverted_oracle() {
    static const char* const name = std::getenv("KEYTURN_INVERTED_ORACLE");
    return name ? name : "";
}

}  // namespace

void expect(bool holds, std::string_view oracle) {
    if (holds != (oracle == inverted_oracle())) return;
    std::fprintf(stderr, "oracle violated: %.*s\n", static_cast<int>(oracle.size()), oracle.data());
    std::abort();
}

}  // namespace keyturn::fuzz
