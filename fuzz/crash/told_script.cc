#include "fuzz/crash/told_script.h"

#include <fmt/format.h>

#include <algorithm>

#include "conformance/shown_text.h"
#include "fuzz/cast/cast.h"
#include "fuzz/oracles/script_text.h"

namespace keyturn::fuzz {
namespace {

constexpr std::size_t most_requests = 6;  // that the target operations sends

std::string_view taken_up_to(char end, std::string_view& text) {
    const std::string_view part = text.substr(0, text.find(end));
    text.remove_prefix(std::min(part.size() + 1, text.size()));
    return part;
}

std::vector<std::string> steps_of_conversation(std::string_view input) {
    std::vector<std::string> steps;
    for (const Step& step : read_script(input).steps) steps.push_back(in_words(step));
    return steps;
}

std::string sender_in_words(std::string_view named) {
    if (named.empty()) return std::string(cast_admin);
    if (named == "-") return "nobody";
    return find_user(cast().users, named) ? std::string(named) : "somebody with " + shown_bytes(named);
}

// A method, a target, who sends it; then its body (fuzz/operations.cc).
std::vector<std::string> steps_of_operations(std::string_view script) {
    std::vector<std::string> steps;
    while (!script.empty() && steps.size() < most_requests) {
        std::string_view line = taken_up_to('\n', script);
        const std::string_view method = taken_up_to(' ', line), target = taken_up_to(' ', line);
        const std::string sender = sender_in_words(taken_up_to(' ', line));
        steps.push_back(fmt::format("{} sends {} to {} with {}", sender, shown_bytes(method), shown_bytes(target),
                                    shown_bytes(taken_up_to('\n', script))));
    }
    return steps;
}

}  // namespace

std::vector<std::string> steps_in_words(std::string_view input, std::string_view target) {
    if (target == "rotation") return steps_of_conversation(input);
    return target == "operations" ? steps_of_operations(input) : std::vector<std::string>();
}

}  // namespace keyturn::fuzz
