// The tutorial of docs/adapters.md, followed.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "adapters/process_library.h"
#include "adapters/reference_library.h"
#include "adapters/smoke.h"

namespace keyturn {
namespace {

using std::chrono::milliseconds;

const Surroundings now{1'700'000'000'123, {}};
const std::string command = "python3 '" KEYTURN_SOURCE_DIR "/examples/adapters/adapter.py'";

std::string read_file(const std::string& name) {
    std::ifstream file(KEYTURN_SOURCE_DIR "/" + name);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

class ExampleAdapter : public testing::Test {
  protected:
    void SetUp() override {
        if (std::system("python3 -c '' 2>/dev/null") != 0)
            GTEST_SKIP() << "Python 3 is not installed (Debian: apt-get install python3)";
    }

    ProcessLibrary library_{{command}};
};

TEST(Tutorial, shows_the_example_as_it_is_in_fifty_lines) {
    const std::string example = read_file("examples/adapters/adapter.py");
    EXPECT_TRUE(read_file("docs/adapters.md").contains("```python\n" + example + "```\n"));
    EXPECT_EQ(std::ranges::count(example, '\n'), 50);
}

TEST(Tutorial, names_every_operation) {
    const std::string manual = read_file("docs/adapters.md");
    for (const std::string_view operation : library_operations())
        EXPECT_TRUE(manual.contains("\n| `" + std::string(operation) + "` |")) << operation;
}

TEST(Tutorial, names_the_limits) {
    const std::string manual = read_file("docs/adapters.md");
    for (const std::string_view limit : {"(1 GiB, ", "longer than 64 MiB", "10 seconds", "30 for `start`"})
        EXPECT_TRUE(manual.contains(limit)) << limit;
}

TEST_F(ExampleAdapter, answers_by_hand_as_the_tutorial_shows) {
    auto process = *ChildProcess::start(command);
    std::istringstream manual(read_file("docs/adapters.md"));
    std::string asked;
    int answers = 0;
    for (std::string line; std::getline(manual, line);) {
        if (line.starts_with("> ")) asked = line.substr(2);
        if (!line.starts_with("< ")) continue;
        EXPECT_EQ(process.ask(asked, milliseconds(30'000), {}), line.substr(2));
        ++answers;
    }
    EXPECT_EQ(answers, 3);
}

TEST_F(ExampleAdapter, is_alive) {
    const auto results = smoke(library_);
    EXPECT_EQ(results.size(), 4u);
    for (const SmokeResult& result : results) EXPECT_FALSE(result.failed) << result.failed->reason;
}

TEST_F(ExampleAdapter, reads_base64_like_the_reference) {
    const auto reference = reference_library();
    for (const std::string text :
         {"",     "QQ==", "QQ=",   "QQ",       "QQ===", "QR==", "Q",    "Q===", "QUI=",   "QUI", "QUI==",
          "QUJ=", "QUJD", "QUJD=", "QUJD====", "Q=Q=",  "-_--", "+/+/", "QU I", "QUJD\n", "é"}) {
        const auto expected = reference->decode_base64(text, now), found = library_.decode_base64(text, now);
        ASSERT_EQ(found.has_value(), expected.has_value()) << text;
        if (found)
            EXPECT_EQ(*found, *expected) << text;
        else
            EXPECT_EQ(found.error().kind, NoValueKind::refused) << text << ": " << found.error().reason;
    }
}

TEST_F(ExampleAdapter, writes_ids_and_compares_versions_like_the_reference) {
    const auto reference = reference_library();
    for (const std::string id :
         {"1-2", "2-1", "10:9", "01-1", "1-01", "5", "", "g5", "1-2-3", "-1", "1-", "1:2-3", "٣-1"})
        for (const std::string sender : {"9", "007", "x", ""})
            EXPECT_EQ(library_.canonical_conversation_id(id, sender, now),
                      reference->canonical_conversation_id(id, sender, now))
                << id << ' ' << sender;
    const std::string long_version(5000, '9');
    const std::vector<std::vector<std::string>> lists = {
        {"9", "10", "010"}, {"a", "0"}, {"a", "b", ""}, {long_version, "1" + long_version}, {"0", "00"}, {"-1", "+2"}};
    for (const auto& versions : lists)
        EXPECT_EQ(library_.latest_key_version(versions, now), reference->latest_key_version(versions, now));
    EXPECT_EQ(library_.latest_key_version({}, now).error().kind, NoValueKind::refused);
    EXPECT_EQ(library_.sign({}, "", now).error().kind, NoValueKind::unimplemented);
    EXPECT_EQ(library_.starts(), 1u);
}

}  // namespace
}  // namespace keyturn
