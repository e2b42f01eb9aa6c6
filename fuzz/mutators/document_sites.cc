#include "fuzz/mutators/document_sites.h"

#include <algorithm>
#include <string_view>

namespace keyturn::fuzz {
namespace {

// FNV-1a, on from a place.
std::uint64_t place_below(std::uint64_t place, std::string_view key) {
    for (const char c : key) place = (place ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    return (place ^ '/') * 0x100000001b3;
}

class Walk {
  public:
    std::vector<Site> sites;

    void visit(const Site& site) {
        const std::size_t here = sites.size();
        sites.push_back(site);
        visit_elements(site);
        visit_members(site);
        sites[here].end = sites.size();
    }

  private:
    void visit_elements(const Site& list) {
        for (std::size_t i = 0; i < list.value->elements.size(); ++i)
            visit({.value = &list.value->elements[i],
                   .parent = list.value,
                   .index = i,
                   .field = list.field,
                   .below = list.below,
                   .place = place_below(list.place, "*")});
    }

    void visit_members(const Site& object) {
        for (std::size_t i = 0; i < object.value->members.size(); ++i) {
            JsonMember& member = object.value->members[i];
            const auto field = std::ranges::find(object.below, member.key, &RequestField::name);
            const bool is_known = field != object.below.end();
            visit({.value = &member.value,
                   .parent = object.value,
                   .index = i,
                   .field = is_known ? &*field : nullptr,
                   .below = is_known ? fields_below(*field) : std::span<const RequestField>{},
                   .place = place_below(object.place, member.key)});
        }
    }
};

std::ptrdiff_t offset(std::size_t index) { return static_cast<std::ptrdiff_t>(index); }

}  // namespace

std::vector<Site> sites_of(JsonValue& document, Steering steering) {
    Walk walk;
    walk.visit(
        {.value = &document, .below = steering == Steering::request ? body_fields() : std::span<const RequestField>{}});
    return std::move(walk.sites);
}

std::size_t count_of_parts(const JsonValue& container) { return container.elements.size() + container.members.size(); }

void erase_part(JsonValue& container, std::size_t index) {
    if (container.is(JsonKind::array))
        container.elements.erase(container.elements.begin() + offset(index));
    else
        container.members.erase(container.members.begin() + offset(index));
}

}  // namespace keyturn::fuzz
