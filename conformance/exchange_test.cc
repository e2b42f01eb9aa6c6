#include "conformance/exchange.h"

#include "conformance/test_support.h"

namespace keyturn {
namespace {

constexpr std::string_view identity_key =
    "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEaxfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5RdiYwpZP40Li/hp/"
    "m47n60p8D54WK84zV2sxXs7LtkBoN79R9Q==";

SharedStates states() {
    Given given;
    given.groups.push_back({});
    given.groups.back().id = "g1";
    return {{"one-group", given}, {"other", {}}};
}

std::expected<Case, Problems> read(std::string_view text) {
    return read_case(json(text), "folder/name", "cases/folder/name.json", states());
}

// A case around some exchanges.
std::string case_with(std::string_view exchanges, std::string_view more = "") {
    return R"({"schema": 1, "title": "t", "requirements": ["AM-REQ-001"], "exchanges": )" + std::string(exchanges) +
           std::string(more) + "}";
}

std::string case_with_request(std::string_view request) {
    return case_with(R"([{"request": )" + std::string(request) + R"(, "response": {"status": 200}}])");
}

Case good(std::string_view text) {
    auto one = read(text);
    if (one) return *std::move(one);
    ADD_FAILURE() << lines(one.error()).front();
    return {};
}

Lines problems_of(std::string_view text) {
    const auto one = read(text);
    return one ? Lines{} : lines(one.error());
}

constexpr std::string_view get = R"({"request": {"method": "GET", "path": "/"}, "response": {"status": 200}})";

TEST(Case, IsReadWithAllItsKeys) {
    const Case one =
        good(R"({"schema": 1, "title": "two at once", "requirements": ["AM-SIG-001", "AM-ROT-001"], "why": "a reason",
        "given": {"groups": [{"id": "g9"}]},
        "exchanges": [{"as": "1111", "request": {"method": "PUT", "path": "/a?b", "headers": [["X", "y"]], "body": {"text": "hi"}},
                       "response": {"status": [200, 201], "headers": [["A", "b"]]}}]})");
    EXPECT_EQ(one.id, "folder/name");
    EXPECT_EQ(one.file, "cases/folder/name.json");
    EXPECT_EQ(one.title, "two at once");
    EXPECT_EQ(one.requirements, (std::vector<std::string>{"AM-SIG-001", "AM-ROT-001"}));
    EXPECT_EQ(one.why, "a reason");
    ASSERT_TRUE(one.given.has_value());
    EXPECT_NE(one.given->find_group("g9"), nullptr);
    EXPECT_EQ(one.shared_state, std::nullopt);
    EXPECT_TRUE(one.parallels.empty());
    ASSERT_EQ(one.exchanges.size(), 1u);
    const Exchange& exchange = one.exchanges[0];
    EXPECT_EQ(exchange.as, "1111");
    EXPECT_EQ(exchange.pointer, "/exchanges/0");
    const auto& request = std::get<HttpRequest>(exchange.request);
    EXPECT_EQ(request.method, "PUT");
    EXPECT_EQ(request.target, "/a?b");
    EXPECT_EQ(request.headers, (std::vector<HeaderLine>{{"X", "y"}}));
    EXPECT_EQ(request.body, "hi");
    EXPECT_EQ(exchange.response.statuses, (std::vector<int>{200, 201}));
    EXPECT_EQ(exchange.response.headers, (std::vector<HeaderLine>{{"A", "b"}}));
}

TEST(Case, JsonBodyIsSentCompactAndAsWritten) {
    const Case one = good(
        case_with_request(R"({"method": "POST", "path": "/", "body": {"json": { "b" : 1e3, "a": "é", "b": -0 }}})"));
    EXPECT_EQ(std::get<HttpRequest>(one.exchanges[0].request).body, R"({"b":1e3,"a":"é","b":-0})");
    EXPECT_EQ(
        std::get<HttpRequest>(
            good(case_with_request(R"({"method": "POST", "path": "/", "body": {"json": null}})")).exchanges[0].request)
            .body,
        "null");
    EXPECT_EQ(
        std::get<HttpRequest>(good(case_with_request(R"({"method": "POST", "path": "/", "body": {"base64": "AP8="}})"))
                                  .exchanges[0]
                                  .request)
            .body,
        std::string("\0\xff", 2));
    EXPECT_EQ(
        std::get<HttpRequest>(good(case_with_request(R"({"method": "GET", "path": "/"})")).exchanges[0].request).body,
        "");
}

TEST(Case, ComposedRequestIsRead) {
    const Case one = good(case_with_request(
        R"({"compose": {"group": "g1", "add": ["3", "4"], "deviate": "kind:/a", "seed": 18446744073709551615, "stale": true}})"));
    const auto& request = std::get<ComposedRequest>(one.exchanges[0].request);
    EXPECT_EQ(request.group, "g1");
    EXPECT_EQ(request.add, (std::vector<std::string>{"3", "4"}));
    EXPECT_EQ(request.deviation, "kind:/a");
    EXPECT_EQ(request.seed, 18'446'744'073'709'551'615u);
    EXPECT_TRUE(request.is_stale);
    EXPECT_FALSE(one.is_verbatim());
    const Case other = good(case_with_request(R"({"compose": {"group": "g1", "add": []}})"));
    const auto& plain = std::get<ComposedRequest>(other.exchanges[0].request);
    EXPECT_EQ(plain.deviation, std::nullopt);
    EXPECT_EQ(plain.seed, std::nullopt);
    EXPECT_FALSE(plain.is_stale);
}

TEST(Case, ComposedRequestIsAnAddARotationOrACreation) {
    const auto composed = [](const std::string& text) {
        return std::get<ComposedRequest>(good(case_with_request(R"({"compose": )" + text + "}")).exchanges[0].request);
    };
    EXPECT_EQ(composed(R"({"group": "g1", "add": []})").operation, ChangeOperation::add);
    EXPECT_EQ(composed(R"({"operation": "add", "group": "g1", "add": []})").operation, ChangeOperation::add);
    const ComposedRequest rotation = composed(R"({"operation": "rotate", "group": "$new"})");
    EXPECT_EQ(rotation.operation, ChangeOperation::rotate);
    EXPECT_EQ(rotation.group, "$new");
    const ComposedRequest creation =
        composed(R"({"operation": "create", "group": "$new", "add": ["2"], "title": "T", "avatar_url": "U"})");
    EXPECT_EQ(creation.operation, ChangeOperation::create);
    EXPECT_EQ(creation.add, (std::vector<std::string>{"2"}));
    EXPECT_EQ(creation.title, "T");
    EXPECT_EQ(creation.avatar_url, "U");
    EXPECT_EQ(composed(R"({"operation": "create", "group": "g1", "add": []})").title, std::nullopt);
}

TEST(Case, WhatAnOperationDoesNotHaveIsAProblem) {
    const std::string place = "/exchanges/0/request/compose";
    const auto problems = [](const std::string& text) {
        return problems_of(case_with_request(R"({"compose": )" + text + "}"));
    };
    EXPECT_EQ(problems(R"({"operation": "remove", "group": "g1", "add": []})"),
              Lines{place + "/operation: expected add, rotate or create, found \"remove\" (string)"});
    EXPECT_EQ(problems(R"({"operation": 1, "group": "g1", "add": []})"),
              Lines{place + "/operation: expected a text, found 1 (number)"});
    EXPECT_EQ(problems(R"({"operation": "rotate", "group": "g1", "add": []})"),
              Lines{place + "/add: expected no such key, found [] (array)"});
    EXPECT_EQ(problems(R"({"operation": "create", "group": "g1"})"),
              Lines{place + "/add: expected a value, found nothing"});
    for (const char* key : {"title", "avatar_url"})
        EXPECT_EQ(problems(R"({"group": "g1", "add": [], ")" + std::string(key) + R"(": "x"})"),
                  Lines{place + "/" + key + ": expected no such key, found \"x\" (string)"});
}

TEST(Case, IsVerbatimWhenAnyExchangeIs) {
    const std::string composed = R"({"request": {"compose": {"group": "g1", "add": []}}, "response": {"status": 200}})";
    EXPECT_TRUE(good(case_with("[" + composed + ", " + std::string(get) + "]")).is_verbatim());
    EXPECT_FALSE(good(case_with("[" + composed + ", " + composed + "]")).is_verbatim());
}

TEST(Case, SharedStateIsTakenByName) {
    const Case one = good(case_with("[" + std::string(get) + "]", R"(, "given": "one-group")"));
    EXPECT_EQ(one.shared_state, "one-group");
    ASSERT_TRUE(one.given.has_value());
    EXPECT_NE(one.given->find_group("g1"), nullptr);
    EXPECT_EQ(problems_of(case_with("[" + std::string(get) + "]", R"(, "given": "two-groups")")),
              Lines{"/given: expected an object or a shared state: one-group or other, found \"two-groups\" (string)"});
    const auto without_states = read_case(json(case_with("[" + std::string(get) + R"(], "given": "a")")), "", "", {});
    EXPECT_EQ(lines(without_states.error()),
              Lines{"/given: expected an object, for there are no shared states, found \"a\" (string)"});
    EXPECT_EQ(good(case_with("[" + std::string(get) + "]")).given.has_value(), false);
}

TEST(Case, ProblemsOfTheStateHaveTheirPlace) {
    EXPECT_EQ(
        problems_of(case_with("[" + std::string(get) + "]", R"(, "given": {"groups": [{"id": "g1", "colour": 1}]})")),
        Lines{"/given/groups/0/colour: expected no such key, found 1 (number)"});
}

TEST(Case, EveryProblemIsTold) {
    EXPECT_EQ(problems_of(R"({"schema": 2, "title": "", "requirements": [], "why": "", "exchanges": [], "more": 0})"),
              (Lines{"/schema: expected 1, found 2 (number)",
                     "/title: expected a text with something in it, found \"\" (string)",
                     "/requirements: expected one or more texts, none empty, none twice, found [] (array)",
                     "/why: expected a text with something in it, found \"\" (string)",
                     "/exchanges: expected at least one exchange, found [] (array)",
                     "/more: expected no such key, found 0 (number)"}));
    EXPECT_EQ(problems_of("[]"), Lines{": expected an object, found [] (array)"});
    EXPECT_EQ(problems_of(R"({"schema": 1, "title": "t", "requirements": ["a"]})"),
              Lines{"/exchanges: expected a value, found nothing"});
    EXPECT_EQ(problems_of(case_with("{}")), Lines{"/exchanges: expected an array, found {} (object)"});
}

TEST(Case, ProblemsOfAnExchangeHaveTheirPlace) {
    EXPECT_EQ(
        problems_of(case_with(R"([{"as": 1, "request": {"method": "GET", "path": "/"}, "response": {}, "x": 2}, {}])")),
        (Lines{"/exchanges/0/as: expected a text, found 1 (number)",
               "/exchanges/0/response/status: expected a value, found nothing",
               "/exchanges/0/x: expected no such key, found 2 (number)",
               "/exchanges/1/request: expected a value, found nothing",
               "/exchanges/1/response: expected a value, found nothing"}));
}

TEST(Case, RequestLineCanBeSent) {
    const auto problems = [](std::string_view method, std::string_view path) {
        return problems_of(case_with_request(R"({"method": ")" + std::string(method) + R"(", "path": ")" +
                                             std::string(path) + R"("})"));
    };
    EXPECT_EQ(problems("PATCH", "/a b?c#d"), Lines{});
    EXPECT_EQ(problems("A B", "/"), Lines{"/exchanges/0/request/method: expected a method, found \"A B\" (string)"});
    EXPECT_EQ(problems("", "/").size(), 1u);
    const std::string path =
        "/exchanges/0/request/path: expected a path that starts with / and has no line ends, found ";
    EXPECT_EQ(problems("GET", ""), Lines{path + "\"\" (string)"});
    EXPECT_EQ(problems("GET", "http://a/"), Lines{path + "\"http://a/\" (string)"});
    EXPECT_EQ(problems("GET", "/\\r\\nA: b"), Lines{path + "\"/\\r\\nA: b\" (string)"});
    EXPECT_EQ(problems_of(case_with_request(R"({"method": 1, "path": 2, "x": 3})")),
              (Lines{"/exchanges/0/request/method: expected a text, found 1 (number)",
                     "/exchanges/0/request/path: expected a text, found 2 (number)",
                     "/exchanges/0/request/x: expected no such key, found 3 (number)"}));
    EXPECT_EQ(problems_of(case_with_request("{}")),
              (Lines{"/exchanges/0/request/method: expected a value, found nothing",
                     "/exchanges/0/request/path: expected a value, found nothing"}));
    EXPECT_EQ(problems_of(case_with_request(R"({"method": "GET", "path": "/", "headers": {}, "body": []})")).size(),
              2u);
}

