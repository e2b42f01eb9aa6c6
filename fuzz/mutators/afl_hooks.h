// What the hooks of AFL++ have in common (its interface of custom mutators, 4.00 and later).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "fuzz/mutators/draws.h"
#include "fuzz/mutators/engine_hooks.h"

namespace keyturn::fuzz {

// One mutator as AFL++ holds it; `made` is what it was given last.
struct AflMutator {
    Draws draws;
    std::string made = {};

    // One child in four is that of two inputs.
    std::string& make(MutateText* mutate, CrossOverTexts* cross_over, std::string_view text, std::string_view other,
                      std::size_t max_size) {
        const bool is_crossed = !other.empty() && draws.one_in(4);
        made = is_crossed ? cross_over(text, other, draws.next(), max_size) : mutate(text, draws.next(), max_size);
        return made;
    }
};

}  // namespace keyturn::fuzz

// KEYTURN_AFL_HOOKS(mutate, cross_over): what a library for AFL_CUSTOM_MUTATOR_LIBRARY has to have.
#define KEYTURN_AFL_HOOKS(mutate, cross_over)                                                                       \
    extern "C" void* afl_custom_init(void*, unsigned int seed) {                                                    \
        return new keyturn::fuzz::AflMutator{.draws = keyturn::fuzz::Draws(seed)};                                  \
    }                                                                                                               \
    extern "C" std::size_t afl_custom_fuzz(void* mutator, std::uint8_t* data, std::size_t size, std::uint8_t** out, \
                                           std::uint8_t* other, std::size_t other_size, std::size_t max_size) {     \
        using keyturn::text_of;                                                                                     \
        std::string& made = static_cast<keyturn::fuzz::AflMutator*>(mutator)->make(                                 \
            mutate, cross_over, text_of({data, size}), text_of({other, other_size}), max_size);                     \
        *out = reinterpret_cast<std::uint8_t*>(made.data());                                                        \
        return made.size();                                                                                         \
    }                                                                                                               \
    extern "C" void afl_custom_deinit(void* mutator) { delete static_cast<keyturn::fuzz::AflMutator*>(mutator); }
