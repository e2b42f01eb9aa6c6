// For tests of single oracles: libraries that are right but for one operation, and what an oracle says of them.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/library_functions.h"
#include "properties/roster_change.h"
#include "properties/violation.h"

namespace keyturn {

std::unique_ptr<Library> reference_but(const std::function<void(LibraryFunctions&)>& spoil);

// One of adapters/defective_libraries.h.
std::unique_ptr<Library> defective(std::string_view name);

// 1111, an admin, adds 3333 and 5555 to a group with 2222, where 4444 is pending; 2222 has registered twice. The group
// has a title and a ttl.
RosterChange sample_roster_change();

// "AM-KEY-014 the wrapped key opens as another key"; "" when nothing is violated.
std::string told(const std::optional<Violation>& found);

// Operations that answer the same to everything that is asked.
template <class T>
auto always(T value) {
    return [value = std::move(value)](const auto&...) -> Answer<T> { return value; };
}

template <class T>
auto refusing() {
    return [](const auto&...) -> Answer<T> { return std::unexpected(NoValue{NoValueKind::refused, "no"}); };
}

template <class T>
auto lacking() {
    return [](const auto&...) -> Answer<T> { return std::unexpected(NoValue{NoValueKind::unimplemented, ""}); };
}

}  // namespace keyturn
