// What a strategy offers, as a reader of a test sees it.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "fuzz/crash/strategies.h"

namespace keyturn::fuzz {

// Of each place, in order: the whole input without each of its parts, then with each other text in its place.
inline std::vector<std::string> offers(std::vector<Place> (*places_of)(std::string_view), std::string_view input) {
    std::vector<std::string> offered;
    const auto offer = [&](const Place& place, const std::string& stretch) {
        offered.push_back(std::string(input.substr(0, place.begin)) + stretch + std::string(input.substr(place.end)));
    };
    for (const Place& place : places_of(input)) {
        for (std::size_t i = 0; i < place.parts.size(); ++i) {
            Parts kept = place.parts;
            kept.erase(kept.begin() + static_cast<std::ptrdiff_t>(i));
            offer(place, place.made_of(kept));
        }
        for (const std::string& other : place.instead) offer(place, other);
    }
    return offered;
}

// Whether each place, made of all its parts, is what stands there.
inline bool all_parts_make_the_input(std::vector<Place> (*places_of)(std::string_view), std::string_view input) {
    return std::ranges::all_of(places_of(input), [&](const Place& place) {
        const auto stretch = input.substr(place.begin, place.end - place.begin);
        return place.parts.empty() || place.made_of(place.parts) == stretch;
    });
}

}  // namespace keyturn::fuzz
