#include <fmt/format.h>

#include "conformance/server/answer.h"
#include "conformance/server/operations.h"

namespace keyturn {

// A set-up may have taken numbers of its own: those are passed over.
Handled initialize_group(const Call& call) {
    ServerState next = call.state;
    std::string id;
    do id = fmt::format("g{}", next.next_group_number++);
    while (next.conversations.contains(id));
    next.initialized_groups[id] = call.caller;
    const JsonValue data = json_object({{"conversation_id", json_string(id)}});
    return {json_answer(200, json_object({{"data", data}})), std::move(next)};
}

}  // namespace keyturn
