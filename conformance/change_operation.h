// The operations whose requests are composed: those that hand out a conversation key (fact sheet, sections 1 and 1.6).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace keyturn {

enum class ChangeOperation {
    add,     // POST /2/chat/conversations/{id}/members
    rotate,  // POST /2/chat/conversations/{id}/keys
    create,  // POST /2/chat/conversations/group
};

// Where it is sent, for a conversation id.
std::string path_of(ChangeOperation operation, std::string_view conversation_id);

std::string_view name_of(ChangeOperation operation);  // "add", "rotate", "create"
std::optional<ChangeOperation> change_operation_named(std::string_view name);

}  // namespace keyturn
