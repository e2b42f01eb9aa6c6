// The operations of the reference server, each a pure function of a state and a request that has passed the gate.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/server/respond.h"

namespace keyturn {

// One request on its way through the server.
struct Call {
    const ServerState& state;
    const HttpRequest& request;
    std::uint64_t now_msec;
    std::string id;      // the {id} of the path, percent-decoded; "" when the route has none
    std::string query;   // behind the question mark
    std::string caller;  // the user whose token it carries; "" where a route needs none
};

using Operation = Handled(const Call&);

Operation register_keys;       // POST /2/users/{id}/public_keys
Operation read_keys;           // GET  /2/users/{id}/public_keys
Operation read_keys_of_users;  // GET  /2/users/public_keys?ids=…
Operation initialize_group;    // POST /2/chat/conversations/group/initialize
Operation create_group;        // POST /2/chat/conversations/group
Operation rotate_keys;         // POST /2/chat/conversations/{id}/keys
Operation add_members;         // POST /2/chat/conversations/{id}/members
Operation read_conversation;   // GET  /2/chat/conversations/{id}
Operation read_events;         // GET  /2/chat/conversations/{id}/events
Operation apply_state;         // POST /_keyturn/state

// The value of a query parameter, percent-decoded, the first when it is there more than once; one with a broken escape
// as it stands. Nothing when it is absent.
std::optional<std::string> query_parameter(std::string_view query, std::string_view name);

}  // namespace keyturn
