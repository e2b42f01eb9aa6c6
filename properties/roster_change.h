// A change of a group's roster that a library is asked to prepare: what the oracles of prepared changes are tried on.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/group.h"

namespace keyturn {

struct RegisteredUser {
    std::string id;
    std::vector<std::string> key_versions;  // in the order they are listed in
    static void visit(auto& self, auto& field) {
        field("id", self.id);
        field("key_versions", self.key_versions);
    }
};

// A group and who is to be added to it; everybody's keys follow from id and version.
struct RosterChange {
    std::vector<RegisteredUser> users;
    std::vector<std::string> members, admins, pending, add;
    std::string sender;
    std::optional<std::string> title, avatar_url;
    std::optional<std::int64_t> ttl_msec;
    std::optional<bool> screen_capture_blocking;
    std::optional<std::string> conversation_key_version;
    std::uint64_t seed = 0;

    static void visit(auto& self, auto& field) {
        field("users", self.users);
        field("members", self.members);
        field("admins", self.admins);
        field("pending", self.pending);
        field("add", self.add);
        field("sender", self.sender);
        field("title", self.title);
        field("avatar_url", self.avatar_url);
        field("ttl_msec", self.ttl_msec);
        field("screen_capture_blocking", self.screen_capture_blocking);
        field("conversation_key_version", self.conversation_key_version);
        field("seed", self.seed);
    }
};

inline constexpr std::string_view property_group = "g1700000000000000001";

Group group_of(const RosterChange& change);
Users users_of(const RosterChange& change);

}  // namespace keyturn
