#include "properties/serialization.h"

#include <algorithm>

#include "properties/answers.h"
#include "properties/named_keys.h"
#include "protocol/event_detail.h"

namespace keyturn {
namespace {

Bytes canonical(const ThriftValue& detail) { return write_thrift(detail, message_event_detail_schema); }

// The value that a library's JSON stands for; JSON that stands for none is refused by nobody and equals nothing.
Answer<ThriftValue> decoded(Library& library, const Bytes& bytes) {
    const auto json = library.decode_detail(bytes, surroundings());
    if (!json) return std::unexpected(json.error());
    auto value = thrift_from_json(*json, message_event_detail_schema);
    return value ? std::move(*value) : ThriftValue{.kind = ThriftKind::text};
}

// The canonical bytes of a key change end with its field 5 (type, id, value) and two STOPs; its field 1 stands at 3.
constexpr std::size_t first_field = 3, text_size = 6, text_begin = 10;

Bytes with(Bytes bytes, std::size_t at, std::string_view hexadecimal) {
    const Bytes inserted = from_hex(hexadecimal).value_or(Bytes());
    bytes.insert(bytes.begin() + static_cast<std::ptrdiff_t>(at), inserted.begin(), inserted.end());
    return bytes;
}

Bytes with_byte(Bytes bytes, std::size_t at, std::uint8_t value) {
    bytes[at] = value;
    return bytes;
}

Bytes from_end(Bytes bytes, std::size_t back, std::uint8_t value) {
    const std::size_t at = bytes.size() - back;
    return with_byte(std::move(bytes), at, value);
}

std::size_t behind_version(const std::string& key_version) { return text_begin + key_version.size(); }

constexpr Malformation malformation_table[] = {
    {"trailing byte", [](Bytes detail, const std::string&) { return with(detail, detail.size(), "00"); }},
    {"no STOP", [](Bytes detail, const std::string&) { return detail.pop_back(), detail; }},
    {"no arm", [](Bytes, const std::string&) { return Bytes{0}; }},
    {"nothing at all", [](Bytes, const std::string&) { return Bytes{}; }},
    {"two arms", [](Bytes detail, const std::string&) { return with(detail, detail.size() - 1, "0c000600"); }},
    {"unknown arm", [](Bytes detail, const std::string&) { return with_byte(std::move(detail), 2, 99); }},
    {"arm of another type", [](Bytes, const std::string&) { return from_hex("0b00030000000000").value_or(Bytes()); }},
    {"unknown field",
     [](Bytes detail, const std::string&) { return with(std::move(detail), first_field, "0b006300000000"); }},
    {"repeated field", [](Bytes detail, const std::string&) { return with(detail, detail.size() - 2, "02000500"); }},
    {"field of another type",
     [](Bytes detail, const std::string& version) {
         detail.erase(detail.begin() + first_field,
                      detail.begin() + static_cast<std::ptrdiff_t>(behind_version(version)));
         return with(std::move(detail), first_field, "0800010000000a");
     }},
    {"boolean of 2", [](Bytes detail, const std::string&) { return from_end(std::move(detail), 3, 2); }},
    {"boolean of 255", [](Bytes detail, const std::string&) { return from_end(std::move(detail), 3, 255); }},
    {"invalid UTF-8", [](Bytes detail, const std::string&) { return with_byte(std::move(detail), text_begin, 0xff); }},
    {"surrogate in UTF-8",
     [](Bytes detail, const std::string& version) {
         detail = with(std::move(detail), behind_version(version), "eda080");
         return with_byte(std::move(detail), text_begin - 1, static_cast<std::uint8_t>(version.size() + 3));
     }},
    {"negative size", [](Bytes detail, const std::string&) { return with_byte(std::move(detail), text_size, 0xff); }},
    {"size past the end",
     [](Bytes detail, const std::string&) { return with_byte(std::move(detail), text_size, 0x05); }},
    {"size past the end by one",
     [](Bytes, const std::string& version) {
         Bytes detail = from_hex("0c00030b0001000000").value_or(Bytes());
         detail.push_back(static_cast<std::uint8_t>(version.size() + 1));
         std::ranges::copy(bytes_of(version), std::back_inserter(detail));
         return detail;
     }},
    {"negative count",
     [](Bytes detail, const std::string& version) {
         return with_byte(std::move(detail), behind_version(version) + 4, 0x80);
     }},
    {"count past the end",
     [](Bytes detail, const std::string& version) {
         return with_byte(std::move(detail), behind_version(version) + 4, 0x3f);
     }},
    {"elements of another type",
     [](Bytes detail, const std::string& version) {
         return with_byte(std::move(detail), behind_version(version) + 3, 11);
     }},
};

ThriftValue member_add_of(const ListSizes& sizes) {
    MemberAdd add;
    add.conversation_key_version = "1";
    for (std::uint64_t i = 0; i < sizes.new_members; ++i) add.new_members.push_back(std::to_string(i + 1));
    for (std::uint64_t i = 0; i < sizes.current_members; ++i) add.current_members.push_back(std::to_string(i + 1));
    return add.to_detail();
}

bool is_within_limits(const ListSizes& sizes) {
    const ThriftLimits limits;
    return std::max(sizes.new_members, sizes.current_members) <= limits.elements_per_list;
}

}  // namespace

std::span<const Malformation> malformations() { return malformation_table; }

std::optional<Violation> written_detail_reads_back(Library& library, const DetailInput& input) {
    const auto bytes = library.encode_detail(json_form(input.detail), surroundings());
    if (!bytes) return unless_refused(bytes, "AM-SIG-027", "a detail that fits its schema");
    return unless_equal(decoded(library, *bytes), input.detail, "AM-SIG-027", "a detail that the library itself wrote");
}

std::optional<Violation> canonical_detail_is_read(Library& library, const DetailInput& input) {
    return unless_equal(decoded(library, canonical(input.detail)), input.detail, "AM-SIG-027", "a canonical detail");
}

std::optional<Violation> detail_is_written_canonically(Library& library, const DetailInput& input) {
    const Bytes expected = canonical(input.detail);
    const auto bytes = library.encode_detail(json_form(input.detail), surroundings());
    if (!bytes || *bytes == expected) return std::nullopt;
    return violated("AM-SIG-028",
                    fmt::format("the detail is written as {}, canonical is {}", hex(*bytes), hex(expected)));
}

std::optional<Violation> lists_of_every_size_read_back(Library& library, const ListSizes& input) {
    if (std::max(input.new_members, input.current_members) > ListSizes::most) return std::nullopt;
    const ThriftValue detail = member_add_of(input);
    const auto bytes = library.encode_detail(json_form(detail), surroundings());
    if (is_refused(bytes) && !is_within_limits(input)) return std::nullopt;
    if (!bytes) return unless_refused(bytes, "AM-SIG-027", "a detail with lists within the limits");
    return unless_equal(
        decoded(library, *bytes), detail, "AM-SIG-027",
        fmt::format("the library's own detail with lists of {} and {} ids", input.new_members, input.current_members));
}

std::optional<Violation> lists_are_read_up_to_the_limit(Library& library, const ListSizes& input) {
    const ThriftValue detail = member_add_of(input);
    const auto answer = decoded(library, canonical(detail));
    const std::string what =
        fmt::format("a detail with lists of {} and {} ids", input.new_members, input.current_members);
    return is_within_limits(input) ? unless_equal(answer, detail, "AM-SIG-027", what)
                                   : unless_accepted(answer, "AM-SIG-065", what);
}

std::optional<Violation> failure_keeps_its_number(Library& library, const FailureKind& input) {
    const auto number = static_cast<std::int32_t>(input.number);
    const ThriftValue detail = thrift_struct({{arm::message_failure, thrift_struct({{1, thrift_i32(number)}})}});
    const std::string what = fmt::format("a failure of kind {}", number);
    if (auto violation = unless_equal(decoded(library, canonical(detail)), detail, "AM-SIG-066", what))
        return violation;
    return unless_equal(library.encode_detail(json_form(detail), surroundings()), canonical(detail), "AM-SIG-066",
                        what);
}

std::optional<Violation> damaged_detail_is_read_strictly(Library& library, const DamagedDetail& input) {
    const Bytes bytes = damaged(canonical(input.detail), input.damages);
    const auto strict = read_thrift(bytes, message_event_detail_schema);
    const auto answer = decoded(library, bytes);
    const std::string what = fmt::format("the damaged detail {}", hex(bytes));
    if (strict) return unless_equal(answer, *strict, "AM-SIG-046", what);
    return unless_accepted(answer, "AM-SIG-046", fmt::format("{} ({})", what, strict.error().reason));
}

std::optional<Violation> malformed_detail_is_refused(Library& library, const MalformedDetail& input) {
    const auto row = std::ranges::find(malformation_table, input.malformation, &Malformation::name);
    if (row == std::end(malformation_table) || input.key_version.empty()) return std::nullopt;
    const Bytes bytes = row->made(canonical(KeyChange{input.key_version, {}}.to_detail()), input.key_version);
    return unless_accepted(library.decode_detail(bytes, surroundings()), "AM-SIG-046",
                           fmt::format("a detail with {}: {}", input.malformation, hex(bytes)));
}

}  // namespace keyturn
