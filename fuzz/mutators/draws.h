// What a mutator draws from the one seed an engine gives it (SplitMix64): some ten times faster than Entropy, and
// nothing here is a secret.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>

namespace keyturn::fuzz {

class Draws {
  public:
    explicit Draws(std::uint64_t seed) : state_(seed) {}

    std::uint64_t next() {
        std::uint64_t z = state_ += 0x9e3779b97f4a7c15;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }

    // In [0, bound); `bound` is at least 1.
    std::size_t below(std::size_t bound) { return next() % bound; }
    bool one_in(std::size_t chances) { return below(chances) == 0; }

    // One of the list, which is not empty.
    template <class List>
    auto&& pick(List&& list) {
        return list[below(std::size(list))];
    }

  private:
    std::uint64_t state_;
};

}  // namespace keyturn::fuzz
