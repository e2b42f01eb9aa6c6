#include "conformance/placeholders.h"

#include <algorithm>
#include <array>

#include "conformance/http_message.h"
#include "protocol/base64.h"
#include "protocol/json_document.h"

namespace keyturn {
namespace {

constexpr std::string_view opening = "{{", closing = "}}";
constexpr std::size_t longest_name =
    128;  // of a secret: what is longer opens no placeholder, so that reading is linear
constexpr std::size_t longest_spelling = 32;

std::string in_case_of_hex(std::string text, bool upper) {
    const auto change = [&](char c) {
        if (upper) return c >= 'a' && c <= 'f' ? static_cast<char>(c - 'a' + 'A') : c;
        return c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
    };
    std::ranges::transform(text, text.begin(), change);
    return text;
}

std::string replaced(std::string_view text, std::string_view what, std::string_view by) {
    std::string changed;
    std::size_t at = 0;
    for (std::size_t found; (found = text.find(what, at)) != std::string_view::npos; at = found + what.size())
        changed.append(text.substr(at, found - at)).append(by);
    return changed.append(text.substr(at));
}

std::string percent_in_lower_case(std::string_view secret) {
    std::string text;
    for (const char c : secret) {
        const std::string one = percent_encoded(std::string_view(&c, 1));
        text += one.size() == 1 ? one : in_case_of_hex(one, false);
    }
    return text;
}

std::string base64_url_padded(std::string_view secret) {
    const std::string unpadded = base64_url_unpadded(bytes_of(secret));
    return unpadded + std::string((4 - unpadded.size() % 4) % 4, '=');
}

std::string within_json_string(std::string_view secret) {
    const std::string quoted = to_json(json_string(std::string(secret)));
    return quoted.substr(1, quoted.size() - 2);
}

struct SpellingRow {
    Spelling spelling;
    std::string_view name;
    std::string (*write)(std::string_view secret);
};

constexpr SpellingRow rows[] = {
    {Spelling::plain, "", [](std::string_view secret) { return std::string(secret); }},
    {Spelling::base64, "base64", [](std::string_view secret) { return base64(bytes_of(secret)); }},
    {Spelling::base64_unpadded, "base64-unpadded",
     [](std::string_view secret) { return base64_unpadded(bytes_of(secret)); }},
    {Spelling::base64_url, "base64url", [](std::string_view secret) { return base64_url_unpadded(bytes_of(secret)); }},
    {Spelling::base64_url_padded, "base64url-padded", base64_url_padded},
    {Spelling::percent, "percent", percent_encoded},
    {Spelling::percent_lower, "percent-lower", percent_in_lower_case},
    {Spelling::form, "form", [](std::string_view secret) { return replaced(percent_encoded(secret), "%20", "+"); }},
    {Spelling::json, "json", within_json_string},
    {Spelling::json_slashes, "json-slashes",
     [](std::string_view secret) { return replaced(within_json_string(secret), "/", "\\/"); }},
    {Spelling::hex, "hex", [](std::string_view secret) { return hex(bytes_of(secret)); }},
    {Spelling::hex_upper, "hex-upper",
     [](std::string_view secret) { return in_case_of_hex(hex(bytes_of(secret)), true); }},
    {Spelling::braces, "braces", [](std::string_view) { return std::string(opening); }},
};

const SpellingRow& row_of(Spelling spelling) { return *std::ranges::find(rows, spelling, &SpellingRow::spelling); }

bool is_name_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

struct Found {
    Placeholder placeholder;
    std::size_t size = 0;  // of the whole placeholder
};

// The placeholder that a text begins with.
std::optional<Found> placeholder_at(std::string_view text, const SecretNames& names) {
    if (!text.starts_with(opening)) return std::nullopt;
    const std::string_view behind = text.substr(opening.size(), longest_name + longest_spelling);
    const std::size_t end = behind.find(closing);
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view inside = behind.substr(0, end);
    const std::size_t bar = std::min(inside.find('|'), inside.size());
    const auto name = names.find(inside.substr(0, bar));
    const auto spelling =
        bar == inside.size() ? std::optional(Spelling::plain) : spelling_named(inside.substr(bar + 1));
    if (name == names.end() || !spelling || bar + 1 == inside.size()) return std::nullopt;
    return Found{{*name, *spelling}, opening.size() + end + closing.size()};
}

std::string with_look_alikes_kept(std::string_view literal, const SecretNames& names) {
    std::string text;
    while (!literal.empty()) {
        if (const auto found = placeholder_at(literal, names)) {
            text += to_string({found->placeholder.name, Spelling::braces});
            literal.remove_prefix(opening.size());
            continue;
        }
        text += literal.front();
        literal.remove_prefix(1);
    }
    return text;
}

}  // namespace

std::span<const Spelling> all_spellings() {
    static constexpr auto all = [] {
        std::array<Spelling, std::size(rows)> spellings{};
        std::ranges::transform(rows, spellings.begin(), &SpellingRow::spelling);
        return spellings;
    }();
    return all;
}

std::string_view name_of(Spelling spelling) { return row_of(spelling).name; }

std::optional<Spelling> spelling_named(std::string_view name) {
    const auto row = std::ranges::find(rows, name, &SpellingRow::name);
    return row == std::end(rows) ? std::nullopt : std::optional(row->spelling);
}

std::string spelled(std::string_view secret, Spelling spelling) { return row_of(spelling).write(secret); }

bool is_secret_name(std::string_view text) {
    return !text.empty() && text.size() <= longest_name && std::ranges::all_of(text, is_name_character) &&
           !(text.front() >= '0' && text.front() <= '9');
}

std::string to_string(const Placeholder& placeholder) {
    const std::string_view spelling = name_of(placeholder.spelling);
    std::string text(opening);
    text += placeholder.name;
    if (!spelling.empty()) text.append("|").append(spelling);
    return text.append(closing);
}

std::vector<TextPiece> pieces_of(std::string_view text, const SecretNames& names) {
    std::vector<TextPiece> pieces;
    std::string literal;
    const auto end_literal = [&] {
        if (!literal.empty()) pieces.push_back({std::move(literal), std::nullopt});
        literal.clear();
    };
    while (!text.empty()) {
        const auto found = placeholder_at(text, names);
        if (found && found->placeholder.spelling == Spelling::braces) {
            literal += opening;
        } else if (found) {
            end_literal();
            pieces.push_back({"", found->placeholder});
        } else {
            literal += text.front();
        }
        text.remove_prefix(found ? found->size : 1);
    }
    end_literal();
    return pieces;
}

std::string joined(const std::vector<TextPiece>& pieces, const SecretNames& names) {
    std::string text;
    for (const TextPiece& piece : pieces)
        text += piece.placeholder ? to_string(*piece.placeholder) : with_look_alikes_kept(piece.literal, names);
    return text;
}

std::string filled(std::string_view text, const Secrets& secrets) {
    SecretNames names;
    for (const auto& [name, value] : secrets) names.insert(name);
    std::string whole;
    for (const TextPiece& piece : pieces_of(text, names))
        whole += piece.placeholder ? spelled(secrets.at(piece.placeholder->name), piece.placeholder->spelling)
                                   : piece.literal;
    return whole;
}

}  // namespace keyturn
