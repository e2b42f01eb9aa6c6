#include "fuzz/crash/strategies.h"

namespace keyturn::fuzz {

std::vector<Place> byte_places(std::string_view input) {
    if (input.empty()) return {};
    std::vector<Place> places = {{0, input.size(), {}, joined, {}}};
    for (std::size_t i = 0; i < input.size(); ++i) {
        places.front().parts.push_back(input.substr(i, 1));
        places.push_back({i, i + 1, {}, {}, {"0", "a"}});
    }
    return places;
}

}  // namespace keyturn::fuzz
