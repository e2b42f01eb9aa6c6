#include "properties/impossible_change.h"

#include <algorithm>

#include "properties/answers.h"
#include "properties/prepared_body.h"
#include "protocol/identifiers.h"

namespace keyturn {
namespace {

bool has_control_characters(std::string_view text) {
    return std::ranges::any_of(text,
                               [](char c) { return (c >= 0 && c < 0x20 && c != '\t' && c != '\n') || c == 0x7f; });
}

// The sentence that forbids to sign a text; "" when none does.
std::string_view forbidden_by(std::string_view text, bool reads_as_unset_when_null) {
    if (text.contains(',')) return "AM-SIG-018";
    if (reads_as_unset_when_null && text == "null") return "AM-SIG-020";
    return has_control_characters(text) ? "AM-SIG-031" : "";
}

// The signed payload does not name pending users, so a library may sign whatever stands there; and nothing says what
// becomes of a user who is called null.
bool leaves_it_open(const RosterChange& change) {
    const auto is_null = [](const std::string& id) { return id == "null"; };
    return std::ranges::any_of(change.pending, [](const std::string& id) { return id.contains(','); }) ||
           std::ranges::any_of(change.members, is_null) || std::ranges::any_of(change.add, is_null);
}

std::string_view forbidden_text_in(const RosterChange& change) {
    for (const auto& text : {change.title, change.avatar_url})
        if (const auto by = forbidden_by(text.value_or(""), true); !by.empty()) return by;
    for (const auto* ids : {&change.members, &change.admins, &change.pending, &change.add})
        for (const std::string& id : *ids)
            if (const auto by = forbidden_by(id, false); !by.empty()) return by;
    return forbidden_by(change.sender, false);
}

bool is_registered(const Users& users, const std::string& id) {
    const User* user = find_user(users, id);
    return user && user->latest_key();
}

bool lacks_a_key(const RosterChange& change) {
    const Users users = users_of(change);
    const auto is_missing = [&](const std::string& id) { return !is_registered(users, id); };
    return is_missing(change.sender) || std::ranges::any_of(change.members, is_missing) ||
           std::ranges::any_of(change.add, is_missing);
}

bool has_no_next_version(const RosterChange& change) {
    if (!change.conversation_key_version) return false;
    const auto version = read_key_version(*change.conversation_key_version);
    return !version || *version == UINT64_MAX;
}

// Why a change must not be made; "" when it must.
std::string_view why_impossible(const RosterChange& change) {
    if (const auto by = forbidden_text_in(change); !by.empty()) return by;
    if (lacks_a_key(change)) return "AM-KEY-032";
    return has_no_next_version(change) ? "AM-ROT-037" : "";
}

}  // namespace

std::optional<Violation> impossible_change_is_refused(Library& library, const RosterChange& input) {
    if (leaves_it_open(input)) return std::nullopt;
    const auto prepared = prepare(library, input, input.seed);
    const std::string_view requirement = why_impossible(input);
    if (requirement.empty()) return unless_refused(prepared, "AM-SIG-042", "a change with nothing wrong");
    return unless_accepted(prepared, requirement, "a change that must not be made");
}

}  // namespace keyturn
