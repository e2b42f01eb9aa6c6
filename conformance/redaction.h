// Takes secrets out of messages: what stands in a sensitive place, what somebody named, and the same values wherever
// else they appear in either direction, also encoded. A placeholder stands in for each (placeholders.h).
//
// Looked for are a secret itself, its hexadecimal, its base64 of either alphabet, alone or within longer bytes; each
// also behind %XX and behind JSON escapes. Where it is written as a Spelling has it, the placeholder names that; what
// is written otherwise, a secret in the middle of longer base64 above all, becomes a secret of its own: the whole token
// that it stands in. So a filled text is the recorded one, byte for byte.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "conformance/http_message.h"
#include "conformance/placeholders.h"
#include "conformance/sensitive_places.h"

namespace keyturn {

// Of shorter ones only sensitive places are looked at: they would be met everywhere by chance.
inline constexpr std::size_t shortest_secret_looked_for = 4;

// The secrets of a recording, by name and value; a value keeps its name.
class SecretBook {
  public:
    SecretBook() = default;
    // Names that mean something already, in a recording of before, are given to nothing new.
    explicit SecretBook(SecretNames taken) : taken_(std::move(taken)) {}

    void name(const std::string& name, const std::string& value, const std::string& what);
    // The name of a value, a new one where it has none: KEYTURN_TOKEN_1.
    const std::string& name_of(const std::string& value, SecretKind kind, const std::string& what);

    const std::string* name_for(const std::string& value) const;  // nullptr: it has none
    const std::string& what_is(const std::string& name) const { return whats_.at(name); }
    const std::map<std::string, std::string, std::less<>>& names_by_value() const { return names_; }

  private:
    std::map<std::string, std::string, std::less<>> names_;  // by value
    std::map<std::string, std::string, std::less<>> whats_;  // by name
    SecretNames taken_;
};

// A message without its secrets, and the names of the placeholders in it.
template <class Message>
struct Redacted {
    Message message;
    SecretNames names;
};

// A request and its answer. Neither holds what looks like a placeholder of the other's without being one.
struct RedactedExchange {
    Redacted<HttpRequest> request;
    Redacted<HttpResponse> response;
};

class Redactor {
  public:
    explicit Redactor(SecretBook book = {}) : book_(std::move(book)) {}

    // What somebody named. Where it is base64 of 32 bytes or of 64, a private key or two, the bytes are looked for,
    // too.
    void name(const std::string& name, const std::string& value, const std::string& what = "named by --secret-env");

    // Learns the secrets in their sensitive places, then takes them out of both.
    RedactedExchange redacted(const HttpRequest& request, const HttpResponse& response);
    Redacted<HttpRequest> redacted(const HttpRequest& request);
    Redacted<HttpResponse> redacted(const HttpResponse& response);

    bool holds_a_secret(std::string_view text);

    // The placeholder of a text that nobody can look into, and that is one secret as a whole.
    Placeholder placeholder_for_all_of(std::string_view text, const std::string& what);

    const SecretBook& book() const { return book_; }

  private:
    void learn(const HttpRequest& request);
    void learn(const HttpResponse& response);
    void learn_message(const std::vector<HeaderLine>& headers, const std::string& body);
    void learn(const std::vector<SensitivePlace>& places);
    void look_for(const std::string& secret);

    HttpRequest without_secrets(const HttpRequest& request, SecretNames& names);
    HttpResponse without_secrets(const HttpResponse& response, SecretNames& names);
    std::vector<HeaderLine> without_secrets(const std::vector<HeaderLine>& headers, SecretNames& names);
    // `kept`: how many bytes at the front stay whatever they are.
    std::string without_secrets(std::string_view text, SecretNames& names,
                                const std::vector<SensitivePlace>& places = {}, std::size_t kept = 0);

    SecretBook book_;
    std::set<std::string> looked_for_;
};

}  // namespace keyturn
