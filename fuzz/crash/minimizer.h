// Makes an input that fails smaller, as long as it fails the same way: by the structure that is seen in it, then byte
// by byte. A pure function of the input and of what the judge says: no clock, no chance.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace keyturn::fuzz {

// Whether an input fails as the first one did. It must say the same of the same input every time.
using FailsTheSameWay = std::function<bool(std::string_view input)>;

struct Minimized {
    std::string input;  // fails the same way; never larger than what it was made from
    std::size_t runs;   // that the judge was asked
    bool is_whole;      // minimised again it stays as it is; false when the runs ended before that was known
};

// Of inputs of one size that is simpler whose first different byte says less: NUL, then 0, then a, then what can be
// printed, then the rest.
bool is_simpler(std::string_view input, std::string_view than);

// `input` is known to fail. No input is judged twice, none that is not simpler than the best so far. Places of the
// largest parts come first: in halves, quarters, …, single ones, again and again until nothing gives way.
Minimized minimize(std::string_view input, const FailsTheSameWay& fails_the_same_way, std::size_t most_runs);

}  // namespace keyturn::fuzz
