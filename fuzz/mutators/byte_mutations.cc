#include "fuzz/mutators/byte_mutations.h"

#include <fmt/format.h>

#include <algorithm>

#include "fuzz/mutators/sample_values.h"
#include "protocol/json_document.h"

namespace keyturn::fuzz {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view telling_bytes = "\0\x01\x7f\x80\xc0\xe2\xf0\xff 09AZaz+-/=_,.:\"\\{}[]\n"sv;

char any_byte(Draws& draws) {
    return draws.one_in(2) ? draws.pick(telling_bytes) : static_cast<char>(draws.below(256));
}

struct Piece {
    std::size_t at, size;
};

// Mostly short; of a text that is not empty at least one byte.
Piece any_piece(std::string_view text, Draws& draws) {
    const std::size_t at = draws.below(text.size() + 1);
    const std::size_t most = std::min(text.size() - at, draws.one_in(4) ? text.size() : std::size_t{8});
    return {at, most == 0 ? 0 : 1 + draws.below(most)};
}

std::string insert_at(std::string_view text, std::size_t at, std::string_view piece, std::size_t room) {
    std::string out(text);
    return out.insert(at, piece.substr(0, room));
}

// ---- any bytes

std::string flip(std::string_view text, Draws& draws, std::size_t) {
    std::string out(text);
    if (!out.empty()) draws.pick(out) ^= static_cast<char>(1 << draws.below(8));
    return out;
}

std::string overwrite(std::string_view text, Draws& draws, std::size_t) {
    std::string out(text);
    if (!out.empty()) draws.pick(out) = any_byte(draws);
    return out;
}

std::string insert(std::string_view text, Draws& draws, std::size_t room) {
    const std::size_t at = draws.below(text.size() + 1);
    return insert_at(text, at, std::string(1, any_byte(draws)), room);
}

std::string cut_out(std::string_view text, Draws& draws, std::size_t) {
    const Piece piece = any_piece(text, draws);
    std::string out(text);
    return out.erase(piece.at, piece.size);
}

std::string cut_off(std::string_view text, Draws& draws, std::size_t) {
    return std::string(text.substr(0, draws.below(text.size() + 1)));
}

std::string say_twice(std::string_view text, Draws& draws, std::size_t room) {
    const Piece piece = any_piece(text, draws);
    return insert_at(text, piece.at, text.substr(piece.at, piece.size), room);
}

std::string copy_over(std::string_view text, Draws& draws, std::size_t) {
    const Piece piece = any_piece(text, draws);
    const std::string copied(text.substr(piece.at, piece.size));
    std::string out(text);
    return out.replace(draws.below(text.size() - piece.size + 1), piece.size, copied);
}

std::string add_word(std::string_view text, Draws& draws, std::size_t room) {
    const std::size_t at = draws.below(text.size() + 1);
    return insert_at(text, at, draws.pick(words()), room);
}

std::string count_on(std::string_view text, Draws& draws, std::size_t) {
    std::string out(text);
    if (!out.empty()) draws.pick(out) += static_cast<char>(draws.one_in(2) ? 1 : -1);
    return out;
}

constexpr ByteMutation any_bytes[] = {
    {"flip", flip},           {"overwrite", overwrite}, {"insert", insert},
    {"cut_out", cut_out},     {"cut_off", cut_off},     {"say_twice", say_twice},
    {"copy_over", copy_over}, {"add_word", add_word},   {"count_on", count_on},
};

// ---- the text of JSON

std::string spell_escape(std::string_view text, Draws& draws, std::size_t room) {
    const std::size_t at = draws.below(text.size() + 1);
    const auto letter = at < text.size() ? static_cast<unsigned char>(text[at]) : 0u;
    constexpr std::size_t longer_by = 5;
    if (letter < 0x20 || letter >= 0x7f || room < longer_by) return std::string(text);
    std::string out(text);
    return out.replace(at, 1, fmt::format("\\u{:04X}", letter));
}

// A fragment of JSON anywhere, which most often breaks it.
std::string add_fragment(std::string_view text, Draws& draws, std::size_t room) {
    constexpr std::string_view fragments[] = {
        "\\ud800", "\\udc00", "\\ud83d\\ude00", "\\u0000", "\\x", "\\u12", "\\/", "{}", "[]", "[[[[", ",",  ",,", ":",
        "\"",      "null",    "true",           "NaN",     "1e",  "-",     "01",  "1.", "+1", "//",   "/*", "'a'"};
    const std::size_t at = draws.below(text.size() + 1);
    return insert_at(text, at, draws.pick(fragments), room);
}

std::string add_space(std::string_view text, Draws& draws, std::size_t room) {
    constexpr std::string_view spaces[] = {" ", "\t", "\r\n", "\n", "\v", "\f", "\xc2\xa0", "    "};
    const std::size_t at =
        draws.one_in(2) ? std::min(text.find_first_of(",:{}[]"), text.size()) : draws.below(text.size() + 1);
    return insert_at(text, at, draws.pick(spaces), room);
}

std::string mark_order(std::string_view text, Draws&, std::size_t room) {
    constexpr std::string_view mark = "\xef\xbb\xbf";
    return room < mark.size() ? std::string(text) : insert_at(text, 0, mark, room);
}

std::string say_all_twice(std::string_view text, Draws&, std::size_t room) {
    return room < text.size() ? std::string(text) : insert_at(text, text.size(), text, room);
}

std::string lay_out(std::string_view text, Draws&, std::size_t room) {
    const auto document = parse_json(text);
    std::string out = document ? to_pretty_json(*document) : std::string(text);
    return out.size() <= text.size() + room ? out : std::string(text);
}

constexpr ByteMutation json_texts[] = {
    {"spell_escape", spell_escape}, {"add_fragment", add_fragment},   {"add_space", add_space},
    {"mark_order", mark_order},     {"say_all_twice", say_all_twice}, {"lay_out", lay_out},
};

}  // namespace

std::span<const ByteMutation> byte_mutations() { return any_bytes; }
std::span<const ByteMutation> json_text_mutations() { return json_texts; }

std::string mutated_bytes(std::string_view text, Draws& draws, std::size_t room) {
    return draws.pick(any_bytes).apply(text, draws, room);
}

std::string mutated_json_text(std::string_view text, Draws& draws, std::size_t room) {
    if (draws.one_in(3)) return mutated_bytes(text, draws, room);
    return draws.pick(json_texts).apply(text, draws, room);
}

std::string crossed_bytes(std::string_view first, std::string_view second, Draws& draws) {
    const std::size_t until = draws.below(first.size() + 1), from = draws.below(second.size() + 1);
    return std::string(first.substr(0, until)).append(second.substr(from));
}

}  // namespace keyturn::fuzz
