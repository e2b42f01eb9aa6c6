#include "fuzz/planted/planted_bug.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "fuzz/corpus/corpus_folder.h"
#include "fuzz/planted/planted_project.h"
#include "fuzz/runner/project_files.h"

namespace keyturn::fuzz {
namespace {

const std::filesystem::path root = KEYTURN_SOURCE_DIR;

constexpr std::string_view whole_row =
    R"({"name": "a_1", "kind": "off by one", "file": "protocol/x.cc", "from": "a < b", "to": "a <= b",
        "target": "t_2", "oracle": "o", "says": "s", "requirement": "AM-KEY-018", "why": "w", "memory": true})";

std::string table_of(std::string rows) { return R"({"schema": 1, "bugs": [)" + rows + "]}"; }

// The whole row with one part written otherwise.
std::string row_with(std::string_view part, std::string_view instead) {
    std::string row(whole_row);
    return row.replace(row.find(part), part.size(), instead);
}

std::vector<std::string> pointers_of(const std::string& json) {
    const auto bugs = read_planted_bugs(*parse_json(json));
    std::vector<std::string> pointers;
    if (bugs) return pointers;
    for (const Problem& problem : bugs.error()) pointers.push_back(problem.pointer);
    return pointers;
}

using Pointers = std::vector<std::string>;

TEST(PlantedBugs, reads_a_row) {
    const auto bugs = read_planted_bugs(*parse_json(table_of(std::string(whole_row))));
    ASSERT_TRUE(bugs);
    const PlantedBug* bug = find_bug(*bugs, "a_1");
    ASSERT_NE(bug, nullptr);
    EXPECT_EQ(bug->kind, "off by one");
    EXPECT_EQ(bug->file, "protocol/x.cc");
    EXPECT_EQ(bug->from, "a < b");
    EXPECT_EQ(bug->to, "a <= b");
    EXPECT_EQ(bug->target, "t_2");
    EXPECT_EQ(bug->oracle, "o");
    EXPECT_EQ(bug->says, "s");
    EXPECT_EQ(bug->requirement, "AM-KEY-018");
    EXPECT_EQ(bug->why, "w");
    EXPECT_TRUE(bug->memory);
    EXPECT_EQ(find_bug(*bugs, "a"), nullptr);
}

