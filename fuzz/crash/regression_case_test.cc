#include "fuzz/crash/regression_case.h"

#include <algorithm>
#include <filesystem>

#include "conformance/case_files.h"
#include "conformance/composer.h"
#include "conformance/lint.h"
#include "conformance/replayer.h"
#include "conformance/schema_test_support.h"
#include "conformance/server/in_process_transport.h"
#include "conformance/text_report.h"
#include "fuzz/cast/scenes.h"
#include "fuzz/corpus/corpus_folder.h"
#include "protocol/membership_rules.h"

namespace keyturn::fuzz {
namespace {

const Regression row{.file = "", .bucket = "server-b-12", .requirement = "", .date = "2026-11-23", .why = "w"};
constexpr std::uint64_t years_later_msec = now_msec + 100'000'000'000;

std::string body_of_adding(const std::vector<std::string>& users, std::string_view deviation = "") {
    Entropy entropy("regression case", 1);
    const Scene& scene = usual_scene();
    return compose(scene.given, cast_group().id, cast_admin, users, deviation, now_msec, entropy).value().request.body;
}

// The same request, written so that its scene is that one.
std::string in_scene(const Scene& scene, const std::string& body) {
    for (unsigned tries = 0; tries < 1024; ++tries) {
        std::string written = body;
        for (unsigned bit = 0; bit < 10; ++bit) written += tries >> bit & 1 ? ' ' : '\t';
        if (&scene_of(bytes_of(written)) == &scene) return written;
    }
    ADD_FAILURE() << "no input of the scene";
    return body;
}

JsonValue case_of(std::string_view target, std::string_view content) {
    auto made = regression_case(target, content, row);
    EXPECT_TRUE(made) << made.error();
    return made.value_or(json_null());
}

Case read(const JsonValue& document) { return read_case(document, "c", "c.json", {}).value(); }

const Requirements& catalogue() {
    static const Requirements all = read_requirements_file(KEYTURN_SOURCE_DIR "/conformance/requirements.json").value();
    return all;
}

VerdictKind verdict_of(const Case& test, const LeftOut& left_out = {}) {
    InProcessTransport server(years_later_msec, left_out);
    const ServerUnderTest subject{
        .server = server, .state = &server, .no_state_reason = {}, .bearer = {}, .headers = {}, .connect = [&] {
            return server.connect();
        }};
    const Verdict verdict = replay(test, subject,
                                   {.requirements = catalogue(),
                                    .profile = Profile::guide,
                                    .policy_off = {},
                                    .now_msec = [] { return years_later_msec; },
                                    .seed = 1});
    EXPECT_TRUE(verdict.kind != VerdictKind::not_run) << text_of(verdict, catalogue(), {});
    return verdict.kind;
}

std::string status_of_last(const JsonValue& document) {
    return to_json(*document.find("exchanges")->elements.back().find("response")->find("status"));
}

TEST(RegressionCase, is_named_after_target_and_content) {
    EXPECT_EQ(case_of_regression("r", "server", "abc"),
              "r/conformance/cases/regressions/server-" + content_name("abc").substr(0, 12) + ".json");
}

TEST(RegressionCase, expects_what_the_rules_say) {
    EXPECT_EQ(status_of_last(case_of("request", body_of_adding({"4444"}))), "200");
    EXPECT_EQ(status_of_last(case_of("request", body_of_adding({"6666"}))), "400");
    EXPECT_EQ(status_of_last(case_of("request", body_of_adding({"4444"}, "signs-other-title"))), "409");
    const JsonValue cut = case_of("request", "{");
    EXPECT_EQ(status_of_last(cut), "400");
    EXPECT_EQ(to_json(*cut.find("requirements")), R"(["AM-REQ-001"])");
}

TEST(RegressionCase, holds_of_the_reference_server_at_another_time) {
    for (const std::string& body :
         {body_of_adding({"4444"}), body_of_adding({"6666"}), body_of_adding({"4444"}, "signs-other-title"),
          std::string("{"), std::string("\xff"), std::string(), std::string(R"({"user_ids":[0,0]})")})
        EXPECT_EQ(verdict_of(read(case_of("request", body))), VerdictKind::conformant) << body;
}

TEST(RegressionCase, notices_a_server_that_has_the_bug) {
    const Case test = read(case_of("request", body_of_adding({"4444"}, "key-version-of-body-differs")));
    LeftOut rules;
    for (const MembershipRule& rule : membership_rules())
        if (std::ranges::find(test.requirements, rule.requirement) != test.requirements.end()) rules.emplace(rule.name);
    EXPECT_EQ(verdict_of(test, rules), VerdictKind::nonconformant);
}

TEST(RegressionCase, of_the_server_has_its_scene) {
    const std::string body = body_of_adding({"4444"});
    std::size_t with_earlier = 0, by_another = 0, in_another_group = 0;
    for (int i = 0; i < 200; ++i) {
        const Scene& scene = scene_of(bytes_of("x" + std::to_string(i)));
        if (&scene == &usual_scene()) continue;
        const JsonValue document = case_of("server", in_scene(scene, body));
        const Case test = read(document);
        EXPECT_EQ(verdict_of(test), VerdictKind::conformant);
        with_earlier += test.exchanges.size() == 2;
        by_another += test.exchanges.back().as != cast_admin;
        in_another_group += !(test.given->groups.front() == cast_group());
        EXPECT_EQ(case_of("request", in_scene(scene, body)).find("exchanges")->elements.size(), 1u);
    }
    EXPECT_GT(with_earlier, 0u);
    EXPECT_GT(by_another, 0u);
    EXPECT_GT(in_another_group, 0u);
}

TEST(RegressionCase, there_is_none_where_the_clock_decides) {
    const auto made = regression_case("request", body_of_adding({"4444"}, "key-version-past-a-day"), row);
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error(), "what a server has to answer depends on its clock");
}

TEST(RegressionCase, fits_the_schema_and_lints_clean) {
    const Schema schema("case");
    std::vector<Case> cases;
    for (const char* body : {"{", "\xff", "{}"}) {
        const JsonValue document = case_of("server", body);
        EXPECT_TRUE(schema.accepts(to_json(document)));
        cases.push_back(read(document));
    }
    const LintOptions options{[](auto, auto) { return true; }, false};
    EXPECT_TRUE(lint(cases, {}, catalogue(), options, "states", "requirements.json").empty());
}

}  // namespace
}  // namespace keyturn::fuzz
