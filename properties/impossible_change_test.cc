#include "properties/impossible_change.h"

#include <gtest/gtest.h>

#include "adapters/reference_library.h"
#include "properties/oracle_test_support.h"

namespace keyturn {
namespace {

std::unique_ptr<Library> makes_everything() {
    return reference_but([](LibraryFunctions& f) { f.prepare_add_members = always(PreparedChange{"{}", {}}); });
}

// The requirement that forbids the change, which the reference keeps.
std::string forbidden_by(const RosterChange& change) {
    EXPECT_EQ(told(impossible_change_is_refused(*reference_library(), change)), "");
    const std::string found = told(impossible_change_is_refused(*makes_everything(), change));
    EXPECT_TRUE(found.empty() || found.ends_with(" a change that must not be made was accepted")) << found;
    return found.substr(0, 10);
}

template <class Change>
std::string forbidden_with(Change change) {
    RosterChange changed = sample_roster_change();
    change(changed);
    return forbidden_by(changed);
}

TEST(ImpossibleChangeOracle, a_change_with_nothing_wrong_is_made) {
    EXPECT_EQ(forbidden_by(sample_roster_change()), "");
    EXPECT_EQ(told(impossible_change_is_refused(
                  *reference_but([](LibraryFunctions& f) { f.prepare_add_members = refusing<PreparedChange>(); }),
                  sample_roster_change())),
              "AM-SIG-042 a change with nothing wrong was refused: no");
}

TEST(ImpossibleChangeOracle, commas_are_never_signed) {
    EXPECT_EQ(forbidden_with([](RosterChange& c) { c.title = "a,b"; }), "AM-SIG-018");
    EXPECT_EQ(forbidden_with([](RosterChange& c) { c.avatar_url = ","; }), "AM-SIG-018");
    EXPECT_EQ(forbidden_with([](RosterChange& c) { c.add = {"33,33"}; }), "AM-SIG-018");
    EXPECT_EQ(forbidden_with([](RosterChange& c) { c.members.push_back("5,5"); }), "AM-SIG-018");
    EXPECT_EQ(forbidden_with([](RosterChange& c) { c.admins.push_back("5,5"); }), "AM-SIG-018");
    EXPECT_EQ(forbidden_with([](RosterChange& c) { c.sender = "1,1"; }), "AM-SIG-018");
    EXPECT_EQ(forbidden_with([](RosterChange& c) { c.pending = {"4,4"}; }), "");
}

TEST(ImpossibleChangeOracle, the_text_null_is_never_signed_as_a_title) {
    EXPECT_EQ(forbidden_with([](RosterChange& c) { c.title = "null"; }), "AM-SIG-020");
    EXPECT_EQ(forbidden_with([](RosterChange& c) { c.avatar_url = "null"; }), "AM-SIG-020");
    EXPECT_EQ(forbidden_with([](RosterChange& c) { c.users.push_back({"null", {"1"}}), c.add = {"null"}; }), "");
    EXPECT_EQ(forbidden_with([](RosterChange& c) { c.members.push_back("null"); }), "");
}

TEST(ImpossibleChangeOracle, control_characters_are_never_signed_but_tab_and_line_feed) {
    for (const std::string& character :
         {std::string(1, '\0'), std::string("\x1f"), std::string("\x7f"), std::string("\r")})
        EXPECT_EQ(forbidden_with([&](RosterChange& c) { c.title = "a" + character; }), "AM-SIG-031");
    for (const char* const character : {"\t", "\n", " ", "~", "\xc3\xa9"})
        EXPECT_EQ(forbidden_with([&](RosterChange& c) { c.title = std::string("a") + character; }), "");
    EXPECT_EQ(forbidden_with([](RosterChange& c) { c.pending = {"4\x01"}; }), "AM-SIG-031");
}

TEST(ImpossibleChangeOracle, everybody_of_the_roster_and_the_sender_have_a_key) {
    EXPECT_EQ(forbidden_with([](RosterChange& c) { c.add = {"7777"}; }), "AM-KEY-032");
    EXPECT_EQ(forbidden_with([](RosterChange& c) { c.members.push_back("7777"); }), "AM-KEY-032");
    EXPECT_EQ(forbidden_with([](RosterChange& c) { c.sender = "7777"; }), "AM-KEY-032");
    EXPECT_EQ(forbidden_with([](RosterChange& c) { c.users[2].key_versions.clear(); }), "AM-KEY-032");
    EXPECT_EQ(forbidden_with([](RosterChange& c) { c.pending = {"7777"}; }), "");
}

TEST(ImpossibleChangeOracle, there_is_a_version_above_the_current_one) {
    EXPECT_EQ(forbidden_with([](RosterChange& c) { c.conversation_key_version = "18446744073709551615"; }),
              "AM-ROT-037");
    EXPECT_EQ(forbidden_with([](RosterChange& c) { c.conversation_key_version = "no number"; }), "AM-ROT-037");
    EXPECT_EQ(forbidden_with([](RosterChange& c) { c.conversation_key_version = "18446744073709551614"; }), "");
    EXPECT_EQ(forbidden_with([](RosterChange& c) { c.conversation_key_version.reset(); }), "");
}

}  // namespace
}  // namespace keyturn
