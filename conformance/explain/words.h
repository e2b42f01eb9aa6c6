// Phrases that explanations are made of, and the explanation as it grows.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/explain/explain.h"
#include "conformance/explain/secret_texts.h"
#include "protocol/problem.h"

namespace keyturn {

// "2023-11-14 22:13:20.123 UTC"; nothing from the year 10000 on.
std::optional<std::string> utc_text(std::uint64_t msec);

std::string quoted(std::string_view text);                             // cut, with control characters escaped
std::string or_not_set(const std::optional<std::string>& text);        // quoted
std::string users_in_words(const std::vector<std::string>& user_ids);  // "1111, 2222 (2 users)", "nobody"
std::string version_in_words(std::string_view key_version);            // with the time that it names
std::string in_words(std::optional<std::int64_t> msec);                // "5 ms", "not set"
std::string in_words(std::optional<bool> flag);                        // "on", "off", "not set"
std::string counted(std::size_t count, std::string_view noun);         // "1 key", "2 keys"

// Writes into an explanation, one level deeper than where it was made. All arguments must outlive it.
class Words {
  public:
    Words(Explanation& explanation, SecretTexts& secrets, const ExplainOptions& options)
        : explanation_(explanation), secrets_(secrets), options_(&options) {}

    // Lines and oddities of a part: the lines are indented, the oddities begin with the part's name.
    Words within(std::string_view part) const;
    // Goes by other options, which must outlive it.
    Words with(const ExplainOptions& options) const;

    void say(std::string_view line);
    void find_odd(std::string_view oddity);
    void find_odd_if(bool odd, std::string_view oddity);
    void find_problems(const Problems& problems, std::string_view whole);
    // An id that stands in a list more than once.
    void find_doubled(std::string_view list, const std::vector<std::string>& ids);

    // Whether another check has room.
    bool may_check() const { return explanation_.checks.size() < Explanation::most_checks; }
    void check(std::string_view what, std::optional<bool> held, std::string why = "");
    void check(std::string_view what, const Result<void>& held);

    // Whatever is said of an input that holds a state, its private keys and tokens are not.
    void hide_secrets_of(const Given& given) { secrets_.add_all_of(given); }
    void hide_secret(std::string_view text) { secrets_.add_text(text); }

    Explanation& explanation() { return explanation_; }
    const ExplainOptions& options() const { return *options_; }
    const Given* state() const { return options_->state ? &*options_->state : nullptr; }

  private:
    std::string in_place(std::string_view text) const;

    Explanation& explanation_;
    SecretTexts& secrets_;
    const ExplainOptions* options_;
    std::string indent_ = {}, place_ = {};
};

}  // namespace keyturn
