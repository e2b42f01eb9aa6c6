// Ids as the server under test has them: of real accounts, and those that it minted (design, section 4, "Given").
#pragma once

#include <expected>
#include <functional>
#include <map>
#include <string>

#include "conformance/exchange.h"
#include "protocol/given.h"

namespace keyturn {

// From an id of the case to the server's, where they differ.
struct ServerIds {
    std::map<std::string, std::string, std::less<>> users, groups;

    bool empty() const { return users.empty() && groups.empty(); }
};

// The same users and groups under the server's ids.
Given with_ids(Given given, const ServerIds& ids);

// The case with the server's ids: in its state, in who sends, in what is composed, and where an expected body or a
// matcher is such an id as a whole. A recorded request is sent as recorded: the error is a sentence why the case can't
// be run, where one names an id that changed.
std::expected<Case, std::string> with_ids(Case test, const ServerIds& ids);

}  // namespace keyturn
