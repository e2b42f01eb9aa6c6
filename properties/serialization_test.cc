#include "properties/serialization.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "adapters/reference_library.h"
#include "properties/oracle_test_support.h"
#include "protocol/event_detail.h"

namespace keyturn {
namespace {

const DetailInput key_change = {KeyChange{"17", {}}.to_detail()};

Bytes canonical(const ThriftValue& detail) { return write_thrift(detail, message_event_detail_schema); }

std::unique_ptr<Library> writes(decltype(LibraryFunctions::encode_detail) encode_detail) {
    return reference_but([&](LibraryFunctions& f) { f.encode_detail = encode_detail; });
}

std::unique_ptr<Library> reads(decltype(LibraryFunctions::decode_detail) decode_detail) {
    return reference_but([&](LibraryFunctions& f) { f.decode_detail = decode_detail; });
}

const auto reads_another = always(json_form(KeyChange{"18", {}}.to_detail()));

TEST(SerializationOracle, finds_nothing_in_the_reference) {
    const auto library = reference_library();
    for (const auto oracle : {written_detail_reads_back, canonical_detail_is_read, detail_is_written_canonically})
        EXPECT_EQ(told(oracle(*library, key_change)), "");
    EXPECT_EQ(told(lists_of_every_size_read_back(*library, {10'000, 3})), "");
    EXPECT_EQ(told(lists_of_every_size_read_back(*library, {3, 10'001})), "");
    EXPECT_EQ(told(damaged_detail_is_read_strictly(*library, {key_change.detail, {}})), "");
}

TEST(SerializationOracle, lists_longer_than_the_most_are_not_made) {
    std::size_t asked = 0;
    const auto counting = writes([&](const auto&...) -> Answer<Bytes> {
        ++asked;
        return Bytes{};
    });
    lists_of_every_size_read_back(*counting, {ListSizes::most + 1, 0});
    lists_of_every_size_read_back(*counting, {0, ListSizes::most + 1});
    lists_of_every_size_read_back(*counting, {~std::uint64_t{0}, 0});
    EXPECT_EQ(asked, 0u);
    lists_of_every_size_read_back(*counting, {ListSizes::most, 0});
    lists_of_every_size_read_back(*counting, {0, ListSizes::most});
    EXPECT_EQ(asked, 2u);
}

TEST(SerializationOracle, what_is_written_reads_back) {
    EXPECT_EQ(told(written_detail_reads_back(*writes(refusing<Bytes>()), key_change)),
              "AM-SIG-027 a detail that fits its schema was refused: no");
    EXPECT_EQ(told(written_detail_reads_back(*reads(reads_another), key_change)),
              "AM-SIG-027 a detail that the library itself wrote came out as another value");
    EXPECT_EQ(told(canonical_detail_is_read(*reads(reads_another), key_change)),
              "AM-SIG-027 a canonical detail came out as another value");
    EXPECT_EQ(told(canonical_detail_is_read(*reads(always(json_string("no detail"))), key_change)),
              "AM-SIG-027 a canonical detail came out as another value");
    EXPECT_EQ(told(canonical_detail_is_read(*reads(lacking<JsonValue>()), key_change)), "");
}

TEST(SerializationOracle, what_is_written_is_canonical) {
    EXPECT_EQ(told(detail_is_written_canonically(*writes(always(Bytes{7})), key_change)),
              "AM-SIG-028 the detail is written as 07, canonical is "
              "0c00030b00010000000231370f00020c0000000002000500"
              "0000");
    EXPECT_EQ(told(detail_is_written_canonically(*writes(refusing<Bytes>()), key_change)), "");
}

TEST(SerializationOracle, lists_read_back_up_to_the_limit_and_may_be_refused_past_it) {
    const auto refused_by = [](ListSizes sizes) {
        return told(lists_of_every_size_read_back(*writes(refusing<Bytes>()), sizes));
    };
    EXPECT_EQ(refused_by({10'000, 0}), "AM-SIG-027 a detail with lists within the limits was refused: no");
    EXPECT_EQ(refused_by({10'001, 0}), "");
    EXPECT_EQ(refused_by({0, 10'001}), "");
    EXPECT_EQ(told(lists_of_every_size_read_back(*reads(reads_another), {2, 1})),
              "AM-SIG-027 the library's own detail with lists of 2 and 1 ids came out as another value");
    EXPECT_EQ(told(lists_of_every_size_read_back(*writes(lacking<Bytes>()), {2, 1})), "");
}

TEST(SerializationOracle, a_reader_reads_lists_up_to_the_limit) {
    const ListSizes within = {10'000, 1}, past = {1, 10'001};
    for (const ListSizes& sizes : {within, past})
        EXPECT_EQ(told(lists_are_read_up_to_the_limit(*reference_library(), sizes)), "");
    EXPECT_EQ(told(lists_are_read_up_to_the_limit(*reads(refusing<JsonValue>()), within)),
              "AM-SIG-027 a detail with lists of 10000 and 1 ids was refused: no");
    EXPECT_EQ(told(lists_are_read_up_to_the_limit(*defective("long-lists-read"), past)),
              "AM-SIG-065 a detail with lists of 1 and 10001 ids was accepted");
    EXPECT_EQ(told(lists_are_read_up_to_the_limit(*defective("long-lists-read"), within)), "");
}

TEST(SerializationOracle, a_failure_keeps_its_number_read_and_written) {
    for (const std::int64_t number : {0, 1, 18, 19, INT32_MAX})
        EXPECT_EQ(told(failure_keeps_its_number(*reference_library(), {number})), "");
    EXPECT_EQ(told(failure_keeps_its_number(*defective("unnamed-failures-made-generic"), {19})),
              "AM-SIG-066 a failure of kind 19 came out as another value");
    EXPECT_EQ(told(failure_keeps_its_number(*defective("unnamed-failures-made-generic"), {18})), "");
    EXPECT_EQ(told(failure_keeps_its_number(*writes(always(Bytes{7})), {3})),
              "AM-SIG-066 a failure of kind 3 came out as another value");
}

TEST(SerializationOracle, the_lists_have_the_sizes_and_their_own_ids) {
    Bytes written;
    const auto library = writes([&written](const JsonValue& detail, const Surroundings& around) {
        return written = *reference_functions().encode_detail(detail, around);
    });
    lists_of_every_size_read_back(*library, {2, 1});
    MemberAdd expected;
    expected.conversation_key_version = "1";
    expected.new_members = {"1", "2"};
    expected.current_members = {"1"};
    EXPECT_EQ(written, canonical(expected.to_detail()));
}

TEST(SerializationOracle, what_is_damaged_is_read_as_a_strict_reader_does) {
    const DamagedDetail unreadable = {key_change.detail, {{"drop", 0}}}, readable = {key_change.detail, {{"flip", 80}}};
    EXPECT_TRUE(told(damaged_detail_is_read_strictly(*reads(reads_another), unreadable))
                    .starts_with("AM-SIG-046 the damaged detail 00030b0001"));
    EXPECT_TRUE(told(damaged_detail_is_read_strictly(*reads(reads_another), unreadable)).ends_with(") was accepted"));
    EXPECT_EQ(told(damaged_detail_is_read_strictly(*reads(reads_another), readable)),
              "AM-SIG-046 the damaged detail 0c00030b00010000000230370f00020c00000000020005000000"
              " came out as another value");
}

TEST(SerializationOracle, every_malformed_detail_is_refused) {
    for (const Malformation& malformation : malformations()) {
        const MalformedDetail input = {std::string(malformation.name), "17"};
        EXPECT_EQ(told(malformed_detail_is_refused(*reference_library(), input)), "") << malformation.name;
        const std::string found = told(malformed_detail_is_refused(*reads(reads_another), input));
        EXPECT_TRUE(found.starts_with("AM-SIG-046 a detail with " + input.malformation + ": ")) << found;
        EXPECT_TRUE(found.ends_with(" was accepted")) << found;
    }
}

// As the strict reader says it.
std::string what_is_wrong(const Malformation& malformation) {
    const Bytes detail = malformation.made(canonical(key_change.detail), "17");
    return read_thrift(detail, message_event_detail_schema).error().reason;
}

TEST(SerializationOracle, every_malformed_detail_is_wrong_in_its_own_way) {
    std::vector<std::string> reasons;
    for (const Malformation& malformation : malformations()) reasons.push_back(what_is_wrong(malformation));
    const std::vector<std::string> expected = {
        "bytes after the end of the struct",
        "the input ends inside the struct",
        "MessageEventDetail is a union and has no arm",
        "the input ends inside the struct",
        "MessageEventDetail is a union and has more than one arm",
        "MessageEventDetail has no field 99",
        "MessageEventDetail.conversation_key_change_event has type 11 instead of 12",
        "ConversationKeyChangeEvent has no field 99",
        "ConversationKeyChangeEvent.for_key_rotation is there twice",
        "ConversationKeyChangeEvent.conversation_key_version has type 8 instead of 11",
        "for_key_rotation: a boolean that is neither 0 nor 1",
        "for_key_rotation: a boolean that is neither 0 nor 1",
        "conversation_key_version: a text that is not UTF-8",
        "conversation_key_version: a text that is not UTF-8",
        "conversation_key_version: a negative size",
        "conversation_key_version: a size past the end of the input",
        "conversation_key_version: a size past the end of the input",
        "conversation_participant_keys: a negative number of elements",
        "conversation_participant_keys: more than 10000 elements in one list",
        "conversation_participant_keys: elements of type 11 instead of 12"};
    EXPECT_EQ(reasons, expected);
}

TEST(SerializationOracle, a_malformation_that_is_none_is_passed_over) {
    EXPECT_EQ(told(malformed_detail_is_refused(*reads(reads_another), {"no such", "17"})), "");
    EXPECT_EQ(told(malformed_detail_is_refused(*reads(reads_another), {"no arm", ""})), "");
}

}  // namespace
}  // namespace keyturn