TEST(PlantedBugs, what_a_row_leaves_out_has_its_usual_value) {
    const auto bugs = read_planted_bugs(*parse_json(table_of(
        R"({"name": "a", "kind": "wrong key", "file": "adapters/x.cc", "from": "f", "to": "", "target": "t",
            "oracle": "an oracle", "why": "w"})")));
    ASSERT_TRUE(bugs);
    EXPECT_EQ(bugs->front().to, "");
    EXPECT_EQ(bugs->front().says, "an oracle");
    EXPECT_EQ(bugs->front().requirement, "");
    EXPECT_FALSE(bugs->front().memory);
}

TEST(PlantedBugs, says_everything_that_is_wrong_with_a_row) {
    EXPECT_EQ(pointers_of(R"({"schema": 2})"), (Pointers{"/schema", "/bugs"}));
    EXPECT_EQ(pointers_of(table_of("{}")), (Pointers{"/bugs/0/name", "/bugs/0/kind", "/bugs/0/file", "/bugs/0/from",
                                                     "/bugs/0/to", "/bugs/0/target", "/bugs/0/oracle", "/bugs/0/why"}));
    EXPECT_EQ(pointers_of(R"({"schema": 1, "bugs": [], "more": 1})"), Pointers{"/more"});
    EXPECT_EQ(pointers_of(table_of(row_with(R"("why": "w")", R"("why": "", "extra": 1)"))),
              (Pointers{"/bugs/0/why", "/bugs/0/extra"}));
    EXPECT_EQ(pointers_of(table_of(row_with(R"("from": "a < b")", R"("from": "")"))), Pointers{"/bugs/0/from"});
    EXPECT_EQ(pointers_of(table_of(row_with(R"("oracle": "o")", R"("oracle": "")"))), Pointers{"/bugs/0/oracle"});
    EXPECT_EQ(pointers_of(table_of(row_with(R"("says": "s")", R"("says": "")"))), Pointers{"/bugs/0/says"});
    EXPECT_EQ(pointers_of(table_of(row_with("\"memory\": true", "\"memory\": 1"))), Pointers{"/bugs/0/memory"});
}

TEST(PlantedBugs, names_are_words_that_can_be_file_names) {
    for (const char* name : {"", "A", "a b", "a/b", "a-b", "a.b", "`", "{"}) {
        EXPECT_EQ(pointers_of(table_of(row_with("a_1", name))), Pointers{"/bugs/0/name"}) << name;
        EXPECT_EQ(pointers_of(table_of(row_with("t_2", name))), Pointers{"/bugs/0/target"}) << name;
    }
    EXPECT_EQ(pointers_of(table_of(row_with("a_1", "az_09"))), Pointers{});
}

TEST(PlantedBugs, a_name_stands_once) {
    const std::string row(whole_row);
    EXPECT_EQ(pointers_of(table_of(row + "," + row)), Pointers{"/bugs/1"});
}

TEST(PlantedBugs, a_kind_is_one_of_those_that_are_known) {
    EXPECT_EQ(pointers_of(table_of(row_with("off by one", "off by two"))), Pointers{"/bugs/0/kind"});
    for (const std::string_view kind : planted_bug_kinds)
        EXPECT_EQ(pointers_of(table_of(row_with("off by one", kind))), Pointers{}) << kind;
}

TEST(PlantedBugs, a_file_is_a_source_of_the_product) {
    for (const char* file : {"protocol/x.h", "tools/x.cc", "x.cc", "/protocol/x.cc", "protocol/../fuzz/x.cc"})
        EXPECT_EQ(pointers_of(table_of(row_with("protocol/x.cc", file))), Pointers{"/bugs/0/file"}) << file;
    for (const char* file : {"adapters/x.cc", "properties/x.cc", "conformance/server/x.cc", "fuzz/x.cc"})
        EXPECT_EQ(pointers_of(table_of(row_with("protocol/x.cc", file))), Pointers{}) << file;
}

TEST(PlantedBugs, a_bug_changes_something) {
    EXPECT_EQ(pointers_of(table_of(row_with("a <= b", "a < b"))), Pointers{"/bugs/0/to"});
}

PlantedBug changing(std::string from, std::string to) {
    return {.name = "bug",
            .kind = {},
            .file = "f.cc",
            .from = std::move(from),
            .to = std::move(to),
            .target = {},
            .oracle = {},
            .says = {}};
}

TEST(PlantedBugs, stands_in_a_copy_of_its_source) {
    EXPECT_EQ(with_bug(changing("a < b", "a <= b"), "if (a < b) c;"), "if (a <= b) c;");
    EXPECT_EQ(with_bug(changing("c;", ""), "if (a < b) c;"), "if (a < b) ");
}

TEST(PlantedBugs, a_source_that_changed_is_told_with_the_bug_that_has_to_follow) {
    EXPECT_EQ(with_bug(changing("a < b", ""), "if (a > b) c;").error(),
              "f.cc: what the planted bug bug changes stands there 0 times, not once; it has to follow the source: a < "
              "b");
    EXPECT_TRUE(with_bug(changing("aa", ""), "aaa").error().contains("2 times"));
}

class ShippedBugs : public testing::Test {
  protected:
    static const std::vector<PlantedBug>& bugs() {
        static const auto loaded = load_planted_bugs(root);
        EXPECT_TRUE(loaded) << loaded.error();
        return *loaded;
    }
};

TEST_F(ShippedBugs, stand_in_sources_that_have_the_place) {
    for (const PlantedBug& bug : bugs()) {
        const auto source = read_corpus_file(root / bug.file);
        ASSERT_TRUE(source) << source.error();
        const auto changed = with_bug(bug, *source);
        EXPECT_TRUE(changed) << changed.error();
    }
}

TEST_F(ShippedBugs, are_of_every_kind) {
    for (const std::string_view kind : planted_bug_kinds)
        EXPECT_NE(std::ranges::find(bugs(), kind, &PlantedBug::kind), bugs().end()) << kind;
}

TEST_F(ShippedBugs, name_an_oracle_that_their_target_has_or_an_engine) {
    for (const PlantedBug& bug : bugs()) {
        const auto oracles = load_oracles(root, bug.target);
        ASSERT_TRUE(oracles) << bug.name << ": " << oracles.error();
        const bool is_of_sanitizer =
            bug.oracle.starts_with("AddressSanitizer: ") || bug.oracle.starts_with("UndefinedBehaviorSanitizer: ");
        EXPECT_EQ(bug.memory, is_of_sanitizer) << bug.name;
        EXPECT_TRUE(is_of_sanitizer || bug.oracle.starts_with("libFuzzer: ") ||
                    std::ranges::find(*oracles, bug.oracle, &TargetOracle::name) != oracles->end())
            << bug.name << ": fuzz/" << bug.target << ".cc expects no such thing: " << bug.oracle;
    }
}

TEST_F(ShippedBugs, what_an_oracle_says_is_its_name_unless_it_says_what_it_saw) {
    for (const PlantedBug& bug : bugs()) {
        const auto oracles = load_oracles(root, bug.target);
        ASSERT_TRUE(oracles) << oracles.error();
        const auto oracle = std::ranges::find(*oracles, bug.oracle, &TargetOracle::name);
        const bool sees = oracle != oracles->end() && !oracle->says_its_name;
        EXPECT_EQ(bug.says == bug.oracle, !sees) << bug.name;
    }
}

TEST_F(ShippedBugs, are_found_by_every_target) {
    const auto targets = load_target_table(root);
    ASSERT_TRUE(targets);
    for (const TargetRow& target : *targets)
        EXPECT_NE(std::ranges::find(bugs(), target.name, &PlantedBug::target), bugs().end())
            << "fuzz/planted/bugs.json has no bug that fuzz/" << target.name << ".cc finds";
}

// Those that say their name are turned round by `keyturn prove fuzz`; of what these say only a bug can tell.
TEST_F(ShippedBugs, make_every_oracle_fire_that_says_what_it_saw) {
    const auto targets = load_target_table(root);
    ASSERT_TRUE(targets);
    for (const TargetRow& target : *targets) {
        const auto oracles = load_oracles(root, target.name);
        ASSERT_TRUE(oracles) << oracles.error();
        for (const TargetOracle& oracle : *oracles)
            EXPECT_TRUE(oracle.says_its_name || std::ranges::any_of(bugs(),
                                                                    [&](const PlantedBug& bug) {
                                                                        return bug.target == target.name &&
                                                                               bug.oracle == oracle.name;
                                                                    }))
                << target.name << ": " << oracle.name;
    }
}

TEST_F(ShippedBugs, file_that_is_not_there_or_wrong_is_told) {
    const std::filesystem::path folder = std::filesystem::path(testing::TempDir()) / "planted_bugs";
    std::filesystem::create_directories(folder / "fuzz/planted");
    std::filesystem::remove(folder / "fuzz/planted/bugs.json");
    EXPECT_TRUE(load_planted_bugs(folder).error().contains("fuzz/planted/bugs.json"));
    ASSERT_TRUE(write_whole(folder / "fuzz/planted/bugs.json", R"({"schema": 1, "bugs": [{}]})"));
    EXPECT_TRUE(load_planted_bugs(folder).error().contains("/bugs/0/name"));
}

}  // namespace
}  // namespace keyturn::fuzz
