#include "conformance/response_contract.h"

#include "conformance/test_support.h"

namespace keyturn {
namespace {

// "requirement place: expected …, found …", a text for each breach.
Lines breaches_of(int status, const std::string& media_type, const std::string& body,
                  const HttpRequest& request = {"POST", "/2/chat/conversations/g1/members", {}, ""}) {
    HttpResponse response{status, "", {}, body};
    if (!media_type.empty()) response.headers = {{"content-type", media_type}};
    Lines all;
    for (const auto& [requirement, difference] : contract_breaches(request, response))
        all.push_back(requirement + " " + difference.place + ": expected " + difference.expected + ", found " +
                      difference.actual);
    return all;
}

Lines of_success(const std::string& body) { return breaches_of(200, "application/json", body); }
Lines of_failure(const std::string& body) { return breaches_of(400, "application/problem+json", body); }

const std::string type_prefix = "https://api.x.com/2/problems/";
const std::string form = "an error {code, message} or problem details {type, title, detail}";

std::string problem(const std::string& type, const std::string& more = "") {
    return R"({"type":")" + type + R"(","title":"t","detail":"d")" + more + "}";
}

TEST(ResponseContract, AlwaysJudgedAreTheRequirementsOfEveryExchange) {
    const std::vector<std::string_view> ids(always_judged().begin(), always_judged().end());
    EXPECT_EQ(ids, (std::vector<std::string_view>{"AM-RSP-001", "AM-RSP-002", "AM-RSP-004", "AM-RSP-006", "AM-RSP-007",
                                                  "AM-RSP-008", "AM-RSP-009", "AM-HTTP-003", "AM-HTTP-006",
                                                  "AM-HTTP-007", "AM-HTTP-008", "AM-HTTP-009", "AM-SEC-001",
                                                  "AM-SEC-002", "AM-ROT-020", "AM-ROT-021", "AM-ROT-034"}));
    EXPECT_TRUE(is_always_judged("AM-RSP-001"));
    EXPECT_TRUE(is_always_judged("AM-ROT-020"));
    EXPECT_FALSE(is_always_judged("AM-RSP-003"));
}

TEST(ResponseContract, SuccessIsAnObjectWithDataAndErrorsOrNeither) {
    for (const std::string body :
         {"{}", R"({"data":{}})", R"({"data":{"conversation_id":"g1"},"errors":[]})", R"({"more":1})"})
        EXPECT_EQ(of_success(body), Lines{}) << body;
    EXPECT_EQ(breaches_of(200, "Application/JSON; charset=utf-8", "{}"), Lines{});
}

TEST(ResponseContract, SuccessThatIsNoObjectIsABreach) {
    EXPECT_EQ(of_success("[]"), Lines{"AM-RSP-001 body: expected an object, found [] (array)"});
    EXPECT_EQ(of_success("null"), Lines{"AM-RSP-001 body: expected an object, found null (null)"});
}

TEST(ResponseContract, DataOfASuccessIsAnObject) {
    EXPECT_EQ(of_success(R"({"data":[]})"), Lines{"AM-RSP-001 /data: expected an object or nothing, found [] (array)"});
    EXPECT_EQ(of_success(R"({"data":null})"),
              Lines{"AM-RSP-001 /data: expected an object or nothing, found null (null)"});
}

TEST(ResponseContract, ErrorsOfASuccessAreProblems) {
    const std::string good = problem("about:blank");
    EXPECT_EQ(of_success(R"({"errors":[)" + good + "]}"), Lines{});
    EXPECT_EQ(of_success(R"({"errors":{}})"),
              Lines{"AM-RSP-001 /errors: expected an array or nothing, found {} (object)"});
    EXPECT_EQ(of_success(R"({"errors":[)" + good + R"(,1,{"type":"about:blank","title":"t"}]})"),
              (Lines{"AM-RSP-001 /errors/1: expected a problem, found no object",
                     "AM-RSP-001 /errors/2: expected a problem, found detail is nothing"}));
    EXPECT_EQ(of_success(R"({"data":1,"errors":[1]})").size(), 2u);
}

TEST(ResponseContract, OfVeryManyWrongErrorsTheFirstAreTold) {
    std::string errors = "1";
    for (int i = 0; i < 200; ++i) errors += ",1";
    const Lines all = of_success(R"({"errors":[)" + errors + "]}");
    ASSERT_EQ(all.size(), 200u);
    EXPECT_EQ(all.back(), "AM-RSP-001 /errors/199: expected a problem, found no object");
}

TEST(ResponseContract, FailureIsAProblemOfAKnownType) {
    for (const std::string prefix : {"https://api.x.com/2/problems/", "https://api.twitter.com/2/problems/"})
        for (const std::string type : {"invalid-request", "disallowed-resource", "internal-error"})
            EXPECT_EQ(of_failure(problem(prefix + type)), Lines{}) << prefix << type;
    EXPECT_EQ(of_failure(problem("about:blank")), Lines{});
    EXPECT_EQ(breaches_of(400, "application/json", problem("about:blank")), Lines{});
}

TEST(ResponseContract, SomeTypesOfProblemsNeedOneMemberMore) {
    const std::pair<std::string, std::string> needs[] = {
        {"resource-not-found", "resource_type"},   {"not-authorized-for-resource", "resource_type"},
        {"resource-unavailable", "resource_type"}, {"not-authorized-for-field", "field"},
        {"field-unauthorized", "field"},           {"field-hydration-failure", "field"}};
    for (const auto& [type, member] : needs) {
        EXPECT_EQ(of_failure(problem(type_prefix + type, ",\"" + member + "\":\"x\"")), Lines{}) << type;
        const std::string without = problem(type_prefix + type);
        ASSERT_EQ(of_failure(without).size(), 1u) << type;
        EXPECT_TRUE(of_failure(without).front().starts_with("AM-RSP-002 body: expected " + form +
                                                            ", found a problem of type " + type + " needs " + member +
                                                            ": {\"type\":"));
    }
}

TEST(ResponseContract, ProblemOfAnUnknownTypeIsABreach) {
    for (const std::string type :
         {"https://api.x.com/2/problems/", "https://api.x.com/2/problems/invalid-request2",
          "https://api.x.com/2/problems/invalid", "https://example.com/invalid-request",
          "http://api.x.com/2/problems/invalid-request", "invalid-request", "about:blank2", ""}) {
        const Lines all = of_failure(problem(type));
        ASSERT_EQ(all.size(), 1u) << type;
        EXPECT_TRUE(all.front().starts_with("AM-RSP-002 body: expected " + form + ", found its type is \"" + type +
                                            "\" (string): {"))
            << all.front();
    }
}

TEST(ResponseContract, ProblemLacksNoMember) {
    EXPECT_EQ(
        of_failure(R"({"title":"t","detail":"d"})"),
        Lines{"AM-RSP-002 body: expected " + form + R"(, found type is nothing: {"title":"t","detail":"d"} (object))"});
    EXPECT_EQ(of_failure(R"({"type":"about:blank","title":1,"detail":"d"})"),
              Lines{"AM-RSP-002 body: expected " + form +
                    R"(, found title is 1 (number): {"type":"about:blank","title":1,"detail":"d"} (object))"});
    EXPECT_EQ(of_failure(R"({"type":"about:blank","title":"t"})").size(), 1u);
    EXPECT_EQ(of_failure("[]"), Lines{"AM-RSP-002 body: expected " + form + ", found no object: [] (array)"});
}

TEST(ResponseContract, StatusThatAProblemStatesIsThatOfTheResponse) {
    EXPECT_EQ(of_failure(problem("about:blank", R"(,"status":400)")), Lines{});
    EXPECT_EQ(of_failure(problem("about:blank", R"(,"status":409)")),
              Lines{"AM-RSP-002 /status: expected 400 (number), found 409 (number)"});
    EXPECT_EQ(of_failure(problem("about:blank", R"(,"status":"400")")),
              Lines{"AM-RSP-002 /status: expected 400 (number), found \"400\" (string)"});
}

TEST(ResponseContract, ErrorHasACodeOf32BitsAndAMessage) {
    for (const std::string code : {"1", "-1", "2147483647", "-2147483648"})
        EXPECT_EQ(breaches_of(400, "application/json", R"({"code":)" + code + R"(,"message":"m"})"), Lines{}) << code;
    for (const std::string error :
         {R"({"code":2147483648,"message":"m"})", R"({"code":1.0,"message":"m"})", R"({"code":"1","message":"m"})",
          R"({"code":1e2,"message":"m"})", R"({"message":"m"})", R"({"code":1})", R"({"code":1,"message":2})"})
        EXPECT_EQ(breaches_of(400, "application/json", error).size(), 1u) << error;
}

TEST(ResponseContract, ErrorStandsInPlainJson) {
    EXPECT_EQ(
        of_failure(R"({"code":1,"message":"m"})"),
        Lines{"AM-RSP-002 body: expected " + form + R"(, found type is nothing: {"code":1,"message":"m"} (object))"});
}

TEST(ResponseContract, MediaTypeOfASuccessIsJson) {
    EXPECT_EQ(breaches_of(200, "application/problem+json", "{}"),
              Lines{"AM-RSP-001 header Content-Type: expected application/json, found \"application/problem+json\""});
    EXPECT_EQ(breaches_of(200, "", "{}"),
              Lines{"AM-RSP-001 header Content-Type: expected application/json, found nothing"});
    EXPECT_EQ(breaches_of(200, "json", "{}"),
              Lines{"AM-RSP-001 header Content-Type: expected application/json, found \"json\""});
}

TEST(ResponseContract, MediaTypeOfAFailureIsJsonOrThatOfProblems) {
    const std::string expected = "expected application/problem+json or application/json";
    for (const int status : {199, 201, 204, 302, 500})
        EXPECT_EQ(breaches_of(status, "text/html", problem("about:blank")),
                  Lines{"AM-RSP-002 header Content-Type: " + expected + ", found \"text/html\""})
            << status;
}

TEST(ResponseContract, MediaTypeThatIsNoUtf8IsToldAsItsBytes) {
    EXPECT_EQ(breaches_of(200, "a\xff", "{}"),
              Lines{"AM-RSP-001 header Content-Type: expected application/json, found hex 61ff"});
}

TEST(ResponseContract, BodyThatIsNoJsonIsABreachOfTheFormAndOfJson) {
    EXPECT_EQ(of_success("{"), (Lines{"AM-RSP-001 body: expected a JSON document, found " +
                                          parse_json("{").error().reason + " at byte 1 of 1",
                                      "AM-HTTP-007 body: expected a JSON document, found " +
                                          parse_json("{").error().reason + " at byte 1 of 1"}));
    ASSERT_EQ(of_failure("\xef\xbb\xbf{}").size(), 2u);
    EXPECT_TRUE(of_failure("\xef\xbb\xbf{}")[0].starts_with("AM-RSP-002 body: "));
    EXPECT_TRUE(of_failure("\xef\xbb\xbf{}")[1].starts_with("AM-HTTP-007 body: "));
}

TEST(ResponseContract, BodyThatIsNotSaidToBeJsonIsNoMalformedJson) {
    const Lines all = breaches_of(502, "text/html", "<html>");
    ASSERT_EQ(all.size(), 2u);
    EXPECT_TRUE(all[0].starts_with("AM-RSP-002 header Content-Type: "));
    EXPECT_TRUE(all[1].starts_with("AM-RSP-002 body: "));
    EXPECT_EQ(breaches_of(502, "", "<html>").size(), 2u);
}

TEST(ResponseContract, EmptyBodyIsNoMalformedJson) {
    ASSERT_EQ(of_success("").size(), 1u);
    EXPECT_TRUE(of_success("").front().starts_with("AM-RSP-001 body: "));
}

// ---- the operations around

Lines of_reading(int status, const std::string& body, const std::string& target = "/2/chat/conversations/g1/events") {
    return breaches_of(status, "application/json", body, {"GET", target, {}, ""});
}

TEST(ResponseContract, OperationsAroundMayAnswerWithAList) {
    EXPECT_EQ(of_reading(200, R"({"data":[]})"), Lines{});
    EXPECT_EQ(of_reading(200, R"({"data":{}})"), Lines{});
    EXPECT_EQ(of_reading(200, R"({"data":1})"),
              Lines{"AM-RSP-001 /data: expected an object or nothing, found 1 (number)"});
    EXPECT_EQ(of_reading(200, R"({"data":[]})", "/2/chat/conversations/g1/members?x=/members").size(), 1u);
    EXPECT_EQ(of_reading(200, R"({"data":[]})", "/2/chat/conversations/g1?x=/members"), Lines{});
}

TEST(ResponseContract, OperationsAroundSucceedWith201Too) {
    EXPECT_EQ(of_reading(201, R"({"data":{}})"), Lines{});
    EXPECT_EQ(of_reading(201, "[]"), Lines{"AM-RSP-001 body: expected an object, found [] (array)"});
    EXPECT_EQ(of_reading(201, "{}", "/2/chat/conversations/g1/members").size(), 1u);
    EXPECT_EQ(of_reading(202, "{}").size(), 1u);
}

TEST(ResponseContract, AnswerToHeadHasNoBodyToBeJudged) {
    for (const int status : {200, 405})
        EXPECT_EQ(breaches_of(status, "", "", {"HEAD", "/2/chat/conversations/g1/members", {}, ""}), Lines{});
}

// ---- the stable messages

const std::string too_many = "Too many members: adding these members would exceed the allowed group size.";
const std::string not_all =
    "Cannot add all members: one or more of the requested members cannot be added to this conversation.";

std::string problem_saying(const std::string& member, const std::string& text) {
    JsonValue body = json(problem("about:blank"));
    body.set(member, json_string(text));
    return to_json(body);
}

TEST(ResponseContract, StableMessagesStandAsTheyAre) {
    for (const std::string& message : {too_many, not_all, std::string("too many cooks"), std::string()})
        for (const std::string member : {"title", "detail"})
            EXPECT_EQ(of_failure(problem_saying(member, message)), Lines{});
}

TEST(ResponseContract, TextThatIsNearlyAStableMessageIsABreach) {
    EXPECT_EQ(of_failure(problem_saying("detail",
                                        "too many members: adding these members would exceed the allowed group size.")),
              Lines{"AM-RSP-004 /detail: expected \"" + too_many + "\" (string), found \"t" + too_many.substr(1) +
                    "\" (string)"});
    for (std::string message : {too_many, not_all}) {
        EXPECT_EQ(of_failure(problem_saying("title", message + " ")).size(), 1u);
        message.pop_back();
        EXPECT_EQ(of_failure(problem_saying("title", message)).size(), 1u);
        EXPECT_EQ(breaches_of(400, "application/json", R"({"code":1,"message":")" + message + "\"}").size(), 1u);
    }
    EXPECT_TRUE(breaches_of(400, "application/json", R"({"code":1,"message":")" + not_all + " \"}")
                    .front()
                    .starts_with("AM-RSP-004 /message: expected "));
}

