#include <gtest/gtest.h>

#include "adapters/defective_libraries.h"
#include "protocol/json_document.h"
#include "tools/command_test_support.h"

namespace keyturn {
namespace {

const std::string& first_defect() {
    static const std::string name(defective_libraries().front().name);
    return name;
}

TEST(ProveProperties, a_defective_library_is_seen) {
    const CommandRun outcome = run({"prove", "properties", first_defect(), "--json"});
    EXPECT_EQ(outcome.status, 0) << outcome.out << outcome.err;
    const JsonValue proof = parse_json(outcome.out).value();
    EXPECT_EQ(proof.find("total")->text, "1");
    EXPECT_EQ(proof.find("killed")->text, "1");
    EXPECT_EQ(to_json(*proof.find("survivors")), "[]");
    EXPECT_EQ(resolve(proof, "/matrix/0/defect")->text, first_defect());
    EXPECT_EQ(resolve(proof, "/matrix/0/requirement")->text, defective_libraries().front().requirement);
    EXPECT_EQ(resolve(proof, "/matrix/0/killed_by")->elements.size(), 1u);
    EXPECT_EQ(to_json(*resolve(proof, "/matrix/0/cited")), "true");
}

TEST(ProveProperties, the_whole_matrix_has_every_property_that_sees_it) {
    const CommandRun outcome = run({"prove", "properties", first_defect(), "--whole-matrix", "--runs", "20"});
    EXPECT_TRUE(outcome.out.starts_with(first_defect() + " ")) << outcome.out;
    EXPECT_TRUE(outcome.out.ends_with("of 1 defective libraries are seen by a property that cites what they break\n"));
}

TEST(ProveProperties, lists_and_refuses_names) {
    const CommandRun listed = run({"prove", "properties", "--list"});
    EXPECT_EQ(listed.status, 0);
    EXPECT_EQ(static_cast<std::size_t>(std::ranges::count(listed.out, '\n')), defective_libraries().size());
    const CommandRun unknown = run({"prove", "properties", "no-such"});
    EXPECT_EQ(unknown.status, 2);
    EXPECT_EQ(
        unknown.err,
        "keyturn prove properties: there is no defective library 'no-such': see keyturn prove properties --list\n");
}

}  // namespace
}  // namespace keyturn
