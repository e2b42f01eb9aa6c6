#include "fuzz/crash/minimize_files.h"

#include "conformance/schema_test_support.h"
#include "fuzz/crash/crash_folder_test_support.h"

namespace keyturn::fuzz {
namespace {

namespace fs = std::filesystem;

class MinimizeFiles : public testing::Test {
  protected:
    MinimizedFiles minimized(const std::vector<std::string>& paths, const fs::path& out = {}) const {
        MinimizeSettings settings{.root = crashes.tree(), .programs = crashes.programs(), .out = out, .budget = budget};
        auto done = minimize_files(paths, settings, [](std::size_t, std::size_t) {});
        EXPECT_TRUE(done) << done.error();
        return done.value_or(MinimizedFiles());
    }
    MinimizedFile only(const fs::path& path, const fs::path& out = {}) const {
        auto all = minimized({path}, out);
        EXPECT_EQ(all.files.size(), 1u);
        return all.files.empty() ? MinimizedFile() : all.files.front();
    }

    const CrashFolder crashes;
    MinimizeBudget budget;
};

TEST_F(MinimizeFiles, writes_what_is_smaller_beside_the_file) {
    const fs::path file = crashes.put("crashing/crash-1", "bad and more");
    const MinimizedFile row = only(file);
    EXPECT_EQ(row.trouble, "");
    EXPECT_EQ(row.written, file.string() + ".min");
    EXPECT_EQ(crashes.content(row.written), "bad");
    EXPECT_EQ(crashes.content(file), "bad and more");
    EXPECT_EQ(row.file.size, 12u);
    EXPECT_EQ(row.after, 3u);
    EXPECT_TRUE(row.is_whole);
    EXPECT_GT(row.runs, 0u);
    EXPECT_TRUE(row.bucket.starts_with("crashing-nothing-is-bad-")) << row.bucket;
}

TEST_F(MinimizeFiles, writes_nothing_where_nothing_gives_way) {
    const fs::path file = crashes.put("crashing/crash-1", "bad");
    EXPECT_EQ(only(file).written, file);
    EXPECT_FALSE(fs::exists(file.string() + ".min"));
}

TEST_F(MinimizeFiles, puts_all_into_a_folder_by_target_and_content) {
    const fs::path out = crashes.root / "out", place = out / "crashing" / content_name("bad");
    crashes.put("crashing/crash-1", "bad and more"), crashes.put("crashing/crash-2", "bad");
    const MinimizedFiles all = minimized({crashes.root / "crashing"}, out);
    ASSERT_EQ(all.files.size(), 2u);
    EXPECT_EQ(all.count_of_minimized(), 2u);
    for (const MinimizedFile& row : all.files) EXPECT_EQ(row.written, place);
    EXPECT_EQ(crashes.content(place), "bad");
    EXPECT_FALSE(fs::exists(crashes.root / "crashing/crash-1.min"));
}

TEST_F(MinimizeFiles, says_of_each_why_it_is_not_minimised) {
    EXPECT_EQ(only(crashes.put("crashing/good", "good")).trouble,
              "it does not crash crashing: there is nothing to keep");
    EXPECT_TRUE(only(crashes.put("absent/crash-1", "x")).trouble.starts_with("fuzz_absent is not built in "));
    EXPECT_TRUE(only(crashes.put("stray/crash-1", "x")).trouble.contains("--target NAME"));
    EXPECT_NE(only(crashes.root / "nowhere").trouble, "");
    EXPECT_EQ(minimized({crashes.root / "nowhere"}).count_of_minimized(), 0u);
    const fs::path taken = crashes.put("taken", "a file is no folder");
    EXPECT_NE(only(crashes.put("crashing/crash-1", "bad!"), taken).trouble, "");
}

TEST_F(MinimizeFiles, tells_how_far_it_is) {
    crashes.put("crashing/crash-1", "bad 1"), crashes.put("crashing/crash-2", "bad 2");
    std::vector<std::size_t> ended;
    ASSERT_TRUE(minimize_files({crashes.root / "crashing"}, {.root = crashes.tree(), .programs = crashes.programs()},
                               [&](std::size_t done, std::size_t total) {
                                   ended.push_back(done);
                                   EXPECT_EQ(total, 2u);
                               }));
    EXPECT_EQ(ended, (std::vector<std::size_t>{1, 2}));
}

TEST_F(MinimizeFiles, needs_a_target_that_there_is) {
    const auto failure = [&](const fs::path& root, const std::string& target) {
        return minimize_files({}, {.root = root, .programs = {}, .target = target}, [](std::size_t, std::size_t) {})
            .error();
    };
    EXPECT_EQ(failure(crashes.tree(), "frob"), "there is no target 'frob': tools/fuzz --list names them");
    EXPECT_TRUE(failure(crashes.root, "crashing").contains("targets.json"));
}

TEST_F(MinimizeFiles, as_text_has_the_sizes_and_where_it_is) {
    const fs::path file = crashes.put("crashing/crash-1", "bad and more");
    const std::string text = text_of(minimized({file, crashes.put("stray\n/crash-2", "x")}));
    const MinimizedFile row = only(file);
    EXPECT_TRUE(text.contains(file.string() + ": 3 bytes of 12, " + std::to_string(row.runs) + " runs\n  " +
                              row.bucket + "\n  " + file.string() + ".min\n"))
        << text;
    EXPECT_TRUE(text.contains("stray\\u000a/crash-2: neither its name nor its folder tells")) << text;
    budget.runs = 1;
    EXPECT_TRUE(
        text_of(minimized({file})).contains("1 runs, which ended before nothing gave way: --runs takes more\n"));
}

TEST_F(MinimizeFiles, as_json_is_what_the_schema_says) {
    const Schema schema("crash-minimized", "fuzz/schemas");
    const std::string json = to_json(
        to_json(minimized({crashes.put("crashing/crash-1", "bad and more"), crashes.put("stray/crash-2", "x")})));
    EXPECT_TRUE(schema.accepts(json)) << json;
    EXPECT_TRUE(json.contains(R"("before":12,"after":3)")) << json;
    EXPECT_TRUE(json.contains(R"("whole":true)")) << json;
    EXPECT_FALSE(schema.accepts(R"({"schema":1,"files":[{"path":"x","target":"y"}]})"));
}

}  // namespace
}  // namespace keyturn::fuzz
