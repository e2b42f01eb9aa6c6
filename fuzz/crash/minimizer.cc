#include "fuzz/crash/minimizer.h"

#include <algorithm>
#include <unordered_set>

#include "fuzz/crash/strategies.h"

namespace keyturn::fuzz {
namespace {

constexpr std::string_view plainest("\0000a", 3);

unsigned rank(char c) {
    const auto byte = static_cast<unsigned char>(c);
    if (const std::size_t place = plainest.find(c); place != std::string_view::npos)
        return static_cast<unsigned>(place);
    const bool is_printed = byte >= 0x20 && byte < 0x7f;
    return (is_printed ? 0x100u : 0x200u) + byte;
}

// The best input so far, and what may still be tried.
class Descent {
  public:
    Descent(std::string_view input, const FailsTheSameWay& fails, std::size_t most_runs)
        : best_(input), fails_(fails), most_runs_(most_runs) {}

    bool takes(std::string candidate) {
        if (!is_simpler(candidate, best_) || refused_.contains(hash_of(candidate))) return false;
        if (runs_ == most_runs_) {
            is_spent_ = true;
            return false;
        }
        ++runs_;
        if (!fails_(candidate)) {
            refused_.insert(hash_of(candidate));
            return false;
        }
        best_ = std::move(candidate);
        return true;
    }

    const std::string& best() const { return best_; }
    std::size_t runs() const { return runs_; }
    bool is_spent() const { return is_spent_; }

  private:
    static std::size_t hash_of(std::string_view text) { return std::hash<std::string_view>()(text); }

    std::string best_;
    const FailsTheSameWay& fails_;
    std::size_t most_runs_, runs_ = 0;
    bool is_spent_ = false;
    std::unordered_set<std::size_t> refused_;  // by hash: two alike cost a smaller input in 2^64
};

std::string with_stretch(std::string_view text, const Place& place, std::string_view stretch) {
    std::string whole(text.substr(0, place.begin));
    return whole.append(stretch).append(text.substr(place.end));
}

bool puts_another_in_place(std::string_view text, const Place& place, Descent& descent) {
    return std::ranges::any_of(
        place.instead, [&](const std::string& other) { return descent.takes(with_stretch(text, place, other)); });
}

Parts without(const Parts& parts, std::size_t start, std::size_t count) {
    Parts rest(parts.begin(), parts.begin() + static_cast<std::ptrdiff_t>(start));
    const std::size_t behind = std::min(parts.size(), start + count);
    rest.insert(rest.end(), parts.begin() + static_cast<std::ptrdiff_t>(behind), parts.end());
    return rest;
}

void drop_parts(std::string_view text, const Place& place, Descent& descent) {
    Parts kept = place.parts;
    for (std::size_t count = kept.size(); count > 0; count /= 2) {
        for (std::size_t start = 0; start < kept.size() && !descent.is_spent();) {
            Parts fewer = without(kept, start, count);
            if (descent.takes(with_stretch(text, place, place.made_of(fewer))))
                kept = std::move(fewer);
            else
                start += count;
        }
    }
}

// A place is tried until it stays as it is; behind it the others stand where they are then.
void descend(const Strategy& strategy, Descent& descent) {
    std::string text = descent.best();
    std::vector<Place> places = strategy.places_of(text);
    for (std::size_t i = 0; i < places.size() && !descent.is_spent();) {
        if (!puts_another_in_place(text, places[i], descent)) drop_parts(text, places[i], descent);
        if (descent.best() == text) {
            ++i;
            continue;
        }
        text = descent.best();
        places = strategy.places_of(text);
    }
}

}  // namespace

bool is_simpler(std::string_view input, std::string_view than) {
    if (input.size() != than.size()) return input.size() < than.size();
    return std::ranges::lexicographical_compare(input, than, {}, rank, rank);
}

Minimized minimize(std::string_view input, const FailsTheSameWay& fails_the_same_way, std::size_t most_runs) {
    Descent descent(input, fails_the_same_way, most_runs);
    std::string before;
    do {
        before = descent.best();
        for (const Strategy* strategy : strategies_for(before)) descend(*strategy, descent);
    } while (descent.best() != before);
    return {descent.best(), descent.runs(), !descent.is_spent()};
}

}  // namespace keyturn::fuzz
