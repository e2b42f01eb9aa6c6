// What a fuzz target is: one function over bytes that ends the process when an oracle does not hold. It reads no clock,
// entropy, locale or environment, so that an input does the same every time.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "fuzz/oracles/expectation.h"
#include "fuzz/oracles/finding.h"
#include "properties/violation.h"
#include "protocol/bytes.h"

namespace keyturn::fuzz {

// Whether the subject took the input as what it is meant to be, or refused it. The corpus index knows it of every seed.
enum class Taken { accepted, refused };

constexpr Taken accepted_if(bool accepted) { return accepted ? Taken::accepted : Taken::refused; }

// A longer input is refused unread: it says nothing that a shorter one does not, and takes the time of many.
constexpr std::size_t most_input_bytes = 64 * 1024;

// expect(bool, name) for oracles that say what they saw.
inline void expect(const Finding& finding) {
    if (finding) expect(false, *finding);
}
inline void expect(const std::optional<Violation>& violation) {
    if (violation) expect(false, violation->requirement + " " + violation->summary);
}

}  // namespace keyturn::fuzz

// FUZZ_TARGET { … input … }: the body sees the bytes as `keyturn::ByteView input` and returns Taken. What engines call,
// and what replays a corpus, is in fuzz/engine.
#define FUZZ_TARGET                                                                      \
    static keyturn::fuzz::Taken fuzz_one(keyturn::ByteView input);                       \
    extern "C" bool keyturn_target_accepts(const std::uint8_t* data, std::size_t size);  \
    extern "C" bool keyturn_target_accepts(const std::uint8_t* data, std::size_t size) { \
        if (size > keyturn::fuzz::most_input_bytes) return false;                        \
        return fuzz_one({data, size}) == keyturn::fuzz::Taken::accepted;                 \
    }                                                                                    \
    static keyturn::fuzz::Taken fuzz_one([[maybe_unused]] keyturn::ByteView input)
