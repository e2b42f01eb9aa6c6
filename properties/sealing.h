// Oracles of sealed texts: they survive, agree with the reference both ways, and open only unharmed (fact sheet,
// section 3; invariants 31 and 35).
#pragma once

#include <optional>
#include <string>

#include "properties/named_keys.h"
#include "properties/violation.h"

namespace keyturn {

class Library;

struct SealedInput {
    KeyNumber key = 0;
    std::string text;
    std::uint64_t seed = 0;  // of the nonce
    static void visit(auto& self, auto& field) {
        field("key", self.key);
        field("text", self.text);
        field("seed", self.seed);
    }
};

struct DamagedSeal {
    SealedInput sealed;
    std::uint64_t bit = 0;
    static void visit(auto& self, auto& field) {
        field("sealed", self.sealed);
        field("bit", self.bit);
    }
};

struct CutSeal {
    SealedInput sealed;
    std::uint64_t size = 0;
    static void visit(auto& self, auto& field) {
        field("sealed", self.sealed);
        field("size", self.size);
    }
};

// AM-SIG-030
std::optional<Violation> sealed_text_survives(Library& library, const SealedInput& input);
// AM-KEY-021
std::optional<Violation> sealed_text_opens_elsewhere(Library& library, const SealedInput& input);
// AM-KEY-021
std::optional<Violation> foreign_sealed_text_opens(Library& library, const SealedInput& input);
// AM-KEY-021
std::optional<Violation> another_key_opens_no_text(Library& library, const SealedInput& input);
// AM-KEY-015
std::optional<Violation> sealed_text_with_flipped_bit_is_refused(Library& library, const DamagedSeal& input);
// AM-KEY-015
std::optional<Violation> cut_sealed_text_is_refused(Library& library, const CutSeal& input);
// AM-KEY-031: between calls that differ in their entropy.
std::optional<Violation> nonce_is_fresh(Library& library, const SealedInput& input);

}  // namespace keyturn
