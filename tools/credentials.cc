#include "tools/credentials.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>

#include "conformance/redaction.h"
#include "protocol/identifiers.h"

namespace keyturn {
namespace {

template <class T>
using Read = std::expected<T, std::string>;

bool is_variable_name(std::string_view text) {
    const auto may_stand = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; };
    return !text.empty() && std::ranges::all_of(text, may_stand);
}

bool fits_a_header(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
}

// What stands in a variable. What is no name of one may be the secret itself, and is not repeated.
Read<std::string> read_variable(const std::string& option, const std::string& variable) {
    if (!is_variable_name(variable))
        return std::unexpected(option +
                               ": that is no name of an environment variable; a secret does not belong on a "
                               "command line");
    const char* value = std::getenv(variable.c_str());
    if (!value || !*value)
        return std::unexpected(fmt::format("{}: the environment variable {} is not set", option, variable));
    if (!fits_a_header(value))
        return std::unexpected(
            fmt::format("{}: what the environment variable {} holds can't stand in a header line", option, variable));
    return std::string(value);
}

Read<HeaderLine> split_header(const std::string& option, const std::string& text, const std::string& form) {
    const std::size_t colon = text.find(": ");
    if (colon == std::string::npos || colon == 0)
        return std::unexpected(fmt::format("{}: expected '{}'", option, form));
    return HeaderLine(text.substr(0, colon), text.substr(colon + 2));
}

// Parts of the names under which credentials travel: Authorization, Cookie, X-Api-Key, X-Auth-Token …
constexpr std::string_view of_secrets[] = {"auth", "cookie", "key", "password", "secret", "session", "token"};

bool may_be_secret(std::string name) {
    std::ranges::transform(name, name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return std::ranges::any_of(of_secrets, [&](std::string_view part) { return name.contains(part); });
}

Read<HeaderLine> read_header(const std::string& text) {
    auto header = split_header("--header", text, "Name: value");
    if (header && may_be_secret(header->first))
        return std::unexpected(
            fmt::format("--header {}: a secret does not belong on a command line; --header-env '{}: VARIABLE' takes it "
                        "from the environment, --bearer-env VARIABLE and --user take tokens",
                        header->first, header->first));
    return header;
}

Read<HeaderLine> read_header_from_environment(const std::string& text) {
    const auto header = split_header("--header-env", text, "Name: VARIABLE");
    if (!header) return header;
    const auto value = read_variable("--header-env " + header->first, header->second);
    if (!value) return std::unexpected(value.error());
    return HeaderLine(header->first, *value);
}

bool is_user_of(const std::vector<Case>& cases, const std::string& id) {
    return std::ranges::any_of(cases, [&](const Case& test) {
        return (test.given && test.given->users.contains(id)) ||
               std::ranges::any_of(test.exchanges, [&](const Exchange& exchange) { return exchange.as == id; });
    });
}

struct UserOption {
    std::string id;
    Account account;
};

Read<UserOption> read_user(const std::string& text) {
    const std::size_t equals = text.find('='), colon = text.find(':', equals == std::string::npos ? 0 : equals);
    if (equals == std::string::npos || colon == std::string::npos)
        return std::unexpected("--user: expected ID=REAL_ID:TOKEN_ENV, as in --user 1111=8842:ALICE_TOKEN");
    const std::string id = text.substr(0, equals), real_id = text.substr(equals + 1, colon - equals - 1);
    if (!is_user_id(real_id)) return std::unexpected(fmt::format("--user {}: '{}' is no user id", id, real_id));
    const auto token = read_variable("--user " + id, text.substr(colon + 1));
    if (!token) return std::unexpected(token.error());
    return UserOption{id, {real_id, *token}};
}

bool plays_already(const Accounts& accounts, const std::string& real_id) {
    return std::ranges::any_of(accounts, [&](const auto& entry) { return entry.second.id == real_id; });
}

}  // namespace

std::expected<std::string, std::string> read_bearer(const std::string& variable) {
    return variable.empty() ? std::string() : read_variable("--bearer-env", variable);
}

std::expected<Secrets, std::string> read_named_secrets(const std::vector<std::string>& variables) {
    Secrets secrets;
    for (const std::string& variable : variables) {
        if (!is_secret_name(variable))
            return std::unexpected(
                "--secret-env: that is no name of an environment variable; a secret does not belong "
                "on a command line");
        const char* value = std::getenv(variable.c_str());
        if (!value || !*value)
            return std::unexpected(fmt::format("--secret-env: the environment variable {} is not set", variable));
        if (std::string_view(value).size() < shortest_secret_looked_for)
            return std::unexpected(
                fmt::format("--secret-env: what the environment variable {} holds is shorter than {} "
                            "bytes, and would be met everywhere by chance",
                            variable, shortest_secret_looked_for));
        secrets[variable] = value;
    }
    return secrets;
}

Secrets read_secrets(const std::vector<Case>& cases) {
    Secrets secrets;
    for (const Case& test : cases)
        for (const auto& [name, what] : test.secrets)
            if (const char* value = std::getenv(name.c_str()); value && *value) secrets[name] = value;
    return secrets;
}

std::expected<std::vector<HeaderLine>, std::string> read_headers(const std::vector<std::string>& headers,
                                                                 const std::vector<std::string>& from_environment) {
    std::vector<HeaderLine> lines;
    for (const auto& [texts, read] :
         {std::pair(&headers, &read_header), std::pair(&from_environment, &read_header_from_environment)})
        for (const std::string& text : *texts) {
            auto line = read(text);
            if (!line) return std::unexpected(line.error());
            lines.push_back(std::move(*line));
        }
    return lines;
}

std::expected<Accounts, std::string> read_accounts(const std::vector<std::string>& users,
                                                   const std::vector<Case>& cases) {
    Accounts accounts;
    for (const std::string& text : users) {
        const auto user = read_user(text);
        if (!user) return std::unexpected(user.error());
        if (!is_user_of(cases, user->id))
            return std::unexpected(fmt::format("--user {}: no case has a user of that id", user->id));
        if (accounts.contains(user->id))
            return std::unexpected(fmt::format("--user {}: that user is named twice", user->id));
        if (plays_already(accounts, user->account.id))
            return std::unexpected(fmt::format("--user {}: {} plays another user already", user->id, user->account.id));
        accounts.emplace(user->id, user->account);
    }
    return accounts;
}

}  // namespace keyturn
