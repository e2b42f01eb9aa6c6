#include "conformance/interchange/case_folder.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace keyturn {
namespace {

namespace fs = std::filesystem;

class CaseFolderTest : public testing::Test {
  protected:
    CaseFolderTest() {
        fs::path path = fs::temp_directory_path() / "keyturn-cases-XXXXXX";
        std::string text = path.string();
        root_ = ::mkdtemp(text.data());
    }
    ~CaseFolderTest() override { fs::remove_all(root_); }

    std::string folder() const { return (root_ / "made" / "of cases").string(); }
    void file(const std::string& name, const std::string& content) {
        fs::create_directories(folder());
        std::ofstream(fs::path(folder()) / name) << content;
    }
    std::string content(const std::string& name) {
        std::stringstream text;
        text << std::ifstream(fs::path(folder()) / name).rdbuf();
        return text.str();
    }
    std::vector<std::string> names() {
        std::vector<std::string> all;
        for (const auto& entry : fs::directory_iterator(folder())) all.push_back(entry.path().filename().string());
        std::ranges::sort(all);
        return all;
    }

    fs::path root_;
};

std::expected<RecordedCase, std::string> numbered(std::size_t number) {
    return RecordedCase{std::to_string(number) + "-x", json_object({{"number", json_number(std::to_string(number))}})};
}

TEST_F(CaseFolderTest, IsMadeAndWrittenTo) {
    auto opened = CaseFolder::open(folder());
    ASSERT_TRUE(opened);
    EXPECT_EQ(*opened->write(numbered), folder() + "/1-x.json");
    EXPECT_EQ(*opened->write(numbered), folder() + "/2-x.json");
    EXPECT_EQ(names(), (std::vector<std::string>{"1-x.json", "2-x.json"}));
    EXPECT_EQ(content("2-x.json"), "{\"number\": 2}\n");
}

TEST_F(CaseFolderTest, GoesOnBehindTheCasesThatAreThere) {
    file("000041-get.json", R"({"secrets": {"KEYTURN_TOKEN_1": "w", "B": "w"}})");
    file("7-get.json", R"({"secrets": {"C": "w"}})");
    file("readme.json", "no JSON");
    auto opened = CaseFolder::open(folder());
    EXPECT_EQ(opened->secret_names(), (SecretNames{"B", "C", "KEYTURN_TOKEN_1"}));
    EXPECT_EQ(*opened->write(numbered), folder() + "/42-x.json");
}

TEST_F(CaseFolderTest, WritesOverNothing) {
    auto opened = CaseFolder::open(folder());
    file("1-x.json", "somebody else's");
    file("2-x.json", "somebody else's");
    EXPECT_EQ(*opened->write(numbered), folder() + "/3-x.json");
    EXPECT_EQ(content("1-x.json"), "somebody else's");
    EXPECT_EQ(content("3-x.json"), "{\"number\": 3}\n");
}

TEST_F(CaseFolderTest, WhatCantBeMadeIsToldAndLeavesNothing) {
    auto opened = CaseFolder::open(folder());
    const auto refuse = [](std::size_t) -> std::expected<RecordedCase, std::string> { return std::unexpected("why"); };
    EXPECT_EQ(opened->write(refuse).error(), "why");
    EXPECT_EQ(*opened->write(numbered), folder() + "/1-x.json");
}

TEST_F(CaseFolderTest, SweepsAwayWhatKilledProcessesLeft) {
    file(".unfinished-" + std::to_string(getpid()), "alive");
    file(".unfinished-99999999", "dead");
    file(".unfinished-x", "nobody's");
    file(".other", "not ours");
    EXPECT_TRUE(CaseFolder::open(folder()));
    EXPECT_EQ(names(), (std::vector<std::string>{".other", ".unfinished-" + std::to_string(getpid())}));
}

TEST_F(CaseFolderTest, SaysWhyThereIsNoFolder) {
    std::ofstream(root_ / "file") << "x";
    EXPECT_TRUE(CaseFolder::open((root_ / "file").string()).error().contains("no folder can be made"));
    EXPECT_TRUE(CaseFolder::open((root_ / "file" / "below").string()).error().contains("no folder can be made"));
}

TEST_F(CaseFolderTest, AFolderThatIsGoneIsTold) {
    auto opened = CaseFolder::open(folder());
    fs::remove_all(folder());
    EXPECT_TRUE(opened->write(numbered).error().contains("can't be written"));
}

}  // namespace
}  // namespace keyturn
