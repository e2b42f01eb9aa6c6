// Real accounts of the server under test that play users of the cast: --user (design, section 4, "Given").
#pragma once

#include <functional>
#include <map>
#include <string>

#include "conformance/server_ids.h"
#include "protocol/given.h"

namespace keyturn {

struct Account {
    std::string id;     // on the server
    std::string token;  // a secret
};

using Accounts = std::map<std::string, Account, std::less<>>;  // by the id of the cast

// The ids that differ from those of the cast.
ServerIds ids_of(const Accounts& accounts);

// The users who are accounts, under the server's ids: with the accounts' tokens, as users without keys where they are
// not in the state.
Given with_tokens(Given given, const Accounts& accounts);

}  // namespace keyturn
