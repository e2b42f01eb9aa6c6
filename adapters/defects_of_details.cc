#include <algorithm>
#include <cstdlib>
#include <string>

#include "adapters/changed_text.h"
#include "adapters/defect_tables.h"
#include "adapters/lenient_thrift.h"
#include "protocol/event_detail.h"
#include "protocol/thrift_wire.h"

namespace keyturn {
namespace {

// Gives encode_detail another value than it was asked for.
void encode_after(LibraryFunctions& library, void (*change)(JsonValue& detail)) {
    library.encode_detail = [change, encode = library.encode_detail](JsonValue detail,
                                                                     const Surroundings& surroundings) {
        change(detail);
        return encode(detail, surroundings);
    };
}

constexpr std::string_view member_add_pointer = "/group_change_event/group_change/member_add";

void set_if_absent(JsonValue* object, std::string_view name, JsonValue value) {
    if (object && object->is(JsonKind::object) && !object->find(name)) object->set(name, std::move(value));
}

void write_unset_texts(JsonValue& detail) {
    JsonValue* add = resolve(detail, member_add_pointer);
    set_if_absent(add, "current_title", json_string(""));
    set_if_absent(add, "current_avatar_url", json_string(""));
}

void write_unset_ttl(JsonValue& detail) {
    set_if_absent(resolve(detail, member_add_pointer), "current_ttl_msec", json_number("0"));
}

void leave_out_empty_lists(JsonValue& detail) {
    JsonValue* add = resolve(detail, member_add_pointer);
    if (!add || !add->is(JsonKind::object)) return;
    std::erase_if(add->members, [](const JsonMember& member) {
        return member.value.is(JsonKind::array) && member.value.elements.empty();
    });
}

void each_below(JsonValue& value, void (*change)(JsonValue&)) {
    change(value);
    for (JsonValue& element : value.elements) each_below(element, change);
    for (JsonMember& member : value.members) each_below(member.value, change);
}

// As a language does that has no other numbers.
void round_to_double(JsonValue& value) {
    if (!value.is(JsonKind::number)) return;
    const double number = std::strtod(value.text.c_str(), nullptr);  // libc++ reads none of text otherwise
    constexpr double past_all = 9.2e18;
    value.text = std::to_string(static_cast<std::int64_t>(std::clamp(number, -past_all, past_all)));
}

void cut_long_list(JsonValue& value) {
    if (value.elements.size() > 127) value.elements.resize(127);
}

void sort_list(JsonValue& value) {
    const auto is_text = [](const JsonValue& element) { return element.is(JsonKind::string); };
    if (std::ranges::all_of(value.elements, is_text)) std::ranges::sort(value.elements, {}, &JsonValue::text);
}

void drop_empty_text(JsonValue& value) {
    std::erase_if(value.members, [](const JsonMember& member) {
        return member.value.is(JsonKind::string) && member.value.text.empty();
    });
}

void compose(JsonValue& value) { value.text = composed(std::move(value.text)); }

// The fields of an event in descending order: right for every Thrift reader, and not the bytes that others write.
Bytes descending(const ThriftValue& detail) {
    const auto& [arm, event] = detail.fields.front();
    const ThriftStructSchema& schema = *message_event_detail_schema.find(arm)->of;
    Bytes bytes = {wire_type(ThriftKind::structure), 0, static_cast<std::uint8_t>(arm)};
    for (auto field = event.fields.rbegin(); field != event.fields.rend(); ++field) {
        const Bytes alone = write_thrift(thrift_struct({*field}), schema);
        bytes.insert(bytes.end(), alone.begin(), alone.end() - 1);
    }
    bytes.insert(bytes.end(), {thrift_stop, thrift_stop});
    return bytes;
}

// Reads details with this much leniency.
void decode_with(LibraryFunctions& library, Leniency leniency) {
    library.decode_detail = [leniency](const Bytes& bytes, const Surroundings&) -> Answer<JsonValue> {
        const auto detail = read_leniently(bytes, message_event_detail_schema, leniency);
        if (!detail) return refused_by_defect(detail.error().reason);
        return thrift_to_json(*detail, message_event_detail_schema);
    };
}

// Gives back another value than was read.
void decode_before(LibraryFunctions& library, void (*change)(JsonValue&)) {
    library.decode_detail = [change, decode = library.decode_detail](const Bytes& bytes,
                                                                     const Surroundings& surroundings) {
        auto detail = decode(bytes, surroundings);
        if (detail) each_below(*detail, change);
        return detail;
    };
}

Answer<JsonValue> fails_as(NoValueKind kind, std::string reason) {
    return std::unexpected(NoValue{kind, std::move(reason)});
}

// Looks at every byte once for each byte before it.
std::uint64_t look_at_all_pairs(ByteView bytes) {
    std::uint64_t sum = 0;
    for (std::size_t end = 0; end < bytes.size(); ++end)
        for (const std::uint8_t byte : bytes.first(end)) sum = sum * 31 + byte;
    return sum;
}

Answer<JsonValue> read_long_lists(const Bytes& bytes, const Surroundings&) {
    const auto detail = read_thrift(bytes, message_event_detail_schema, {.elements_per_list = 100'000});
    if (!detail) return refused_by_defect(detail.error().reason);
    return thrift_to_json(*detail, message_event_detail_schema);
}

void make_unnamed_failure_generic(JsonValue& value) {
    constexpr int named_kinds = 18;
    JsonValue* kind = value.find("failure_type");
    if (!kind) return;
    const int number = std::stoi(kind->text);
    if (number < 1 || number > named_kinds) kind->text = "14";
}

constexpr DefectiveLibrary table[] = {
    {"fields-descending", "AM-SIG-028", "the fields of an event are written in descending order",
     [](LibraryFunctions& library) {
         library.encode_detail = [encode = library.encode_detail](const JsonValue& json,
                                                                  const Surroundings& surroundings) -> Answer<Bytes> {
             const auto detail = thrift_from_json(json, message_event_detail_schema);
             if (!detail) return encode(json, surroundings);
             return descending(*detail);
         };
     }},
    {"unset-texts-written", "AM-SIG-028", "an unset title or avatar is written as an empty text",
     [](LibraryFunctions& library) { encode_after(library, write_unset_texts); }},
    {"unset-ttl-written", "AM-SIG-028", "an unset ttl is written as 0",
     [](LibraryFunctions& library) { encode_after(library, write_unset_ttl); }},
    {"empty-lists-left-out", "AM-SIG-028", "an empty list of a member add is not written",
     [](LibraryFunctions& library) { encode_after(library, leave_out_empty_lists); }},
    {"numbers-as-doubles", "AM-SIG-027", "integers lose what a floating-point number has no room for",
     [](LibraryFunctions& library) {
         encode_after(library, [](JsonValue& detail) { each_below(detail, round_to_double); });
     }},
    {"long-lists-cut", "AM-SIG-027", "lists are written up to their 127th element",
     [](LibraryFunctions& library) {
         encode_after(library, [](JsonValue& detail) { each_below(detail, cut_long_list); });
     }},
    {"lists-sorted-on-writing", "AM-SIG-027", "lists of texts are written in text order",
     [](LibraryFunctions& library) {
         encode_after(library, [](JsonValue& detail) { each_below(detail, sort_list); });
     }},
    {"texts-composed-on-writing", "AM-SIG-027", "texts are written in Unicode's composed form",
     [](LibraryFunctions& library) { encode_after(library, [](JsonValue& detail) { each_below(detail, compose); }); }},

    {"empty-texts-read-as-unset", "AM-SIG-027", "an empty text is read as an unset one",
     [](LibraryFunctions& library) { decode_before(library, drop_empty_text); }},
    {"trailing-bytes-read-past", "AM-SIG-046", "bytes behind a detail are read past",
     [](LibraryFunctions& library) { decode_with(library, {.trailing_bytes = true}); }},
    {"unknown-fields-skipped", "AM-SIG-046", "fields that no schema names are skipped",
     [](LibraryFunctions& library) { decode_with(library, {.unknown_fields = true}); }},
    {"other-types-skipped", "AM-SIG-046", "a field of another type than its schema's is skipped",
     [](LibraryFunctions& library) { decode_with(library, {.other_types = true}); }},
    {"last-repeat-wins", "AM-SIG-046", "of a repeated field the last one counts",
     [](LibraryFunctions& library) { decode_with(library, {.repeats = true}); }},
    {"any-byte-is-a-boolean", "AM-SIG-046", "every byte but 0 is read as true",
     [](LibraryFunctions& library) { decode_with(library, {.any_boolean = true}); }},
    {"first-arm-wins", "AM-SIG-046", "of a union with several arms the first one counts",
     [](LibraryFunctions& library) { decode_with(library, {.several_arms = true}); }},

    {"long-lists-read", "AM-SIG-065", "lists are read whatever the number of their elements",
     [](LibraryFunctions& library) { library.decode_detail = read_long_lists; }},
    {"unnamed-failures-made-generic", "AM-SIG-066", "a failure of a kind that has no name is read as a generic one",
     [](LibraryFunctions& library) { decode_before(library, make_unnamed_failure_generic); }},

    {"reader-traps", "AM-SIG-042", "a detail that can't be read ends in a trap",
     [](LibraryFunctions& library) {
         library.decode_detail = [decode = library.decode_detail](const Bytes& bytes,
                                                                  const Surroundings& surroundings) {
             auto detail = decode(bytes, surroundings);
             return detail ? detail : fails_as(NoValueKind::trapped, "unreachable");
         };
     }},
    {"reading-costs-the-square", "AM-SIG-042", "reading a detail looks at every byte once for each byte before it",
     [](LibraryFunctions& library) {
         library.decode_detail = [decode = library.decode_detail](const Bytes& bytes,
                                                                  const Surroundings& surroundings) {
             const volatile std::uint64_t looked_at = look_at_all_pairs(bytes);
             static_cast<void>(looked_at);
             return decode(bytes, surroundings);
         };
     }},
};

}  // namespace

std::span<const DefectiveLibrary> defects_of_details() { return table; }

}  // namespace keyturn
