// keyturn conform --dry-run: the exact bytes of every request, and nothing sent.
#pragma once

#include <cstdint>
#include <vector>

#include "conformance/accounts.h"
#include "conformance/exchange.h"
#include "tools/conform_options.h"

namespace keyturn {

// With the ids of the accounts; in place of a token stands whose it is. Returns the exit status.
int dry_run(const std::vector<Case>& cases, const ConformOptions& options, const Accounts& accounts, std::uint64_t seed,
            std::uint64_t now_msec);

}  // namespace keyturn
