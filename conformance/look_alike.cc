#include "conformance/look_alike.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "conformance/http_message.h"
#include "conformance/utf8_characters.h"

namespace keyturn {
namespace {

constexpr std::string_view looks_the_same = "looks the same";

struct LookAlike {
    std::string_view character;  // UTF-8
    std::string_view ascii;      // what it is taken for; empty: it is not seen
};

// Cyrillic, Greek and typographic characters in the order of their bytes: those that an editor or a person puts in
// place of ASCII. No attempt at Unicode's whole table of confusables.
constexpr LookAlike look_alikes[] = {
    {"\xc2\xa0", " "},     {"\xc2\xad", ""},       {"\xc4\xb1", "i"},      {"\xc5\xbf", "s"},
    {"\xce\x91", "A"},     {"\xce\x92", "B"},      {"\xce\x95", "E"},      {"\xce\x96", "Z"},
    {"\xce\x97", "H"},     {"\xce\x99", "I"},      {"\xce\x9a", "K"},      {"\xce\x9c", "M"},
    {"\xce\x9d", "N"},     {"\xce\x9f", "O"},      {"\xce\xa1", "P"},      {"\xce\xa4", "T"},
    {"\xce\xa5", "Y"},     {"\xce\xa7", "X"},      {"\xce\xbd", "v"},      {"\xce\xbf", "o"},
    {"\xd0\x90", "A"},     {"\xd0\x92", "B"},      {"\xd0\x95", "E"},      {"\xd0\x9a", "K"},
    {"\xd0\x9c", "M"},     {"\xd0\x9d", "H"},      {"\xd0\x9e", "O"},      {"\xd0\xa0", "P"},
    {"\xd0\xa1", "C"},     {"\xd0\xa2", "T"},      {"\xd0\xa3", "Y"},      {"\xd0\xa5", "X"},
    {"\xd0\xb0", "a"},     {"\xd0\xb5", "e"},      {"\xd0\xbe", "o"},      {"\xd1\x80", "p"},
    {"\xd1\x81", "c"},     {"\xd1\x83", "y"},      {"\xd1\x85", "x"},      {"\xd1\x95", "s"},
    {"\xd1\x96", "i"},     {"\xd1\x98", "j"},      {"\xd2\xbb", "h"},      {"\xd4\x81", "d"},
    {"\xd4\x9b", "q"},     {"\xd4\x9d", "w"},      {"\xe2\x80\x89", " "},  {"\xe2\x80\x8b", ""},
    {"\xe2\x80\x8c", ""},  {"\xe2\x80\x8d", ""},   {"\xe2\x80\x90", "-"},  {"\xe2\x80\x91", "-"},
    {"\xe2\x80\x92", "-"}, {"\xe2\x80\x93", "-"},  {"\xe2\x80\x94", "-"},  {"\xe2\x80\x98", "'"},
    {"\xe2\x80\x99", "'"}, {"\xe2\x80\x9c", "\""}, {"\xe2\x80\x9d", "\""}, {"\xe2\x80\xa6", "..."},
    {"\xe2\x80\xaf", " "}, {"\xe2\x80\xbf", "_"},  {"\xe2\x81\x84", "/"},  {"\xe2\x81\xa0", ""},
    {"\xe2\x84\xaa", "K"}, {"\xe2\x88\x92", "-"},  {"\xe2\x88\x95", "/"},  {"\xe3\x80\x80", " "},
    {"\xef\xbb\xbf", ""},
};

// U+FF01 … U+FF5E, the wide forms of ASCII; NUL for any other character.
char narrow_form(std::string_view character) {
    if (character.size() != 3 || character[0] != '\xef') return '\0';
    const int code = (character[1] & 0x3f) << 6 | (character[2] & 0x3f);
    constexpr int first = 0xff01 & 0xfff, last = 0xff5e & 0xfff;
    return code >= first && code <= last ? static_cast<char>(code - first + '!') : '\0';
}

void append_as_seen(std::string& out, std::string_view character) {
    const auto found = std::ranges::lower_bound(look_alikes, character, {}, &LookAlike::character);
    if (found != std::end(look_alikes) && found->character == character)
        out += found->ascii;
    else if (const char narrow = narrow_form(character))
        out += narrow;
    else
        out += character;
}

std::string as_seen(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const std::string_view character = first_character(text);
        append_as_seen(out, character);
        text.remove_prefix(character.size());
    }
    return out;
}

bool is_letter_or_digit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c & 0x80) != 0;
}

std::string words_of(std::string_view text) {
    std::string words = as_seen(text);
    std::erase_if(words, [](char c) { return !is_letter_or_digit(c); });
    return words;
}

}  // namespace

std::string_view resemblance(std::string_view a, std::string_view b) {
    if (a == b) return "";
    if (equals_ignoring_case(a, b)) return "differs only in case";
    return equals_ignoring_case(as_seen(a), as_seen(b)) ? looks_the_same : "";
}

std::string resemblance_in_words(std::string_view a, std::string_view b) {
    const std::string_view likeness = resemblance(a, b);
    if (likeness != looks_the_same) return std::string(likeness);
    std::size_t number = 1;
    while (!a.empty() && !b.empty() && equals_ignoring_case(first_character(a), first_character(b))) {
        a.remove_prefix(first_character(a).size());
        b.remove_prefix(first_character(b).size());
        ++number;
    }
    const bool has = !b.empty() && first_character(b).size() > 1;
    return fmt::format("{}, but {} U+{:04X} as its character {}", likeness, has ? "has" : "lacks",
                       code_point(first_character(has ? b : a)), number);
}

bool reads_alike(std::string_view a, std::string_view b) { return equals_ignoring_case(words_of(a), words_of(b)); }

}  // namespace keyturn
