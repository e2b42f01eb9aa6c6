#include "protocol/check.h"

#include <cstdio>
#include <cstdlib>

namespace keyturn {

void check(bool kept, const char* promise) {
    if (kept) return;
    std::fprintf(stderr, "keyturn: broken promise: %s\n", promise);
    std::abort();
}

}  // namespace keyturn
