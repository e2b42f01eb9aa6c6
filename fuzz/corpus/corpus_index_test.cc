#include "fuzz/corpus/corpus_index.h"

#include <algorithm>

namespace keyturn::fuzz {
namespace {

const std::string empty_name = "da39a3ee5e6b4b0d3255bfef95601890afd80709";
const std::string abc_name = "a9993e364706816aba3e25717850c26c9cd0d89d";

TEST(CorpusIndex, an_input_is_named_by_the_sha1_of_its_bytes_as_libfuzzer_does) {
    EXPECT_EQ(content_name(""), empty_name);
    EXPECT_EQ(content_name("abc"), abc_name);
}

TEST(CorpusIndex, reads_what_it_writes) {
    CorpusIndex index;
    index.put({empty_name, false, "nothing is no JSON", false});
    index.put({abc_name, true, "found by exploring", true});
    const JsonValue document = corpus_index_to_json(index);
    EXPECT_EQ(to_json(document),
              R"({"schema":1,"seeds":[{"file":"a9993e364706816aba3e25717850c26c9cd0d89d","accepted":true,)"
              R"("why":"found by exploring","found":true},{"file":"da39a3ee5e6b4b0d3255bfef95601890afd80709",)"
              R"("accepted":false,"why":"nothing is no JSON"}]})");
    const auto again = read_corpus_index(document);
    ASSERT_TRUE(again);
    EXPECT_EQ(*again, index);
}

TEST(CorpusIndex, a_row_takes_the_place_of_the_one_of_its_file) {
    CorpusIndex index;
    index.put({abc_name, true, "first"});
    index.put({abc_name, false, "second"});
    ASSERT_EQ(index.seeds.size(), 1u);
    EXPECT_EQ(index.find(abc_name)->why, "second");
    index.erase(abc_name);
    EXPECT_EQ(index.find(abc_name), nullptr);
}

TEST(CorpusIndex, says_everything_that_is_wrong_with_a_file) {
    const auto document = parse_json(
        R"({"schema": 2, "extra": 1, "seeds": [{"file": "x", "accepted": "yes", "why": ""}, {"file": "y", "why": "z"}]})");
    const auto index = read_corpus_index(*document);
    ASSERT_FALSE(index);
    std::vector<std::string> pointers;
    for (const Problem& problem : index.error()) pointers.push_back(problem.pointer);
    for (const char* pointer : {"/schema", "/extra", "/seeds/0/file", "/seeds/0/accepted", "/seeds/0/why",
                                "/seeds/1/file", "/seeds/1/accepted"})
        EXPECT_NE(std::ranges::find(pointers, pointer), pointers.end()) << pointer;
}

TEST(CorpusIndex, refuses_two_rows_of_one_file) {
    const std::string row = R"({"file": ")" + abc_name + R"(", "accepted": true, "why": "w"})";
    const auto index = read_corpus_index(*parse_json(R"({"schema": 1, "seeds": [)" + row + "," + row + "]}"));
    ASSERT_FALSE(index);
    EXPECT_EQ(index.error().front().pointer, "/seeds/1");
}

TEST(CorpusIndex, a_corpus_and_its_index_agree_or_every_disagreement_is_said) {
    CorpusIndex index;
    index.put({abc_name, true, "w"});
    EXPECT_TRUE(disagreements(index, {{abc_name, "abc"}}).empty());
    EXPECT_EQ(disagreements(index, {}), std::vector<std::string>{abc_name + " has a row but is no file"});
    EXPECT_EQ(disagreements(index, {{abc_name, "abc"}, {empty_name, ""}}),
              std::vector<std::string>{empty_name + " has no row in the index"});
    EXPECT_EQ(disagreements(index, {{abc_name, ""}}),
              std::vector<std::string>{abc_name + " is not named after its content, which is " + empty_name});
}

}  // namespace
}  // namespace keyturn::fuzz
