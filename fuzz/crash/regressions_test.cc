#include "fuzz/crash/regressions.h"

#include <algorithm>
#include <filesystem>

#include "fuzz/corpus/corpus_folder.h"
#include "fuzz/crash/regression_case.h"
#include "fuzz/runner/project_files.h"

namespace keyturn::fuzz {
namespace {

namespace fs = std::filesystem;

const Regression one{.file = "f1", .bucket = "one-b", .requirement = "AM-ROT-002", .date = "2026-11-23", .why = "w"};

class Regressions : public testing::Test {
  protected:
    Regressions() { fs::remove_all(root_); }
    ~Regressions() override { fs::remove_all(root_); }

    std::expected<fs::path, std::string> promoted(std::string_view content, const Regression& row = one,
                                                  Promote what = Promote::write) const {
        auto made = promote(root_, "one", content, row, what);
        if (!made) return std::unexpected(made.error());
        EXPECT_TRUE(made->test_case.empty() && made->why_no_case.empty());
        return made->input;
    }
    std::string refusal(const Regression& row) const {
        const auto made = promoted("abc", row);
        EXPECT_FALSE(made || fs::exists(root_));
        return made ? "" : made.error();
    }

    const fs::path root_ =
        fs::path(testing::TempDir()) /
        ("regressions_" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
};

TEST_F(Regressions, are_kept_with_a_row) {
    const fs::path file = root_ / "corpus/regressions/one" / content_name("abc");
    EXPECT_EQ(promoted("abc"), file);
    EXPECT_EQ(read_corpus_file(file), "abc");
    Regression row = one;
    row.file = content_name("abc");
    EXPECT_EQ(load_regressions(root_, "one"), std::vector<Regression>{row});
    EXPECT_EQ(load_regressions(root_, "two"), std::vector<Regression>());
}

TEST_F(Regressions, rows_stand_by_file) {
    for (const char* content : {"a", "b", "c", "d"}) EXPECT_TRUE(promoted(content));
    const auto rows = load_regressions(root_, "one");
    ASSERT_EQ(rows->size(), 4u);
    EXPECT_TRUE(std::ranges::is_sorted(*rows, {}, &Regression::file));
}

TEST_F(Regressions, none_is_written_over) {
    ASSERT_TRUE(promoted("abc"));
    const auto again = promoted("abc");
    ASSERT_FALSE(again);
    EXPECT_TRUE(again.error().ends_with(content_name("abc") + " is a regression already"));
    fs::remove_all(root_ / "corpus/regressions/one");
    EXPECT_FALSE(promoted("abc"));  // its row is there
    fs::remove_all(root_);
    fs::create_directories(root_ / "corpus/regressions/one");
    fs::create_symlink("/nowhere", root_ / "corpus/regressions/one" / content_name("abc"));
    EXPECT_FALSE(promoted("abc"));
}

TEST_F(Regressions, checking_writes_nothing) {
    EXPECT_EQ(promoted("abc", one, Promote::only_check), root_ / "corpus/regressions/one" / content_name("abc"));
    EXPECT_FALSE(fs::exists(root_));
}

TEST_F(Regressions, without_its_row_no_input_stays) {
    fs::create_directories(record_of_regressions(root_, "one").string() + ".unfinished");
    EXPECT_FALSE(promoted("abc"));
    EXPECT_FALSE(fs::exists(root_ / "corpus/regressions/one" / content_name("abc")));
}

TEST_F(Regressions, of_a_request_to_a_server_a_case_is_kept_too) {
    const fs::path file = case_of_regression(root_, "request", "{");
    ASSERT_EQ(promote(root_, "request", "{", one, Promote::only_check)->test_case, file);
    EXPECT_FALSE(fs::exists(root_));
    ASSERT_EQ(promote(root_, "request", "{", one, Promote::write)->test_case, file);
    EXPECT_EQ(read_corpus_file(file), to_pretty_json(regression_case("request", "{", one).value()) + "\n");
    fs::remove_all(root_ / "corpus");
    const auto again = promote(root_, "request", "{", one, Promote::write);
    ASSERT_FALSE(again);
    EXPECT_TRUE(again.error().ends_with(".json is there already")) << again.error();
}

TEST_F(Regressions, without_its_row_no_case_stays) {
    fs::create_directories(record_of_regressions(root_, "request").string() + ".unfinished");
    EXPECT_FALSE(promote(root_, "request", "{", one, Promote::write));
    EXPECT_FALSE(fs::exists(case_of_regression(root_, "request", "{")));
    EXPECT_FALSE(fs::exists(root_ / "corpus/regressions/request" / content_name("{")));
}

TEST_F(Regressions, a_row_has_a_day_a_bucket_and_a_line) {
    Regression row = one;
    row.date = "today";
    EXPECT_EQ(refusal(row), "'today' is no day: 2026-11-23");
    row = one;
    row.bucket = "";
    EXPECT_EQ(refusal(row), "it has no bucket");
    for (const std::string& why : {std::string(), std::string("a\nb"), std::string("\x7f"), std::string(201, 'a')}) {
        row = one;
        row.why = why;
        EXPECT_EQ(refusal(row), "why it is kept is one line of 1 to 200 bytes");
    }
    row.why = std::string(200, ' ');
    EXPECT_TRUE(promoted("abc", row));
}

TEST_F(Regressions, a_record_that_is_none_is_told) {
    ASSERT_TRUE(write_whole(record_of_regressions(root_, "one"), R"({"schema": 1})"));
    const auto made = promoted("abc");
    ASSERT_FALSE(made);
    EXPECT_TRUE(made.error().contains("one.json /regressions")) << made.error();
}

TEST(RegressionRecord, reads_back) {
    Regression other = one;
    other.file = "f2";
    other.requirement = "";
    EXPECT_EQ(read_regressions(regressions_to_json({one, other})), (std::vector<Regression>{one, other}));
}

TEST(RegressionRecord, has_each_file_once_and_days) {
    const auto problems = [](const std::vector<Regression>& rows) {
        const auto read = read_regressions(regressions_to_json(rows));
        return read ? std::string() : read.error().at(0).pointer + ": " + read.error().at(0).expected;
    };
    EXPECT_EQ(problems({one, one}), "/regressions/1: each file once");
    Regression row = one;
    row.date = "2026-13-01";
    EXPECT_EQ(problems({row}), "/regressions/0/date: a day, 2026-11-23");
    row = one;
    row.why = "";
    EXPECT_NE(problems({row}), "");
}

TEST(RegressionRecord, days_are_those_of_a_calendar) {
    for (const char* day : {"2026-11-23", "2024-02-29", "0001-01-01"}) EXPECT_TRUE(is_date(day)) << day;
    for (const char* day : {"2026-02-29", "2026-11-31", "2026-00-01", "2026-1-1", "2026-11-2", "2026-11-233",
                            "2026/11-23", "2026-11/23", "2026-11--3", "a026-11-23", "2026-a1-23", "2026-11-a3", ""})
        EXPECT_FALSE(is_date(day)) << day;
}

TEST(RegressionRecord, says_of_every_file_of_the_corpus_why_it_is_there) {
    const fs::path root = KEYTURN_SOURCE_DIR;
    const auto table = load_target_table(root);
    ASSERT_TRUE(table);
    for (const TargetRow& target : *table) {
        const auto rows = load_regressions(root, target.name);
        ASSERT_TRUE(rows) << rows.error();
        const auto files = read_corpus(regressions_of(root, target.name));
        ASSERT_EQ(files->size(), rows->size()) << target.name;
        for (std::size_t i = 0; i < rows->size(); ++i) {
            EXPECT_EQ((*files)[i].first, (*rows)[i].file);
            EXPECT_EQ(content_name((*files)[i].second), (*rows)[i].file);
        }
    }
}

}  // namespace
}  // namespace keyturn::fuzz
