#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "fuzz/crash/strategies.h"

namespace keyturn::fuzz {
namespace {

// Each with the separator behind it.
Parts pieces_of(std::string_view text, char separator) {
    Parts pieces;
    while (!text.empty()) {
        const std::size_t at = text.find(separator);
        pieces.push_back(text.substr(0, at == std::string_view::npos ? at : at + 1));
        text.remove_prefix(pieces.back().size());
    }
    return pieces;
}

}  // namespace

std::vector<Place> line_places(std::string_view input) {
    if (input.find_first_of(" \n") == std::string_view::npos) return {};
    const Parts lines = pieces_of(input, '\n');
    std::vector<Place> places = {{0, input.size(), lines, joined, {}}};
    for (const std::string_view line : lines) {
        const auto begin = static_cast<std::size_t>(line.data() - input.data());
        places.push_back({begin, begin + line.size(), pieces_of(line, ' '), joined, {}});
    }
    return places;
}

}  // namespace keyturn::fuzz
