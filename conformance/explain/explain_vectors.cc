// Files of golden vectors: what they hold. Checking every entry is what `keyturn vectors` is for.
#include <fmt/format.h>

#include <algorithm>

#include "conformance/explain/kinds.h"
#include "conformance/vectors/check_vectors.h"

namespace keyturn {
namespace {

bool is_section(std::string_view name) { return std::ranges::find(vector_sections(), name) != vector_sections().end(); }

std::size_t entries_in(const JsonValue& section) {
    if (section.is(JsonKind::array)) return section.elements.size();
    return section.is(JsonKind::object) ? 1 : 0;
}

}  // namespace

bool is_like_vectors(const JsonValue& value) {
    return std::ranges::any_of(value.members, [](const JsonMember& member) {
        return is_section(member.key) && (member.value.is(JsonKind::array) || member.value.is(JsonKind::object));
    });
}

Result<void> explain_vectors(const JsonValue& value, Words& words) {
    std::size_t told = 0;
    for (const JsonMember& member : value.members) {
        if (is_section(member.key))
            words.say(fmt::format("{}, entries: {}", member.key, entries_in(member.value)));
        else
            words.find_odd_if(member.key != "about",
                              fmt::format("{} is no section of golden vectors", quoted(member.key)));
        told += is_section(member.key);
    }
    words.find_odd_if(told == 0, "it has no section of golden vectors");
    words.say("keyturn vectors checks every entry");
    return {};
}

}  // namespace keyturn
