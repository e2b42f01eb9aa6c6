// Ids as the server under test has them: of real accounts, and those that it minted (design, section 4, "Given").
#pragma once

#include <expected>
#include <functional>
#include <map>
#include <string>

#include "conformance/exchange.h"
#include "protocol/given.h"

namespace keyturn {

// From an id of the case to the server's, where they differ; and from an id to itself, where it is the same but what it
// names has other keys, another title and so on than the case has it.
struct ServerIds {
    std::map<std::string, std::string, std::less<>> users, groups;

    bool empty() const { return users.empty() && groups.empty(); }
};

// Adds the users whose registered keys, as the server has them, are not those of the case, and the groups that are not
// the same but for their ids. `theirs` has the server's ids, and its groups in the order of `ours`.
void add_what_differs(ServerIds& ids, const Given& ours, const Given& theirs);

// The same users and groups under the server's ids.
Given with_ids(Given given, const ServerIds& ids);

// The case with the server's ids: in its state, in who sends, in what is composed, and where an expected body or a
// matcher is such an id as a whole. A recorded request is sent as recorded: the error is a sentence why the case can't
// be run, where one names any of these ids.
std::expected<Case, std::string> with_ids(Case test, const ServerIds& ids);

}  // namespace keyturn
