// Secrets in recorded texts: where one stood, a placeholder stands, {{NAME}} or {{NAME|base64}}, and NAME is the
// environment variable that has the secret when the text is sent again (docs/cases.md).
#pragma once

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace keyturn {

// How a secret is written where it stands.
enum class Spelling {
    plain,
    base64,
    base64_unpadded,
    base64_url,
    base64_url_padded,
    percent,        // RFC 3986: all but unreserved characters, upper-case digits
    percent_lower,  // the same with lower-case digits
    form,           // the same as percent, a space as +
    json,           // within a JSON string, only what must be escaped is
    json_slashes,   // the same, and / as \/
    hex,
    hex_upper,
    braces,  // no secret at all, but "{{", where a recorded text looks like the placeholder
};

std::span<const Spelling> all_spellings();
std::string_view name_of(Spelling spelling);  // "" for plain, "base64", …
std::optional<Spelling> spelling_named(std::string_view name);
std::string spelled(std::string_view secret, Spelling spelling);

// Up to 128 letters, digits and _, no digit in front: what an environment variable can be called in every shell.
bool is_secret_name(std::string_view text);

struct Placeholder {
    std::string name;
    Spelling spelling = Spelling::plain;

    friend bool operator==(const Placeholder&, const Placeholder&) = default;
};

std::string to_string(const Placeholder& placeholder);

using SecretNames = std::set<std::string, std::less<>>;
using Secrets = std::map<std::string, std::string, std::less<>>;  // values by name

struct TextPiece {
    std::string literal;
    std::optional<Placeholder> placeholder;  // in place of the literal

    friend bool operator==(const TextPiece&, const TextPiece&) = default;
};

// A text taken apart at the placeholders of these names; what looks like one of another name is literal.
std::vector<TextPiece> pieces_of(std::string_view text, const SecretNames& names);

// The text of such pieces: pieces_of() takes it apart again. Whatever in a literal looks like a placeholder of one of
// the names is written so that it stays literal.
std::string joined(const std::vector<TextPiece>& pieces, const SecretNames& names);

// The text with the secrets in place of their placeholders.
std::string filled(std::string_view text, const Secrets& secrets);

}  // namespace keyturn
