#include "tools/shard.h"

#include <gtest/gtest.h>

#include "tools/command_test_support.h"
#include "tools/exit_status.h"

namespace keyturn {
namespace {

std::vector<Case> cases_named(const std::string& letters) {
    std::vector<Case> cases;
    for (const char letter : letters) cases.emplace_back().id = letter;
    return cases;
}

std::string part(const std::string& shard, const std::string& letters) {
    std::string ids;
    for (const Case& test : cases_of(*read_shard(shard), cases_named(letters))) ids += test.id;
    return ids;
}

TEST(Shard, has_every_nth_case_from_its_own_on) {
    EXPECT_EQ(part("1/3", "abcdefg"), "adg");
    EXPECT_EQ(part("2/3", "abcdefg"), "be");
    EXPECT_EQ(part("3/3", "abcdefg"), "cf");
}

TEST(Shard, one_of_one_and_none_are_the_whole) {
    EXPECT_EQ(part("1/1", "abc"), "abc");
    EXPECT_EQ(part("", "abc"), "abc");
}

TEST(Shard, can_have_no_case_at_all) {
    EXPECT_EQ(part("4/4", "abc"), "");
    EXPECT_EQ(part("18446744073709551615/18446744073709551615", "abc"), "");
}

TEST(Shard, is_written_in_one_way) {
    for (const char* text : {"0/3", "4/3", "/3", "3/", "3", "/", "1/0", "-1/3", "1/-3", "+1/3", " 1/3", "1/3 ", "1/3/3",
                             "1.0/3", "a/b", "18446744073709551617/18446744073709551618", "1/18446744073709551616"})
        EXPECT_EQ(read_shard(text).error(),
                  "--shard '" + std::string(text) + "': expected I/N with I from 1 to N, as in 2/4");
    EXPECT_EQ(read_shard("03/03")->number, 3u);
}

TEST(Shard, all_of_them_together_are_the_run) {
    std::string together;
    for (const char* shard : {"1/3", "2/3", "3/3"}) {
        const CommandRun list = run({"conform", "request", "--list", "--shard", shard});
        EXPECT_EQ(list.status, exit_conformant);
        EXPECT_TRUE(list.out.ends_with(" cases   shard " + std::string(shard) + "\n")) << list.out;
        together += list.out.substr(0, list.out.rfind('\n', list.out.size() - 2) + 1);
    }
    const std::string whole = run({"conform", "request", "--list"}).out;
    EXPECT_EQ(std::count(together.begin(), together.end(), '\n'), std::count(whole.begin(), whole.end(), '\n') - 1);
    for (std::size_t begin = 0, end; (end = whole.find('\n', begin)) + 1 < whole.size(); begin = end + 1)
        EXPECT_NE(together.find(whole.substr(begin, end - begin)), std::string::npos);
}

TEST(Shard, is_what_a_run_sends_and_says) {
    const CommandRun ran = run({"conform", "rotation/key-version-*", "--shard", "2/2", "--seed", "1"});
    EXPECT_EQ(ran.status, exit_conformant) << ran.out;
    const std::string second_of_two = run({"conform", "rotation/key-version-*", "--shard", "2/2", "--list"}).out;
    const auto cases = std::to_string(std::count(second_of_two.begin(), second_of_two.end(), '\n') - 1);
    EXPECT_TRUE(ran.out.ends_with("\n" + cases + " cases: " + cases + " conformant   shard 2/2\n")) << ran.out;
    EXPECT_FALSE(ran.out.contains("never")) << "what a shard leaves out is no gap: " << ran.out;
    const CommandRun dry = run({"conform", "signatures/cut-*", "--shard", "2/9", "--dry-run"});
    EXPECT_EQ(dry.status, exit_conformant);
    EXPECT_EQ(dry.out, "");
}

TEST(Shard, of_another_form_is_wrong_usage) {
    const CommandRun ran = run({"conform", "--list", "--shard", "5/4"});
    EXPECT_EQ(ran.status, exit_usage);
    EXPECT_EQ(ran.err, "keyturn conform: --shard '5/4': expected I/N with I from 1 to N, as in 2/4\n");
}

}  // namespace
}  // namespace keyturn
