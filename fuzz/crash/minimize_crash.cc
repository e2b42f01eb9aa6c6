#include "fuzz/crash/minimize_crash.h"

#include "fuzz/crash/bucket.h"

namespace keyturn::fuzz {
namespace {

struct Bucketed {
    std::string bucket;  // "" for an input that does not crash
    bool is_at_a_limit = false;
};

// Runs inputs for their buckets; where the process that forks is gone, in another.
class Judge {
  public:
    Judge(const CrashingTarget& target, FrameNames& names, TargetProcess process)
        : target_(target), names_(names), process_(std::move(process)) {}

    std::expected<Bucketed, std::string> judge(std::string_view input) {
        auto run = process_.run(input);
        if (!run) {
            auto another = TargetProcess::start(target_.program, target_.limits);
            if (!another) return std::unexpected(another.error());
            process_ = std::move(*another);
            run = process_.run(input);
        }
        if (!run) return std::unexpected(run.error());
        const auto crash = crash_of(*run);
        if (!crash) return Bucketed{};
        const bool is_at_a_limit = crash->kind == CrashKind::too_slow || crash->kind == CrashKind::too_large;
        return Bucketed{bucket_of(target_.name, *crash, names_), is_at_a_limit};
    }

    bool falls_into(const std::string& bucket, std::string_view input) {
        const auto judged = judge(input);
        return judged && judged->bucket == bucket;
    }

  private:
    const CrashingTarget& target_;
    FrameNames& names_;
    TargetProcess process_;
};

}  // namespace

std::expected<SmallerCrash, std::string> minimize_crash(const CrashingTarget& target, std::string_view input,
                                                        const MinimizeBudget& budget, FrameNames& names) {
    auto process = TargetProcess::start(target.program, target.limits);
    if (!process) return std::unexpected(process.error());
    Judge judge(target, names, std::move(*process));
    const auto first = judge.judge(input);
    if (!first) return std::unexpected(first.error());
    if (first->bucket.empty())
        return std::unexpected("it does not crash " + target.name + ": there is nothing to keep");
    const auto fails = [&](std::string_view candidate) { return judge.falls_into(first->bucket, candidate); };
    Minimized minimized = minimize(input, fails, first->is_at_a_limit ? budget.runs_at_a_limit : budget.runs);
    if (!fails(minimized.input))
        return std::unexpected("it does not crash the same way every time: a flaky crash can't be made smaller");
    return SmallerCrash{first->bucket, std::move(minimized)};
}

}  // namespace keyturn::fuzz
