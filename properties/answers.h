// How oracles read the answers of a library. What a library does not implement is not judged, and what never may happen
// (a trap, a hang, an answer that is none) is judged in one place for every operation: observed_library.h.
#pragma once

#include <fmt/format.h>

#include <optional>
#include <string>
#include <string_view>

#include "adapters/library.h"
#include "properties/violation.h"

namespace keyturn {

template <class T>
bool is_refused(const Answer<T>& answer) {
    return !answer && answer.error().kind == NoValueKind::refused;
}

// A refusal where a value was due; nothing for every other answer.
template <class T>
std::optional<Violation> unless_refused(const Answer<T>& answer, std::string_view requirement, std::string_view what) {
    if (!is_refused(answer)) return std::nullopt;
    return violated(std::string(requirement), fmt::format("{} was refused: {}", what, answer.error().reason));
}

// A value where a refusal was due.
template <class T>
std::optional<Violation> unless_accepted(const Answer<T>& answer, std::string_view requirement, std::string_view what) {
    if (!answer) return std::nullopt;
    return violated(std::string(requirement), fmt::format("{} was accepted", what));
}

// Another value than the one that was due, or a refusal.
template <class T>
std::optional<Violation> unless_equal(const Answer<T>& answer, const T& expected, std::string_view requirement,
                                      std::string_view what) {
    if (!answer) return unless_refused(answer, requirement, what);
    if (*answer == expected) return std::nullopt;
    return violated(std::string(requirement), fmt::format("{} came out as another value", what));
}

}  // namespace keyturn
