#include "properties/prepared_group.h"

#include <gtest/gtest.h>

#include "adapters/reference_library.h"
#include "properties/oracle_test_support.h"

namespace keyturn {
namespace {

using Oracle = std::optional<Violation> (*)(Library&, const RosterChange&);

std::string told_of(Oracle oracle, std::string_view defect, const RosterChange& change = sample_roster_change()) {
    return told(oracle(*defective(defect), change));
}

RosterChange change_with(std::optional<std::string> title, std::optional<std::int64_t> ttl_msec) {
    RosterChange change = sample_roster_change();
    change.title = std::move(title);
    change.ttl_msec = ttl_msec;
    return change;
}

TEST(PreparedGroupOracle, finds_nothing_in_the_reference) {
    for (const Oracle oracle : {details_say_what_was_given, texts_are_sealed_under_the_new_key})
        for (const RosterChange& change :
             {sample_roster_change(), change_with("", -1), change_with({}, {}), change_with("Team", 0)})
            EXPECT_EQ(told(oracle(*reference_library(), change)), "");
}

TEST(PreparedGroupOracle, the_member_add_says_what_the_group_is) {
    const std::string found = told_of(details_say_what_was_given, "admins-left-out");
    EXPECT_TRUE(found.starts_with("AM-ROT-033 the member add says {")) << found;
    EXPECT_TRUE(found.contains(R"("current_admin_ids":[])")) << found;
    EXPECT_TRUE(found.contains(R"(, the group is {)")) << found;
    EXPECT_TRUE(found.contains(R"("current_admin_ids":["1111"])")) << found;
}

TEST(PreparedGroupOracle, what_a_signer_takes_for_unset_is_unset) {
    EXPECT_EQ(told_of(details_say_what_was_given, "empty-texts-signed", change_with("", 5)).substr(0, 10),
              "AM-SIG-019");
    EXPECT_EQ(told_of(details_say_what_was_given, "negative-ttl-signed", change_with("T", -1)).substr(0, 10),
              "AM-SIG-019");
    RosterChange avatar = change_with("T", 5);
    avatar.avatar_url = "";
    EXPECT_EQ(told_of(details_say_what_was_given, "empty-texts-signed", avatar).substr(0, 10), "AM-SIG-019");
    EXPECT_EQ(told_of(details_say_what_was_given, "zero-ttl-unset", change_with("T", 0)).substr(0, 10), "AM-ROT-033");
}

TEST(PreparedGroupOracle, texts_are_sealed_under_the_new_key_when_they_are_set) {
    EXPECT_EQ(told_of(texts_are_sealed_under_the_new_key, "title-under-the-old-key"),
              "AM-ROT-032 the sealed title does not open under the new key");
    EXPECT_EQ(told_of(texts_are_sealed_under_the_new_key, "title-not-sealed"),
              "AM-ROT-032 the sealed title does not open under the new key");
    EXPECT_EQ(told_of(texts_are_sealed_under_the_new_key, "title-trimmed", change_with("Team ", 5)),
              R"(AM-SIG-030 the sealed title reads "Team", given was "Team ")");
}

// What the oracle says of the reference's body, when something is taken for what it is not.
std::string told_when_given(const RosterChange& prepared, const RosterChange& given) {
    const auto library = reference_but([&](LibraryFunctions& f) {
        f.prepare_add_members = [&prepared, prepare = f.prepare_add_members](PrepareAddMembers asked,
                                                                             const Surroundings& around) {
            asked.group = group_of(prepared);
            return prepare(asked, around);
        };
    });
    return told(texts_are_sealed_under_the_new_key(*library, given));
}

TEST(PreparedGroupOracle, what_is_unset_is_not_sealed_and_what_is_set_is) {
    RosterChange avatar = sample_roster_change();
    avatar.avatar_url = "https://a.example/";
    EXPECT_EQ(told_when_given(sample_roster_change(), change_with("", 5)),
              "AM-SIG-019 the body has a sealed title although none is set");
    EXPECT_EQ(told_when_given(change_with({}, 5), sample_roster_change()), "AM-ROT-032 the body has no sealed title");
    EXPECT_EQ(told_when_given(avatar, sample_roster_change()),
              "AM-SIG-019 the body has a sealed avatar URL although none is set");
    EXPECT_EQ(told_when_given(sample_roster_change(), avatar), "AM-ROT-032 the body has no sealed avatar URL");
}

TEST(PreparedGroupOracle, without_a_key_of_32_bytes_nothing_can_be_opened) {
    const auto library =
        reference_but([](LibraryFunctions& f) { f.prepare_add_members = always(PreparedChange{"{}", Bytes(33)}); });
    EXPECT_EQ(told(texts_are_sealed_under_the_new_key(*library, sample_roster_change())),
              "AM-ROT-031 the conversation key is not of 32 bytes");
    EXPECT_EQ(told(details_say_what_was_given(*library, sample_roster_change())), "");
}

}  // namespace
}  // namespace keyturn
