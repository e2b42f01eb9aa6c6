// A group with its users, made from entropy: for whoever wants one without having it, or one too large to write out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "protocol/entropy.h"
#include "protocol/given.h"
#include "protocol/json_document.h"
#include "protocol/problem.h"

namespace keyturn {

struct InventedShape {
    std::size_t members = 2;    // at least 1
    std::size_t admins = 1;     // the first of them, at most all
    std::size_t outsiders = 1;  // users who can be added
    std::size_t pending = 0;
    std::optional<std::string> title = {};
    std::optional<std::string> avatar_url = {};
    std::optional<std::int64_t> ttl_msec = {};
    std::optional<bool> screen_capture_blocking = {};
};

struct InventedGroup {
    Given given;  // one group; every user with private keys and a token
    std::string sender;
    std::vector<std::string> add;  // the outsiders
};

// Users 1111, 2222, …: the members, of whom the first one sends, then the outsiders, then the pending. The group's key
// version lies an hour before `now_msec`. Some 50 µs a user.
InventedGroup invent_group(const InventedShape& shape, std::uint64_t now_msec, Entropy& entropy);

// A state that says how it is made: {"members", "admins", "outsiders", "pending", "title", "seed"}, of which members
// must be there. The same text makes the same state, at any time.
struct MadeState {
    InventedShape shape;
    std::uint64_t seed = 0;
};

// Reads the object at `pointer` of some file. At most 10 000 users of each kind.
MadeState read_made_state(const JsonValue& value, const std::string& pointer, Problems& problems);

Given make_state(const MadeState& state);

}  // namespace keyturn
