// Who takes part in the targets that need users and a group, and in the mutator that signs for them: the keys are
// constant, so that an input means the same in every run.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "conformance/http_message.h"
#include "conformance/server/state.h"
#include "protocol/given.h"

namespace keyturn::fuzz {

inline constexpr std::uint64_t now_msec = 1'790'000'000'000;
inline constexpr std::string_view cast_admin = "1111";

// One group with a title, an avatar, a ttl, a flag and a key version: 1111 (its admin), 2222 and 3333 are in it, 6666
// is pending; 4444 and 5555 can be added. Everybody has private keys and a token; 2222 has registered a key twice.
const Given& cast();
const Group& cast_group();

// The reference server that knows a state; without private keys, as every server.
ServerState server_of(const Given& given);
ServerState server_of_cast();

// A request to add members to the cast's group, with that body and the token of `sender`, who is one of the cast.
HttpRequest add_members_by(std::string_view sender, std::string body);
HttpRequest add_members_by_admin(std::string body);

}  // namespace keyturn::fuzz
