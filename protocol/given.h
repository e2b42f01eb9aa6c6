// The state a case starts from, and the `state` of verify, explain and request: users, their keys, groups
// (design, section 4, "Given").
#pragma once

#include <string>
#include <vector>

#include "protocol/group.h"
#include "protocol/json_document.h"
#include "protocol/problem.h"

namespace keyturn {

struct Given {
    std::vector<Group> groups;
    Users users;

    const Group* find_group(std::string_view id) const;
};

// Reads the object at `pointer` of some file. Every problem at once: unknown and doubled keys, wrong types, public and
// private keys that can't be read, a group, user or version of a key that stands twice. What may be a secret, which is
// any value outside the groups, never appears in a problem.
std::expected<Given, Problems> read_given(const JsonValue& value, const std::string& pointer = "");

enum class PrivateParts { kept, stripped };

// The same as JSON. `stripped` leaves the private keys out: what may leave the process.
JsonValue given_to_json(const Given& given, PrivateParts parts);

}  // namespace keyturn