TEST(Case, ProblemsOfAComposedRequestAreTold) {
    const std::string place = "/exchanges/0/request/compose";
    EXPECT_EQ(
        problems_of(case_with_request(R"({"compose": {"group": "", "deviate": "", "seed": -1, "x": 1}, "y": 2})")),
        (Lines{"/exchanges/0/request/y: expected no such key, found 2 (number)",
               place + "/group: expected a text with something in it, found \"\" (string)",
               place + "/add: expected a value, found nothing",
               place + "/deviate: expected a text with something in it, found \"\" (string)",
               place + "/seed: expected an integer of 64 bits from 0, found -1 (number)",
               place + "/x: expected no such key, found 1 (number)"}));
    for (const char* seed : {"1.5", "1e3", "\"1\"", "18446744073709551616"})
        EXPECT_EQ(problems_of(
                      case_with_request(R"({"compose": {"group": "g", "add": [], "seed": )" + std::string(seed) + "}}"))
                      .size(),
                  1u)
            << seed;
    EXPECT_EQ(problems_of(case_with_request(R"({"compose": null})")),
              Lines{place + ": expected an object, found null (null)"});
}

std::string parallel(std::string_view first_response, std::string_view second_response, std::string_view outcomes) {
    return R"({"parallel": [{"request": {"method": "A", "path": "/"}, "response": )" + std::string(first_response) +
           R"(}, {"request": {"method": "B", "path": "/"}, "response": )" + std::string(second_response) +
           R"(}], "outcomes": )" + std::string(outcomes) + "}";
}

