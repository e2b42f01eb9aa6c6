#include "properties/prepared_change.h"

#include <gtest/gtest.h>

#include "adapters/reference_library.h"
#include "properties/oracle_test_support.h"

namespace keyturn {
namespace {

using Oracle = std::optional<Violation> (*)(Library&, const RosterChange&);

std::string told_of(Oracle oracle, std::string_view defect) {
    return told(oracle(*defective(defect), sample_roster_change()));
}

// What the oracle says of a library that answers with this body.
std::string told_of_body(Oracle oracle, std::string (*change)(std::string body)) {
    const auto library = reference_but([change](LibraryFunctions& f) {
        f.prepare_add_members = [change, prepare = f.prepare_add_members](const PrepareAddMembers& asked,
                                                                          const Surroundings& around) {
            auto prepared = prepare(asked, around);
            prepared->body = change(prepared->body);
            return prepared;
        };
    });
    return told(oracle(*library, sample_roster_change()));
}

TEST(PreparedChangeOracle, finds_nothing_in_the_reference) {
    for (const Oracle oracle : {prepared_change_keeps_the_rules, body_is_encoded_as_produced, message_ids_are_uuids,
                                body_grows_with_the_roster}) {
        EXPECT_EQ(told(oracle(*reference_library(), sample_roster_change())), "");
        EXPECT_EQ(
            told(oracle(*reference_but([](LibraryFunctions& f) { f.prepare_add_members = refusing<PreparedChange>(); }),
                        sample_roster_change())),
            "");
    }
}

TEST(PreparedChangeOracle, a_body_that_is_no_json_is_told) {
    const auto no_json = [](std::string) -> std::string { return "{"; };
    EXPECT_EQ(told_of_body(prepared_change_keeps_the_rules, no_json), "AM-REQ-001 the body is no JSON text");
    EXPECT_EQ(told_of_body(message_ids_are_uuids, no_json), "AM-REQ-001 the body is no JSON text");
}

TEST(PreparedChangeOracle, a_broken_rule_is_told_by_the_requirement_of_the_library) {
    const std::pair<const char*, const char*> broken[] = {
        {"no-user-ids", "AM-REQ-021"},
        {"version-as-number", "AM-REQ-021"},
        {"no-key-change-signed", "AM-SIG-051"},
        {"one-message-id-for-both", "AM-SIG-025"},
        {"signs-as-version-6", ""},
        {"version-as-before", "AM-ROT-035"},
        {"signatures-swapped", "AM-SIG-017"},
        {"body-has-another-version", "AM-ROT-022"},
        {"asks-for-one-less", "AM-ROT-023"},
        {"wrapped-again-for-the-body", "AM-KEY-009"},
        {"one-member-missed", "AM-KEY-007"},
        {"wraps-for-pending", "AM-KEY-008"},
        {"stale-key-by-text-order", "AM-KEY-010"},
        {"new-members-signed-as-current", "AM-ROT-033"},
        {"admins-left-out", "AM-ROT-033"},
        {"pending-left-out", "AM-ROT-033"},
        {"wraps-url-safe", "AM-KEY-017"},
    };
    for (const auto& [defect, requirement] : broken)
        EXPECT_EQ(told_of(prepared_change_keeps_the_rules, defect).substr(0, 10), requirement) << defect;
}

TEST(PreparedChangeOracle, encodings_are_those_that_are_produced) {
    const auto told_of_encoding = [](const char* defect) { return told_of(body_is_encoded_as_produced, defect); };
    EXPECT_EQ(told_of_encoding("wraps-url-safe"),
              "AM-KEY-017 a wrapped key is not padded base64 of the standard alphabet");
    EXPECT_EQ(told_of_encoding("details-unpadded"),
              "AM-KEY-017 a detail is not padded base64 of the standard alphabet");
    EXPECT_EQ(told_of_encoding("own-key-carried"), "AM-REQ-022 a signed action carries a key of its own");
    EXPECT_EQ(told_of_body(body_is_encoded_as_produced,
                           [](std::string body) {
                               const std::size_t at = body.find("\"encrypted_title\":\"");
                               return body.insert(at + 19, "A");
                           }),
              "AM-KEY-017 a sealed text is not padded base64");
    EXPECT_EQ(told_of_body(body_is_encoded_as_produced,
                           [](std::string body) {
                               const std::size_t at = body.find("\"encrypted_conversation_key\":\"");
                               return body.insert(at + 30, "AAAA");
                           }),
              "AM-KEY-029 a wrapped key is not 152 characters");
}

TEST(PreparedChangeOracle, a_signature_is_86_characters) {
    const std::string found = told_of_body(body_is_encoded_as_produced, [](std::string body) {
        const std::size_t at = body.find("\"signature\":\"");
        return body.insert(at + 13 + 86, "==");
    });
    EXPECT_TRUE(found.starts_with("AM-SIG-023 the signature ")) << found;
    EXPECT_TRUE(found.ends_with("== is not 86 characters of unpadded base64")) << found;
}

// The first message id of the body.
std::string with_message_id(std::string body, std::size_t place, char character) {
    const std::size_t at = body.find("\"message_id\":\"") + 14;
    body[at + place] = character;
    return body;
}

TEST(PreparedChangeOracle, a_message_id_is_a_uuid_of_version_4) {
    EXPECT_TRUE(told_of(message_ids_are_uuids, "message-ids-of-version-1").ends_with(" is no version-4 UUID"));
    EXPECT_TRUE(told_of(message_ids_are_uuids, "message-ids-without-hyphens").ends_with(" is no version-4 UUID"));
    EXPECT_EQ(told_of(message_ids_are_uuids, "one-message-id-for-both"), "AM-SIG-025 both actions have one message id");
    for (const auto change : {+[](std::string body) { return with_message_id(body, 0, 'g'); },
                              +[](std::string body) { return with_message_id(body, 35, 'A'); },
                              +[](std::string body) { return with_message_id(body, 8, '0'); },
                              +[](std::string body) { return with_message_id(body, 13, '0'); },
                              +[](std::string body) { return with_message_id(body, 18, '0'); },
                              +[](std::string body) { return with_message_id(body, 23, '0'); },
                              +[](std::string body) { return with_message_id(body, 9, '-'); },
                              +[](std::string body) { return with_message_id(body, 14, '5'); },
                              +[](std::string body) { return with_message_id(body, 19, '7'); },
                              +[](std::string body) { return with_message_id(body, 19, 'c'); }})
        EXPECT_TRUE(told_of_body(message_ids_are_uuids, change).ends_with(" is no version-4 UUID"));
    for (const auto change : {+[](std::string body) { return with_message_id(body, 19, '8'); },
                              +[](std::string body) { return with_message_id(body, 19, 'b'); },
                              +[](std::string body) { return with_message_id(body, 0, 'f'); }})
        EXPECT_EQ(told_of_body(message_ids_are_uuids, change), "");
}

// With 2 members, 1 admin, 1 pending and 2 new ones, and 4 characters: 4096 + 6 * 1024 + 4 * 16 bytes.
TEST(PreparedChangeOracle, a_body_grows_with_its_roster) {
    EXPECT_EQ(told_of_body(body_grows_with_the_roster, [](std::string) { return std::string(10304, ' '); }), "");
    EXPECT_EQ(told_of_body(body_grows_with_the_roster, [](std::string) { return std::string(10305, ' '); }),
              "AM-SIG-042 the body for 6 users has 10305 bytes, more than 10304");
}

}  // namespace
}  // namespace keyturn
