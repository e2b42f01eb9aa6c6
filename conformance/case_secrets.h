// The secrets of recorded cases: what their placeholders stand for when they are replayed.
#pragma once

#include <string>
#include <vector>

#include "conformance/exchange.h"
#include "conformance/http_message.h"
#include "conformance/placeholders.h"
#include "conformance/redaction.h"

namespace keyturn {

// Those of one case, of all that there are.
Secrets secrets_for(const Case& test, const Secrets& all);

// The names of those that a case needs and that are not there.
std::vector<std::string> missing_secrets(const Case& test, const Secrets& all);

// Takes these secrets out of answers, and those that answers bring themselves.
Redactor redactor_of(const Secrets& secrets);

// The request with its secrets in path, header values and body.
HttpRequest filled(HttpRequest request, const Secrets& secrets);

// Names of secrets that no verbatim request and no expected body has a placeholder of.
std::vector<std::string> unused_secrets(const Case& test);

}  // namespace keyturn
