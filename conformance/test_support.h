// What the tests of this folder share.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "protocol/json_document.h"
#include "protocol/problem.h"

namespace keyturn {

inline JsonValue json(std::string_view text) {
    auto value = parse_json(text);
    if (value) return *std::move(value);
    ADD_FAILURE() << text << ": " << value.error().reason;
    return {};
}

// "pointer: expected …, found …", a text for each problem.
inline std::vector<std::string> lines(const Problems& problems) {
    std::vector<std::string> all;
    for (const Problem& problem : problems)
        all.push_back(problem.pointer + ": expected " + problem.expected + ", found " + problem.actual);
    return all;
}

using Lines = std::vector<std::string>;

}  // namespace keyturn
