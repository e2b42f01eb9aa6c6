#include "properties/generated/run_property.h"

#include <algorithm>

#include "properties/generated/input_source.h"
#include "protocol/entropy.h"

namespace keyturn {
namespace {

constexpr std::size_t most_shrinks_tried = 1000, most_shrinks_of_unanswered = 10, fewest_for_shares = 200,
                      looked_at_for_shares = 500;

rc::Random random_of(const Property& property, std::uint64_t seed) {
    return rc::Random(Entropy(property.name, seed).below(UINT64_MAX));
}

// From small to large, as far as the last of the runs.
int size_of_run(std::size_t run, std::size_t runs) {
    return static_cast<int>(run * static_cast<std::size_t>(rc::kNominalSize) / runs);
}

bool is_unanswered(const Violation& violation) {
    return violation.requirement == "AM-SIG-041" || violation.requirement == "AM-SIG-042";
}

bool are_symptoms_of_one(const Violation& a, const Violation& b) {
    return a.requirement == b.requirement && a.limit_of_protocol == b.limit_of_protocol;
}

class Run {
  public:
    Run(const Property& property, Library& library, const RunSettings& settings)
        : property_(property), library_(library), settings_(settings), source_(input_source(property.name)) {}

    PropertyRun result() && {
        for (const JsonValue& input : settings_.replayed_first) try_input(rc::shrinkable::just(input), input);
        run_.inputs = run_.exercised = 0;
        rc::Random random = random_of(property_, settings_.seed);
        std::vector<std::size_t> belonging(source_.shares.size());
        const std::size_t stride = std::max<std::size_t>(1, settings_.runs / looked_at_for_shares);
        std::size_t generated = 0;
        for (; generated < settings_.runs && !is_done_; ++generated) {
            const auto input = source_.inputs(random.split(), size_of_run(generated, settings_.runs));
            const JsonValue value = input.value();  // made anew whenever it is asked for
            if (!settings_.only_whether && generated % stride == 0) count_shares(value, belonging);
            try_input(input, value);
        }
        note_shortfalls(belonging, (generated + stride - 1) / stride);
        std::ranges::sort(run_.violations, {}, [](const Violation& violation) {
            return std::pair(violation.requirement, violation.limit_of_protocol);
        });
        return std::move(run_);
    }

  private:
    void count_shares(const JsonValue& input, std::vector<std::size_t>& belonging) const {
        for (std::size_t i = 0; i < belonging.size(); ++i)
            if (source_.shares[i].belongs(input)) ++belonging[i];
    }

    void note_shortfalls(const std::vector<std::size_t>& belonging, std::size_t looked_at) {
        if (settings_.only_whether || looked_at < fewest_for_shares) return;
        for (std::size_t i = 0; i < belonging.size(); ++i) {
            const double percent = 100.0 * static_cast<double>(belonging[i]) / static_cast<double>(looked_at);
            const RequiredShare& share = source_.shares[i];
            if (percent < share.percent) run_.shortfalls.push_back({share.name, percent, share.percent});
        }
    }

    void try_input(const rc::Shrinkable<JsonValue>& input, const JsonValue& value) {
        const auto judgement = judge(property_, library_, value);
        if (!judgement) return;
        ++run_.inputs;
        if (judgement->exercised) ++run_.exercised;
        if (!judgement->violation || is_known(*judgement->violation)) return;
        const Violation& found = *judgement->violation;
        run_.violations.push_back(settings_.only_whether ? found : smallest(input, found));
        is_done_ = is_unanswered(found) || (settings_.only_whether && !found.limit_of_protocol);
    }

    bool is_known(const Violation& violation) const {
        return std::ranges::any_of(run_.violations,
                                   [&](const Violation& known) { return are_symptoms_of_one(known, violation); });
    }

    std::optional<Violation> same_violation(const JsonValue& input, const Violation& violation) const {
        auto judgement = judge(property_, library_, input);
        if (!judgement || !judgement->violation || !are_symptoms_of_one(*judgement->violation, violation))
            return std::nullopt;
        return std::move(judgement->violation);
    }

    // The first smaller input that still fails, again and again.
    Violation smallest(rc::Shrinkable<JsonValue> input, Violation violation) const {
        std::size_t left = is_unanswered(violation) ? most_shrinks_of_unanswered : most_shrinks_tried;
        auto smaller = input.shrinks();
        for (auto next = smaller.next(); next && left > 0; next = smaller.next(), --left) {
            auto still = same_violation(next->value(), violation);
            if (!still) continue;
            violation = std::move(*still);
            smaller = next->shrinks();
        }
        return violation;
    }

    const Property& property_;
    Library& library_;
    const RunSettings& settings_;
    const InputSource& source_;
    PropertyRun run_;
    bool is_done_ = false;
};

}  // namespace

PropertyRun run_property(const Property& property, Library& library, const RunSettings& settings) {
    return Run(property, library, settings).result();
}

}  // namespace keyturn
