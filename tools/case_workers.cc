#include "tools/case_workers.h"

#include <atomic>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "conformance/case_verdict.h"

namespace keyturn {
namespace {

// What came of the cases so far.
class Outcome {
  public:
    explicit Outcome(const CasePlan& plan) : plan_(plan), verdicts_(plan.cases.size()) {}

    void add(std::size_t index, Verdict verdict) {
        const std::lock_guard turn(mutex_);
        if (const auto noted = plan_.ended(verdict); !noted && !failure_) failure_ = noted.error();
        verdicts_[index] = std::move(verdict);
    }

    bool has_failed() const {
        const std::lock_guard turn(mutex_);
        return failure_.has_value();
    }

    // Once all workers have ended.
    std::expected<std::vector<Verdict>, std::string> take() && {
        if (failure_) return std::unexpected(*std::move(failure_));
        std::vector<Verdict> all;
        for (auto& verdict : verdicts_)
            if (verdict) all.push_back(*std::move(verdict));
        return all;
    }

  private:
    const CasePlan& plan_;
    mutable std::mutex mutex_;  // of what follows
    std::vector<std::optional<Verdict>> verdicts_;
    std::optional<std::string> failure_;
};

Verdict judged(const JudgeCase& judge, const Case& test) {
    try {
        return judge(test);
    } catch (const std::exception& error) {
        return broken_off(test, error);
    }
}

}  // namespace

std::expected<std::vector<Verdict>, std::string> run_cases(const CasePlan& plan, std::vector<JudgeCase> workers) {
    Outcome outcome(plan);
    std::atomic<std::size_t> next_group = 0;
    const auto work = [&](const JudgeCase& judge) {
        for (std::size_t group = next_group++; group < plan.groups.size(); group = next_group++)
            for (const std::size_t index : plan.groups[group]) {
                if (plan.stops() || outcome.has_failed()) return;
                outcome.add(index, judged(judge, plan.cases[index]));
            }
    };
    std::vector<std::thread> threads;
    for (std::size_t i = 1; i < workers.size(); ++i) threads.emplace_back([&, i] { work(workers[i]); });
    work(workers.front());
    for (std::thread& thread : threads) thread.join();
    return std::move(outcome).take();
}

}  // namespace keyturn