TEST(Case, ParallelExchangesStandAmongTheOthers) {
    const Case one = good(case_with("[" + std::string(get) + ", " +
                                    parallel("{}", R"({"status": 418})", "[[200, 409], [409, 200]]") + ", " +
                                    std::string(get) + ", " + parallel("{}", "{}", "[[201, 202]]") + "]"));
    ASSERT_EQ(one.exchanges.size(), 6u);
    EXPECT_EQ(std::get<HttpRequest>(one.exchanges[1].request).method, "A");
    EXPECT_EQ(std::get<HttpRequest>(one.exchanges[2].request).method, "B");
    EXPECT_EQ(one.exchanges[2].pointer, "/exchanges/1/parallel/1");
    EXPECT_EQ(one.exchanges[3].pointer, "/exchanges/2");
    EXPECT_EQ(one.exchanges[1].response.statuses, (std::vector<int>{200, 409})) << "filled in from the outcomes";
    EXPECT_EQ(one.exchanges[2].response.statuses, std::vector<int>{418}) << "its own";
    EXPECT_EQ(one.exchanges[4].response.statuses, std::vector<int>{201});
    EXPECT_EQ(one.exchanges[5].response.statuses, std::vector<int>{202});
    ASSERT_EQ(one.parallels.size(), 2u);
    EXPECT_EQ(one.parallels[0].first, 1u);
    EXPECT_EQ(one.parallels[0].count, 2u);
    EXPECT_EQ(one.parallels[0].outcomes, (std::vector<std::vector<int>>{{200, 409}, {409, 200}}));
    EXPECT_EQ(one.parallels[1].first, 4u);
}

