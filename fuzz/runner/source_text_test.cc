#include "fuzz/runner/source_text.h"

#include <filesystem>

#include "fuzz/corpus/corpus_folder.h"

namespace keyturn::fuzz {
namespace {

TEST(SourceText, has_lines_from_1) {
    const SourceText source = source_text("a.cc", "one\n\nthree");
    EXPECT_EQ(source.file, "a.cc");
    EXPECT_EQ(source.lines, (std::vector<std::string>{"one", "", "three"}));
    EXPECT_EQ(source.line(1), "one");
    EXPECT_EQ(source.line(3), "three");
    EXPECT_EQ(source.line(0), "");
    EXPECT_EQ(source.line(4), "");
    EXPECT_EQ(source_text("a.cc", "one\n").lines.size(), 1u) << "a line feed ends a line";
}

TEST(SourceText, gives_what_stands_between_two_places) {
    const SourceText source = source_text("a.cc", "if (one &&\n    two &&\n      three) f();\n");
    EXPECT_EQ(source.between(1, 5, 1, 8), "one");
    EXPECT_EQ(source.between(1, 5, 3, 12), "one && two && three");
    EXPECT_EQ(source.between(1, 50, 1, 60), "");
    EXPECT_EQ(source.between(3, 7, 9, 2), "three) f();") << "the file ends before";
}

TEST(SourceText, outer_spaces_go) {
    EXPECT_EQ(without_outer_spaces(" \t a b\r "), "a b");
    EXPECT_EQ(without_outer_spaces("a"), "a");
    EXPECT_EQ(without_outer_spaces(" \t\r"), "");
    EXPECT_EQ(without_outer_spaces(""), "");
}

TEST(SourceText, is_read_from_a_projects_root) {
    const std::filesystem::path root = std::filesystem::path(testing::TempDir()) / "source_text";
    ASSERT_TRUE(write_whole(root / "p/a.cc", "one\n"));
    const auto sources = read_sources(root, {"p/a.cc"});
    ASSERT_TRUE(sources);
    ASSERT_EQ(sources->size(), 1u);
    EXPECT_EQ(sources->front().file, "p/a.cc");
    EXPECT_EQ(sources->front().line(1), "one");
    EXPECT_TRUE(read_sources(root, {"p/a.cc", "p/b.cc"}).error().contains("p/b.cc"));
}

}  // namespace
}  // namespace keyturn::fuzz
