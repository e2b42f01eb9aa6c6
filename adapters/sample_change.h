// A small change that every right library can make and open: for smoke tests and ours.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "adapters/library.h"

namespace keyturn {

// 1111, an admin, adds 3333 to a group of 1111 and 2222; 4444 is pending.
PrepareAddMembers sample_change();

// Of 1111 to 4444: small scalars, identity then signing.
Bytes sample_private_keys(std::string_view user);

// The events that members get of a prepared change, in base64: one for each action of the body, which must be readable.
std::vector<std::string> events_of(const PreparedChange& prepared, const PrepareAddMembers& change);

// The member add of the sample as a detail.
JsonValue sample_detail();

}  // namespace keyturn
