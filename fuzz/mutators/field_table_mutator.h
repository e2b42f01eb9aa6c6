// Mutations of JSON documents, steered by the one table of the request's fields: pure functions, so that the same seed
// does the same to the same bytes under every engine.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "fuzz/mutators/document_sites.h"

namespace keyturn::fuzz {

// One to four mutations of the document's values; one time in eight of its text instead. Of a text with a document a
// line one line is mutated. What is no JSON is mutated as bytes, or gives way to a small document now and then. At most
// `max_size` bytes; the text itself, cut to that, when nothing else fits. Some 20 µs for a whole request.
std::string mutate_json(std::string_view text, std::uint64_t seed, std::size_t max_size, Steering steering);

// The first document with a value of the second in its place, or beside it in a list: mostly one that stands at the
// same pointer, indices aside. Of what is no JSON, the start of one text and the end of the other.
std::string cross_over_json(std::string_view first, std::string_view second, std::uint64_t seed, std::size_t max_size,
                            Steering steering);

}  // namespace keyturn::fuzz