TEST(Case, ProblemsOfParallelExchangesAreTold) {
    EXPECT_EQ(problems_of(case_with("[" + parallel("{}", "{}", "[[200], [200, 700], [200, 409, 409]]") + "]")),
              (Lines{"/exchanges/0/outcomes/0: expected 2 statuses, found [200] (array)",
                     "/exchanges/0/outcomes/1/1: expected a status from 100 to 599, found 700 (number)",
                     "/exchanges/0/outcomes/2: expected 2 statuses, found [200,409,409] (array)"}));
    EXPECT_EQ(problems_of(case_with("[" + parallel("{}", "{}", "[]") + "]")),
              Lines{"/exchanges/0/outcomes: expected at least one outcome, found [] (array)"});
    EXPECT_EQ(
        problems_of(case_with(R"([{"parallel": [)" + std::string(get) + R"(], "outcomes": [[200]], "x": 1}])")).size(),
        2u);
    EXPECT_EQ(problems_of(case_with(R"([{"parallel": [], "outcomes": [[]]}])")),
              Lines{"/exchanges/0/parallel: expected 2 to 64 exchanges, found [] (array)"});
    EXPECT_EQ(problems_of(case_with(R"([{"parallel": 1, "outcomes": [[]]}])")).size(), 2u);
}

