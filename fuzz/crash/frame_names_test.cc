#include "fuzz/crash/frame_names.h"

#include <filesystem>

#include "fuzz/corpus/corpus_folder.h"

namespace keyturn::fuzz {
namespace {

namespace fs = std::filesystem;

// Answers as llvm-symbolizer does, and counts its calls.
class FrameNamesOfAScript : public testing::Test {
  protected:
    FrameNamesOfAScript() {
        fs::remove_all(folder_);
        EXPECT_TRUE(write_whole(
            program(),
            "#!/bin/sh\necho x >>\"$(dirname \"$0\")/calls\"\nshift 2\nfor place; do\n"
            "case \"$place\" in\n"
            "'\"/m\" 0x1') printf 'keyturn::g(int)\\n/elsewhere/build/dev/../../protocol/a.cc:1:2\\n"
            "std::vector<int> keyturn::(anonymous namespace)::f<int>(keyturn::X)::{lambda(char)#1}::operator()(char) "
            "const\\nprotocol/a.cc:3:4\\n\\n';;\n"
            "'\"/m\" 0x10') printf 'keyturn::h()\\n/usr/include/a.cc:1:2\\n\\n';;\n"
            "'\"/m\" 0x20') printf 'keyturn::e()\\n/x/fuzz/engine/a.cc:1:2\\n\\n';;\n"
            "'\"/m\" 0x40') printf 'keyturn::p(int)\\n/y/build/x/fuzz/planted/p.cc:1:2\\n\\n';;\n"
            "'\"/m\" 0x50') printf 'keyturn::b(int)\\n/y/build/b.cc:1:2\\n\\n';;\n"
            "*) printf '??\\n??:0:0\\n\\n';;\nesac\ndone\n"));
        fs::permissions(program(), fs::perms::owner_all);
        for (const char* source : {"protocol/a.cc", "a.cc", "fuzz/engine/a.cc", "build/b.cc"})
            EXPECT_TRUE(write_whole(root() / source, ""));
    }
    ~FrameNamesOfAScript() override { fs::remove_all(folder_); }

    fs::path root() const { return folder_ / "root"; }
    fs::path program() const { return folder_ / "symbolizer"; }
    std::size_t calls() const { return read_corpus_file(folder_ / "calls").value_or("").size() / 2; }

    const fs::path folder_ = fs::path(testing::TempDir()) /
                             ("frames_" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
};

TEST_F(FrameNamesOfAScript, own_functions_have_no_arguments) {
    FrameNames names(root(), program());
    EXPECT_EQ(names.own_functions({{"/m", 0x1}}), (std::vector<std::string>{"keyturn::g", "keyturn::f"}));
}

TEST_F(FrameNamesOfAScript, others_and_the_engine_do_not_count) {
    FrameNames names(root(), program());
    EXPECT_EQ(names.own_functions({{"/m", 0x10}, {"/m", 0x20}, {"/n", 0x1}}), std::vector<std::string>());
}

TEST_F(FrameNamesOfAScript, what_is_built_from_a_copy_counts_where_a_bug_is_planted) {
    FrameNames names(root(), program());
    EXPECT_EQ(names.own_functions({{"/m", 0x40}}), std::vector<std::string>{"keyturn::p"});
    EXPECT_EQ(names.own_functions({{"/m", 0x50}}), std::vector<std::string>());
}

TEST_F(FrameNamesOfAScript, a_function_that_calls_itself_counts_once) {
    FrameNames names(root(), program());
    EXPECT_EQ(names.own_functions({{"/m", 0x1}, {"/m", 0x1}}).size(), 2u);
}

TEST_F(FrameNamesOfAScript, all_are_learnt_at_once_and_remembered) {
    FrameNames names(root(), program());
    names.learn({{"/m", 0x1}, {"/m", 0x10}, {"/m", 0x20}});
    names.own_functions({{"/m", 0x1}});
    names.own_functions({{"/m", 0x20}});
    EXPECT_EQ(calls(), 1u);
    names.own_functions({{"/m", 0x30}});
    EXPECT_EQ(calls(), 2u);
}

TEST_F(FrameNamesOfAScript, without_a_symboliser_none_has_a_name) {
    FrameNames names(root(), "");
    EXPECT_FALSE(names.can_name());
    EXPECT_EQ(names.own_functions({{"/m", 0x1}}), std::vector<std::string>());
    EXPECT_TRUE(FrameNames(root(), program()).can_name());
}

}  // namespace
}  // namespace keyturn::fuzz
