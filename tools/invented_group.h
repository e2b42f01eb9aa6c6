// A group with its users, made from entropy: for whoever wants a request without having a group.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "protocol/entropy.h"
#include "protocol/given.h"

namespace keyturn {

struct InventedShape {
    std::size_t members = 3;  // after one of them was added: at least 2
    std::size_t pending = 0;
    std::optional<std::string> title;
    std::optional<std::string> avatar_url;
    std::optional<std::int64_t> ttl_msec;
    std::optional<bool> screen_capture_blocking;
};

struct InventedGroup {
    Given given;  // one group; every user with private keys and a token
    std::string sender;
    std::vector<std::string> add;
};

// Users 1111, 2222, …; the first is the admin and the sender, the last one is added. The group's key version lies an
// hour before `now_msec`.
InventedGroup invent_group(const InventedShape& shape, std::uint64_t now_msec, Entropy& entropy);

}  // namespace keyturn
