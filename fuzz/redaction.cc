// A line with a secret, then the body of a request that may hold it. What is left, its placeholders aside, gives it
// away in no encoding, as the judge of answers finds it; and filled in again it is the body, byte for byte.
#include <algorithm>

#include "conformance/leaks.h"
#include "conformance/redaction.h"
#include "fuzz/target.h"

using namespace keyturn;

namespace {

constexpr std::size_t longest_secret = 256;

// The values of the placeholders in a redacted text.
Secrets secrets_of(const SecretNames& names, const SecretBook& book) {
    Secrets secrets;
    for (const auto& [value, name] : book.names_by_value())
        if (names.contains(name)) secrets[name] = value;
    return secrets;
}

bool gives_away(const std::string& text, const std::string& secret) {
    return !leaks(HttpResponse{200, "", {}, text}, {{secret, "AM-SEC-001", "the secret"}}).empty();
}

}  // namespace

FUZZ_TARGET {
    const std::string_view text = text_of(input);
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos || end < shortest_secret_looked_for || end > longest_secret)
        return fuzz::Taken::refused;
    const std::string secret(text.substr(0, end)), body(text.substr(end + 1));
    Redactor redactor;
    redactor.name("S", secret);
    const auto redacted = redactor.redacted(HttpRequest{"POST", "/", {}, body});

    const Secrets secrets = secrets_of(redacted.names, redactor.book());
    fuzz::expect(filled(redacted.message.body, secrets) == body, "what is filled in is what was recorded");
    for (const TextPiece& piece : pieces_of(redacted.message.body, redacted.names))
        fuzz::expect(piece.placeholder || !gives_away(piece.literal, secret), "nothing of the secret is left");
    return fuzz::accepted_if(!redacted.names.empty());
}
