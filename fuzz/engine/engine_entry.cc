// What engines call. With KEYTURN_CHECK_REPEATS in the environment an input that does not do the same every time is a
// finding; it costs three runs an input, so exploring does without.
#include <cstdio>
#include <cstdlib>

#include "fuzz/engine/trace.h"

extern "C" bool keyturn_target_accepts(const std::uint8_t* data, std::size_t size);
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const bool repeats_are_checked = std::getenv("KEYTURN_CHECK_REPEATS") != nullptr;
    keyturn_target_accepts(data, size);
    if (repeats_are_checked && !keyturn::fuzz::trace_repeats(data, size)) {
        std::fputs("oracle violated: an input does the same every time\n", stderr);
        std::abort();
    }
    return 0;
}
