// JSON text. What is written reads back as the same value, compact and pretty; places lie inside the text.
#include "fuzz/target.h"
#include "protocol/json_document.h"

using namespace keyturn;

namespace {

bool places_nest(const JsonValue& value, std::size_t begin, std::size_t end) {
    if (value.offset < begin || value.end > end || value.offset >= value.end) return false;
    for (const JsonValue& element : value.elements)
        if (!places_nest(element, value.offset, value.end)) return false;
    for (const JsonMember& member : value.members)
        if (member.key_offset < value.offset || !places_nest(member.value, member.key_offset, value.end)) return false;
    return true;
}

}  // namespace

FUZZ_TARGET {
    const auto document = parse_json(text_of(input));
    if (!document) {
        fuzz::expect(document.error().offset <= input.size() && !document.error().reason.empty(),
                     "a refusal has a reason and a place");
        return fuzz::Taken::refused;
    }
    fuzz::expect(places_nest(*document, 0, input.size()), "places nest");
    const std::string compact = to_json(*document);
    const auto again = parse_json(compact);
    fuzz::expect(again && *again == *document, "compact JSON reads back");
    fuzz::expect(to_json(*again) == compact, "compact JSON is stable");
    const auto pretty = parse_json(to_pretty_json(*document));
    fuzz::expect(pretty && *pretty == *document, "pretty JSON reads back");
    fuzz::expect(is_utf8(shown(&*document)), "what is shown is UTF-8");
    return fuzz::Taken::accepted;
}
