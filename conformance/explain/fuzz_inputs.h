// What an input of each fuzz target is, for those who hold a crash.
#pragma once

#include <string_view>

namespace keyturn {

struct FuzzInputKind {
    std::string_view target;
    std::string_view kind;  // the kind that its inputs are of; "" for a form of the target's own
    std::string_view what;
};

// nullptr for a target that is not known.
const FuzzInputKind* find_fuzz_input(std::string_view target);

// Whether the target's inputs are bodies of requests to add members.
bool takes_bodies_of_requests(std::string_view target);

}  // namespace keyturn
