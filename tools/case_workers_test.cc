#include "tools/case_workers.h"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <mutex>
#include <set>
#include <stdexcept>
#include <thread>

namespace keyturn {
namespace {

using Ids = std::vector<std::string>;

std::vector<Case> cases_named(const Ids& ids) {
    std::vector<Case> cases(ids.size());
    for (std::size_t i = 0; i < ids.size(); ++i) cases[i].id = ids[i];
    return cases;
}

Verdict verdict_on(const Case& test) {
    Verdict verdict;
    verdict.case_id = test.id;
    return verdict;
}

// A plan over cases a, b, c, … that remembers what it hears.
struct Heard {
    explicit Heard(const Ids& ids) : cases(cases_named(ids)) {}

    CasePlan plan(std::vector<CaseGroup> groups) {
        return {cases, std::move(groups),
                [this](const Verdict& verdict) -> std::expected<void, std::string> {
                    ended.push_back(verdict.case_id);
                    if (verdict.case_id == full_at) return std::unexpected("the disk is full at " + full_at);
                    return {};
                },
                [this] { return stops.load(); }};
    }

    std::vector<Case> cases;
    Ids ended;
    std::string full_at;
    std::atomic<bool> stops = false;
};

Ids ids_of(const std::expected<std::vector<Verdict>, std::string>& verdicts) {
    if (!verdicts) return {verdicts.error()};
    Ids ids;
    for (const Verdict& verdict : *verdicts) ids.push_back(verdict.case_id);
    return ids;
}

TEST(CaseWorkers, OneWorkerRunsGroupAfterGroupInTheThreadOfItsCaller) {
    Heard heard({"a", "b", "c"});
    const auto here = std::this_thread::get_id();
    const auto worker = [&](const Case& test) {
        EXPECT_EQ(std::this_thread::get_id(), here);
        return verdict_on(test);
    };
    EXPECT_EQ(ids_of(run_cases(heard.plan({{0, 2}, {1}}), {worker})), (Ids{"a", "b", "c"}));
    EXPECT_EQ(heard.ended, (Ids{"a", "c", "b"}));
}

TEST(CaseWorkers, WorkersAreAtDifferentGroupsAtTheSameTime) {
    Heard heard({"a", "b", "c"});
    std::latch all_begun(3);  // passed only when each worker has a case
    std::mutex mutex;
    std::set<std::thread::id> threads;
    const JudgeCase worker = [&](const Case& test) {
        all_begun.arrive_and_wait();
        const std::lock_guard lock(mutex);
        threads.insert(std::this_thread::get_id());
        return verdict_on(test);
    };
    EXPECT_EQ(ids_of(run_cases(heard.plan({{0}, {1}, {2}}), {worker, worker, worker})), (Ids{"a", "b", "c"}));
    EXPECT_EQ(threads.size(), 3u);
}

TEST(CaseWorkers, CasesOfOneGroupAreRunInOrderByOneWorker) {
    Heard heard({"a", "b", "c", "d", "e", "f"});
    std::mutex mutex;
    std::vector<std::pair<std::thread::id, std::string>> run;
    const JudgeCase worker = [&](const Case& test) {
        const std::lock_guard lock(mutex);
        run.emplace_back(std::this_thread::get_id(), test.id);
        return verdict_on(test);
    };
    run_cases(heard.plan({{0, 2, 4}, {1, 3, 5}}), {worker, worker}).value();
    for (const Ids& group : {Ids{"a", "c", "e"}, Ids{"b", "d", "f"}}) {
        Ids seen;
        std::set<std::thread::id> threads;
        for (const auto& [thread, id] : run)
            if (std::ranges::find(group, id) != group.end()) {
                seen.push_back(id);
                threads.insert(thread);
            }
        EXPECT_EQ(seen, group);
        EXPECT_EQ(threads.size(), 1u);
    }
}

TEST(CaseWorkers, WhatEndsEarlyIsNotedAtOnceAndStandsInItsPlaceAtTheEnd) {
    Heard heard({"a", "b", "c"});
    std::latch others_ended(2);
    const JudgeCase worker = [&](const Case& test) {
        if (test.id == "a") others_ended.wait();
        return verdict_on(test);
    };
    CasePlan plan = heard.plan({{0}, {1, 2}});
    plan.ended = [&, note = plan.ended](const Verdict& verdict) {
        const auto noted = note(verdict);
        if (verdict.case_id != "a") others_ended.count_down();
        return noted;
    };
    EXPECT_EQ(ids_of(run_cases(plan, {worker, worker})), (Ids{"a", "b", "c"}));
    EXPECT_EQ(heard.ended, (Ids{"b", "c", "a"}));
}

TEST(CaseWorkers, WhenTheRunStopsAllThatEndedCounts) {
    Heard heard({"a", "b", "c", "d", "e"});
    const auto worker = [&](const Case& test) {
        if (test.id == "e") heard.stops = true;
        return verdict_on(test);
    };
    EXPECT_EQ(ids_of(run_cases(heard.plan({{0}, {2, 4}, {1, 3}}), {worker})), (Ids{"a", "c", "e"}));
}

TEST(CaseWorkers, NothingIsBegunOnceTheRunStops) {
    Heard heard({"a"});
    heard.stops = true;
    EXPECT_EQ(ids_of(run_cases(heard.plan({{0}}), {verdict_on})), Ids{});
}

TEST(CaseWorkers, WhatCanNotBeNotedEndsTheRunWithTheFirstError) {
    Heard heard({"a", "b", "c"});
    heard.full_at = "b";
    EXPECT_EQ(ids_of(run_cases(heard.plan({{0, 1, 2}}), {verdict_on})), Ids{"the disk is full at b"});
    EXPECT_EQ(heard.ended, (Ids{"a", "b"}));
}

TEST(CaseWorkers, AnExceptionIsTheVerdictOnItsCaseAndTheOthersAreRun) {
    Heard heard({"a", "b", "c"});
    const JudgeCase worker = [](const Case& test) {
        if (test.id == "b") throw std::runtime_error("no more of that");
        return verdict_on(test);
    };
    const auto verdicts = run_cases(heard.plan({{0, 1}, {2}}), {worker, worker});
    ASSERT_EQ(ids_of(verdicts), (Ids{"a", "b", "c"}));
    EXPECT_EQ((*verdicts)[1].kind, VerdictKind::inconclusive);
    EXPECT_EQ((*verdicts)[1].reason, "keyturn itself failed at this case: no more of that");
    EXPECT_EQ((*verdicts)[2].kind, VerdictKind::conformant);
}

TEST(CaseWorkers, ManyCasesOnManyWorkersAreNotedOneAtATimeAndComeInOrder) {
    Ids ids;
    std::vector<CaseGroup> groups(20);
    for (std::size_t i = 0; i < 400; ++i) {
        ids.push_back("case " + std::to_string(i));
        groups[i * 7 % 20].push_back(i);
    }
    Heard heard(ids);
    EXPECT_EQ(ids_of(run_cases(heard.plan(groups), std::vector<JudgeCase>(4, verdict_on))), ids);
    EXPECT_EQ(heard.ended.size(), ids.size());
}

}  // namespace
}  // namespace keyturn
