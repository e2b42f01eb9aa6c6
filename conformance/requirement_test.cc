#include "conformance/requirement.h"

#include <fmt/format.h>

#include "conformance/test_support.h"

namespace keyturn {
namespace {

std::string entry(std::string_view id, std::string_view level, std::string_view source, std::string_view more = "") {
    return fmt::format(R"({{"id": "{}", "level": "{}", "keeper": "server", "source": "{}", "text": "t"{}}})", id, level,
                       source, more);
}

std::string catalogue_of(const std::vector<std::string>& entries) {
    return fmt::format(R"({{"schema": 1, "requirements": [{}]}})", fmt::join(entries, ", "));
}

Lines problems_of(const std::string& text) {
    const auto read = Requirements::read(json(text));
    return read ? Lines{} : lines(read.error());
}

Lines problems_of_one(const std::string& requirement) { return problems_of(catalogue_of({requirement})); }

TEST(Requirement, IsReadWithAllItsKeys) {
    const auto read = Requirements::read(json(R"({"schema": 1, "requirements": [
        {"id": "AM-KEY-012", "level": "SHOULD", "keeper": "library", "source": "sdk", "text": "one"},
        {"id": "AM-HTTP-001", "level": "MAY", "keeper": "recipient", "source": "guide", "text": "two", "replaced_by": "AM-KEY-012"}]})"));
    ASSERT_TRUE(read.has_value());
    ASSERT_EQ(read->all().size(), 2u);
    const Requirement& first = read->all()[0];
    EXPECT_EQ(first.id, "AM-KEY-012");
    EXPECT_EQ(first.level, Level::should);
    EXPECT_EQ(first.keeper, Keeper::library);
    EXPECT_EQ(first.source, "sdk");
    EXPECT_EQ(first.text, "one");
    EXPECT_EQ(first.conflict, std::nullopt);
    EXPECT_EQ(first.replaced_by, std::nullopt);
    EXPECT_EQ(read->all()[1].level, Level::may);
    EXPECT_EQ(read->all()[1].keeper, Keeper::recipient);
    EXPECT_EQ(read->all()[1].replaced_by, "AM-KEY-012");
    EXPECT_EQ(read->find("AM-HTTP-001"), &read->all()[1]);
    EXPECT_EQ(read->find("AM-HTTP-002"), nullptr);
}

TEST(Requirement, LevelsAndKeepersHaveNames) {
    EXPECT_EQ(name_of(Level::must), "MUST");
    EXPECT_EQ(name_of(Level::should), "SHOULD");
    EXPECT_EQ(name_of(Level::may), "MAY");
    EXPECT_EQ(name_of(Keeper::server), "server");
    EXPECT_EQ(name_of(Keeper::library), "library");
    EXPECT_EQ(name_of(Keeper::recipient), "recipient");
}

TEST(Requirement, IdsHaveOneOfSevenPrefixesAndThreeDigits) {
    for (const char* id : {"AM-REQ-000", "AM-SIG-001", "AM-ROT-019", "AM-KEY-999", "AM-RSP-001", "AM-HTTP-010"})
        EXPECT_EQ(problems_of_one(entry(id, "MUST", "guide")), Lines{}) << id;
    EXPECT_EQ(problems_of_one(entry("AM-SEC-001", "MUST", "policy")), Lines{});
    for (const char* id :
         {"", "AM", "AM-REQ-", "AM-REQ-01", "AM-REQ-0001", "AM-REQ-00a", "AM-XXX-001", "am-req-001", "xAM-REQ-001"})
        EXPECT_EQ(
            problems_of_one(entry(id, "MUST", "guide")),
            Lines{fmt::format("/requirements/0/id: expected an id such as AM-SIG-003, found \"{}\" (string)", id)});
}

TEST(Requirement, EveryProblemIsToldAtOnce) {
    const auto problems = problems_of(R"({"schema": 1, "more": 1, "requirements": [
        {"id": 1, "level": "must", "keeper": 7, "source": "hearsay", "text": "", "colour": "red"}, 3]})");
    EXPECT_EQ(
        problems,
        (Lines{"/requirements/0/id: expected a text, found 1 (number)",
               "/requirements/0/level: expected MUST, SHOULD or MAY, found \"must\" (string)",
               "/requirements/0/keeper: expected a text, found 7 (number)",
               "/requirements/0/source: expected documented, openapi, guide, sdk or policy, found \"hearsay\" (string)",
               "/requirements/0/text: expected a text with something in it, found \"\" (string)",
               "/requirements/0/colour: expected no such key, found \"red\" (string)",
               "/requirements/1: expected an object, found 3 (number)", "/more: expected no such key, found 1 (number)",
               "/requirements/1/id: expected each id once, found \"\" (string) again"}));
    EXPECT_EQ(problems_of(R"({"schema": 1})"), Lines{"/requirements: expected a value, found nothing"});
    EXPECT_EQ(problems_of(R"({"schema": 2, "requirements": []})"), Lines{"/schema: expected 1, found 2 (number)"});
}

