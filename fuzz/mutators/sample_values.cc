#include "fuzz/mutators/sample_values.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <vector>

#include "fuzz/cast/cast.h"
#include "fuzz/mutators/quoted_words.h"
#include "protocol/base64.h"
#include "protocol/event_detail.h"
#include "protocol/p256.h"

namespace keyturn::fuzz {
namespace {

using Texts = std::vector<std::string>;

Texts joined(std::initializer_list<Texts> lists) {
    Texts all;
    for (const Texts& list : lists) all.insert(all.end(), list.begin(), list.end());
    return all;
}

PublicKey some_key() { return find_user(cast().users, cast_admin)->latest_key()->identity; }

std::string base64_of(std::size_t bytes, std::uint8_t first) {
    Bytes text(bytes, 0x5a);
    if (bytes != 0) text[0] = first;
    return base64(text);
}

// An ephemeral point, ciphertext and tag.
std::string some_wrap() {
    Bytes wrap = copy(some_key().sec1());
    wrap.resize(113, 0x5a);
    return base64(wrap);
}

Texts some_details() {
    const KeyChange key_change{"1790000000000", {{"1111", some_wrap(), "1"}}};
    const MemberAdd add{{"4444"}, {"1111"}, {"1111"}, "Team", {}, "1790000000000", 86'400'000, {}, false, {}};
    Texts details;
    for (const ThriftValue& detail : {key_change.to_detail(), add.to_detail()})
        details.push_back(base64(write_thrift(detail, message_event_detail_schema)));
    return details;
}

Texts ids_of_cast() {
    Texts ids;
    for (const auto& [id, user] : cast().users) ids.push_back(id);
    return ids;
}

Texts right_texts_of(FieldContent content) {
    switch (content) {
        case FieldContent::user_id:
            return ids_of_cast();
        case FieldContent::conversation_key_version:
            return {"1790000000000"};
        case FieldContent::public_key_version:
            return {"1690000000001", "1690000000002", "1680000000000"};
        case FieldContent::signature_version:
            return {"7", "2", "3", "4", "5", "6"};
        case FieldContent::message_id:
            return {"00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"};
        case FieldContent::wrapped_key:
            return {some_wrap()};
        case FieldContent::event_detail:
            return some_details();
        case FieldContent::signature:
            return {base64_unpadded(Bytes(64, 0x5a))};
        case FieldContent::public_key:
            return {base64(some_key().spki())};
        case FieldContent::sealed_text:
            return {base64_of(44, 0x5a)};
        case FieldContent::payload:
            return {"GroupChangeEvent.GroupMemberAddChange,m,1111,g1,4444,1111,1111,null,null,null,1790000000000,null"};
        case FieldContent::fields:
            break;
    }
    return {};
}

Texts bounds_of_numbers() {
    return {"0",
            "00",
            "01",
            "-0",
            "-1",
            "+1",
            "1.0",
            "1e3",
            " 1",
            "1 ",
            "9007199254740991",
            "9007199254740993",
            "9223372036854775807",
            "9223372036854775808",
            "18446744073709551615",
            "18446744073709551616",
            "9999999999999999999",
            std::string(20, '1'),
            std::string(1000, '9'),
            "\xd9\xa1"};
}

Texts bounds_of_base64() {
    return {"A",    "AA",   "AB",   "AAA",   "AAB",   "AAAA", "AA=",  "AA==",     "AA===", "A===",
            "====", "=AAA", "AA=A", "AAA\n", " AAAA", "AA-_", "AA+/", "AAAA====", "!",     std::string(4096, 'A')};
}

// Base64 of about as many bytes, with first bytes that mark a point.
Texts lengths_around(std::size_t bytes) {
    Texts texts;
    for (const std::size_t length : {bytes - 1, bytes, bytes + 1})
        for (const std::uint8_t first : {std::uint8_t{0}, std::uint8_t{2}, std::uint8_t{4}, std::uint8_t{0xff}})
            texts.push_back(base64_of(length, first));
    return texts;
}

Texts bounds_of_versions_in_time() {
    constexpr std::uint64_t day_msec = 86'400'000;
    Texts versions;
    for (const std::uint64_t version : {now_msec - 3'600'000, now_msec + day_msec})
        for (const std::uint64_t near : {version - 1, version, version + 1}) versions.push_back(std::to_string(near));
    return versions;
}

Texts boundary_texts_of(FieldContent content) {
    switch (content) {
        case FieldContent::user_id:
        case FieldContent::public_key_version:
            return bounds_of_numbers();
        case FieldContent::conversation_key_version:
            return joined({bounds_of_numbers(), bounds_of_versions_in_time()});
        case FieldContent::signature_version:
            return joined({bounds_of_numbers(), {"1", "2", "7", "8", "07", "+7", "70"}});
        case FieldContent::message_id:
            return {"0", std::string(36, '-'), std::string(35, 'a'), std::string(37, 'a'), std::string(1000, 'a')};
        case FieldContent::wrapped_key:
            return joined({bounds_of_base64(), lengths_around(113)});
        case FieldContent::event_detail:
            return joined({bounds_of_base64(), {base64(Bytes{0}), base64(Bytes{0x0c, 0, 4, 0, 0})}});
        case FieldContent::signature:
            return joined({bounds_of_base64(), lengths_around(64), {base64(Bytes(64)), base64(Bytes(64, 0xff))}});
        case FieldContent::public_key:
            return joined({bounds_of_base64(), lengths_around(33), lengths_around(65), lengths_around(91)});
        case FieldContent::sealed_text:
            return joined({bounds_of_base64(), lengths_around(40)});
        case FieldContent::payload:
            return {",", ",,,,,,,,,,,", "null", "ConversationKeyChangeEvent,m,1111,g1,1", std::string(4096, ',')};
        case FieldContent::fields:
            break;
    }
    return joined({bounds_of_numbers(), bounds_of_base64()});
}

constexpr std::size_t contents = static_cast<std::size_t>(FieldContent::payload) + 1;

std::array<Texts, contents> for_every_content(Texts (*make)(FieldContent)) {
    std::array<Texts, contents> texts;
    for (std::size_t i = 0; i < contents; ++i) texts[i] = make(static_cast<FieldContent>(i));
    return texts;
}

constexpr std::string_view literals[] = {"0",
                                         "-0",
                                         "1",
                                         "-1",
                                         "1.0",
                                         "1e3",
                                         "1E+2",
                                         "1e999",
                                         "-1e999",
                                         "1e-999",
                                         "0.1",
                                         "4294967296",
                                         "9007199254740993",
                                         "9223372036854775807",
                                         "9223372036854775808",
                                         "-9223372036854775809",
                                         "18446744073709551616",
                                         "1000000000000000000000000000000000000000000000000000000000000000"};

std::vector<std::string_view> all_words() {
    std::vector<std::string_view> all;
    for (const QuotedWord& quoted : quoted_words()) all.push_back(quoted.word);
    for (const RequestField& field : request_fields()) all.push_back(field.name());
    for (const ThriftStructSchema* schema : thrift_structs())
        for (const ThriftFieldSchema& field : schema->fields) all.push_back(field.name);
    std::ranges::sort(all);
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
}

}  // namespace

std::span<const std::string> right_texts(FieldContent content) {
    static const auto texts = for_every_content(right_texts_of);
    return texts[static_cast<std::size_t>(content)];
}

std::span<const std::string> boundary_texts(FieldContent content) {
    static const auto texts = for_every_content(boundary_texts_of);
    return texts[static_cast<std::size_t>(content)];
}

std::span<const std::string> odd_texts() {
    static const Texts texts = {"",
                                " ",
                                std::string(1, '\0'),
                                "\x1f",
                                "\x7f",
                                "\t\r\n",
                                "\"\\/",
                                "\\ud800",
                                "null",
                                "true",
                                "/",
                                "~1",
                                "../..",
                                "\xef\xbb\xbf",
                                "e\xcc\x81",
                                "\xe2\x80\xa8",
                                "\xf0\x9f\x98\x80",
                                "\xf4\x8f\xbf\xbf",
                                "\xef\xbf\xbd",
                                std::string(1025, 'x')};
    return texts;
}

std::span<const std::string_view> number_literals() { return literals; }

std::span<const std::string_view> words() {
    static const std::vector<std::string_view> all = all_words();
    return all;
}

JsonValue right_element(const RequestField& field, Draws& draws) {
    if (element_type(field.type) == FieldType::text) return json_string(draws.pick(right_texts(field.content)));
    JsonValue object = json_object();
    for (const RequestField& below : fields_below(field)) object.set(below.name(), right_value(below, draws));
    return object;
}

JsonValue right_value(const RequestField& field, Draws& draws) {
    switch (field.type) {
        case FieldType::text:
            return json_string(draws.pick(right_texts(field.content)));
        case FieldType::object:
            return right_element(field, draws);
        case FieldType::texts:
        case FieldType::objects:
            break;
    }
    return json_array({right_element(field, draws)});
}

}  // namespace keyturn::fuzz
