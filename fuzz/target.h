// What a fuzz target is: one function over bytes that ends the process when an oracle does not hold.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "protocol/bytes.h"

namespace keyturn::fuzz {

// Ends the process, naming the oracle, so that every engine keeps the input.
inline void expect(bool holds, std::string_view oracle) {
    if (holds) return;
    std::fprintf(stderr, "oracle violated: %.*s\n", static_cast<int>(oracle.size()), oracle.data());
    std::abort();
}

}  // namespace keyturn::fuzz

// FUZZ_TARGET { … input … }: the body sees the bytes as `keyturn::ByteView input`.
#define FUZZ_TARGET                                                                     \
    static void fuzz_one(keyturn::ByteView input);                                      \
    extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);  \
    extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) { \
        fuzz_one({data, size});                                                         \
        return 0;                                                                       \
    }                                                                                   \
    static void fuzz_one([[maybe_unused]] keyturn::ByteView input)
