#include "protocol/identifiers.h"

#include <algorithm>
#include <charconv>

namespace keyturn {
namespace {

constexpr std::size_t longest_id = 19;

bool is_path_user_id(std::string_view text) { return is_decimal(text) && text.size() <= longest_id; }

std::string_view without_leading_zeros(std::string_view digits) {
    const std::size_t first = digits.find_first_not_of('0');
    return first == std::string_view::npos ? std::string_view{} : digits.substr(first);
}

std::strong_ordering by_length_then_bytes(std::string_view a, std::string_view b) {
    if (a.size() != b.size()) return a.size() <=> b.size();
    return a.compare(b) <=> 0;
}

std::string ordered_pair(std::string_view a, std::string_view b) {
    if (by_length_then_bytes(a, b) > 0) std::swap(a, b);
    return std::string(a) + ':' + std::string(b);
}

template <class Number>
std::optional<Number> read_canonical_number(std::string_view text) {
    if (!is_decimal(text) || (text.size() > 1 && text.front() == '0')) return std::nullopt;
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{}) return std::nullopt;
    return value;
}

}  // namespace

bool is_decimal(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

bool is_user_id(std::string_view text) { return read_canonical_number<std::int64_t>(text).value_or(0) > 0; }

bool is_group_id(std::string_view text) { return text.starts_with('g') && is_path_user_id(text.substr(1)); }

bool is_path_conversation_id(std::string_view text) {
    if (is_group_id(text)) return true;
    const std::size_t hyphen = text.find('-');
    if (hyphen == std::string_view::npos) return is_path_user_id(text);
    return is_path_user_id(text.substr(0, hyphen)) && is_path_user_id(text.substr(hyphen + 1));
}

std::optional<std::uint64_t> read_key_version(std::string_view text) {
    return read_canonical_number<std::uint64_t>(text);
}

std::weak_ordering compare_versions(std::string_view a, std::string_view b) {
    if (is_decimal(a) != is_decimal(b)) return is_decimal(a) <=> is_decimal(b);
    if (!is_decimal(a)) return a.compare(b) <=> 0;
    return by_length_then_bytes(without_leading_zeros(a), without_leading_zeros(b));
}

std::string canonical_conversation_id(std::string_view id, std::string_view sender) {
    const std::size_t separator = id.find_first_of(":-");
    if (separator == std::string_view::npos) {
        if (is_decimal(id) && is_decimal(sender)) return ordered_pair(id, sender);
        return std::string(id);
    }
    const std::string_view first = id.substr(0, separator), second = id.substr(separator + 1);
    if (is_decimal(first) && is_decimal(second)) return ordered_pair(first, second);
    return std::string(id);
}

}  // namespace keyturn
