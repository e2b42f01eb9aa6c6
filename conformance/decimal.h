// Numbers of JSON by their exact value, whatever their size: nothing is rounded on the way.
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace keyturn {

// A number as sign, digits and power of ten: `digits` × 10^`exponent`, digits without leading and trailing zeros and
// empty for zero (which has no sign and the exponent 0). Equal values have equal members.
struct Decimal {
    bool negative = false;
    std::string digits;
    long long exponent = 0;

    friend bool operator==(const Decimal&, const Decimal&) = default;
};

// The value of a JSON number's text; nothing when the text is none, or its power of ten has more than 15 digits.
std::optional<Decimal> read_decimal(std::string_view literal);

std::strong_ordering operator<=>(const Decimal& a, const Decimal& b);

}  // namespace keyturn
