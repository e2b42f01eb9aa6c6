// What the reference server knows, as a value: a request maps one state to the next, or leaves it as it is.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "conformance/http_message.h"
#include "protocol/given.h"
#include "protocol/group.h"

namespace keyturn {

struct StoredEvent {
    std::uint64_t sequence_id = 0;
    std::string message_id;
    std::string sender_id;
    std::uint64_t created_at_msec = 0;
    std::string encoded;  // base64 of the MessageEvent
    bool is_key_change = false;
};

enum class ChangeKind { create_group, add_members, rotate_keys };

// An accepted change, kept so that the same body again is answered as before (AM-SIG-012).
struct AcceptedChange {
    ChangeKind kind;
    std::string sender;
    std::string body;
    HttpResponse response;
};

struct Conversation {
    Group group;
    std::vector<std::shared_ptr<const StoredEvent>> events;  // ascending sequence ids
    std::set<std::string, std::less<>> seen_message_ids;
    std::vector<std::shared_ptr<const AcceptedChange>> accepted;
};

// Rules that this server leaves out, by name: what makes it defective on purpose.
using LeftOut = std::set<std::string, std::less<>>;

// Copies share what did not change.
struct ServerState {
    std::map<std::string, std::shared_ptr<const Conversation>, std::less<>> conversations;  // by id
    std::shared_ptr<const Users> users = std::make_shared<const Users>();
    std::uint64_t next_sequence_id = 1;
    std::uint64_t next_group_number = 1'800'000'000'000'000'001;         // what initialize mints next
    std::map<std::string, std::string, std::less<>> initialized_groups;  // minted, not yet created: id and for whom
    std::shared_ptr<const LeftOut> left_out = std::make_shared<const LeftOut>();

    const Conversation* find(std::string_view id) const;
    bool keeps(std::string_view rule) const { return !left_out->contains(rule); }
};

}  // namespace keyturn
