// Differences as they are found: the first ones in full, the number of the rest.
#pragma once

#include <string>
#include <vector>

#include "conformance/matcher.h"

namespace keyturn {

// A hostile answer may differ in a million places; nobody reads so many, and every one costs memory and journal.
constexpr std::size_t most_differences = 200;

class DifferenceList {
  public:
    void add(Difference difference) {
        if (all_.size() < most_differences)
            all_.push_back(std::move(difference));
        else
            leave_out(difference.kind);
    }

    std::size_t count() const { return all_.size() + more_; }

    // What was added, and one at the end that tells how many are left out. It weighs as the rest does: where that is
    // not of one kind, it is wrong.
    std::vector<Difference> take() {
        if (more_ != 0) all_.push_back({"", "no more differences", std::to_string(more_) + " more", kind_of_more_});
        return std::move(all_);
    }

  private:
    void leave_out(DifferenceKind kind) {
        const bool is_like_the_rest = more_++ == 0 || kind == kind_of_more_;
        kind_of_more_ = is_like_the_rest ? kind : DifferenceKind::wrong;
    }

    std::vector<Difference> all_;
    std::size_t more_ = 0;
    DifferenceKind kind_of_more_ = DifferenceKind::wrong;
};

}  // namespace keyturn
