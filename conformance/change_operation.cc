#include "conformance/change_operation.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace keyturn {
namespace {

constexpr std::string_view names[] = {"add", "rotate", "create"};

}  // namespace

std::string path_of(ChangeOperation operation, std::string_view conversation_id) {
    constexpr std::string_view conversations = "/2/chat/conversations";
    if (operation == ChangeOperation::create) return fmt::format("{}/group", conversations);
    const std::string_view what = operation == ChangeOperation::add ? "members" : "keys";
    return fmt::format("{}/{}/{}", conversations, conversation_id, what);
}

std::string_view name_of(ChangeOperation operation) { return names[static_cast<std::size_t>(operation)]; }

std::optional<ChangeOperation> change_operation_named(std::string_view name) {
    const auto found = std::ranges::find(names, name);
    if (found == std::end(names)) return std::nullopt;
    return static_cast<ChangeOperation>(found - std::begin(names));
}

}  // namespace keyturn
