// Tokens and header lines for requests, taken from the environment: secrets don't belong on a command line, where
// others see them (ps, shell histories, logs of CI).
#pragma once

#include <expected>
#include <string>
#include <vector>

#include "conformance/accounts.h"
#include "conformance/exchange.h"
#include "conformance/http_message.h"
#include "conformance/placeholders.h"

namespace keyturn {

// --bearer-env VAR: the token in that variable; "" where none is asked for. The error is a sentence, here and below; no
// value of a variable is in one.
std::expected<std::string, std::string> read_bearer(const std::string& variable);

// --header 'Name: value' and --header-env 'Name: VAR', in this order. Refused: a header on the command line whose name
// says that it may hold a secret.
std::expected<std::vector<HeaderLine>, std::string> read_headers(const std::vector<std::string>& headers,
                                                                 const std::vector<std::string>& from_environment);

// --user ID=REAL_ID:TOKEN_ENV. Refused: an ID that is no user of the cases, an ID or a REAL_ID that stands twice, a
// REAL_ID that is no user id, a variable that is not set.
std::expected<Accounts, std::string> read_accounts(const std::vector<std::string>& users,
                                                   const std::vector<Case>& cases);

// --secret-env VAR …: the values of those variables by name. Refused: a name that is none, a variable that is not set,
// a value too short to be looked for.
std::expected<Secrets, std::string> read_named_secrets(const std::vector<std::string>& variables);

// What the environment has of the secrets that cases have placeholders for.
Secrets read_secrets(const std::vector<Case>& cases);

}  // namespace keyturn
