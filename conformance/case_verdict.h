// Gathers what one run of a case comes to into its verdict (design, section 4, verdicts).
#pragma once

#include <exception>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/exchange.h"
#include "conformance/journal.h"
#include "conformance/replay_policy.h"

namespace keyturn {

// Of what keeps the case from its end the last word counts; breaches count before all of it.
class CaseVerdict {
  public:
    // Both must outlive it.
    CaseVerdict(const Case& test, const ReplayPolicy& policy);

    void not_run(std::string reason);
    void inconclusive(std::string reason);
    void unimplemented();
    bool is_unimplemented() const { return verdict_.kind == VerdictKind::unimplemented; }
    // Why what became of the groups could not be read; "" where it could. No other verdict gives way to it.
    void unread(const std::string& reason);

    // Those that the run asks for.
    void tell(const std::vector<Breach>& breaches);
    void tell(std::string_view requirement, std::size_t exchange, const Difference& difference);

    // A request was answered that exercised this.
    void put_to_the_test(const Exercised& exercised) { verdict_.exercised.merge(exercised); }

    Verdict concluded() &&;

  private:
    void note_requirements();
    bool is_must(const Breach& found) const;

    const Case& test_;
    const ReplayPolicy& policy_;
    Verdict verdict_;
};

// The verdict on a case that was not begun.
Verdict not_run(const Case& test, std::string reason);

// The verdict on a case that an error of our own ended: inconclusive, with what it says.
Verdict broken_off(const Case& test, const std::exception& error);

}  // namespace keyturn
