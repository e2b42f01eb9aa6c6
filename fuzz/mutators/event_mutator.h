// Mutations of inputs that are events in Thrift: MessageEventDetails or MessageEvents, by their schema.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace keyturn::fuzz {

// What encoded_mutations.h does to such bytes; one time in sixteen a fresh event or detail. At most `max_size` bytes.
std::string mutate_event(std::string_view bytes, std::uint64_t seed, std::size_t max_size);

// A struct of the second in place of one of the same kind in the first; of what is no event, and one time in eight, the
// start of the one and the end of the other.
std::string cross_over_events(std::string_view first, std::string_view second, std::uint64_t seed,
                              std::size_t max_size);

}  // namespace keyturn::fuzz
