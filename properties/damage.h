// Damage to bytes, as data.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/bytes.h"

namespace keyturn {

// One thing done to bytes. `at` is taken modulo the places there are, so that every damage fits every input; no bytes
// stay no bytes, but for an insertion.
struct Damage {
    std::string how;         // one of ways_to_damage
    std::uint64_t at = 0;    // the byte; of a flip the bit
    std::uint64_t with = 0;  // of "replace" and "insert": the byte put there, modulo 256

    static void visit(auto& self, auto& field) {
        field("how", self.how);
        field("at", self.at);
        field("with", self.with);
    }
};

// flip a bit · cut here · drop, double, replace a byte · insert one before it
inline constexpr std::string_view ways_to_damage[] = {"flip", "cut", "drop", "double", "replace", "insert"};

// A way that is none of them changes nothing.
Bytes damaged(Bytes bytes, const std::vector<Damage>& damages);

}  // namespace keyturn
