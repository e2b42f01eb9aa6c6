#include "properties/prepared_key.h"

#include <gtest/gtest.h>

#include "adapters/reference_library.h"
#include "properties/oracle_test_support.h"
#include "protocol/base64.h"

namespace keyturn {
namespace {

using Oracle = std::optional<Violation> (*)(Library&, const RosterChange&);

std::string told_of(Oracle oracle, std::string_view defect) {
    return told(oracle(*defective(defect), sample_roster_change()));
}

// The key that is answered is not the one that is wrapped; or no key at all.
std::string told_of_key(Oracle oracle, Bytes key) {
    const auto library = reference_but([&key](LibraryFunctions& f) {
        f.prepare_add_members = [key, prepare = f.prepare_add_members](const PrepareAddMembers& asked,
                                                                       const Surroundings& around) {
            auto prepared = prepare(asked, around);
            prepared->conversation_key = key;
            return prepared;
        };
    });
    return told(oracle(*library, sample_roster_change()));
}

TEST(PreparedKeyOracle, finds_nothing_in_the_reference) {
    for (const Oracle oracle : {every_recipient_gets_the_key, key_change_is_signed, key_stays_out_of_the_body})
        EXPECT_EQ(told(oracle(*reference_library(), sample_roster_change())), "");
}

TEST(PreparedKeyOracle, everybody_gets_the_key_of_the_answer) {
    EXPECT_EQ(told_of(every_recipient_gets_the_key, "another-key-for-the-last"),
              "AM-KEY-012 the wrapped key of 5555 opens to another key than the change's");
    EXPECT_EQ(told_of_key(every_recipient_gets_the_key, Bytes(32)),
              "AM-KEY-012 the wrapped key of 1111 opens to another key than the change's");
    EXPECT_EQ(told_of(every_recipient_gets_the_key, "wraps-url-safe").substr(0, 10), "AM-KEY-012");
    EXPECT_EQ(told_of(every_recipient_gets_the_key, "ephemeral-shared"),
              "AM-KEY-013 two wrapped keys of one change have the same ephemeral key");
    EXPECT_TRUE(told_of(every_recipient_gets_the_key, "version-of-another-key")
                    .starts_with("AM-KEY-012 the wrapped key of 2222 does not open: "));
}

TEST(PreparedKeyOracle, the_key_change_is_signed_at_version_7_over_the_new_key) {
    EXPECT_EQ(told_of(key_change_is_signed, "signs-as-version-6"),
              "AM-SIG-014 the key change is not signed at signature version 7");
    EXPECT_EQ(told_of(key_change_is_signed, "signatures-swapped"),
              "AM-SIG-015 the key change does not verify with the new key");
    EXPECT_EQ(told_of_key(key_change_is_signed, Bytes(32)),
              "AM-SIG-015 the key change does not verify with the new key");
    EXPECT_EQ(told_of_key(key_change_is_signed, Bytes(31)), "");
    EXPECT_EQ(told_of(key_change_is_signed, "no-key-change-signed"), "");
}

TEST(PreparedKeyOracle, the_key_shows_nowhere) {
    EXPECT_EQ(told_of(key_stays_out_of_the_body, "key-change-payload-shown"),
              "AM-SEC-005 the body shows the payload of the key change, which holds the key");
    EXPECT_EQ(told_of(key_stays_out_of_the_body, "key-shown"), "AM-SEC-004 the plaintext key stands in the body");
}

// A body that holds these texts, and nothing else.
std::string told_of_text(std::string (*form)(const Bytes& key)) {
    const Bytes key = *from_hex("fbefbe00000000000000000000000000000000000000000000000000000000ff");
    return told(key_stays_out_of_the_body(*reference_but([&](LibraryFunctions& f) {
        f.prepare_add_members = always(PreparedChange{"{\"a\": \"" + form(key) + "\"}", key});
    }),
                                          sample_roster_change()));
}

TEST(PreparedKeyOracle, the_key_shows_in_no_encoding) {
    const std::string shown = "AM-SEC-004 the plaintext key stands in the body";
    EXPECT_EQ(told_of_text([](const Bytes& key) { return hex(key); }), shown);
    EXPECT_EQ(told_of_text([](const Bytes& key) { return base64_unpadded(key); }), shown);
    EXPECT_EQ(told_of_text([](const Bytes& key) { return base64_url_unpadded(key); }), shown);
    EXPECT_EQ(told_of_text([](const Bytes&) -> std::string { return "nothing"; }), "");
}

}  // namespace
}  // namespace keyturn
