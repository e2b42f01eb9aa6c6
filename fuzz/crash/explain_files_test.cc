#include "fuzz/crash/explain_files.h"

#include "conformance/schema_test_support.h"
#include "fuzz/crash/crash_folder_test_support.h"

namespace keyturn::fuzz {
namespace {

namespace fs = std::filesystem;

class ExplainFiles : public testing::Test {
  protected:
    ExplainedFiles explained(const std::vector<std::string>& paths, const std::string& target = "") const {
        auto done = explain_files(paths, crashes.tree(), target, {});
        EXPECT_TRUE(done) << done.error();
        return done.value_or(ExplainedFiles());
    }

    const CrashFolder crashes;
};

TEST_F(ExplainFiles, tells_each_beside_the_seeds_of_its_target) {
    crashes.put("tree/corpus/seeds/crashing/" + content_name("[1]"), "[1]");
    const ExplainedFiles all = explained({crashes.put("crashing/crash-1", "[2]")});
    ASSERT_EQ(all.files.size(), 1u);
    EXPECT_EQ(all.count_of_explained(), 1u);
    EXPECT_EQ(all.files[0].target, "crashing");
    EXPECT_EQ(all.files[0].explanation.seed, content_name("[1]"));
    EXPECT_TRUE(
        text_of(all).starts_with(crashes.root.string() + "/crashing/crash-1: fuzz input\n  an input of the fuzz"))
        << text_of(all);
    EXPECT_EQ(explained({crashes.put("absent/crash-2", "[3]")}).files[0].explanation.seed, "")
        << "a target has its own";
    EXPECT_EQ(explained({crashes.put("stray/crash-3", "[4]")}, "absent").files[0].target, "absent");
}

TEST_F(ExplainFiles, says_of_each_why_it_is_not_explained) {
    const ExplainedFiles all = explained({crashes.put("stray/a", "x"), crashes.put("crashing/b", "y")});
    ASSERT_EQ(all.files.size(), 2u);
    EXPECT_EQ(all.count_of_explained(), 1u);
    EXPECT_TRUE(
        text_of(all).contains("stray/a: neither its name nor its folder tells the target: --target NAME does\n"));
    EXPECT_TRUE(text_of(all).contains("\n\n")) << "files are apart: " << text_of(all);
    EXPECT_EQ(explain_files({}, crashes.tree(), "frob", {}).error(),
              "there is no target 'frob': tools/fuzz --list names them");
}

TEST_F(ExplainFiles, explains_fifty_and_counts_the_rest) {
    for (int i = 0; i < 50; ++i) crashes.put("crashing/" + std::to_string(i), std::to_string(i));
    EXPECT_EQ(explained({crashes.root / "crashing"}).files.size(), 50u);
    EXPECT_EQ(explained({crashes.root / "crashing"}).left_out, "");
    crashes.put("crashing/50", "50");
    EXPECT_EQ(explained({crashes.root / "crashing"}).files.size(), 50u);
    EXPECT_TRUE(text_of(explained({crashes.root / "crashing"})).contains("\n1 more inputs: keyturn crash bucket says"));
}

TEST_F(ExplainFiles, as_json_is_what_the_schema_says) {
    const std::string json =
        to_json(to_json(explained({crashes.put("crashing/a\n", "{}"), crashes.put("stray/b", "x")})));
    EXPECT_TRUE(Schema("crash-explanation", "fuzz/schemas").accepts(json)) << json;
    EXPECT_TRUE(json.contains(R"(crashing/a\\u000a","target":"crashing","what":)")) << json;
}

}  // namespace
}  // namespace keyturn::fuzz
