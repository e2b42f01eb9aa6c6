#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "tools/command_test_support.h"
#include "tools/exit_status.h"

namespace keyturn {
namespace {

std::string content_of_file(const std::string& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

TEST(Requirements, are_listed_by_the_beginnings_of_their_ids) {
    const CommandRun one = run({"requirements", "AM-ROT-002", "AM-SEC-001"});
    EXPECT_EQ(one.status, exit_conformant);
    EXPECT_EQ(one.out,
              "AM-ROT-002  MUST   server    The key version is above the group's current one, compared as numbers.   "
              "[guide]\n"
              "AM-SEC-001  MUST   server    No answer carries the caller's token.   [policy]\n");
    const CommandRun all = run({"requirements"});
    EXPECT_TRUE(all.out.starts_with("AM-REQ-001 ")) << all.out;
    EXPECT_TRUE(all.out.contains("\nAM-SEC-005 ")) << all.out;
}

TEST(Requirements, a_beginning_that_fits_nothing_is_wrong_usage) {
    const CommandRun ran = run({"requirements", "AM-ROT", "AM-XYZ"});
    EXPECT_EQ(ran.status, exit_usage);
    EXPECT_EQ(ran.err, "keyturn requirements: no id begins with 'AM-XYZ'\n");
    EXPECT_EQ(ran.out, "");
    EXPECT_EQ(run({"requirements", "--data", "/nonexistent"}).status, exit_usage);
}

TEST(Requirements, a_page_gets_its_tables_again) {
    const ScratchFile page("# Page\n<!-- tables: begin -->\n<!-- tables: end -->\nend\n");
    EXPECT_EQ(run({"requirements", "--page", page.path()}).status, exit_conformant);
    const std::string content = content_of_file(page.path());
    EXPECT_TRUE(content.starts_with("# Page\n<!-- tables: begin -->\n\n## AM-REQ")) << content;
    EXPECT_TRUE(content.contains("\n| AM-ROT-002 | MUST | server | guide |")) << content;
    EXPECT_TRUE(content.ends_with("\n<!-- tables: end -->\nend\n")) << content;
}

TEST(Requirements, a_page_that_can_not_be_written_is_left_as_it_is) {
    const ScratchFile page("no marks");
    const CommandRun ran = run({"requirements", "--page", page.path()});
    EXPECT_EQ(ran.status, exit_usage);
    EXPECT_TRUE(ran.err.contains(page.path() + ": it has no marks")) << ran.err;
    EXPECT_EQ(content_of_file(page.path()), "no marks");
    EXPECT_EQ(run({"requirements", "--page", "/nonexistent/page.md"}).status, exit_usage);
}

}  // namespace
}  // namespace keyturn
