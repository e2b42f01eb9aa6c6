#include "conformance/undone_text.h"

#include <cstdint>
#include <optional>

#include "conformance/utf8_characters.h"
#include "protocol/bytes.h"

namespace keyturn {
namespace {

// What the front of a text says once it is undone, and how many bytes that takes.
struct Undone {
    std::string text;
    std::size_t size = 1;
};

using Undo = Undone (*)(std::string_view rest);

Undone one_byte(std::string_view rest) { return {std::string(1, rest.front()), 1}; }

Undone undo_percent(std::string_view rest) {
    if (rest.front() != '%') return one_byte(rest);
    const auto byte = from_hex(rest.substr(1, 2));
    if (!byte || byte->size() != 1) return one_byte(rest);
    return {std::string(1, static_cast<char>(byte->front())), 3};
}

Undone undo_form(std::string_view rest) { return rest.front() == '+' ? Undone{" ", 1} : undo_percent(rest); }

std::optional<std::uint32_t> code_unit(std::string_view rest) {
    if (!rest.starts_with("\\u")) return std::nullopt;
    const auto bytes = from_hex(rest.substr(2, 4));
    if (!bytes || bytes->size() != 2) return std::nullopt;
    return static_cast<std::uint32_t>((*bytes)[0]) << 8 | (*bytes)[1];
}

Undone undo_code_units(std::string_view rest, std::uint32_t first) {
    constexpr std::size_t escape_size = 6;
    if (first < 0xd800 || first > 0xdfff) return {utf8_of(first), escape_size};
    const auto second = code_unit(rest.substr(escape_size));
    if (first > 0xdbff || !second || *second < 0xdc00 || *second > 0xdfff) return one_byte(rest);
    return {utf8_of(0x10000 + ((first - 0xd800) << 10) + (*second - 0xdc00)), 2 * escape_size};
}

Undone undo_json(std::string_view rest) {
    constexpr std::string_view escaped = "\"\\/bfnrt", meant = "\"\\/\b\f\n\r\t";
    if (rest.front() != '\\' || rest.size() == 1) return one_byte(rest);
    if (const auto unit = code_unit(rest)) return undo_code_units(rest, *unit);
    const std::size_t which = escaped.find(rest[1]);
    return which == std::string_view::npos ? one_byte(rest) : Undone{std::string(1, meant[which]), 2};
}

UndoneText undone(const UndoneText& from, Undo undo) {
    UndoneText to;
    std::string_view rest = from.text;
    while (!rest.empty()) {
        const Undone next = undo(rest);
        to.text += next.text;
        to.origins.insert(to.origins.end(), next.text.size(), from.origins[from.text.size() - rest.size()]);
        rest.remove_prefix(next.size);
    }
    to.origins.push_back(from.origins.back());
    return to;
}

UndoneText as_it_is(std::string_view text) {
    UndoneText same{std::string(text), {}};
    for (std::size_t at = 0; at <= text.size(); ++at) same.origins.push_back(at);
    return same;
}

void read_further(const UndoneText& way, int ways_over_each_other, const std::function<void(const UndoneText&)>& show) {
    show(way);
    if (ways_over_each_other == 0) return;
    for (const Undo undo : {undo_percent, undo_form, undo_json}) {
        const UndoneText next = undone(way, undo);
        if (next.text != way.text) read_further(next, ways_over_each_other - 1, show);
    }
}

}  // namespace

void read_every_way(std::string_view text, const std::function<void(const UndoneText&)>& show) {
    constexpr int ways_over_each_other = 2;
    read_further(as_it_is(text), ways_over_each_other, show);
}

}  // namespace keyturn
