// JSON text. What is written reads back as the same value, compact and pretty; places lie inside the text; every value
// stands at its pointer and at no other; a document is read within limits that just fit it, and not within narrower
// ones; only equal values are equal.
#include <algorithm>

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

constexpr std::size_t most_for_limits = 512;     // bytes: these laws read the text again and again
constexpr std::size_t most_for_pointers = 2048;  // bytes: each pointer is followed from the root

struct Extent {
    std::size_t values = 1, depth = 0;
};

void add_inner(Extent& outer, const Extent& inner) {
    outer.values += inner.values;
    outer.depth = std::max(outer.depth, inner.depth + 1);
}

Extent extent_of(const JsonValue& value) {
    Extent extent;
    if (value.is(JsonKind::array) || value.is(JsonKind::object)) extent.depth = 1;
    for (const JsonValue& element : value.elements) add_inner(extent, extent_of(element));
    for (const JsonMember& member : value.members) add_inner(extent, extent_of(member.value));
    return extent;
}

void limits_are_exact(std::string_view text, const Extent& extent) {
    const auto fits = [text](const JsonLimits& limits) { return parse_json(text, limits).has_value(); };
    fuzz::expect(fits({text.size(), extent.depth, extent.values}), "limits that just fit are kept");
    fuzz::expect(!fits({text.size() - 1, extent.depth, extent.values}), "a longer text is refused");
    fuzz::expect(!fits({text.size(), extent.depth, extent.values - 1}), "more values are refused");
    if (extent.depth > 0)
        fuzz::expect(!fits({text.size(), extent.depth - 1, extent.values}), "a deeper document is refused");
}

void stands_at_its_pointer(const JsonValue& root, const JsonValue& value, const std::string& pointer) {
    fuzz::expect(resolve(root, pointer) == &value, "a value stands at its pointer");
    for (std::size_t i = 0; i < value.elements.size(); ++i)
        stands_at_its_pointer(root, value.elements[i], pointer_to(pointer, i));
    for (const JsonMember& member : value.members)
        if (value.find(member.key) == &member.value)  // of doubled keys the first
            stands_at_its_pointer(root, member.value, pointer_to(pointer, member.key));
    fuzz::expect(resolve(root, pointer_to(pointer, value.elements.size())) == nullptr ||
                     value.find(std::to_string(value.elements.size())),
                 "there is nothing behind the last element");
}

void no_pointer_leads_elsewhere(const JsonValue& root) {
    const auto leads_nowhere = [&root](std::string_view pointer) { return resolve(root, pointer) == nullptr; };
    if (root.is(JsonKind::array))
        for (const char* pointer : {"/00", "/01", "/-1", "/1x", "/", "/18446744073709551616"})
            fuzz::expect(leads_nowhere(pointer), "an index is a number without leading zeros");
    fuzz::expect(leads_nowhere("/~") && leads_nowhere("/~2"), "only ~0 and ~1 stand for a character");
    fuzz::expect(leads_nowhere("x"), "a pointer begins with a slash");
}

// The value with one more thing in it.
JsonValue another_value(JsonValue value, const std::string& unused_key) {
    switch (value.kind) {
        case JsonKind::null:
            return json_bool(false);
        case JsonKind::boolean:
            return json_bool(!value.boolean);
        case JsonKind::number:
        case JsonKind::string:
            value.text += '0';
            return value;
        case JsonKind::array:
            value.elements.push_back(json_null());
            return value;
        case JsonKind::object:
            value.set(unused_key, json_null());
            return value;
    }
    return value;
}

void only_equals_are_equal(const JsonValue& root, std::size_t text_size) {
    const std::string unused_key(text_size, 'k');  // longer than any key of the text
    JsonValue other = another_value(root, unused_key);
    fuzz::expect(other != root, "another value is not equal");
    if (!root.is(JsonKind::object)) return;
    other.set(unused_key, json_bool(true));
    fuzz::expect(other.find(unused_key)->boolean && other.erase(unused_key) && other == root,
                 "what was set and erased leaves nothing");
    fuzz::expect(!other.erase(unused_key), "what is not there can't be erased");
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
    if (input.size() <= most_for_limits) limits_are_exact(text_of(input), extent_of(*document));
    if (input.size() <= most_for_pointers) stands_at_its_pointer(*document, *document, "");
    no_pointer_leads_elsewhere(*document);
    only_equals_are_equal(*document, input.size());
    return fuzz::Taken::accepted;
}
