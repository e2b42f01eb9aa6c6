// Oracles of wrapped keys: both directions agree with the reference, whatever is damaged is refused, nothing is used
// twice (fact sheet, section 3; invariants 12, 13 and 35).
#pragma once

#include <optional>

#include "properties/named_keys.h"
#include "properties/violation.h"

namespace keyturn {

class Library;

struct Wrap {
    KeyNumber member = 0, key = 0;
    std::uint64_t seed = 0;  // of the ephemeral scalar
    static void visit(auto& self, auto& field) {
        field("member", self.member);
        field("key", self.key);
        field("seed", self.seed);
    }
};

struct DamagedWrap {
    Wrap wrap;
    std::uint64_t bit = 0;  // flipped, of 904
    static void visit(auto& self, auto& field) {
        field("wrap", self.wrap);
        field("bit", self.bit);
    }
};

struct ResizedWrap {
    Wrap wrap;
    std::uint64_t size = 0;  // cut to it, or filled up with zeros
    static void visit(auto& self, auto& field) {
        field("wrap", self.wrap);
        field("size", self.size);
    }
};

struct WrapForStranger {
    Wrap wrap;
    KeyNumber stranger = 0;
    static void visit(auto& self, auto& field) {
        field("wrap", self.wrap);
        field("stranger", self.stranger);
    }
};

// AM-KEY-014, AM-KEY-029: what the library wraps has its form, and the reference opens it.
std::optional<Violation> wrapped_key_opens_elsewhere(Library& library, const Wrap& input);
// AM-KEY-014
std::optional<Violation> foreign_wrapped_key_opens(Library& library, const Wrap& input);
// AM-KEY-012
std::optional<Violation> own_wrapped_key_opens(Library& library, const Wrap& input);
// AM-KEY-014
std::optional<Violation> stranger_opens_nothing(Library& library, const WrapForStranger& input);
// AM-KEY-015
std::optional<Violation> wrapped_key_with_flipped_bit_is_refused(Library& library, const DamagedWrap& input);
// AM-KEY-029
std::optional<Violation> wrapped_key_of_another_size_is_refused(Library& library, const ResizedWrap& input);
// AM-KEY-013: between calls that differ in their entropy.
std::optional<Violation> ephemeral_key_is_fresh(Library& library, const Wrap& input);

}  // namespace keyturn
