// What is wrong with an input, as values.
#pragma once

#include <cstddef>
#include <expected>
#include <string>
#include <vector>

namespace keyturn {

// Why bytes or text could not be read or made: a sentence without the bytes themselves, so that no secret can stand in
// it. `offset`: the byte of the input at which reading stopped; 0 where an input has no places.
struct Refusal {
    std::string reason;
    std::size_t offset = 0;
};

template <class T>
using Result = std::expected<T, Refusal>;

inline std::unexpected<Refusal> refuse(std::string reason, std::size_t offset = 0) {
    return std::unexpected(Refusal{std::move(reason), offset});
}

// One broken requirement at one place of a document.
struct Problem {
    std::string requirement;  // its id in the catalogue: "AM-ROT-001"
    std::string pointer;      // JSON Pointer (RFC 6901) into the request's body; empty: the whole of it
    std::string expected;
    std::string actual;

    friend bool operator==(const Problem&, const Problem&) = default;
};

using Problems = std::vector<Problem>;

}  // namespace keyturn