TEST(Requirement, PolicyIsShouldExceptForSecretsAndRefusalsThatChangeNothing) {
    const std::string should = "/requirements/0/level: expected SHOULD, for the source is policy, found ";
    EXPECT_EQ(problems_of_one(entry("AM-ROT-003", "SHOULD", "policy")), Lines{});
    EXPECT_EQ(problems_of_one(entry("AM-ROT-003", "MUST", "policy")), Lines{should + "\"MUST\" (string)"});
    EXPECT_EQ(problems_of_one(entry("AM-ROT-003", "MAY", "policy")), Lines{should + "\"MAY\" (string)"});
    EXPECT_EQ(problems_of_one(entry("AM-ROT-020", "MUST", "policy")), Lines{});
    EXPECT_EQ(problems_of_one(entry("AM-ROT-020", "SHOULD", "guide")),
              Lines{"/requirements/0/level: expected MUST, found \"SHOULD\" (string)"});
    EXPECT_EQ(problems_of_one(entry("AM-SEC-001", "SHOULD", "policy")),
              Lines{"/requirements/0/level: expected MUST, found \"SHOULD\" (string)"});
}

TEST(Requirement, IdsStandOnce) {
    EXPECT_EQ(problems_of(catalogue_of({entry("AM-REQ-001", "MUST", "guide"), entry("AM-REQ-001", "MAY", "guide")})),
              Lines{"/requirements/1/id: expected each id once, found \"AM-REQ-001\" (string) again"});
}

TEST(Requirement, ConflictsNameEachOther) {
    const std::string one = entry("AM-REQ-001", "MUST", "openapi", R"(, "conflict": "AM-REQ-002")");
    EXPECT_EQ(
        problems_of(catalogue_of({one, entry("AM-REQ-002", "MAY", "documented", R"(, "conflict": "AM-REQ-001")")})),
        Lines{});
    EXPECT_EQ(problems_of(catalogue_of({one, entry("AM-REQ-002", "MAY", "documented")})),
              Lines{"/requirements/0/conflict: expected a requirement that names this one as its conflict, found "
                    "\"AM-REQ-002\" (string)"});
    EXPECT_EQ(problems_of_one(one),
              Lines{"/requirements/0/conflict: expected the id of another requirement, found \"AM-REQ-002\" (string)"});
    EXPECT_EQ(problems_of_one(entry("AM-REQ-001", "MUST", "openapi", R"(, "conflict": "AM-REQ-001")")),
              Lines{"/requirements/0/conflict: expected the id of another requirement, found \"AM-REQ-001\" (string)"});
}

TEST(Requirement, ConflictsStandBetweenSources) {
    EXPECT_EQ(problems_of(catalogue_of({entry("AM-REQ-001", "MUST", "guide", R"(, "conflict": "AM-REQ-002")"),
                                        entry("AM-REQ-002", "MAY", "guide", R"(, "conflict": "AM-REQ-001")")})),
              (Lines{"/requirements/0/conflict: expected a requirement from another source, found \"AM-REQ-002\" "
                     "(string) of guide",
                     "/requirements/1/conflict: expected a requirement from another source, found \"AM-REQ-001\" "
                     "(string) of guide"}));
}

TEST(Requirement, ReplacementsExist) {
    EXPECT_EQ(
        problems_of_one(entry("AM-REQ-001", "MUST", "guide", R"(, "replaced_by": "AM-REQ-009")")),
        Lines{"/requirements/0/replaced_by: expected the id of another requirement, found \"AM-REQ-009\" (string)"});
}

// The profiles under which the first of two conflicting requirements counts.
std::vector<Profile> profiles_of(std::string_view source, std::string_view other_source) {
    const auto read = Requirements::read(json(catalogue_of(
        {entry("AM-REQ-001", source == "policy" ? "SHOULD" : "MUST", source, R"(, "conflict": "AM-REQ-002")"),
         entry("AM-REQ-002", other_source == "policy" ? "SHOULD" : "MUST", other_source,
               R"(, "conflict": "AM-REQ-001")")})));
    std::vector<Profile> all;
    for (const Profile profile : profiles) {
        const bool first = read->applies(read->all()[0], profile);
        EXPECT_NE(first, read->applies(read->all()[1], profile));
        if (first) all.push_back(profile);
    }
    return all;
}

TEST(Requirement, ProfileBelievesItsNamesakeFirst) {
    using enum Profile;
    using Profiles = std::vector<Profile>;
    EXPECT_EQ(profiles_of("documented", "openapi"), Profiles{documented});
    EXPECT_EQ(profiles_of("documented", "guide"), (Profiles{documented, openapi}));
    EXPECT_EQ(profiles_of("openapi", "guide"), (Profiles{documented, openapi}));
    EXPECT_EQ(profiles_of("guide", "sdk"), (Profiles{documented, openapi, guide}));
    EXPECT_EQ(profiles_of("sdk", "openapi"), Profiles{guide});
    EXPECT_EQ(profiles_of("sdk", "documented"), Profiles{guide});
    for (const char* source : {"documented", "openapi", "guide", "sdk"})
        EXPECT_EQ(profiles_of(source, "policy"), (Profiles{documented, openapi, guide})) << source;
}

TEST(Requirement, WithoutConflictAppliesUnderEveryProfileUnlessReplaced) {
    const auto read = Requirements::read(
        json(catalogue_of({entry("AM-REQ-001", "MUST", "sdk"),
                           entry("AM-REQ-002", "MUST", "guide", R"(, "replaced_by": "AM-REQ-001")")})));
    for (const Profile profile : profiles) {
        EXPECT_TRUE(read->applies(read->all()[0], profile));
        EXPECT_FALSE(read->applies(read->all()[1], profile));
    }
}

}  // namespace
}  // namespace keyturn
