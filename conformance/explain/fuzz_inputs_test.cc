#include "conformance/explain/fuzz_inputs.h"

#include <gtest/gtest.h>

#include <set>

#include "conformance/case_files.h"
#include "conformance/explain/explain_test_support.h"
#include "conformance/vectors/sample_test_support.h"

namespace keyturn {
namespace {

Explanation explained_for(std::string_view target, std::string_view input) {
    return explained(input, {.kind = {}, .target = std::string(target), .sender = {}, .conversation_id = {}});
}

TEST(FuzzInputs, every_kind_of_the_table_is_one) {
    std::set<std::string_view> kinds = {""};
    for (const ExplainKind& kind : explain_kinds()) kinds.insert(kind.name);
    const JsonValue targets = read_json_file(KEYTURN_SOURCE_DIR "/fuzz/targets.json").value();
    std::size_t known = 0;
    for (const JsonValue& row : targets.find("targets")->elements) {
        const FuzzInputKind* input = find_fuzz_input(row.find("name")->text);
        known += input != nullptr;
        EXPECT_TRUE(!input || kinds.contains(input->kind)) << row.find("name")->text;
    }
    EXPECT_EQ(known, 50u) << "the table names no target that there is not";
    EXPECT_EQ(find_fuzz_input("frob"), nullptr);
}

TEST(FuzzInputs, one_that_is_what_its_target_takes) {
    const Bytes detail = from_hex(sample_at("/member_add/0/detail_hex").text).value();
    const Explanation explanation = explained_for("detail", text_of(detail));
    EXPECT_EQ(explanation.name, "fuzz-input");
    EXPECT_EQ(explanation.kind, "fuzz input");
    EXPECT_EQ(explanation.form, "bytes");
    EXPECT_EQ(explanation.lines[0], "an input of the fuzz target \"detail\", " + std::to_string(detail.size()) +
                                        " bytes: the bytes of an event detail");
    EXPECT_EQ(explanation.lines[1], "GroupChangeEvent.GroupMemberAddChange");
    EXPECT_EQ(joined(explanation.oddities), "");
    EXPECT_EQ(explained_for("given", R"({"users": {}})").lines[1], "0 groups, 0 users");
    EXPECT_EQ(explained_for("given", R"({"users": {}})").form, "JSON");
}

TEST(FuzzInputs, one_that_is_not) {
    const Explanation explanation = explained_for("detail", "\x0b\x01");
    EXPECT_TRUE(joined(explanation.oddities).starts_with("it is no event detail: "));
    EXPECT_TRUE(joined(explanation.oddities).contains(" at byte "));
    EXPECT_EQ(explanation.lines.back(), "it begins \"\\u000b\\u0001\"");
    EXPECT_EQ(explained_for("detail", sample_at("/member_add/0/detail_hex").text).oddities.size(), 1u)
        << "a target takes the bytes as they are";
    EXPECT_TRUE(
        joined(explained_for("request", "no JSON").oddities).starts_with("it is no request body: looks like JSON"));
}

TEST(FuzzInputs, a_signature_is_a_text) {
    EXPECT_EQ(explained_for("signature", "3006020101020102").lines[1], "DER, 8 bytes");
}

TEST(FuzzInputs, forms_of_a_targets_own) {
    const Explanation explanation = explained_for("identifiers", "g1");
    EXPECT_EQ(joined(explanation.lines),
              "an input of the fuzz target \"identifiers\", 2 bytes: a text that may be an id or a version\n"
              "it begins \"g1\"\n");
    EXPECT_EQ(joined(explained_for("frob", "").lines),
              "an input of the fuzz target \"frob\", 0 bytes: not known here\nit begins \"\"\n");
}

}  // namespace
}  // namespace keyturn
