#include "conformance/explain/explanation_report.h"

#include <gtest/gtest.h>

#include "conformance/explain/explain_test_support.h"
#include "conformance/schema_test_support.h"
#include "conformance/vectors/sample_test_support.h"

namespace keyturn {
namespace {

Explanation sample_explanation() {
    Explanation explanation;
    explanation.name = "detail";
    explanation.kind = "event detail";
    explanation.form = "base64";
    explanation.could_be = {"event", "signature"};
    explanation.lines = {"a", "  b"};
    explanation.oddities = {"odd"};
    explanation.oddities_left_out = 2;
    explanation.sender = "1111";
    explanation.decoded = json_number("5");
    explanation.checks = {{"x", true, ""}, {"y", false, "why"}, {"z", std::nullopt, ""}};
    return explanation;
}

TEST(ExplanationReport, as_text) {
    EXPECT_EQ(text_of(sample_explanation()),
              "event detail\n  a\n    b\ncheck: x: yes\ncheck: y: no: why\ncheck: z: undecided\nodd: odd\n"
              "odd: and 2 more\nit could be another kind too, --as takes it for one: event, signature\n");
    Explanation plain = sample_explanation();
    plain.oddities_left_out = 0;
    plain.could_be.clear();
    plain.checks.clear();
    EXPECT_EQ(text_of(plain), "event detail\n  a\n    b\nodd: odd\n");
}

TEST(ExplanationReport, as_json) {
    const std::string json = to_json(to_json(sample_explanation()));
    EXPECT_EQ(
        json,
        R"({"kind":"event detail","name":"detail","form":"base64","could_be":["event","signature"],"lines":["a","  b"],)"
        R"("oddities":["odd"],"oddities_left_out":2,"sender":"1111","decoded":5,"checks":[{"what":"x","held":true,"why":""},)"
        R"({"what":"y","held":false,"why":"why"},{"what":"z","held":null,"why":""}]})");
    EXPECT_TRUE(Schema("explanation").accepts(json));
}

TEST(ExplanationReport, the_schema_takes_every_kind_and_nothing_else) {
    const Schema schema("explanation");
    for (const ExplainKind& kind : explain_kinds()) {
        Explanation explanation = sample_explanation();
        explanation.name = kind.name;
        EXPECT_TRUE(schema.accepts(to_json(to_json(explanation)))) << kind.name;
    }
    Explanation explanation = sample_explanation();
    explanation.name = "frob";
    EXPECT_FALSE(schema.accepts(to_json(to_json(explanation))));
    explanation = sample_explanation();
    explanation.form = "frob";
    EXPECT_FALSE(schema.accepts(to_json(to_json(explanation))));
    for (const char* form : {"text", "JSON", "bytes", "hexadecimal", "base64", "url-safe base64", "PEM"}) {
        explanation.form = form;
        EXPECT_TRUE(schema.accepts(to_json(to_json(explanation)))) << form;
    }
    EXPECT_TRUE(schema.accepts(to_json(to_json(explained(sample_at("/member_add/0/event_b64").text)))));
}

}  // namespace
}  // namespace keyturn
