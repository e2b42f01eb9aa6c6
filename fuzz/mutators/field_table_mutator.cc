#include "fuzz/mutators/field_table_mutator.h"

#include <algorithm>
#include <optional>

#include "fuzz/mutators/byte_mutations.h"
#include "fuzz/mutators/fitting.h"
#include "fuzz/mutators/node_mutations.h"
#include "fuzz/mutators/sample_values.h"

namespace keyturn::fuzz {
namespace {

constexpr int tries = 16;

// Where the field stands, if it does.
std::optional<std::size_t> site_of(const Mutant& mutant, const RequestField& field) {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < mutant.sites.size(); ++i)
        if (mutant.sites[i].field == &field) found.push_back(i);
    if (found.empty()) return std::nullopt;
    return mutant.draws.pick(found);
}

// Every second time a field of the table, however rarely it stands in the document.
bool mutate_once(Mutant& mutant) {
    std::size_t at = mutant.draws.below(mutant.sites.size());
    if (mutant.steering == Steering::request && mutant.draws.one_in(2)) {
        const RequestField& field = mutant.draws.pick(request_fields());
        const auto site = site_of(mutant, field);
        if (!site) return add_field(mutant.document, field, mutant.draws);
        at = *site;
    }
    return mutant.draws.pick(node_mutations()).apply(mutant, at);
}

void mutate_values(JsonValue& document, Steering steering, std::size_t room, Draws& draws) {
    const std::size_t wanted = draws.one_in(2) ? 1 : 1 + draws.below(4);
    std::size_t done = 0;
    for (int i = 0; i < tries && done < wanted; ++i) {
        Mutant mutant{document, steering, sites_of(document, steering), draws, room};
        if (mutate_once(mutant)) ++done;
    }
}

JsonValue whole_request(Draws& draws) {
    JsonValue body = json_object();
    for (const RequestField& field : body_fields()) body.set(field.name(), right_value(field, draws));
    return body;
}

std::string small_document(Steering steering, Draws& draws) {
    constexpr std::string_view documents[] = {"{}", "[]", "0", "\"\"", "null", "[{}]"};
    if (steering == Steering::request && draws.one_in(2)) return to_json(whole_request(draws));
    return std::string(draws.pick(documents));
}

// The values of the document mutated; nothing when the text is none.
std::optional<std::string> mutated_document(std::string_view text, Draws& draws, std::size_t room, Steering steering) {
    auto document = parse_json(text);
    if (!document) return std::nullopt;
    mutate_values(*document, steering, room, draws);
    return to_json(*document);
}

// Of a text with a document a line, as journals are, one line; nothing when the drawn line is no document.
std::optional<std::string> mutated_line(std::string_view text, Draws& draws, std::size_t room, Steering steering) {
    const std::size_t start = text.rfind('\n', draws.below(text.size() + 1)) + 1;
    const std::size_t end = std::min(text.find('\n', start), text.size());
    const auto line = mutated_document(text.substr(start, end - start), draws, room, steering);
    if (!line) return std::nullopt;
    return std::string(text.substr(0, start)).append(*line).append(text.substr(end));
}

std::string mutant_of(std::string_view text, Draws& draws, std::size_t max_size, Steering steering) {
    const std::size_t room = room_for(text.size(), max_size);
    if (draws.one_in(8)) return mutated_json_text(text, draws, room);
    if (auto document = mutated_document(text, draws, room, steering)) return *document;
    if (auto lines = mutated_line(text, draws, room, steering)) return *lines;
    return draws.one_in(8) ? small_document(steering, draws) : mutated_json_text(text, draws, room);
}

// A site of the second document that fits the place, or any.
const Site& donor_for(const Site& site, const std::vector<Site>& donors, Draws& draws) {
    std::vector<const Site*> same_place;
    for (const Site& donor : donors)
        if (donor.place == site.place) same_place.push_back(&donor);
    if (same_place.empty() || draws.one_in(8)) return draws.pick(donors);
    return *draws.pick(same_place);
}

void graft(const Site& site, JsonValue value, Draws& draws) {
    if (site.parent && site.parent->is(JsonKind::array) && draws.one_in(2))
        site.parent->elements.push_back(std::move(value));
    else
        *site.value = std::move(value);
}

std::string child_of(std::string_view first, std::string_view second, Draws& draws, Steering steering) {
    auto document = parse_json(first), other = parse_json(second);
    if (!document || !other || draws.one_in(16)) return crossed_bytes(first, second, draws);
    const std::vector<Site> donors = sites_of(*other, steering);
    for (std::size_t grafts = 1 + draws.below(3); grafts != 0; --grafts) {
        const std::vector<Site> sites = sites_of(*document, steering);
        const Site& site = sites.size() > 1 ? sites[1 + draws.below(sites.size() - 1)] : sites.front();
        graft(site, *donor_for(site, donors, draws).value, draws);
    }
    return to_json(*document);
}

}  // namespace

std::string mutate_json(std::string_view text, std::uint64_t seed, std::size_t max_size, Steering steering) {
    Draws draws(seed);
    return first_that_fits(text, max_size, [&] { return mutant_of(text, draws, max_size, steering); });
}

std::string cross_over_json(std::string_view first, std::string_view second, std::uint64_t seed, std::size_t max_size,
                            Steering steering) {
    Draws draws(seed);
    return first_that_fits(first, max_size, [&] { return child_of(first, second, draws, steering); });
}

}  // namespace keyturn::fuzz