TEST(Case, AtMost64ExchangesAreParallel) {
    const auto many = [](std::size_t count) {
        std::string exchanges, outcome;
        for (std::size_t i = 0; i < count; ++i) {
            exchanges += (i ? "," : "") + std::string(get);
            outcome += i ? ",200" : "200";
        }
        return case_with(R"([{"parallel": [)" + exchanges + R"(], "outcomes": [[)" + outcome + "]]}]");
    };
    EXPECT_EQ(problems_of(many(64)), Lines{});
    EXPECT_EQ(problems_of(many(65)).size(), 1u);
}

TEST(Case, ContentTellsWhetherTwoCasesAreOne) {
    const std::string exchanges = "[" + std::string(get) + "]";
    const std::string content = good(case_with(exchanges, R"(, "given": "other")")).content;
    EXPECT_EQ(good(case_with(exchanges, R"(, "given":   "other", "why": "w")")).content, content);
    EXPECT_NE(good(case_with(exchanges, R"(, "given": "one-group")")).content, content);
    EXPECT_NE(good(case_with(exchanges)).content, content);
    EXPECT_NE(good(case_with("[" + std::string(get) + "," + std::string(get) + "]", R"(, "given": "other")")).content,
              content);
}

TEST(SharedState, IsAStateWithASchema) {
    const auto given = read_shared_state(
        json(R"({"schema": 1, "given": {"users": {"1111": {"keys": [{"version": "1", "identity_public_key": ")" +
             std::string(identity_key) + R"("}]}}}})"));
    ASSERT_TRUE(given.has_value());
    EXPECT_TRUE(std::get<Given>(*given).users.contains("1111"));
}

TEST(SharedState, MayBeMadeWhenItIsAskedFor) {
    const auto state = read_shared_state(json(R"({"schema": 1, "made": {"members": 3, "seed": 4}})"));
    ASSERT_TRUE(state);
    ASSERT_TRUE(std::holds_alternative<MadeState>(*state));
    const std::string text =
        R"({"schema": 1, "title": "t", "requirements": ["r"], "given": "many", "exchanges": [
            {"request": {"method": "GET", "path": "/"}, "response": {"status": 200}}]})";
    const auto test = read_case(json(text), "", "", {{"many", *state}});
    ASSERT_TRUE(test);
    EXPECT_EQ(test->shared_state, "many");
    EXPECT_FALSE(test->given);
    EXPECT_TRUE(test->starts_from_a_state());
    EXPECT_EQ(test->starting_state().groups.front().members.size(), 3u);
    EXPECT_EQ(test->starting_state().users.size(), 4u);
}

TEST(SharedState, IsWrittenOutOrMade) {
    EXPECT_EQ(lines(read_shared_state(json(R"({"schema": 1, "made": {"members": 3}, "given": {}})")).error()).size(),
              1u);
    EXPECT_EQ(lines(read_shared_state(json(R"({"schema": 1, "made": {}})")).error()),
              Lines{"/made/members: expected a value, found nothing"});
}

TEST(SharedState, ProblemsAreTold) {
    EXPECT_EQ(lines(read_shared_state(json("{}")).error()),
              (Lines{"/schema: expected a value, found nothing", "/given: expected a value, found nothing"}));
    EXPECT_EQ(
        lines(read_shared_state(json(R"({"schema": 1, "given": {"x": 1}, "y": 2})")).error()),
        (Lines{"/y: expected no such key, found 2 (number)", "/given/x: expected no such key, found … (number)"}));
}

TEST(Exchange, ParallelOnesBeginWithTheirFirst) {
    Case one;
    one.parallels = {{.first = 1, .count = 2, .outcomes = {}}, {.first = 4, .count = 3, .outcomes = {}}};
    EXPECT_EQ(one.parallel_from(0), nullptr);
    EXPECT_EQ(one.parallel_from(1), &one.parallels[0]);
    EXPECT_EQ(one.parallel_from(2), nullptr);
    EXPECT_EQ(one.parallel_from(4), &one.parallels[1]);
}

}  // namespace
}  // namespace keyturn
