#include "conformance/schema_test_support.h"
#include "fuzz/planted/proof/fuzz_proof.h"

namespace keyturn::fuzz {
namespace {

TEST(FuzzProofSchema, accepts_a_proof_and_nothing_less) {
    const PlantedBug bug{.name = "a",
                         .kind = "wrong key",
                         .file = "protocol/x.cc",
                         .from = "f",
                         .to = "",
                         .target = "t",
                         .oracle = "o",
                         .says = "o",
                         .why = "w"};
    const SearchEnd found{.finding = "o", .input = "crash-1", .executions = 5, .seconds = 0.5};
    const FuzzProof proof{{{bug, {{1, found}, {2, {}}}}, {bug, {{1, {.trouble = "gone"}}}}},
                          {{"t", false, {1, {}}}, {"t", true, {1, found}}},
                          {{"t", {"o"}, true, {"a"}}}};
    const Schema schema("fuzz-proof", "fuzz/schemas");
    const JsonValue json = to_json(proof);
    EXPECT_TRUE(schema.accepts(to_json(json)));
    for (const JsonMember& member : json.members) {
        JsonValue less = json;
        less.erase(member.key);
        EXPECT_FALSE(schema.accepts(to_json(less))) << member.key;
    }
}

}  // namespace
}  // namespace keyturn::fuzz
