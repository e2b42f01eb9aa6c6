#include "fuzz/crash/strategies.h"

namespace keyturn::fuzz {
namespace {

// The stricter a structure, the earlier: what is JSON is lines, too.
constexpr Strategy by_structure[] = {
    {"json", json_places}, {"thrift", thrift_places}, {"http", http_places}, {"lines", line_places}};
constexpr Strategy by_bytes = {"bytes", byte_places};

}  // namespace

std::vector<const Strategy*> strategies_for(std::string_view input) {
    for (const Strategy& strategy : by_structure)
        if (!strategy.places_of(input).empty()) return {&strategy, &by_bytes};
    return {&by_bytes};
}

std::string joined(const Parts& parts) {
    std::string text;
    for (const std::string_view part : parts) text += part;
    return text;
}

}  // namespace keyturn::fuzz
