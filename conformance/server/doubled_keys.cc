#include "conformance/server/doubled_keys.h"

#include <set>

namespace keyturn {
namespace {

void inspect(const JsonValue& value, const std::string& pointer, Problems& problems) {
    for (std::size_t i = 0; i < value.elements.size(); ++i)
        inspect(value.elements[i], pointer_to(pointer, i), problems);
    std::set<std::string_view> seen;
    for (const JsonMember& member : value.members) {
        const std::string place = pointer_to(pointer, member.key);
        if (!seen.insert(member.key).second) problems.push_back({"AM-REQ-004", place, "the key once", "the key again"});
        inspect(member.value, place, problems);
    }
}

}  // namespace

void require_keys_once(const JsonValue& document, Problems& problems) { inspect(document, "", problems); }

}  // namespace keyturn
