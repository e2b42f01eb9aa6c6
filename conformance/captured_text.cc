#include "conformance/captured_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "conformance/http_message.h"

namespace keyturn {
namespace {

constexpr std::string_view name_characters = "abcdefghijklmnopqrstuvwxyz0123456789_";

Result<std::string> captured(std::string_view name, const Captures& captures) {
    const auto found = captures.find(name);
    if (found == captures.end()) return refuse(fmt::format("nothing was captured as '{}' before", name));
    if (!found->second.is(JsonKind::string) && !found->second.is(JsonKind::number))
        return refuse(fmt::format("what was captured as '{}' is neither text nor number", name));
    return found->second.text;
}

struct PathParts {
    std::string literal;
    std::string name;  // behind it; "" at the end
};

// The next literal of a path and the name behind it, both taken from its front.
PathParts next_parts(std::string_view& path) {
    PathParts parts;
    for (;;) {
        const std::size_t dollar = std::min(path.find('$'), path.size());
        parts.literal += path.substr(0, dollar);
        path.remove_prefix(std::min(dollar + 1, path.size()));
        if (!path.starts_with('$')) break;
        parts.literal += '$';
        path.remove_prefix(1);
    }
    const std::size_t end = std::min(path.find_first_not_of(name_characters), path.size());
    parts.name = path.substr(0, end);
    path.remove_prefix(end);
    return parts;
}

}  // namespace

std::string_view captured_name(std::string_view text) {
    return text.starts_with('$') ? text.substr(1) : std::string_view();
}

Result<std::string> with_capture(std::string_view text, const Captures& captures) {
    const std::string_view name = captured_name(text);
    return name.empty() ? std::string(text) : captured(name, captures);
}

Result<std::string> path_with_captures(std::string_view path, const Captures& captures) {
    std::string filled;
    while (!path.empty()) {
        const PathParts parts = next_parts(path);
        filled += parts.literal;
        if (parts.name.empty()) continue;
        const auto value = captured(parts.name, captures);
        if (!value) return value;
        filled += percent_encoded(*value);
    }
    return filled;
}

std::vector<std::string> names_in_path(std::string_view path) {
    std::vector<std::string> names;
    while (!path.empty())
        if (PathParts parts = next_parts(path); !parts.name.empty()) names.push_back(std::move(parts.name));
    return names;
}

}  // namespace keyturn
