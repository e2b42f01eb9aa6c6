// A word, a line feed, and an input to be made smaller: the failure is to hold the word, and where the input is JSON,
// to stay so. What comes out fails the same way, is never larger, comes out again, and is made no smaller by itself; no
// input is judged twice, and none that is not simpler than the best so far.
#include "fuzz/crash/minimizer.h"

#include <set>

#include "fuzz/target.h"
#include "protocol/json_document.h"

using namespace keyturn;

namespace {

constexpr std::size_t most_runs = 500, most_bytes = 512, longest_word = 16;

// Whether candidates fail, and that each is worth a run.
class Judge {
  public:
    Judge(std::string_view word, std::string_view input)
        : word_(word), best_(input), is_json_(parse_json(input).has_value()) {}

    bool fails(std::string_view candidate) {
        fuzz::expect(judged_.emplace(candidate).second, "no input is judged twice");
        fuzz::expect(fuzz::is_simpler(candidate, best_), "what is judged is simpler than the best so far");
        if (!holds(candidate)) return false;
        best_ = candidate;
        return true;
    }

    bool holds(std::string_view candidate) const {
        return candidate.contains(word_) && (!is_json_ || parse_json(candidate));
    }

  private:
    std::string_view word_;
    std::string best_;
    bool is_json_;
    std::set<std::string, std::less<>> judged_ = {};
};

fuzz::Minimized minimized(std::string_view word, std::string_view input) {
    Judge judge(word, input);
    const auto fails = [&](std::string_view candidate) { return judge.fails(candidate); };
    fuzz::Minimized smaller = fuzz::minimize(input, fails, most_runs);
    fuzz::expect(judge.holds(smaller.input), "what comes out fails the same way");
    return smaller;
}

}  // namespace

FUZZ_TARGET {
    const std::string_view text = text_of(input);
    const std::size_t end = text.find('\n');
    if (end > longest_word || text.size() > most_bytes) return fuzz::Taken::refused;
    const std::string_view word = text.substr(0, end), failing = text.substr(end + 1);
    if (!failing.contains(word)) return fuzz::Taken::refused;
    const fuzz::Minimized smaller = minimized(word, failing);
    fuzz::expect(smaller.input.size() <= failing.size(), "what comes out is never larger");
    fuzz::expect(smaller.runs <= most_runs, "the runs are kept to");
    fuzz::expect(minimized(word, failing).input == smaller.input, "the same comes out again");
    if (smaller.is_whole)
        fuzz::expect(minimized(word, smaller.input).input == smaller.input, "what is whole is made no smaller");
    return fuzz::accepted_if(smaller.is_whole);
}
