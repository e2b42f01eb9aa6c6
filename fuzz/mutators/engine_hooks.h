// What the hooks of libFuzzer have in common: a share of the mutations is the engine's own, the result goes back into
// the engine's buffer.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "fuzz/mutators/draws.h"
#include "protocol/bytes.h"

// The engine's own mutation of bytes; not every engine has one.
extern "C" __attribute__((weak)) std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size,
                                                              std::size_t max_size);

namespace keyturn::fuzz {

using MutateText = std::string(std::string_view text, std::uint64_t seed, std::size_t max_size);
using CrossOverTexts = std::string(std::string_view first, std::string_view second, std::uint64_t seed,
                                   std::size_t max_size);

inline std::size_t write_back(std::string_view text, std::uint8_t* out, std::size_t max_size) {
    const std::size_t size = std::min(text.size(), max_size);
    std::copy_n(text.begin(), size, out);
    return size;
}

// For tools/compare-fuzz: KEYTURN_MUTATIONS=engine leaves all mutations to the engine.
inline bool engine_mutates_alone() {
    const char* mutations = std::getenv("KEYTURN_MUTATIONS");
    return LLVMFuzzerMutate && mutations && std::string_view(mutations) == "engine";
}

// One mutation in eight is the engine's, which knows what the target compares with, and the dictionary.
inline std::size_t mutate_in_place(MutateText* mutate, std::uint8_t* data, std::size_t size, std::size_t max_size,
                                   std::uint64_t seed) {
    Draws draws(seed);
    if (engine_mutates_alone() || (LLVMFuzzerMutate && draws.one_in(8))) return LLVMFuzzerMutate(data, size, max_size);
    return write_back(mutate(text_of({data, size}), draws.next(), max_size), data, max_size);
}

// The engine crosses over among its own mutations.
inline std::size_t cross_over_into(CrossOverTexts* cross_over, std::string_view first, std::string_view second,
                                   std::uint8_t* out, std::size_t max_size, std::uint64_t seed) {
    if (!engine_mutates_alone()) return write_back(cross_over(first, second, seed, max_size), out, max_size);
    return LLVMFuzzerMutate(out, write_back(first, out, max_size), max_size);
}

}  // namespace keyturn::fuzz

// KEYTURN_MUTATOR_HOOKS(mutate, cross_over): both hooks of libFuzzer.
#define KEYTURN_MUTATOR_HOOKS(mutate, cross_over)                                                                     \
    extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t max_size,        \
                                                   unsigned int seed) {                                               \
        return keyturn::fuzz::mutate_in_place(mutate, data, size, max_size, seed);                                    \
    }                                                                                                                 \
    extern "C" std::size_t LLVMFuzzerCustomCrossOver(const std::uint8_t* data1, std::size_t size1,                    \
                                                     const std::uint8_t* data2, std::size_t size2, std::uint8_t* out, \
                                                     std::size_t max_size, unsigned int seed) {                       \
        using keyturn::text_of;                                                                                       \
        return keyturn::fuzz::cross_over_into(cross_over, text_of({data1, size1}), text_of({data2, size2}), out,      \
                                              max_size, seed);                                                        \
    }
