// The text of a case file, beside two shared states. Every problem has a place; a case that reads has exchanges and
// requirements, starts from the state that it names, and those of its exchanges that are sent at once are among all.
#include "conformance/exchange.h"
#include "conformance/json_comparison.h"
#include "fuzz/cast/cast.h"
#include "fuzz/target.h"

using namespace keyturn;

namespace {

const SharedStates& shared_states() {
    static const SharedStates states = {{"made", MadeState{{.members = 2, .admins = 1, .outsiders = 1}, 7}},
                                        {"written", fuzz::cast()}};
    return states;
}

void starts_from_its_state(const Case& read) {
    const bool names_one = read.shared_state.has_value();
    fuzz::expect(!names_one || shared_states().contains(*read.shared_state), "a shared state is one of them");
    if (!names_one) return;
    const Given expected =
        *read.shared_state == "made" ? make_state(std::get<MadeState>(shared_states().at("made"))) : fuzz::cast();
    fuzz::expect(
        given_to_json(read.starting_state(), PrivateParts::kept) == given_to_json(expected, PrivateParts::kept),
        "a case starts from the state that it names");
}

void parallel_exchanges_are_exchanges(const Case& read) {
    std::size_t behind = 0;
    for (const ParallelExchanges& parallel : read.parallels) {
        fuzz::expect(parallel.first >= behind && parallel.count >= 2, "exchanges are sent at once once");
        behind = parallel.first + parallel.count;
        fuzz::expect(read.parallel_from(parallel.first) == &parallel, "they are found where they begin");
        for (const std::vector<int>& outcome : parallel.outcomes)
            fuzz::expect(outcome.size() == parallel.count, "an outcome has a status for each");
    }
    fuzz::expect(behind <= read.exchanges.size() && !read.parallel_from(read.exchanges.size()), "none is missing");
}

}  // namespace

FUZZ_TARGET {
    const auto document = parse_json(text_of(input));
    if (!document) return fuzz::Taken::refused;
    const auto read = read_case(*document, "fuzz", "fuzz.json", shared_states());
    if (read) {
        fuzz::expect(!read->exchanges.empty() && !read->requirements.empty() && !read->title.empty(),
                     "a case has a title, requirements and exchanges");
        starts_from_its_state(*read);
        parallel_exchanges_are_exchanges(*read);
        return fuzz::Taken::accepted;
    }
    fuzz::expect(!read.error().empty(), "a refusal has problems");
    if (!doubled_keys(*document).empty()) return fuzz::Taken::refused;  // a pointer can't tell two equal keys apart
    for (const Problem& problem : read.error())
        fuzz::expect(problem.pointer.empty() || resolve(*document, problem.pointer) || problem.actual == "nothing",
                     "a problem has a place");
    return fuzz::Taken::refused;
}
