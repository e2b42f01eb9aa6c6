#include "fuzz/crash/bucket.h"

#include <fmt/format.h>

#include <cctype>
#include <vector>

#include "fuzz/corpus/corpus_index.h"

namespace keyturn::fuzz {
namespace {

constexpr std::size_t functions_that_count = 2, longest_words = 60, digits_of_name = 8;

bool is_letter(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; }
bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }

// A quoted text at the front, with its quotes; "" for none. An apostrophe within a word begins none.
std::string_view quoted_at(std::string_view text) {
    if (text.empty() || (text[0] != '"' && text[0] != '\'' && text[0] != '`')) return {};
    const auto end = text.find(text[0], 1);
    return end == std::string_view::npos ? std::string_view() : text.substr(0, end + 1);
}

std::string_view word_at(std::string_view text) {
    std::size_t end = 0;
    while (end < text.size() && (is_letter(text[end]) || is_digit(text[end]) || text[end] == '_')) ++end;
    return text.substr(0, end);
}

bool has_digit(std::string_view word) {
    for (const char c : word)
        if (is_digit(c)) return true;
    return false;
}

// The words of an oracle that names a requirement go on, behind a colon, with what was seen of the input.
std::string_view without_witness(std::string_view sentence, const std::string& requirement) {
    if (requirement.empty()) return sentence;
    if (sentence.starts_with(requirement)) sentence.remove_prefix(requirement.size());
    while (sentence.starts_with(':') || sentence.starts_with(' ')) sentence.remove_prefix(1);
    return sentence.substr(0, sentence.find(": "));
}

// "/user_ids/3/x" is "/user_ids/#/x".
std::string without_indices(std::string_view pointer) {
    std::string place;
    for (std::size_t at = 0; at < pointer.size();) {
        const auto end = std::min(pointer.find('/', at + 1), pointer.size());
        const std::string_view part = pointer.substr(at, end - at);
        const bool is_index = part.size() > 1 && part.find_first_not_of("0123456789", 1) == std::string_view::npos;
        place += is_index ? "/#" : std::string(part);
        at = end;
    }
    return place;
}

std::string words_of(std::string_view text) {
    std::string words;
    for (const char c : text) {
        if (is_letter(c) || is_digit(c))
            words += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        else if (!words.empty() && words.back() != '-')
            words += '-';
        if (words.size() == longest_words) break;
    }
    while (words.ends_with('-')) words.pop_back();
    return words;
}

std::string joined(const std::vector<std::string>& functions) {
    std::string text;
    for (std::size_t i = 0; i < functions.size() && i < functions_that_count; ++i) text += " " + functions[i];
    return text;
}

}  // namespace

std::string without_particulars(std::string_view sentence) {
    std::string general;
    char before = ' ';
    while (!sentence.empty()) {
        const std::string_view quoted = is_letter(before) ? std::string_view() : quoted_at(sentence);
        const std::string_view word = quoted.empty() ? word_at(sentence) : quoted;
        const std::string_view part = word.empty() ? sentence.substr(0, 1) : word;
        general += !quoted.empty() || has_digit(word) ? "#" : std::string(part);
        before = part.back();
        sentence.remove_prefix(part.size());
    }
    return general;
}

std::string bucket_of(std::string_view target, const Crash& crash, FrameNames& names) {
    const std::string place = without_indices(crash.place);
    std::string sentence(without_witness(crash.said, crash.requirement));
    if (const auto at = sentence.find(crash.place); at != std::string::npos) sentence.erase(at, crash.place.size());
    sentence = without_particulars(sentence);
    const std::string about =
        fmt::format("{} {} {}{}", crash.requirement, sentence, place, joined(names.own_functions(crash.stack)));
    const std::string key = fmt::format("{}\n{}\n{}", target, name_of(crash.kind), about);
    return fmt::format("{}-{}-{}", words_of(target), words_of(about), content_name(key).substr(0, digits_of_name));
}

}  // namespace keyturn::fuzz
