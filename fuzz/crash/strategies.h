// Where an input can be made smaller, by what it is: each strategy sees one kind of structure in it.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace keyturn::fuzz {

using Parts = std::vector<std::string_view>;

// A stretch of an input that is made of parts, of which some may go; or in whose place another text may stand. Its
// views are into the input that it was found in.
struct Place {
    std::size_t begin, end;
    Parts parts = {};
    std::function<std::string(const Parts& kept)> made_of = {};  // the stretch with only those parts; unset without any
    std::vector<std::string> instead = {};                       // the smallest first
};

struct Strategy {
    std::string_view name;
    // Larger places before those within them; none where the input is not of that structure. Linear in the input times
    // the depth of what nests in it.
    std::vector<Place> (*places_of)(std::string_view input);
};

std::vector<Place> json_places(
    std::string_view input);  // members, elements, names, texts, digits; a part for its whole
std::vector<Place> thrift_places(std::string_view input);  // fields, elements, bytes of texts; sizes follow
std::vector<Place> http_places(std::string_view input);  // lines of the head, chunks, bodies; lengths follow by as much
std::vector<Place> line_places(std::string_view input);  // lines, then the words of each
std::vector<Place> byte_places(std::string_view input);  // bytes, then each as one that says less

// Those that see anything in the input: at most one that goes by structure, then bytes.
std::vector<const Strategy*> strategies_for(std::string_view input);

std::string joined(const Parts& parts);

}  // namespace keyturn::fuzz
