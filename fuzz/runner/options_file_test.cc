#include "fuzz/runner/options_file.h"

namespace keyturn::fuzz {
namespace {

TEST(OptionsFile, settings_of_both_sections_are_read) {
    const EngineOptions options = read_options(
        "# a comment\n[libfuzzer]\nmax_len = 100\n  timeout=3 \r\n; max_len = 5\n[asan]\na=1\nb = 2\n[env]\nc=3\n",
        "/t");
    EXPECT_EQ(options.arguments, (std::vector<std::string>{"-max_len=100", "-timeout=3"}));
    EXPECT_EQ(options.asan, "a=1:b=2");
}

TEST(OptionsFile, a_dictionary_stands_beside_the_file) {
    EXPECT_EQ(read_options("[libfuzzer]\ndict = fuzz_x.dict", "/t").arguments,
              std::vector<std::string>{"-dict=/t/fuzz_x.dict"});
    EXPECT_EQ(read_options("[asan]\ndict = x", "/t").asan, "dict=x");
}

TEST(OptionsFile, lines_that_are_no_settings_are_passed_over) {
    const EngineOptions options = read_options("max_len=1\n[libfuzzer]\nnonsense\n\n", "/t");
    EXPECT_TRUE(options.arguments.empty());
    EXPECT_EQ(options.asan, "");
}

}  // namespace
}  // namespace keyturn::fuzz
