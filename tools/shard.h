// One of several parts of a run, for machines that share it.
#pragma once

#include <cstddef>
#include <expected>
#include <string>
#include <vector>

#include "conformance/exchange.h"

namespace keyturn {

struct Shard {
    std::size_t number = 1;  // from 1
    std::size_t of = 1;

    bool is_whole() const { return of == 1; }
};

// I/N, with I from 1 to N; "" is the whole. The error is a sentence.
std::expected<Shard, std::string> read_shard(const std::string& text);

// Of cases in the order of their ids every N-th, from the I-th on: all shards together are the whole, and none has a
// case of another.
std::vector<Case> cases_of(const Shard& shard, std::vector<Case> cases);

}  // namespace keyturn
