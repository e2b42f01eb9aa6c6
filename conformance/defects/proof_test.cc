#include "conformance/defects/proof.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <map>
#include <thread>

#include "conformance/test_support.h"

namespace keyturn {
namespace {

using Names = std::vector<std::string>;

Requirements catalogue() {
    return Requirements::read(json(R"({"schema": 1, "requirements": [
        {"id": "AM-SIG-010", "level": "MUST", "keeper": "server", "source": "guide", "text": "a"},
        {"id": "AM-ROT-009", "level": "SHOULD", "keeper": "server", "source": "policy", "text": "b"},
        {"id": "AM-REQ-014", "level": "MAY", "keeper": "server", "source": "openapi", "text": "c"}]})"))
        .value();
}

Case case_of(std::string id, Names requirements) {
    Case test;
    test.id = std::move(id);
    test.requirements = std::move(requirements);
    return test;
}

Verdict failing(std::string id, VerdictKind kind, Names requirements) {
    Verdict verdict;
    verdict.case_id = std::move(id);
    verdict.kind = kind;
    verdict.requirements = std::move(requirements);
    for (const std::string& one : verdict.requirements) verdict.breaches.push_back({one, 0, {"status", "1", "2"}});
    return verdict;
}

Verdict passing(std::string id, Names requirements = {}) {
    Verdict verdict;
    verdict.case_id = std::move(id);
    verdict.requirements = std::move(requirements);
    return verdict;
}

const WrongServer* wrong(const std::string& name) { return wrong_servers_named({name}).value().front(); }

// Two rules: one that breaks a MUST, one that breaks a SHOULD.
const std::string must_rule = "message_ids_are_new", should_rule = "signed_members_are_current";

// Each case says of a server what the table says; of all others that it is right.
using Opinions = std::map<std::pair<std::string, std::string>, Verdict>;  // by left-out rule and case

TryCases telling(Opinions opinions) {
    return [opinions = std::move(opinions)](const Planted& planted, const CaseList& cases, const auto& go_on) {
        const std::string rule = planted.left_out.empty() ? "" : *planted.left_out.begin();
        for (const Case* test : cases) {
            const auto found = opinions.find({rule, test->id});
            if (!go_on(found == opinions.end() ? passing(test->id) : found->second)) break;
        }
        return std::expected<void, std::string>();
    };
}

const std::vector<Case>& three_cases() {
    static const std::vector<Case> cases = {case_of("a", {"AM-REQ-014"}), case_of("b", {"AM-SIG-010"}),
                                            case_of("c", {"AM-SIG-010", "AM-ROT-009"})};
    return cases;
}

const Requirements three_requirements = catalogue();

void unheard(const Trial&, std::size_t) {}

TEST(WrongServers, are_every_rule_alone_and_every_defect_alone) {
    ASSERT_EQ(wrong_servers().size(), server_rules().size() + server_defects().size());
    const WrongServer& rule = wrong_servers()[1];
    EXPECT_EQ(rule.kind, WrongServer::Kind::rule);
    EXPECT_EQ(rule.name, server_rules()[1].name);
    EXPECT_EQ(rule.requirement, server_rules()[1].requirement);
    EXPECT_EQ(rule.summary, "leaves the rule out: media type is json");
    EXPECT_EQ(rule.planted.left_out, LeftOut{std::string(rule.name)});
    EXPECT_TRUE(rule.planted.defects.empty());
    const WrongServer& defect = wrong_servers().back();
    EXPECT_EQ(defect.kind, WrongServer::Kind::defect);
    EXPECT_EQ(defect.name, server_defects().back().name);
    EXPECT_EQ(defect.requirement, server_defects().back().requirement);
    EXPECT_EQ(defect.summary, server_defects().back().summary);
    EXPECT_EQ(defect.planted.defects, std::vector{&server_defects().back()});
    EXPECT_TRUE(defect.planted.left_out.empty());
}

TEST(WrongServers, are_selected_by_name) {
    EXPECT_EQ(wrong_servers_named({})->size(), wrong_servers().size());
    const auto two = wrong_servers_named({"loses_the_title", "group_exists", "loses_the_title"});
    ASSERT_EQ(two->size(), 2u);
    EXPECT_EQ((*two)[0]->name, "group_exists");
    EXPECT_EQ((*two)[1]->name, "loses_the_title");
    EXPECT_EQ(wrong_servers_named({"group_exists", "no_such"}).error(), "no_such");
}

TEST(Proof, only_a_verdict_that_cites_the_requirement_catches) {
    const auto caught = [](VerdictKind kind, const std::string& cited, std::string_view requirement) {
        return catches(failing("x", kind, {"AM-RSP-001", cited}), requirement, three_requirements);
    };
    EXPECT_TRUE(caught(VerdictKind::nonconformant, "AM-SIG-010", "AM-SIG-010"));
    EXPECT_TRUE(caught(VerdictKind::nonconformant, "AM-ROT-009", "AM-ROT-009"));
    EXPECT_TRUE(caught(VerdictKind::tolerated, "AM-ROT-009", "AM-ROT-009"));
    EXPECT_TRUE(caught(VerdictKind::tolerated, "AM-REQ-014", "AM-REQ-014"));
    EXPECT_FALSE(caught(VerdictKind::tolerated, "AM-SIG-010", "AM-SIG-010"));
    EXPECT_FALSE(caught(VerdictKind::tolerated, "AM-ZZZ-001", "AM-ZZZ-001"));
    EXPECT_FALSE(caught(VerdictKind::nonconformant, "AM-ROT-009", "AM-SIG-010"));
    EXPECT_FALSE(caught(VerdictKind::inconclusive, "AM-ROT-009", "AM-ROT-009"));
    EXPECT_FALSE(catches(passing("x", {"AM-SIG-010"}), "AM-SIG-010", three_requirements));
    Verdict unbroken = passing("x", {"AM-SIG-010"});
    unbroken.kind = VerdictKind::nonconformant;
    EXPECT_FALSE(catches(unbroken, "AM-SIG-010", three_requirements));
}

TEST(Proof, every_case_is_tried_against_every_server) {
    const Opinions opinions = {
        {{must_rule, "a"}, failing("a", VerdictKind::nonconformant, {"AM-SIG-010"})},
        {{must_rule, "c"}, failing("c", VerdictKind::nonconformant, {"AM-SIG-010", "AM-ROT-009"})},
        {{should_rule, "a"}, failing("a", VerdictKind::nonconformant, {"AM-SIG-010"})}};
    const auto trials =
        prove({three_cases(), three_requirements, telling(opinions)}, {wrong(must_rule), wrong(should_rule)}, unheard);
    ASSERT_EQ(trials.size(), 2u);
    EXPECT_EQ(trials[0].server, wrong(must_rule));
    EXPECT_EQ(trials[0].killed_by, (Names{"a", "c"}));
    EXPECT_TRUE(trials[0].unfitting.empty());
    EXPECT_TRUE(trials[0].killed());
    EXPECT_FALSE(trials[1].killed());
    ASSERT_EQ(trials[1].unfitting.size(), 1u);
    EXPECT_EQ(trials[1].unfitting.front().case_id, "a");
}

TEST(Proof, silence_is_told_and_passing_is_not) {
    Verdict silent = passing("b");
    silent.kind = VerdictKind::inconclusive;
    const auto trials =
        prove({three_cases(), three_requirements, telling({{{must_rule, "b"}, silent}})}, {wrong(must_rule)}, unheard);
    ASSERT_EQ(trials.front().unfitting.size(), 1u);
    EXPECT_EQ(trials.front().unfitting.front().case_id, "b");
}

TEST(Proof, one_kill_is_enough_where_that_is_asked_and_citing_cases_come_first) {
    Names asked;
    const TryCases counting = [&](const Planted&, const CaseList& cases, const auto& go_on) {
        for (const Case* test : cases) {
            asked.push_back(test->id);
            if (!go_on(failing(test->id, VerdictKind::nonconformant, {test->id == "c" ? "AM-SIG-010" : "AM-ROT-009"})))
                break;
        }
        return std::expected<void, std::string>();
    };
    const auto trials =
        prove({three_cases(), three_requirements, counting, ProofMode::first_kill}, {wrong(must_rule)}, unheard);
    EXPECT_EQ(asked, (Names{"b", "c"}));
    EXPECT_EQ(trials.front().killed_by, Names{"c"});
    asked.clear();
    prove({three_cases(), three_requirements, counting, ProofMode::first_kill}, {wrong("group_exists")}, unheard);
    EXPECT_EQ(asked, (Names{"a", "b", "c"}));
    asked.clear();
    prove({three_cases(), three_requirements, counting}, {wrong(must_rule)}, unheard);
    EXPECT_EQ(asked, (Names{"a", "b", "c"}));
}

TEST(Proof, a_server_that_does_not_start_is_no_kill) {
    const TryCases broken = [](const auto&, const auto&, const auto&) {
        return std::expected<void, std::string>(std::unexpected("no port"));
    };
    const ProofPlan plan{three_cases(), three_requirements, broken};
    const auto trials = prove(plan, {wrong(must_rule)}, unheard);
    EXPECT_EQ(trials.front().obstacle, "no port");
    EXPECT_FALSE(trials.front().killed());
    EXPECT_EQ(try_the_right_server(plan).error(), "no port");
}

TEST(Proof, many_servers_are_tried_at_once_and_told_of_one_by_one) {
    std::atomic<int> inside = 0;
    std::atomic<bool> all_inside = false;
    const TryCases together = [&](const Planted&, const CaseList&, const auto&) {
        if (++inside == 3) all_inside = true;
        for (int i = 0; i < 2000 && !all_inside; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(1));
        --inside;
        return std::expected<void, std::string>();
    };
    const auto all = wrong_servers_named({}).value();
    const std::vector<const WrongServer*> three(all.begin(), all.begin() + 3);
    std::vector<std::size_t> ended;
    const auto told = [&](const Trial& trial, std::size_t count) {
        EXPECT_NE(trial.server, nullptr);
        ended.push_back(count);
    };
    EXPECT_EQ(prove({three_cases(), three_requirements, together, ProofMode::full, 3}, three, told).size(), 3u);
    EXPECT_TRUE(all_inside);
    EXPECT_EQ(ended, (std::vector<std::size_t>{1, 2, 3}));
}

TEST(Proof, the_right_server_must_pass_and_may_leave_out_what_nothing_asks_for) {
    Verdict idle = passing("a"), unset = passing("b");
    idle.kind = unset.kind = VerdictKind::not_run;
    unset.set_up_failed = true;
    const Opinions opinions = {
        {{"", "a"}, idle}, {{"", "b"}, unset}, {{"", "c"}, failing("c", VerdictKind::tolerated, {"AM-ROT-009"})}};
    const auto right = try_the_right_server({three_cases(), three_requirements, telling(opinions)});
    ASSERT_EQ(right->failures.size(), 2u);
    EXPECT_EQ(right->failures[0].case_id, "b");
    EXPECT_EQ(right->failures[1].case_id, "c");
    EXPECT_EQ(right->not_run, Names{"a"});
    const auto passed = try_the_right_server({three_cases(), three_requirements, telling({})});
    EXPECT_TRUE(passed->failures.empty() && passed->not_run.empty());
}

TEST(Proof, is_scored_as_a_whole_by_requirement_and_by_case) {
    const std::vector<Trial> trials = {{wrong(should_rule), {"a"}, {}, {}},
                                       {wrong(must_rule), {"a", "c"}, {}, {}},
                                       {wrong("forgets_message_ids"), {}, {}, {}}};
    EXPECT_EQ(score_of(trials).total, 3u);
    EXPECT_EQ(score_of(trials).killed, 2u);
    const auto rows = scores_by_requirement(trials);
    ASSERT_EQ(rows.size(), 2u);
    EXPECT_EQ(rows[0].requirement, "AM-ROT-009");
    EXPECT_EQ(rows[0].score.killed, 1u);
    EXPECT_EQ(rows[0].score.total, 1u);
    EXPECT_EQ(rows[1].requirement, "AM-SIG-010");
    EXPECT_EQ(rows[1].score.killed, 1u);
    EXPECT_EQ(rows[1].score.total, 2u);
    const ProofPlan plan{three_cases(), three_requirements, telling({})};
    EXPECT_EQ(idle_cases(plan, trials, {}), Names{"b"});
    EXPECT_EQ(idle_cases(plan, {}, {{}, {"c"}}), (Names{"a", "b"}));
}

}  // namespace
}  // namespace keyturn
