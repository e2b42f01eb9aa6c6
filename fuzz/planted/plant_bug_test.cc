#include <gtest/gtest.h>

#include <filesystem>

#include "fuzz/corpus/corpus_folder.h"
#include "fuzz/runner/program_run.h"

// The program that the build makes copies with.
namespace keyturn::fuzz {
namespace {

namespace fs = std::filesystem;

class PlantBug : public testing::Test {
  protected:
    PlantBug() { fs::remove(copy_); }
    ~PlantBug() override { fs::remove(copy_); }

    struct Ran {
        int status;
        std::string said;
    };

    static Ran run(std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), PLANT_BUG);
        std::string said;
        const ProgramEnd end = run_program({arguments}, [&](std::string_view line) { said += line; });
        return {end.status, said};
    }

    Ran plant(const std::string& name) const { return run({KEYTURN_SOURCE_DIR, name, copy_.string()}); }
    std::string copy() const { return read_corpus_file(copy_).value_or(""); }

    const fs::path copy_ = fs::path(testing::TempDir()) /
                           (std::string("plant_bug_") + testing::UnitTest::GetInstance()->current_test_info()->name());
};

TEST_F(PlantBug, writes_a_copy_of_the_source_with_the_bug_that_says_where_it_is_from) {
    EXPECT_EQ(plant("takes_padding_in_excess").status, 0);
    EXPECT_TRUE(copy().starts_with("#line 1 \"protocol/base64.cc\"\n#include \"protocol/base64.h\"\n"));
    EXPECT_TRUE(copy().contains("if (padding > 2)"));
    EXPECT_FALSE(copy().contains("if (padding > padding_of(length))"));
}

TEST_F(PlantBug, a_copy_that_stays_as_it_was_keeps_its_time) {
    plant("takes_padding_in_excess");
    const auto then = fs::last_write_time(copy_) - std::chrono::hours(1);
    fs::last_write_time(copy_, then);
    EXPECT_EQ(plant("takes_padding_in_excess").status, 0);
    EXPECT_EQ(fs::last_write_time(copy_), then);
    EXPECT_EQ(plant("takes_bits_behind_the_last_byte").status, 0);
    EXPECT_NE(fs::last_write_time(copy_), then);
    EXPECT_FALSE(copy().contains("if (padding > 2)"));
}

TEST_F(PlantBug, says_what_it_can_not_do) {
    const Ran unknown = plant("no_such");
    EXPECT_EQ(unknown.status, 1);
    EXPECT_EQ(unknown.said, "plant_bug: there is no planted bug 'no_such'");
    EXPECT_EQ(run({"/no/such/tree", "a", copy_.string()}).status, 1);
    EXPECT_EQ(run({KEYTURN_SOURCE_DIR, "takes_padding_in_excess", "/dev/null/copy"}).status, 1);
    const Ran nothing = run({});
    EXPECT_EQ(nothing.status, 2);
    EXPECT_EQ(nothing.said, "usage: plant_bug ROOT NAME FILE");
}

}  // namespace
}  // namespace keyturn::fuzz
