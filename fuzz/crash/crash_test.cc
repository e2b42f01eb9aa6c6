#include "fuzz/crash/crash.h"

#include <csignal>

namespace keyturn::fuzz {
namespace {

InputRun killed(std::string said, int signal = SIGABRT) { return {InputEnd::killed, signal, std::move(said)}; }

Crash crash(const InputRun& run) { return crash_of(run).value_or(Crash{}); }

TEST(Crash, is_none_where_the_input_was_taken_or_refused) {
    EXPECT_FALSE(crash_of({InputEnd::accepted, 0, "oracle violated: x"}));
    EXPECT_FALSE(crash_of({InputEnd::refused, 0, "SUMMARY: AddressSanitizer: x y"}));
}

TEST(Crash, of_an_oracle_has_its_sentence) {
    const Crash seen = crash(killed("before\noracle violated: padding is never in excess\n    #0 0x1 (/m+0x2)\n"));
    EXPECT_EQ(seen.kind, CrashKind::oracle);
    EXPECT_EQ(seen.said, "padding is never in excess");
    EXPECT_EQ(seen.requirement, "");
    EXPECT_EQ(seen.place, "");
    EXPECT_TRUE(seen.stack.empty());
}

TEST(Crash, of_an_oracle_may_name_a_requirement) {
    const auto requirement = [](const std::string& text) {
        return crash(killed("oracle violated: " + text)).requirement;
    };
    EXPECT_EQ(requirement("AM-ROT-002: the version"), "AM-ROT-002");
    EXPECT_EQ(requirement("a payload (AM-SIG-037)"), "AM-SIG-037");
    EXPECT_EQ(requirement("AM-x AM-ROT-12 AM--123 AM-ROT-1234 AM-ROT"), "");
    EXPECT_EQ(requirement("AM-ROT AM-KEY-011"), "AM-KEY-011");
}

TEST(Crash, of_an_oracle_may_name_a_place) {
    const auto place = [](const std::string& text) { return crash(killed("oracle violated: " + text)).place; };
    EXPECT_EQ(place("AM-ROT-002 /user_ids/3: twice"), "/user_ids/3");
    EXPECT_EQ(place("/a~1b, expected"), "/a~1b");
    EXPECT_EQ(place("the value (/a/b) or /c"), "/a/b");
    EXPECT_EQ(place("the value \"/a\" or /c"), "/a");
    EXPECT_EQ(place("a/b is / none"), "");
    EXPECT_EQ(place("field 12 is lost"), "field 12");
    EXPECT_EQ(place("the field is lost"), "");
    EXPECT_EQ(place("field 12 at /a;"), "/a");
}

TEST(Crash, of_a_sanitizer_has_its_kind_and_the_first_stack) {
    const Crash seen = crash({InputEnd::exited, 1,
                              "==1==ERROR: AddressSanitizer: heap-buffer-overflow on address 0x1\n"
                              "READ of size 1\n"
                              "    #0 0x11 (/build/fuzz_x+0x1a2b) (BuildId: 00)\n"
                              "    #1 0x12 in main (/lib/libc.so.6+0x9)\n"
                              "\n"
                              "0x1 is located 0 bytes after 3-byte region\n"
                              "allocated by thread T0 here:\n"
                              "    #0 0x13 (/build/fuzz_x+0xff)\n"
                              "    #2 0x13 (/build/fuzz_x+0xfe)\n"
                              "SUMMARY: AddressSanitizer: heap-buffer-overflow (/build/fuzz_x+0x1a2b) in x\n"});
    EXPECT_EQ(seen.kind, CrashKind::sanitizer);
    EXPECT_EQ(seen.said, "AddressSanitizer: heap-buffer-overflow");
    EXPECT_EQ(seen.stack, (std::vector<CodePlace>{{"/build/fuzz_x", 0x1a2b}, {"/lib/libc.so.6", 9}}));
}

TEST(Crash, of_undefined_behaviour_says_which) {
    const Crash seen = crash({InputEnd::exited, 1,
                              "a.cc:3:4: runtime error: signed integer overflow: 1 + 2 cannot be\n"
                              "    #0 0x1 (/m+0x2)\n"
                              "SUMMARY: UndefinedBehaviorSanitizer: undefined-behavior a.cc:3:4\n"});
    EXPECT_EQ(seen.kind, CrashKind::sanitizer);
    EXPECT_EQ(seen.said, "UndefinedBehaviorSanitizer: signed integer overflow");
    EXPECT_EQ(seen.stack.size(), 1u);
}

TEST(Crash, a_summary_of_one_word_is_kept) {
    EXPECT_EQ(crash({InputEnd::exited, 1, "SUMMARY: whatever is\n"}).said, "whatever is");
    EXPECT_EQ(crash({InputEnd::exited, 1, "SUMMARY: Tool: kind"}).said, "Tool: kind");
}

TEST(Crash, an_oracle_counts_more_than_a_sanitizer) {
    EXPECT_EQ(crash(killed("SUMMARY: AddressSanitizer: abrt x\noracle violated: y\n")).said, "y");
}

TEST(Crash, of_a_signal_has_its_name_and_stack) {
    const Crash seen =
        crash(killed("    #0 0x1 (/m+0x2)\n    #1 0x1 /m+0x2\n    #2 0x1 (/m+0x)\n    #3 (/n+0x3)\n", SIGSEGV));
    EXPECT_EQ(seen.kind, CrashKind::signal);
    EXPECT_EQ(seen.said, "SIGSEGV");
    EXPECT_EQ(seen.stack, (std::vector<CodePlace>{{"/m", 2}, {"/n", 3}}));
    EXPECT_EQ(crash(killed("", 63)).said, "signal 63");
}

TEST(Crash, a_stack_is_bounded) {
    std::string lines;
    for (int i = 0; i < 40; ++i) lines += "#" + std::to_string(i) + " 0x1 (/m+0x" + std::to_string(i) + ")\n";
    EXPECT_EQ(crash(killed(lines)).stack.size(), 32u);
}

TEST(Crash, by_another_end_says_how_it_ended) {
    EXPECT_EQ(crash({InputEnd::exited, 7, ""}).said, "exit status 7");
    EXPECT_EQ(crash({InputEnd::exited, 7, ""}).kind, CrashKind::exit);
    EXPECT_EQ(crash({InputEnd::too_slow, 0, ""}).said, "it took too long");
    EXPECT_EQ(crash({InputEnd::too_slow, 0, ""}).kind, CrashKind::too_slow);
    EXPECT_EQ(crash({InputEnd::too_large, 0, ""}).said, "it took too much memory");
    EXPECT_EQ(crash({InputEnd::too_large, 0, ""}).kind, CrashKind::too_large);
}

TEST(Crash, kinds_have_names) {
    EXPECT_EQ(name_of(CrashKind::oracle), "oracle");
    EXPECT_EQ(name_of(CrashKind::sanitizer), "sanitizer");
    EXPECT_EQ(name_of(CrashKind::signal), "signal");
    EXPECT_EQ(name_of(CrashKind::exit), "exit");
    EXPECT_EQ(name_of(CrashKind::too_slow), "too slow");
    EXPECT_EQ(name_of(CrashKind::too_large), "too large");
}

}  // namespace
}  // namespace keyturn::fuzz