TEST(ResponseContract, StableMessagesAreThoseOfRefusals) {
    EXPECT_EQ(of_success(R"({"detail":")" + too_many + "!\"}"), Lines{});
    EXPECT_EQ(of_failure(problem_saying("instance", too_many + "!")), Lines{});
    EXPECT_EQ(of_failure(R"({"type":"about:blank","title":"t","detail":["Too many"]})").size(), 1u);
}

TEST(ResponseContract, SomeRequirementsSayHowToRefuse) {
    for (const char* id : {"AM-RSP-003", "AM-RSP-004", "AM-RSP-005", "AM-SEC-003", "AM-HTTP-001"})
        EXPECT_TRUE(says_how_to_refuse(id)) << id;
    for (const char* id : {"AM-RSP-001", "AM-RSP-006", "AM-HTTP-002", "AM-SEC-001", "AM-SIG-001", ""})
        EXPECT_FALSE(says_how_to_refuse(id)) << id;
}

TEST(ResponseContract, DoubledKeyIsABreachOfJson) {
    EXPECT_EQ(of_success(R"({"data":{"a":1,"a":1},"b":1,"b":2})").size(), 1u);
    EXPECT_EQ(of_success(R"({"data":{"a":[{"b":1,"b":1}]}})"),
              Lines{"AM-HTTP-007 /data/a/0/b: expected each key once in its object, found the key again"});
}

}  // namespace
}  // namespace keyturn
