#include "fuzz/mutators/thrift_mutations.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "fuzz/mutators/byte_mutations.h"
#include "fuzz/mutators/sample_values.h"

namespace keyturn::fuzz {
namespace {

struct Structure {
    ThriftValue* value;
    const ThriftStructSchema* schema;
};

// Every struct within the value, the value first.
void collect(ThriftValue& value, const ThriftStructSchema& schema, std::vector<Structure>& structures) {
    structures.push_back({&value, &schema});
    for (auto& [id, field] : value.fields) {
        const ThriftStructSchema* below = schema.find(id)->of;
        if (field.kind == ThriftKind::structure) collect(field, *below, structures);
        for (ThriftValue& element : field.elements)
            if (element.kind == ThriftKind::structure) collect(element, *below, structures);
    }
}

std::string any_text(Draws& draws) {
    switch (draws.below(4)) {
        case 0:
            return draws.pick(odd_texts());
        case 1:
            return draws.pick(boundary_texts(FieldContent::conversation_key_version));
        case 2:
            return draws.pick(right_texts(FieldContent::user_id));
        default:
            return draws.pick(right_texts(FieldContent::conversation_key_version));
    }
}

std::int64_t any_number(ThriftKind kind, Draws& draws) {
    using Short = std::numeric_limits<std::int32_t>;
    using Long = std::numeric_limits<std::int64_t>;
    constexpr std::int64_t shorts[] = {0, 1, 2, 3, -1, 127, 18, Short::max(), Short::min()};
    constexpr std::int64_t longs[] = {0, 1, -1, 86'400'000, 1LL << 53, 1LL << 32, Long::max(), Long::min()};
    return kind == ThriftKind::i32 ? draws.pick(shorts) : draws.pick(longs);
}

ThriftValue any_value(ThriftKind kind, const ThriftStructSchema* of, Draws& draws) {
    ThriftValue value;
    value.kind = kind;
    if (kind == ThriftKind::structure) return any_thrift_struct(*of, draws);
    if (kind == ThriftKind::boolean) value.number = draws.one_in(2) ? 1 : 0;
    if (kind == ThriftKind::i32 || kind == ThriftKind::i64) value.number = any_number(kind, draws);
    if (kind == ThriftKind::text || kind == ThriftKind::binary) value.text = any_text(draws);
    return value;
}

ThriftValue* any_field_of(ThriftValue& structure, Draws& draws) {
    return structure.fields.empty() ? nullptr : &draws.pick(structure.fields).second;
}

// ---- one struct

bool set(ThriftValue& structure, const ThriftStructSchema& schema, Draws& draws) {
    if (schema.fields.empty()) return false;
    const ThriftFieldSchema& field = draws.pick(schema.fields);
    structure.set(field.id, any_thrift_value(field, draws));
    return true;
}

bool unset(ThriftValue& structure, const ThriftStructSchema&, Draws& draws) {
    if (structure.fields.empty()) return false;
    return structure.erase(draws.pick(structure.fields).first);
}

bool switch_arm(ThriftValue& structure, const ThriftStructSchema& schema, Draws& draws) {
    if (!schema.is_union) return false;
    structure = any_thrift_struct(schema, draws);
    return true;
}

bool edit(ThriftValue& structure, const ThriftStructSchema&, Draws& draws) {
    constexpr std::size_t room = 64;
    ThriftValue* const field = any_field_of(structure, draws);
    if (!field) return false;
    ThriftValue* const value = field->elements.empty() ? field : &draws.pick(field->elements);
    if (value->kind != ThriftKind::text && value->kind != ThriftKind::binary) return false;
    value->text = mutated_bytes(value->text, draws, room);
    return true;
}

bool count_on(ThriftValue& structure, const ThriftStructSchema&, Draws& draws) {
    ThriftValue* const field = any_field_of(structure, draws);
    if (!field || (field->kind != ThriftKind::i32 && field->kind != ThriftKind::i64)) return false;
    field->number = any_number(field->kind, draws);
    return true;
}

bool grow_list(ThriftValue& structure, const ThriftStructSchema& schema, Draws& draws) {
    if (structure.fields.empty()) return false;
    auto& [id, list] = draws.pick(structure.fields);
    if (list.kind != ThriftKind::list) return false;
    const ThriftFieldSchema& field = *schema.find(id);
    ThriftValue element = list.elements.empty() || draws.one_in(2) ? any_value(field.element, field.of, draws)
                                                                   : draws.pick(list.elements);
    list.elements.insert(list.elements.begin() + static_cast<std::ptrdiff_t>(draws.below(list.elements.size() + 1)),
                         std::move(element));
    return true;
}

bool shrink_list(ThriftValue& structure, const ThriftStructSchema&, Draws& draws) {
    ThriftValue* const list = any_field_of(structure, draws);
    if (!list || list->elements.empty()) return false;
    list->elements.erase(list->elements.begin() + static_cast<std::ptrdiff_t>(draws.below(list->elements.size())));
    return true;
}

// Elements change places, or two lists of one kind do.
bool swap_lists(ThriftValue& structure, const ThriftStructSchema&, Draws& draws) {
    ThriftValue* const a = any_field_of(structure, draws);
    ThriftValue* const b = any_field_of(structure, draws);
    if (!a || a->kind != ThriftKind::list || b->kind != ThriftKind::list) return false;
    if (a == b) {
        std::ranges::reverse(a->elements);
        return a->elements.size() > 1;
    }
    if (a->elements.empty() || b->elements.empty() || a->elements[0].kind != b->elements[0].kind ||
        a->elements[0].kind == ThriftKind::structure)
        return false;
    std::swap(a->elements, b->elements);
    return true;
}

constexpr ThriftMutation table[] = {
    {"set", set},           {"unset", unset},         {"switch_arm", switch_arm},   {"edit", edit},
    {"count_on", count_on}, {"grow_list", grow_list}, {"shrink_list", shrink_list}, {"swap_lists", swap_lists},
};

}  // namespace

std::span<const ThriftMutation> thrift_mutations() { return table; }

ThriftValue any_thrift_struct(const ThriftStructSchema& schema, Draws& draws) {
    ThriftValue value = thrift_struct();
    if (schema.is_union) {
        const ThriftFieldSchema& arm = draws.pick(schema.fields);
        value.set(arm.id, any_thrift_value(arm, draws));
        return value;
    }
    for (const ThriftFieldSchema& field : schema.fields)
        if (!draws.one_in(4)) value.set(field.id, any_thrift_value(field, draws));
    return value;
}

ThriftValue any_thrift_value(const ThriftFieldSchema& field, Draws& draws) {
    if (field.kind != ThriftKind::list) return any_value(field.kind, field.of, draws);
    std::vector<ThriftValue> elements;
    for (std::size_t left = draws.below(4); left != 0; --left)
        elements.push_back(any_value(field.element, field.of, draws));
    return thrift_list(std::move(elements));
}

void mutate_thrift(ThriftValue& value, const ThriftStructSchema& schema, Draws& draws) {
    constexpr int tries = 16;
    std::vector<Structure> structures;
    collect(value, schema, structures);
    for (int i = 0; i < tries; ++i) {
        const Structure& at = draws.pick(structures);
        if (draws.pick(table).apply(*at.value, *at.schema, draws)) return;
    }
}

void cross_over_thrift(ThriftValue& value, ThriftValue other, const ThriftStructSchema& schema, Draws& draws) {
    std::vector<Structure> structures, donors;
    collect(value, schema, structures);
    collect(other, schema, donors);
    const Structure& at = draws.pick(structures);
    std::erase_if(donors, [&](const Structure& donor) { return donor.schema != at.schema; });
    if (donors.empty()) return;
    ThriftValue& donor = *draws.pick(donors).value;
    if (donor.fields.empty() || at.schema->is_union || draws.one_in(2)) {
        *at.value = std::move(donor);
    } else {
        auto& [id, field] = draws.pick(donor.fields);
        at.value->set(id, std::move(field));
    }
}

}  // namespace keyturn::fuzz
