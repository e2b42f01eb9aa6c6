#include "fuzz/corpus/corpus_folder.h"

#include <fstream>

namespace keyturn::fuzz {
namespace {

namespace fs = std::filesystem;

class CorpusFolder : public testing::Test {
  protected:
    CorpusFolder() { fs::remove_all(folder_); }
    ~CorpusFolder() override { fs::remove_all(folder_); }

    const fs::path folder_ =
        fs::path(testing::TempDir()) /
        ("corpus_folder_" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
};

TEST_F(CorpusFolder, files_come_by_name_with_their_bytes_those_of_folders_below_too) {
    ASSERT_TRUE(write_whole(folder_ / "b", std::string_view("\0x", 2)));
    ASSERT_TRUE(write_whole(folder_ / "below/a", ""));
    const auto files = read_corpus(folder_);
    ASSERT_TRUE(files);
    ASSERT_EQ(files->size(), 2u);
    EXPECT_EQ((*files)[0], std::pair(std::string("a"), std::string()));
    EXPECT_EQ((*files)[1], std::pair(std::string("b"), std::string("\0x", 2)));
}

TEST_F(CorpusFolder, an_absent_folder_has_no_files) {
    const auto files = read_corpus(folder_);
    ASSERT_TRUE(files);
    EXPECT_TRUE(files->empty());
}

TEST_F(CorpusFolder, a_link_out_of_the_folder_is_not_followed) {
    ASSERT_TRUE(write_whole(folder_ / "a", "a"));
    fs::create_symlink("/etc/passwd", folder_ / "link");
    EXPECT_EQ(read_corpus(folder_)->size(), 1u);
}

TEST_F(CorpusFolder, a_file_past_the_limit_is_named) {
    ASSERT_TRUE(write_whole(folder_ / "large", ""));
    fs::resize_file(folder_ / "large", largest_corpus_file);
    EXPECT_TRUE(read_corpus_file(folder_ / "large"));
    fs::resize_file(folder_ / "large", largest_corpus_file + 1);
    const auto content = read_corpus_file(folder_ / "large");
    ASSERT_FALSE(content);
    EXPECT_TRUE(content.error().ends_with("large: 16777217 bytes, more than 16777216 are not read")) << content.error();
    EXPECT_FALSE(read_corpus(folder_));
}

TEST_F(CorpusFolder, writing_leaves_nothing_unfinished_behind) {
    ASSERT_TRUE(write_whole(folder_ / "a", "first"));
    ASSERT_TRUE(write_whole(folder_ / "a", "second"));
    EXPECT_EQ(read_corpus_file(folder_ / "a"), "second");
    EXPECT_EQ(std::distance(fs::directory_iterator(folder_), {}), 1);
}

TEST_F(CorpusFolder, an_index_is_saved_and_loaded_and_an_absent_one_is_empty) {
    CorpusIndex index;
    index.put({content_name("abc"), true, "w"});
    EXPECT_TRUE(load_index(folder_ / "i.json")->seeds.empty());
    ASSERT_TRUE(save_index(folder_ / "i.json", index));
    EXPECT_EQ(*load_index(folder_ / "i.json"), index);
}

TEST_F(CorpusFolder, an_index_that_is_wrong_is_said_with_its_place) {
    ASSERT_TRUE(write_whole(folder_ / "i.json", "{\n  1}"));
    EXPECT_TRUE(load_index(folder_ / "i.json").error().contains("i.json:2:3: "));
    ASSERT_TRUE(write_whole(folder_ / "i.json", R"({"schema": 1, "seeds": 3})"));
    EXPECT_TRUE(load_index(folder_ / "i.json").error().contains("i.json /seeds: expected "));
}

}  // namespace
}  // namespace keyturn::fuzz
