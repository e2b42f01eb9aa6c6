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
            ++more_;
    }

    std::size_t count() const { return all_.size() + more_; }

    // What was added, and one at the end that tells how many are left out.
    std::vector<Difference> take() {
        if (more_ != 0) all_.push_back({"", "no more differences", std::to_string(more_) + " more"});
        return std::move(all_);
    }

  private:
    std::vector<Difference> all_;
    std::size_t more_ = 0;
};

}  // namespace keyturn
