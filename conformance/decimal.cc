#include "conformance/decimal.h"

#include <charconv>

#include "protocol/identifiers.h"

namespace keyturn {
namespace {

constexpr std::size_t longest_exponent = 15;

// The exponent behind e or E; 0 where there is none.
std::optional<long long> read_exponent(std::string_view text) {
    if (text.empty()) return 0;
    text.remove_prefix(1);
    const bool negative = text.starts_with('-');
    if (negative || text.starts_with('+')) text.remove_prefix(1);
    if (!is_decimal(text) || text.size() > longest_exponent) return std::nullopt;
    long long exponent = 0;
    std::from_chars(text.data(), text.data() + text.size(), exponent);
    return negative ? -exponent : exponent;
}

void trim(Decimal& number) {
    const std::size_t last = number.digits.find_last_not_of('0');
    if (last == std::string::npos) {
        number = {};
        return;
    }
    number.exponent += static_cast<long long>(number.digits.size() - last - 1);
    number.digits.erase(last + 1);
    number.digits.erase(0, number.digits.find_first_not_of('0'));
}

// The power of ten of the first digit: what is larger there is larger.
long long magnitude(const Decimal& number) { return number.exponent + static_cast<long long>(number.digits.size()); }

std::strong_ordering compare_sizes(const Decimal& a, const Decimal& b) {
    if (a.digits.empty() || b.digits.empty()) return a.digits.size() <=> b.digits.size();
    if (magnitude(a) != magnitude(b)) return magnitude(a) <=> magnitude(b);
    return a.digits.compare(b.digits) <=> 0;
}

}  // namespace

std::optional<Decimal> read_decimal(std::string_view literal) {
    Decimal number;
    number.negative = literal.starts_with('-');
    if (number.negative) literal.remove_prefix(1);
    const std::size_t e = std::min(literal.find_first_of("eE"), literal.size());
    const auto exponent = read_exponent(literal.substr(e));
    const std::string_view mantissa = literal.substr(0, e);
    const std::size_t point = std::min(mantissa.find('.'), mantissa.size());
    const std::string_view whole = mantissa.substr(0, point),
                           fraction = mantissa.substr(std::min(point + 1, mantissa.size()));
    const bool has_fraction = point < mantissa.size();
    if (!exponent || !is_decimal(whole) || (has_fraction && !is_decimal(fraction))) return std::nullopt;
    number.digits.append(whole).append(fraction);
    number.exponent = *exponent - static_cast<long long>(fraction.size());
    trim(number);
    return number;
}

std::strong_ordering operator<=>(const Decimal& a, const Decimal& b) {
    if (a.negative != b.negative) return b.negative <=> a.negative;
    return a.negative ? compare_sizes(b, a) : compare_sizes(a, b);
}

}  // namespace keyturn
