#include "fuzz/crash/seed_difference.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <tuple>

#include "conformance/json_comparison.h"
#include "conformance/shown_text.h"

namespace keyturn::fuzz {
namespace {

using Hashes = std::vector<std::size_t>;  // in order

std::size_t hash_of(std::string_view text) { return std::hash<std::string_view>()(text); }

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        lines.push_back(text.substr(0, text.find('\n')));
        text.remove_prefix(std::min(lines.back().size() + 1, text.size()));
    }
    return lines;
}

// Each value with its place; a container counts as what is in it, an empty one as itself.
void add_values(const JsonValue& value, std::size_t place, Hashes& hashes) {
    const auto below = [&](std::string_view step) { return place * 31 + hash_of(step); };
    for (std::size_t i = 0; i < value.elements.size(); ++i)
        add_values(value.elements[i], below(std::to_string(i)), hashes);
    for (const JsonMember& member : value.members) add_values(member.value, below(member.key), hashes);
    if (value.elements.empty() && value.members.empty()) hashes.push_back(place * 31 + hash_of(to_json(value)));
}

Hashes values_of(const JsonValue& document) {
    Hashes hashes;
    add_values(document, 0, hashes);
    std::ranges::sort(hashes);
    return hashes;
}

Hashes hashes_of_lines(std::string_view text) {
    Hashes hashes;
    for (const std::string_view line : lines_of(text)) hashes.push_back(hash_of(line));
    std::ranges::sort(hashes);
    return hashes;
}

std::size_t count_apart(const Hashes& a, const Hashes& b) {
    Hashes apart;
    std::ranges::set_symmetric_difference(a, b, std::back_inserter(apart));
    return apart.size();
}

// What is left of the longer one without the start and the end that both have.
std::size_t bytes_apart(std::string_view a, std::string_view b) {
    const auto start = static_cast<std::size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
    a.remove_prefix(start);
    b.remove_prefix(start);
    const auto end = std::mismatch(a.rbegin(), a.rend(), b.rbegin(), b.rend()).first - a.rbegin();
    return std::max(a.size(), b.size()) - static_cast<std::size_t>(end);
}

// How far seeds are from one input.
class Distances {
  public:
    explicit Distances(std::string_view input) : input_(input), lines_(hashes_of_lines(input)) {
        if (const auto document = parse_json(input)) values_ = values_of(*document);
    }

    // Seeds that are JSON are nearer to an input that is than any that are not.
    std::tuple<bool, std::size_t, std::size_t> to(std::string_view seed) const {
        const std::size_t bytes = bytes_apart(input_, seed);
        const auto document = values_ ? parse_json(seed) : std::unexpected(Refusal());
        if (document) return {false, count_apart(*values_, values_of(*document)), bytes};
        return {true, count_apart(lines_, hashes_of_lines(seed)), bytes};
    }

  private:
    std::string_view input_;
    Hashes lines_;
    std::optional<Hashes> values_;
};

void add(SeedDifference& difference, std::string line) {
    if (difference.lines.size() < SeedDifference::most_lines)
        difference.lines.push_back(std::move(line));
    else
        ++difference.left_out;
}

std::string apart(std::string_view place, std::string_view in_seed, std::string_view here) {
    return fmt::format("{}: the seed has {}, this has {}", place, in_seed, here);
}

SeedDifference difference_of_values(const JsonValue& seed, const JsonValue& input) {
    Captures none;
    DifferenceList differences;
    compare_json(&seed, input, {}, {0, none}, differences);
    SeedDifference difference;
    for (const Difference& found : differences.take())
        add(difference,
            apart(found.place.empty() ? "the whole" : shown_place(found.place), found.expected, found.actual));
    return difference;
}

// Lines that only one of them has, each as often as it has more of them, in the order of the texts.
SeedDifference difference_of_lines(std::string_view seed, std::string_view input) {
    const auto in_seed = lines_of(seed), here = lines_of(input);
    std::map<std::string_view, std::ptrdiff_t> more_in_seed;
    for (const std::string_view line : in_seed) ++more_in_seed[line];
    for (const std::string_view line : here) --more_in_seed[line];
    SeedDifference difference;
    for (const std::string_view line : in_seed)
        if (more_in_seed[line] > 0) --more_in_seed[line], add(difference, "- " + shown_bytes(line));
    for (const std::string_view line : here)
        if (more_in_seed[line] < 0) ++more_in_seed[line], add(difference, "+ " + shown_bytes(line));
    return difference;
}

}  // namespace

SeedDifference difference_from_seed(std::string_view seed, std::string_view input) {
    if (seed == input) return {};
    const auto document = parse_json(input), other = parse_json(seed);
    SeedDifference difference;
    if (document && other) difference = difference_of_values(*other, *document);
    if (difference.lines.empty() && input.contains('\n')) difference = difference_of_lines(seed, input);
    if (!difference.lines.empty()) return difference;
    const auto [in_seed, here] = shown_apart(seed, input);
    return {{apart("bytes", in_seed, here)}, 0};
}

std::optional<std::size_t> nearest_seed(std::string_view input, const NamedInputs& seeds) {
    const Distances distances(input);
    const auto nearest =
        std::ranges::min_element(seeds, {}, [&](const auto& seed) { return distances.to(seed.second); });
    if (nearest == seeds.end()) return std::nullopt;
    return static_cast<std::size_t>(nearest - seeds.begin());
}

}  // namespace keyturn::fuzz
