// The conversations and users that a case has to do with, by their ids.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "conformance/exchange.h"

namespace keyturn {

using Ids = std::set<std::string, std::less<>>;

// The ids that stand in some states.
struct KnownIds {
    Ids conversations, users;
};

KnownIds known_ids(const std::vector<Given>& states);

struct CaseNames {
    Ids conversations;
    // By id; as the case's state has them, private keys left out, "" where it does not.
    std::map<std::string, std::string, std::less<>> users;
    Ids changed_users;  // for whom a recorded request does something, such as registering keys
};

// `state`: the one that the case starts from. Of a recorded request every id counts that is known; besides, what its
// path calls a conversation or a user, and what has the form of a group's id or a user's, wherever it stands. What was
// captured is nobody else's, and counts not.
CaseNames names_in(const Case& test, const Given& state, const KnownIds& known);

}  // namespace keyturn
