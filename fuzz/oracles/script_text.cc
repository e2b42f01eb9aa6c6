#include "fuzz/oracles/script_text.h"

#include <algorithm>
#include <charconv>

namespace keyturn::fuzz {
namespace {

// The part up to the separator; the rest stays behind it.
std::string_view take(std::string_view& rest, char separator) {
    const std::string_view part = rest.substr(0, rest.find(separator));
    rest.remove_prefix(std::min(part.size() + 1, rest.size()));
    return part;
}

std::uint64_t number_of(std::string_view word) {
    std::uint64_t number = 0;
    std::from_chars(word.data(), word.data() + word.size(), number);
    return number;
}

void read_word(Step& step, std::string_view word, std::string_view& rest) {
    if (word == "group") {
        step.group = number_of(take(rest, ' '));
    } else if (word == "event") {
        step.event = number_of(take(rest, ' '));
    } else if (std::ranges::find(script_users, word) != std::end(script_users)) {
        (step.by.empty() ? step.by : step.user) = word;
    }
}

Step read_step(std::string_view line) {
    Step step{.act = std::string(take(line, ' ')), .by = {}};
    while (!line.empty()) read_word(step, take(line, ' '), line);
    return step;
}

bool has_act(const Step& step) { return std::ranges::find(script_acts, step.act) != std::end(script_acts); }

}  // namespace

Script read_script(std::string_view text) {
    Script script;
    while (!text.empty() && script.steps.size() < most_steps) {
        Step step = read_step(take(text, '\n'));
        if (has_act(step)) script.steps.push_back(std::move(step));
    }
    return script;
}

}  // namespace keyturn::fuzz
