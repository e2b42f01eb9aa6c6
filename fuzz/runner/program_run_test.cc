#include "fuzz/runner/program_run.h"

namespace keyturn::fuzz {
namespace {

using std::chrono::milliseconds;

struct Ran {
    ProgramEnd end;
    std::vector<std::string> lines;
};

Ran shell(const std::string& script, milliseconds deadline = milliseconds(60'000),
          std::vector<std::string> environment = {}) {
    std::vector<std::string> lines;
    const ProgramEnd end =
        run_program({{"sh", "-c", script}, std::move(environment), deadline}, [&](std::string_view line) {
            if (!line.empty()) lines.emplace_back(line);
        });
    return {end, std::move(lines)};
}

TEST(ProgramRun, lines_of_both_streams_come_whole_the_last_without_its_line_feed_too) {
    const Ran ran = shell("echo one; echo two >&2; printf three");
    EXPECT_TRUE(ran.end.is_well());
    EXPECT_EQ(ran.lines, (std::vector<std::string>{"one", "two", "three"}));
}

TEST(ProgramRun, says_how_a_program_ended) {
    EXPECT_EQ(to_string(shell("exit 3").end), "exit status 3");
    EXPECT_FALSE(shell("exit 3").end.is_well());
    EXPECT_EQ(to_string(shell("kill -9 $$").end), "killed by signal 9");
    EXPECT_EQ(to_string(shell("exec sleep 100", milliseconds(50)).end), "killed, for it took too long");
    EXPECT_EQ(to_string(run_program({{"/nowhere/program"}}, [](std::string_view) {})), "it could not be started");
}

TEST(ProgramRun, a_silent_program_leaves_time_for_progress) {
    std::size_t silences = 0;
    run_program({{"sleep", "0.5"}}, [&](std::string_view line) { silences += line.empty() ? 1 : 0; });
    EXPECT_GE(silences, 1u);
}

TEST(ProgramRun, a_line_is_cut_and_the_next_one_is_whole) {
    const Ran ran = shell("head -c 5000 /dev/zero | tr '\\0' x; echo; echo next");
    ASSERT_EQ(ran.lines.size(), 2u);
    EXPECT_EQ(ran.lines[0], std::string(4096, 'x'));
    EXPECT_EQ(ran.lines[1], "next");
}

TEST(ProgramRun, the_environment_is_pinned) {
    setenv("KEYTURN_TEST_LEAK", "1", 1);
    const Ran ran = shell("echo \"$LC_ALL $GIVEN ${KEYTURN_TEST_LEAK:-absent}\"", milliseconds(60'000), {"GIVEN=yes"});
    unsetenv("KEYTURN_TEST_LEAK");
    EXPECT_EQ(ran.lines, std::vector<std::string>{"C.UTF-8 yes absent"});
}

TEST(ProgramRun, standard_input_is_empty) { EXPECT_TRUE(shell("cat").lines.empty()); }

TEST(ProgramRun, the_output_as_a_whole_is_that_of_standard_output_and_only_of_a_good_end) {
    EXPECT_EQ(output_of({{"sh", "-c", "printf 'a\\nb'; echo no >&2"}}).output, "a\nb");
    const ProgramOutput failed = output_of({{"sh", "-c", "echo a; exit 1"}});
    EXPECT_EQ(failed.output, "");
    EXPECT_EQ(to_string(failed.end), "exit status 1");
}

}  // namespace
}  // namespace keyturn::fuzz
