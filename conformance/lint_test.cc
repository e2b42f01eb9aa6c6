#include "conformance/lint.h"

#include "conformance/test_support.h"

namespace keyturn {
namespace {

Requirements catalogue() {
    return Requirements::read(json(R"({"schema": 1, "requirements": [
        {"id": "AM-REQ-001", "level": "MUST", "keeper": "server", "source": "openapi", "text": "one"},
        {"id": "AM-REQ-002", "level": "MUST", "keeper": "server", "source": "openapi", "text": "two"},
        {"id": "AM-REQ-003", "level": "MUST", "keeper": "server", "source": "openapi", "text": "three", "replaced_by": "AM-REQ-002"},
        {"id": "AM-SIG-014", "level": "MUST", "keeper": "library", "source": "sdk", "text": "four"}]})"))
        .value();
}

Exchange exchange(std::vector<int> statuses, std::variant<HttpRequest, ComposedRequest> request = {}) {
    Exchange made;
    made.request = std::move(request);
    made.response.statuses = std::move(statuses);
    made.pointer = "/exchanges/0";
    return made;
}

// A case without a mistake; each test breaks one thing of it.
Case good_case(std::string name) {
    Case made;
    made.id = name;
    made.file = name + ".json";
    made.title = "title of " + name;
    made.requirements = {"AM-REQ-001", "AM-REQ-002"};
    made.content = name;
    made.given = Given{};
    made.given->groups.push_back({});
    made.given->groups.back().id = "g1";
    made.given->users.try_emplace("1111");
    made.exchanges = {exchange({200})};
    return made;
}

Lines problems_of(const std::vector<Case>& cases, bool is_whole_suite = false, const SharedStates& states = {},
                  const Requirements& requirements = catalogue()) {
    const auto is_deviation = [](std::string_view kind, ChangeOperation operation) {
        return kind == "known" && operation != ChangeOperation::rotate;
    };
    const LintOptions options{is_deviation, is_whole_suite};
    Lines all;
    for (const FileProblem& problem : lint(cases, states, requirements, options, "states", "requirements.json"))
        all.push_back(to_string(problem));
    return all;
}

// A case that expects its request to be refused.
Case refusing_case(std::string name) {
    Case made = good_case(std::move(name));
    made.exchanges = {exchange({400})};
    made.why = "what is planted in " + made.id;
    return made;
}

TEST(Lint, GoodCasesHaveNoProblems) {
    EXPECT_EQ(problems_of({good_case("a"), good_case("b"), refusing_case("c"), refusing_case("d")}, true), Lines{});
}

TEST(Lint, RequirementsAreThoseThatAServerKeeps) {
    Case one = good_case("a");
    one.requirements = {"AM-REQ-001", "AM-REQ-002", "AM-REQ-009", "AM-SIG-014", "AM-REQ-003"};
    EXPECT_EQ(problems_of({one}),
              (Lines{"a.json /requirements/2: expected an id of the catalogue, found \"AM-REQ-009\" (string)",
                     "a.json /requirements/3: expected a requirement that a server keeps, found one of a library: "
                     "\"AM-SIG-014\" (string)",
                     "a.json /requirements/4: expected \"AM-REQ-002\" (string), which replaced it, found "
                     "\"AM-REQ-003\" (string)"}));
}

TEST(Lint, TitlesAndExchangesAreTheirOwn) {
    Case one = good_case("a"), two = good_case("b"), three = good_case("c");
    two.title = one.title;
    three.content = one.content;
    EXPECT_EQ(problems_of({one, two, three}),
              (Lines{"b.json /title: expected a title of its own, found that of a",
                     "c.json /exchanges: expected exchanges of its own, found those of a"}));
}

TEST(Lint, RefusalSaysWhy) {
    Case one = good_case("a");
    one.exchanges = {exchange({200}), exchange({400, 409})};
    const Lines no_reason{"a.json /why: expected what is planted, for a refusal is expected, found nothing"};
    EXPECT_EQ(problems_of({one}), no_reason);
    one.why = "the id is missing";
    EXPECT_EQ(problems_of({one}), Lines{});
    one.why.reset();
    one.exchanges = {exchange({409, 200})};
    EXPECT_EQ(problems_of({one}), Lines{}) << "may succeed";
}

TEST(Lint, ReasonsAreTheirOwn) {
    Case one = refusing_case("a"), two = refusing_case("b");
    two.why = one.why;
    EXPECT_EQ(problems_of({one, two}), Lines{"b.json /why: expected a reason of its own, found that of a"});
}

TEST(Lint, RefusalIsAnythingButSuccess) {
    for (const int status : {200, 204, 299}) EXPECT_FALSE(expects_refusal(exchange({status}))) << status;
    for (const int status : {199, 300, 400, 500}) EXPECT_TRUE(expects_refusal(exchange({status}))) << status;
}

TEST(Lint, CallersAreUsersOfTheState) {
    Case one = good_case("a");
    one.exchanges[0].as = "2222";
    const Lines stranger{"a.json /exchanges/0/as: expected a user of the given state, found \"2222\" (string)"};
    EXPECT_EQ(problems_of({one}), stranger);
    one.exchanges[0].as = "1111";
    EXPECT_EQ(problems_of({one}), Lines{});
    one.given.reset();
    EXPECT_EQ(problems_of({one}).size(), 1u);
}

TEST(Lint, ComposedRequestsHaveSenderGroupAndDeviation) {
    Case one = good_case("a");
    one.exchanges = {exchange({200}, ComposedRequest{.group = "g1", .add = {}, .deviation = "known", .seed = {}})};
    one.exchanges[0].as = "1111";
    EXPECT_EQ(problems_of({one}), Lines{});
    one.exchanges = {exchange({200}, ComposedRequest{.group = "g2", .add = {}, .deviation = "unknown", .seed = {}})};
    EXPECT_EQ(
        problems_of({one}),
        (Lines{"a.json /exchanges/0/as: expected the user who sends the composed request, found nothing",
               "a.json /exchanges/0/request/compose/group: expected a group of the given state, found \"g2\" (string)",
               "a.json /exchanges/0/request/compose/deviate: expected a deviation that fits the operation add, found "
               "\"unknown\" (string)"}));
    one.exchanges = {exchange({200}, ComposedRequest{.group = "g1", .add = {}, .deviation = {}, .seed = {}})};
    one.exchanges[0].as = "1111";
    EXPECT_EQ(problems_of({one}), Lines{});
    one.given.reset();
    EXPECT_EQ(problems_of({one}).size(), 2u);
}

ComposedRequest composed(ChangeOperation operation, std::string group) {
    ComposedRequest request{.group = std::move(group), .add = {}, .deviation = {}, .seed = {}};
    request.operation = operation;
    return request;
}

TEST(Lint, DeviationsFitTheOperation) {
    Case one = good_case("a");
    ComposedRequest rotation = composed(ChangeOperation::rotate, "g1");
    rotation.deviation = "known";
    one.exchanges = {exchange({200}, rotation)};
    one.exchanges[0].as = "1111";
    EXPECT_EQ(problems_of({one}),
              Lines{"a.json /exchanges/0/request/compose/deviate: expected a deviation that fits the operation rotate, "
                    "found \"known\" (string)"});
}

TEST(Lint, GroupThatIsMadeOrCapturedIsInNoState) {
    using enum ChangeOperation;
    Case one = good_case("a");
    const auto problems_with = [&](std::vector<Exchange> exchanges) {
        for (Exchange& exchange : exchanges) exchange.as = "1111";
        one.exchanges = std::move(exchanges);
        return problems_of({one});
    };
    Exchange minted = exchange({200});
    minted.response.matchers = {{"/a", {.kind = Matcher::Kind::capture, .text = "new", .value = {}, .reference = {}}}};
    Exchange not_minted = minted;
    not_minted.response.matchers[0].second.kind = Matcher::Kind::any;
    const Lines complaint = {
        "a.json /exchanges/0/request/compose/group: expected a name that an exchange before captures, found \"new\" "
        "(string)"};
    EXPECT_EQ(
        problems_with({minted, exchange({201}, composed(create, "$new")), exchange({200}, composed(add, "$new"))}),
        Lines{});
    EXPECT_EQ(problems_with({exchange({404}, composed(create, "g404"))}).size(), 1u) << "a why is missing";
    EXPECT_EQ(problems_with({exchange({201}, composed(create, "g404"))}), Lines{});
    for (const ChangeOperation operation : {add, rotate, create}) {
        EXPECT_EQ(problems_with({exchange({200}, composed(operation, "$new")), minted}), complaint);
        EXPECT_EQ(problems_with({not_minted, exchange({200}, composed(operation, "$new"))}), complaint);
    }
    EXPECT_EQ(problems_with({exchange({200}, composed(rotate, "g404"))}).size(), 1u);
}

TEST(Lint, NamesOfAPathAreCapturedBefore) {
    Case one = good_case("a");
    one.exchanges = {exchange({200}, HttpRequest{"GET", "/$new", {}, ""})};
    EXPECT_EQ(problems_of({one}), Lines{"a.json /exchanges/0/request/path: expected a name that an exchange before "
                                        "captures, found \"new\" (string)"});
    Exchange minted = exchange({200});
    minted.response.matchers = {{"/a", {.kind = Matcher::Kind::capture, .text = "new", .value = {}, .reference = {}}}};
    one.exchanges.insert(one.exchanges.begin(), minted);
    EXPECT_EQ(problems_of({one}), Lines{});
    Case other = good_case("b");
    other.exchanges = {one.exchanges[1]};
    EXPECT_EQ(problems_of({one, other}).size(), 1u) << "what another case captures does not count";
}

TEST(Lint, SharedStatesOfAWholeSuiteAreUsed) {
    Case one = good_case("a");
    one.shared_state = "used";
    const SharedStates states{{"used", {}}, {"unused", {}}};
    const Lines unused{"states/unused.json: expected a case that uses it, found none"};
    EXPECT_EQ(problems_of({one, refusing_case("b")}, true, states), unused);
    EXPECT_EQ(problems_of({one}, false, states), Lines{}) << "somebody's own cases beside the shipped states";
}

TEST(Lint, WholeSuiteHasBothSidesOfAServerRequirement) {
    Case kept = good_case("a"), broken = refusing_case("b");
    kept.requirements = {"AM-REQ-001"};
    broken.requirements = {"AM-REQ-002"};
    EXPECT_EQ(problems_of({kept, broken}, true),
              (Lines{"requirements.json /requirements/0: expected a case in which AM-REQ-001 is broken, found none",
                     "requirements.json /requirements/1: expected a case in which AM-REQ-002 is kept, found none"}));
    EXPECT_EQ(problems_of({kept, broken}), Lines{});
    EXPECT_EQ(problems_of({}, true).size(), 4u);
}

TEST(Lint, SidesDependOnWhatTheRequirementSays) {
    const auto sides = [](std::string id, Level level = Level::must, Keeper keeper = Keeper::server) {
        Requirement requirement;
        requirement.id = std::move(id);
        requirement.level = level;
        requirement.keeper = keeper;
        return sides_to_cover(requirement);
    };
    EXPECT_EQ(sides("AM-REQ-001"), Sides::both);
    EXPECT_EQ(sides("AM-REQ-001", Level::should), Sides::both);
    EXPECT_EQ(sides("AM-REQ-010", Level::may), Sides::kept) << "a permission can't be broken";
    EXPECT_EQ(sides("AM-RSP-001"), Sides::none) << "every exchange is held to it";
    EXPECT_EQ(sides("AM-SIG-014", Level::must, Keeper::library), Sides::none);
    EXPECT_EQ(sides("AM-SIG-032", Level::must, Keeper::recipient), Sides::none);
    for (const std::string id : {"AM-SIG-012", "AM-RSP-005", "AM-RSP-010", "AM-RSP-011", "AM-RSP-012"})
        EXPECT_EQ(sides(id), Sides::kept) << id << " says how right requests are answered";
    Requirement replaced;
    replaced.id = "AM-REQ-003";
    replaced.replaced_by = "AM-REQ-002";
    EXPECT_EQ(sides_to_cover(replaced), Sides::none);
}

TEST(Lint, PermissionNeedsTheKeptSideOnly) {
    const Requirements permission = Requirements::read(json(R"({"schema": 1, "requirements": [
        {"id": "AM-RSP-001", "level": "MUST", "keeper": "server", "source": "openapi", "text": "one"},
        {"id": "AM-REQ-014", "level": "MAY", "keeper": "server", "source": "openapi", "text": "two"}]})"))
                                        .value();
    EXPECT_EQ(problems_of({}, true, {}, permission),
              Lines{"requirements.json /requirements/1: expected a case in which AM-REQ-014 is kept, found none"});
    Case one = good_case("a");
    one.requirements = {"AM-REQ-014"};
    EXPECT_EQ(problems_of({one}, true, {}, permission), Lines{});
}

TEST(Lint, CoverageCountsBothSides) {
    Case kept = good_case("a"), broken = good_case("b");
    broken.exchanges = {exchange({200}), exchange({400})};
    broken.requirements = {"AM-REQ-001"};
    const auto covered = coverage({kept, broken, broken});
    ASSERT_EQ(covered.size(), 2u);
    EXPECT_EQ(covered.at("AM-REQ-001").kept, 1u);
    EXPECT_EQ(covered.at("AM-REQ-001").broken, 2u);
    EXPECT_EQ(covered.at("AM-REQ-002").kept, 1u);
    EXPECT_EQ(covered.at("AM-REQ-002").broken, 0u);
}

TEST(Lint, AskForAPlaceholderOfEverySecret) {
    Case one = good_case("one");
    one.secrets = {{"A", "used"}, {"B/~C", "not used"}};
    std::get<HttpRequest>(one.exchanges.front().request).body = "{{A|hex}}";
    EXPECT_EQ(problems_of({one}),
              Lines{"one.json /secrets/B~1~0C: expected a placeholder that it fills: {{B/~C}}, found none"});
}

}  // namespace
}  // namespace keyturn
