#include "fuzz/planted/proof/fuzz_proof.h"

#include <gtest/gtest.h>

namespace keyturn::fuzz {
namespace {

PlantedBug bug_of(std::string name, std::string says = "it holds") {
    return {.name = std::move(name),
            .kind = "off by one",
            .file = "protocol/x.cc",
            .from = "a",
            .to = "b",
            .target = "t",
            .oracle = "it holds",
            .says = std::move(says),
            .why = "a reason"};
}

SearchEnd found(std::uint64_t executions, double seconds, std::string finding = "it holds") {
    return {.finding = std::move(finding), .input = "keep/crash-1", .executions = executions, .seconds = seconds};
}

SearchEnd nothing(std::uint64_t executions) { return {.executions = executions, .seconds = 1}; }

SearchEnd broken() { return {.trouble = "killed by signal 9"}; }

BugTrial trial_of(PlantedBug bug, std::vector<SearchEnd> ends) {
    BugTrial trial{std::move(bug), {}};
    for (SearchEnd& end : ends) trial.searches.push_back({trial.searches.size() + 1, std::move(end)});
    return trial;
}

TEST(FuzzProof, a_search_finds_a_bug_by_the_oracle_that_is_expected) {
    const PlantedBug bug = bug_of("a", "AM-ROT-028");
    EXPECT_EQ(outcome_of(bug, found(1, 1, "AM-ROT-028: a key was replaced")), SearchOutcome::found);
    EXPECT_EQ(outcome_of(bug, found(1, 1, "a key: AM-ROT-028")), SearchOutcome::found_otherwise);
    EXPECT_EQ(outcome_of(bug, nothing(10)), SearchOutcome::survived);
    EXPECT_EQ(outcome_of(bug, broken()), SearchOutcome::not_run);
}

TEST(FuzzProof, a_search_that_did_not_end_well_found_nothing_even_if_an_oracle_spoke) {
    SearchEnd end = found(1, 1);
    end.trouble = "killed, for it took too long";
    EXPECT_EQ(outcome_of(bug_of("a"), end), SearchOutcome::not_run);
}

TEST(FuzzProof, a_bug_is_caught_when_every_search_finds_it) {
    EXPECT_TRUE(trial_of(bug_of("a"), {found(1, 1), found(2, 1)}).is_caught());
    EXPECT_FALSE(trial_of(bug_of("a"), {found(1, 1), nothing(5)}).is_caught());
    EXPECT_FALSE(trial_of(bug_of("a"), {found(1, 1), found(1, 1, "another")}).is_caught());
    EXPECT_FALSE(trial_of(bug_of("a"), {}).is_caught());
    EXPECT_EQ(trial_of(bug_of("a"), {found(1, 1), nothing(5), found(7, 2)}).found(), 2u);
}

TEST(FuzzProof, medians_are_of_the_searches_that_found_it) {
    const BugTrial odd = trial_of(bug_of("a"), {found(30, 3), found(10, 9), nothing(99), found(20, 1)});
    EXPECT_EQ(odd.median_executions(), 20u);
    EXPECT_EQ(odd.median_seconds(), 3.0);
    EXPECT_EQ(trial_of(bug_of("a"), {found(30, 3), found(10, 9)}).median_executions(), 10u);
    EXPECT_EQ(trial_of(bug_of("a"), {nothing(5)}).median_executions(), std::nullopt);
    EXPECT_EQ(trial_of(bug_of("a"), {nothing(5)}).median_seconds(), std::nullopt);
}

TEST(FuzzProof, a_control_runs_as_long_as_the_longest_search_of_its_target_and_seed) {
    PlantedBug sanitized = bug_of("s"), elsewhere = bug_of("e");
    sanitized.memory = true;
    elsewhere.target = "u";
    const auto controls = controls_of({trial_of(bug_of("a"), {found(5, 1), found(7, 1)}),
                                       trial_of(bug_of("b"), {found(9, 1), found(3, 1)}),
                                       trial_of(sanitized, {found(4, 1)}), trial_of(elsewhere, {found(6, 1)})});
    ASSERT_EQ(controls.size(), 4u);
    const auto is = [&](std::size_t at, std::string_view target, bool sanitizers, std::uint64_t seed,
                        std::uint64_t executions) {
        const Control& control = controls[at];
        return control.target == target && control.has_sanitizers == sanitizers && control.search.seed == seed &&
               control.search.end.executions == executions;
    };
    EXPECT_TRUE(is(0, "t", false, 1, 9));
    EXPECT_TRUE(is(1, "t", false, 2, 7));
    EXPECT_TRUE(is(2, "t", true, 1, 4));
    EXPECT_TRUE(is(3, "u", false, 1, 6));
}

Control control_of(SearchEnd end) { return {"t", false, {1, std::move(end)}}; }

TEST(FuzzProof, holds_when_all_is_caught_the_controls_are_quiet_and_the_oracles_fire) {
    const FuzzProof whole{{trial_of(bug_of("a"), {found(1, 1)})}, {control_of(nothing(1))}, {{"t", {"o"}, true, {}}}};
    EXPECT_TRUE(whole.holds());
    FuzzProof survivor = whole, loud = whole, broken_control = whole, quiet = whole;
    survivor.trials.push_back(trial_of(bug_of("b"), {nothing(1)}));
    loud.controls.push_back(control_of(found(1, 1)));
    broken_control.controls.push_back(control_of(broken()));
    quiet.oracles.push_back({"t", {"p"}, false, {}});
    EXPECT_FALSE(survivor.holds());
    EXPECT_FALSE(loud.holds());
    EXPECT_FALSE(broken_control.holds());
    EXPECT_FALSE(quiet.holds());
}

TEST(FuzzProof, an_oracle_is_told_the_bugs_that_it_found) {
    PlantedBug other_oracle = bug_of("c"), other_target = bug_of("d");
    other_oracle.oracle = "another";
    other_target.target = "u";
    const std::vector<BugTrial> trials = {trial_of(bug_of("a"), {nothing(1), found(1, 1)}),
                                          trial_of(bug_of("b"), {nothing(1)}), trial_of(other_oracle, {found(1, 1)}),
                                          trial_of(other_target, {found(1, 1)})};
    EXPECT_EQ(bugs_found_by({"it holds"}, "t", trials), std::vector<std::string>{"a"});
}

FuzzProof sample() {
    return {{trial_of(bug_of("found_bug"), {found(12, 0.25), found(10, 0.5)}),
             trial_of(bug_of("lost_bug"), {nothing(77), found(5, 1, "another"), broken()})},
            {control_of(nothing(12)), control_of(found(3, 1, "it holds"))},
            {{"t", {"it holds", true}, true, {"found_bug"}},
             {"t", {"no seed"}, false, {}},
             {"t", {"law", false}, false, {}}}};
}

TEST(FuzzProof, as_text_tells_what_went_wrong_and_the_score) {
    const std::string text = text_of(sample());
    EXPECT_TRUE(text.starts_with("planted bug ")) << text;
    EXPECT_TRUE(text.contains(
        "found_bug                                  t                          2 of 2           10   0.25 s  "
        "it holds\n"))
        << text;
    EXPECT_TRUE(text.contains("  0 of 3            -        -  it holds\n")) << text;
    EXPECT_TRUE(
        text.contains("survives: lost_bug, off by one: a reason\n"
                      "  seed 1: not found in 77 executions\n"
                      "  seed 2: found by another oracle: another (keep/crash-1)\n"
                      "  seed 3: not run: killed by signal 9\n"
                      "  expected by t: it holds\n"
                      "  again: keyturn prove fuzz --bug lost_bug\n"))
        << text;
    EXPECT_FALSE(text.contains("survives: found_bug"));
    EXPECT_TRUE(
        text.contains("the unchanged target t is not quiet: it holds (seed 1, keep/crash-1)\n"
                      "quiet: t: no seed\n  no seed reaches it: add one\n"
                      "quiet: t: law\n  no planted bug makes it fire: plant one\n"))
        << text;
    EXPECT_TRUE(text.ends_with("1 of 2 planted bugs are found with every seed\n1 of 3 oracles fire\n")) << text;
}

TEST(FuzzProof, as_text_tells_of_controls_with_sanitizers_and_of_those_that_did_not_run) {
    FuzzProof proof{{}, {control_of(broken())}, {}};
    proof.controls.front().has_sanitizers = true;
    EXPECT_TRUE(text_of(proof).contains("the unchanged target t with sanitizers is not quiet: killed by signal 9"));
    EXPECT_TRUE(text_of(proof).ends_with("0 of 0 planted bugs are found with every seed\n"));
}

TEST(FuzzProof, as_json_has_the_matrix_and_every_search) {
    const JsonValue json = to_json(sample());
    EXPECT_EQ(to_json(*json.find("total")) + to_json(*json.find("killed")) + to_json(*json.find("survivors")),
              R"(21["lost_bug"])");
    EXPECT_EQ(to_json(*resolve(json, "/matrix/0")),
              R"({"defect":"found_bug","kind":"off by one","requirement":null,"target":"t","oracle":"it holds",)"
              R"("killed_by":["t"],"cited":true,"found":2,"median_executions":10,"median_seconds":0.250,)"
              R"("searches":[{"seed":1,"outcome":"found","finding":"it holds","executions":12,"seconds":0.250,)"
              R"("input":"keep/crash-1"},{"seed":2,"outcome":"found","finding":"it holds","executions":10,)"
              R"("seconds":0.500,"input":"keep/crash-1"}]})");
    EXPECT_EQ(to_json(*resolve(json, "/matrix/1/killed_by")) + to_json(*resolve(json, "/matrix/1/cited")), "[]false");
    EXPECT_EQ(to_json(*resolve(json, "/matrix/1/median_executions")), "null");
    EXPECT_EQ(to_json(*resolve(json, "/matrix/1/searches/0/finding")), "null");
    EXPECT_EQ(to_json(*json.find("controls")),
              R"([{"target":"t","sanitizers":false,"seed":1,"executions":12,"finding":null},)"
              R"({"target":"t","sanitizers":false,"seed":1,"executions":3,"finding":"it holds"}])");
    EXPECT_EQ(to_json(*resolve(json, "/oracles/0")),
              R"({"target":"t","oracle":"it holds","fires":true,"bugs":["found_bug"]})");
}

TEST(FuzzProof, as_json_names_the_requirement_of_a_bug_and_why_a_control_did_not_run) {
    PlantedBug bug = bug_of("a");
    bug.requirement = "AM-KEY-018";
    const JsonValue json = to_json(FuzzProof{{trial_of(bug, {found(1, 1)})}, {control_of(broken())}, {}});
    EXPECT_EQ(resolve(json, "/matrix/0/requirement")->text, "AM-KEY-018");
    EXPECT_EQ(resolve(json, "/controls/0/finding")->text, "killed by signal 9");
}

TEST(FuzzProof, the_manual_has_a_row_a_bug) {
    EXPECT_EQ(markdown_of({bug_of("a", "AM-ROT-028")}),
              "| target | planted bug | kind | oracle that finds it |\n|---|---|---|---|\n"
              "| t | `a` | off by one | AM-ROT-028 |\n");
}

}  // namespace
}  // namespace keyturn::fuzz
