#include "fuzz/mutators/node_mutations.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "fuzz/mutators/byte_mutations.h"
#include "fuzz/mutators/encoded_mutations.h"
#include "fuzz/mutators/sample_values.h"

namespace keyturn::fuzz {
namespace {

std::ptrdiff_t offset(std::size_t index) { return static_cast<std::ptrdiff_t>(index); }

bool is_list_field(const RequestField* field) {
    return field && (field->type == FieldType::texts || field->type == FieldType::objects);
}

void insert_part(JsonValue& container, std::size_t index, std::string key, JsonValue value) {
    if (container.is(JsonKind::array))
        container.elements.insert(container.elements.begin() + offset(index), std::move(value));
    else
        container.members.insert(container.members.begin() + offset(index), {std::move(key), std::move(value)});
}

std::string key_of(const Site& site) {
    return site.parent && site.parent->is(JsonKind::object) ? site.parent->members[site.index].key : "";
}

JsonValue small_value(Draws& draws) {
    switch (draws.below(6)) {
        case 0:
            return json_null();
        case 1:
            return json_bool(draws.one_in(2));
        case 2:
            return json_number(std::string(draws.pick(number_literals())));
        case 3:
            return json_array();
        case 4:
            return json_object();
        default:
            return json_string(std::string(draws.pick(words())));
    }
}

// ---- what changes the number of parts

bool insert_member(Mutant& mutant, const Site& object) {
    Draws& draws = mutant.draws;
    const std::size_t index = draws.below(object.value->members.size() + 1);
    if (!object.below.empty() && !draws.one_in(4)) {
        const RequestField& field = draws.pick(object.below);
        insert_part(*object.value, index, std::string(field.name()), right_value(field, draws));
    } else {
        insert_part(*object.value, index, std::string(draws.pick(words())), small_value(draws));
    }
    return true;
}

bool insert_element(Mutant& mutant, const Site& list) {
    Draws& draws = mutant.draws;
    const std::size_t index = draws.below(list.value->elements.size() + 1);
    if (is_list_field(list.field) && !draws.one_in(4))
        insert_part(*list.value, index, "", right_element(*list.field, draws));
    else
        insert_part(*list.value, index, "", small_value(draws));
    return true;
}

bool insert(Mutant& mutant, std::size_t at) {
    const Site& site = mutant.sites[at];
    if (site.value->is(JsonKind::object)) return insert_member(mutant, site);
    return site.value->is(JsonKind::array) && insert_element(mutant, site);
}

bool drop(Mutant& mutant, std::size_t at) {
    const Site& site = mutant.sites[at];
    if (!site.parent) return false;
    erase_part(*site.parent, site.index);
    return true;
}

bool duplicate(Mutant& mutant, std::size_t at) {
    const Site& site = mutant.sites[at];
    if (!site.parent) return false;
    JsonValue twin = mutant.draws.one_in(4) ? small_value(mutant.draws) : JsonValue(*site.value);
    const bool right_behind = mutant.draws.one_in(2);
    const std::size_t index = right_behind ? site.index + 1 : count_of_parts(*site.parent);
    insert_part(*site.parent, index, key_of(site), std::move(twin));
    return true;
}

bool repeat(Mutant& mutant, std::size_t at) {
    constexpr std::size_t counts[] = {2, 16, 101, 1001};
    const Site& site = mutant.sites[at];
    const std::size_t times = mutant.draws.pick(counts);
    if (!site.parent || !site.parent->is(JsonKind::array)) return false;
    const JsonValue element = *site.value;
    if (to_json(element).size() * times > mutant.room) return false;
    site.parent->elements.insert(site.parent->elements.end(), times, element);
    return true;
}

bool empty(Mutant& mutant, std::size_t at) {
    JsonValue& value = *mutant.sites[at].value;
    if (!mutant.sites[at].is_container() || count_of_parts(value) == 0) return false;
    value.elements.clear();
    value.members.clear();
    return true;
}

// ---- what changes a value

JsonValue of_another_type(const JsonValue& value, Draws& draws) {
    switch (draws.below(4)) {
        case 0:
            return json_string(value.is(JsonKind::number) ? value.text : to_json(value));
        case 1:
            return json_array({value});
        case 2:
            return json_object({{std::string(draws.pick(words())), value}});
        default:
            return small_value(draws);
    }
}

bool is_literal(std::string_view text) {
    const auto number = parse_json(text);
    return number && number->is(JsonKind::number) && number->text == text;
}

bool retype(Mutant& mutant, std::size_t at) {
    JsonValue& value = *mutant.sites[at].value;
    JsonValue other = value.is(JsonKind::string) && is_literal(value.text) && mutant.draws.one_in(2)
                          ? json_number(value.text)
                          : of_another_type(value, mutant.draws);
    if (other.kind == value.kind && other.text.size() <= value.text.size()) return false;
    value = std::move(other);
    return true;
}

std::string boundary_text(const RequestField* field, Draws& draws) {
    if (draws.one_in(3)) return draws.pick(odd_texts());
    if (!field || draws.one_in(8)) return std::string(draws.pick(words()));
    return draws.pick(draws.one_in(3) ? right_texts(field->content) : boundary_texts(field->content));
}

bool bound(Mutant& mutant, std::size_t at) {
    const Site& site = mutant.sites[at];
    JsonValue& value = *site.value;
    if (value.is(JsonKind::boolean)) {
        value.boolean = !value.boolean;
        return true;
    }
    if (!value.is(JsonKind::string) && !value.is(JsonKind::number)) return false;
    std::string text = value.is(JsonKind::number)
                           ? std::string(mutant.draws.pick(number_literals()))
                           : boundary_text(site.field && site.below.empty() ? site.field : nullptr, mutant.draws);
    if (text == value.text || text.size() > mutant.room) return false;
    value.text = std::move(text);
    return true;
}

bool edit(Mutant& mutant, std::size_t at) {
    JsonValue& value = *mutant.sites[at].value;
    if (!value.is(JsonKind::string) && !value.is(JsonKind::number)) return false;
    std::string text = mutated_bytes(value.text, mutant.draws, mutant.room);
    if (text == value.text || !is_utf8(text) || (value.is(JsonKind::number) && !is_literal(text))) return false;
    value.text = std::move(text);
    return true;
}

bool edit_encoded(Mutant& mutant, std::size_t at) {
    JsonValue& value = *mutant.sites[at].value;
    if (!value.is(JsonKind::string)) return false;
    const auto text = edited_base64(value.text, mutant.draws, mutant.room);
    if (!text) return false;
    value.text = *text;
    return true;
}

bool deepen(Mutant& mutant, std::size_t at) {
    constexpr std::size_t levels[] = {1, 2, 16, 60, 62, 63, 64, 65};
    const bool as_arrays = mutant.draws.one_in(2);
    const std::size_t depth = mutant.draws.pick(levels);
    JsonValue& value = *mutant.sites[at].value;
    for (std::size_t i = 0; i < depth; ++i) {
        JsonValue inner = std::move(value);
        value = as_arrays ? json_array() : json_object();
        insert_part(value, 0, "a", std::move(inner));
    }
    return true;
}

// ---- what changes order and place

bool rename(Mutant& mutant, std::size_t at) {
    const Site& site = mutant.sites[at];
    if (!site.parent || !site.parent->is(JsonKind::object)) return false;
    std::string& key = site.parent->members[site.index].key;
    std::string other = mutant.draws.one_in(2) ? mutant.draws.pick(site.parent->members).key
                                               : mutated_bytes(key, mutant.draws, mutant.room);
    if (other == key || !is_utf8(other)) return false;
    key = std::move(other);
    return true;
}

bool reorder(Mutant& mutant, std::size_t at) {
    const Site& site = mutant.sites[at];
    if (!site.parent) return false;
    const std::size_t other = mutant.draws.below(count_of_parts(*site.parent));
    if (other == site.index) return false;
    if (site.parent->is(JsonKind::array))
        std::swap(site.parent->elements[site.index], site.parent->elements[other]);
    else
        std::swap(site.parent->members[site.index], site.parent->members[other]);
    return true;
}

bool are_nested(const Mutant& mutant, std::size_t a, std::size_t b) {
    const auto [outer, inner] = std::minmax(a, b);
    return inner < mutant.sites[outer].end;
}

// Another site that is neither around this one nor within it, of the same place if there is one and the draw says so.
std::size_t other_site(Mutant& mutant, std::size_t at) {
    std::vector<std::size_t> same_place;
    for (std::size_t i = 0; i < mutant.sites.size(); ++i)
        if (mutant.sites[i].place == mutant.sites[at].place && !are_nested(mutant, i, at)) same_place.push_back(i);
    if (!same_place.empty() && !mutant.draws.one_in(3)) return mutant.draws.pick(same_place);
    return mutant.draws.below(mutant.sites.size());
}

bool swap(Mutant& mutant, std::size_t at) {
    const std::size_t other = other_site(mutant, at);
    if (are_nested(mutant, at, other) || *mutant.sites[at].value == *mutant.sites[other].value) return false;
    std::swap(*mutant.sites[at].value, *mutant.sites[other].value);
    return true;
}

bool copy_here(Mutant& mutant, std::size_t at) {
    const std::size_t other = other_site(mutant, at);
    JsonValue value = *mutant.sites[other].value;
    if (value == *mutant.sites[at].value || to_json(value).size() > mutant.room) return false;
    *mutant.sites[at].value = std::move(value);
    return true;
}

// Where a site is once what stands from `at` to its end is gone; nothing when it was part of that.
std::optional<std::size_t> after_erasing(const Mutant& mutant, std::size_t at, std::size_t site) {
    const std::size_t end = mutant.sites[at].end;
    if (site < at) return site;
    if (site < end) return std::nullopt;
    return site - (end - at);
}

bool move_away(Mutant& mutant, std::size_t at) {
    const Site& site = mutant.sites[at];
    const std::size_t other = mutant.draws.below(mutant.sites.size());
    const auto target = after_erasing(mutant, at, other);
    if (!site.parent || !target || !mutant.sites[other].is_container() || mutant.sites[other].value == site.parent)
        return false;
    std::string key = key_of(site).empty() ? std::string(mutant.draws.pick(words())) : key_of(site);
    JsonValue moved = std::move(*site.value);
    erase_part(*site.parent, site.index);
    JsonValue& container = *sites_of(mutant.document, mutant.steering)[*target].value;
    insert_part(container, mutant.draws.below(count_of_parts(container) + 1), std::move(key), std::move(moved));
    return true;
}

constexpr NodeMutation table[] = {
    {"insert", insert},  {"drop", drop},      {"duplicate", duplicate},
    {"repeat", repeat},  {"empty", empty},    {"retype", retype},
    {"boundary", bound}, {"edit", edit},      {"edit_encoded", edit_encoded},
    {"deepen", deepen},  {"rename", rename},  {"reorder", reorder},
    {"swap", swap},      {"copy", copy_here}, {"move", move_away},
};

bool is_among(std::span<const RequestField> fields, const RequestField& field) {
    return std::ranges::any_of(fields, [&](const RequestField& other) { return &other == &field; });
}

// The objects of the body that could have the field and don't.
std::vector<JsonValue*> objects_without(JsonValue& body, const RequestField& field) {
    std::vector<JsonValue*> objects;
    for (const Site& site : sites_of(body, Steering::request))
        if (site.value->is(JsonKind::object) && is_among(site.below, field) && !site.value->find(field.name()))
            objects.push_back(site.value);
    return objects;
}

}  // namespace

std::span<const NodeMutation> node_mutations() { return table; }

bool add_field(JsonValue& body, const RequestField& field, Draws& draws) {
    const std::vector<JsonValue*> objects = objects_without(body, field);
    if (!objects.empty()) {
        draws.pick(objects)->set(field.name(), right_value(field, draws));
        return true;
    }
    const RequestField* const around = field_at(field.object());
    return around && add_field(body, *around, draws);
}

}  // namespace keyturn::fuzz
