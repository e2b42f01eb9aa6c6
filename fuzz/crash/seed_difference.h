// Which seed an input resembles most, and what sets the two apart: often one value, and that is the bug.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace keyturn::fuzz {

using NamedInputs = std::vector<std::pair<std::string, std::string>>;  // by name

// Lines that a terminal can show: `/title: the seed has "a" (string), this has "b" (string)`; of texts `- line` and
// `+ line`; of bytes where they part. The first of them, and how many more there are.
struct SeedDifference {
    static constexpr std::size_t most_lines = 20;

    std::vector<std::string> lines;  // none where the two are the same
    std::size_t left_out = 0;
};

SeedDifference difference_from_seed(std::string_view seed, std::string_view input);

// The index of the seed that differs in the fewest values where both are JSON, else in the fewest lines, else in the
// fewest bytes between the first and the last that differs; of equals the first. Nothing where there is no seed. Linear
// in all seeds together, but for sorting the values of each.
std::optional<std::size_t> nearest_seed(std::string_view input, const NamedInputs& seeds);

}  // namespace keyturn::fuzz
