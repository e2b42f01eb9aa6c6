#include "fuzz/runner/findings_sarif.h"

namespace keyturn::fuzz {
namespace {

TEST(FindingsSarif, has_a_rule_an_oracle_and_a_result_a_finding) {
    const TargetFinding first = {"oracle violated: x", "build/f/crash-1", "fuzz_a crash-1"};
    const TargetFinding second = {"oracle violated: y", "build/f/crash-2", "fuzz_b crash-2"};
    const std::string text = findings_sarif({{.target = "event_second_opinion", .findings = {first, second}},
                                             {.target = "request", .findings = {first}},
                                             {.target = "server"}},
                                            KEYTURN_SOURCE_DIR);
    const auto log = parse_json(text);
    ASSERT_TRUE(log) << text;
    const auto at = [&](std::string_view pointer) {
        const JsonValue* value = resolve(*log, pointer);
        return value ? value->text : "absent: " + std::string(pointer);
    };
    EXPECT_EQ(at("/version"), "2.1.0");
    EXPECT_EQ(at("/$schema"), "https://json.schemastore.org/sarif-2.1.0.json");
    EXPECT_EQ(at("/runs/0/tool/driver/name"), "keyturn fuzz");
    EXPECT_EQ(resolve(*log, "/runs/0/tool/driver/rules")->elements.size(), 2u);
    EXPECT_EQ(at("/runs/0/tool/driver/rules/0/id"), "oracle violated: x");
    EXPECT_EQ(at("/runs/0/tool/driver/rules/0/shortDescription/text"), "oracle violated: x");
    EXPECT_EQ(at("/runs/0/tool/driver/rules/0/defaultConfiguration/level"), "error");
    EXPECT_EQ(at("/runs/0/tool/driver/rules/1/id"), "oracle violated: y");
    EXPECT_EQ(resolve(*log, "/runs/0/results")->elements.size(), 3u);
    EXPECT_EQ(at("/runs/0/results/1/ruleId"), "oracle violated: y");
    EXPECT_EQ(at("/runs/0/results/1/level"), "error");
    EXPECT_EQ(at("/runs/0/results/1/message/text"),
              "event_second_opinion: oracle violated: y\ninput: crash-2\nagain: fuzz_b crash-2");
    EXPECT_EQ(at("/runs/0/results/1/locations/0/physicalLocation/artifactLocation/uri"),
              "fuzz/second_opinion/event_second_opinion.cc");
    EXPECT_EQ(at("/runs/0/results/2/locations/0/physicalLocation/artifactLocation/uri"), "fuzz/request.cc");
    EXPECT_EQ(at("/runs/0/results/2/partialFingerprints/targetAndOracle~1v1"), "request oracle violated: x");
    EXPECT_TRUE(text.ends_with("}\n"));
}

}  // namespace
}  // namespace keyturn::fuzz
