#include "conformance/accounts.h"

namespace keyturn {

ServerIds ids_of(const Accounts& accounts) {
    ServerIds ids;
    for (const auto& [id, account] : accounts)
        if (id != account.id) ids.users.emplace(id, account.id);
    return ids;
}

Given with_tokens(Given given, const Accounts& accounts) {
    for (const auto& [id, account] : accounts) given.users[account.id].token = account.token;
    return given;
}

}  // namespace keyturn
