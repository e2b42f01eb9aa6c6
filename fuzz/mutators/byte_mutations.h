// Mutations of bytes: within texts, of JSON as text, and of what is neither.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "fuzz/mutators/draws.h"

namespace keyturn::fuzz {

// A text changed in one way: each a row of a table. At most `room` bytes longer.
struct ByteMutation {
    std::string_view name;
    std::string (*apply)(std::string_view text, Draws& draws, std::size_t room);
};

// Of any bytes: one flipped, inserted or overwritten, a piece cut out, said twice or written over another.
std::span<const ByteMutation> byte_mutations();
// What JSON can be as a text beyond its values: spelled escapes, white space, lone surrogates, byte order marks, cuts.
std::span<const ByteMutation> json_text_mutations();

// One mutation of the table, drawn. Of the texts of JSON strings too: what comes out may be no UTF-8.
std::string mutated_bytes(std::string_view text, Draws& draws, std::size_t room);
std::string mutated_json_text(std::string_view text, Draws& draws, std::size_t room);

// The start of the one and the end of the other.
std::string crossed_bytes(std::string_view first, std::string_view second, Draws& draws);

}  // namespace keyturn::fuzz
