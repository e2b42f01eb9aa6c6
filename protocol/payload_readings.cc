#include "protocol/payload_readings.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <utility>

#include "protocol/base64.h"
#include "protocol/event_detail.h"
#include "protocol/identifiers.h"
#include "protocol/payload_layouts.h"

namespace keyturn {
namespace {

using payload_layout::Component;
using payload_layout::Layout;
using payload_layout::Part;
using payload_layout::Unset;

using Texts = std::vector<std::string_view>;

constexpr std::size_t components_in_front = 3;  // action, message id, sender id

Texts split(std::string_view payload) {
    Texts components;
    for (;;) {
        const std::size_t comma = payload.find(',');
        components.push_back(payload.substr(0, comma));
        if (comma == payload.npos) return components;
        payload.remove_prefix(comma + 1);
    }
}

// Where an action stands in a detail.
struct ActionPlace {
    std::vector<std::int16_t> path;  // of fields, from the detail to the action's struct
    const ThriftStructSchema* schema;

    ThriftValue detail_with(ThriftValue action) const {
        for (auto field = path.rbegin(); field != path.rend(); ++field)
            action = thrift_struct({{*field, std::move(action)}});
        return action;
    }
};

std::vector<ActionPlace> all_places() {
    constexpr std::int16_t change_inside = 1;
    std::vector<ActionPlace> places;
    for (const ThriftFieldSchema& event : message_event_detail_schema.fields)
        if (event.id == arm::group_change || event.id == arm::metadata_change)
            for (const ThriftFieldSchema& change : event.of->find(change_inside)->of->fields)
                places.push_back({{event.id, change_inside, change.id}, change.of});
        else
            places.push_back({{event.id}, event.of});
    return places;
}

const ActionPlace& place_of(std::string_view action) {
    static const std::vector<ActionPlace> places = all_places();
    return *std::ranges::find_if(
        places, [&](const ActionPlace& place) { return action_name(place.detail_with(thrift_struct())) == action; });
}

// As every writer leaves what the payload does not tell.
ThriftValue as_written(ThriftValue detail) {
    if (const auto add = MemberAdd::from_detail(detail)) return add->to_detail();
    if (const auto change = KeyChange::from_detail(detail)) return change->to_detail();
    if (const auto create = GroupCreate::from_detail(detail)) return create->to_detail();
    return detail;
}

std::optional<std::int64_t> canonical_number(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || std::to_string(number) != text) return std::nullopt;
    return number;
}

std::optional<ThriftValue> contents_in(std::string_view text) {
    const auto bytes = read_base64(text);
    if (!bytes || base64_unpadded(*bytes) != text) return std::nullopt;
    return thrift_binary(std::string(text_of(*bytes)));
}

std::optional<ThriftValue> value_in(std::string_view text, ThriftKind kind) {
    const auto number = canonical_number(text);
    switch (kind) {
        case ThriftKind::boolean:
            if (text == "true" || text == "false") return thrift_boolean(text == "true");
            return std::nullopt;
        case ThriftKind::i32:
            if (!number || *number != static_cast<std::int32_t>(*number)) return std::nullopt;
            return thrift_i32(static_cast<std::int32_t>(*number));
        case ThriftKind::i64:
            return number ? std::optional(thrift_i64(*number)) : std::nullopt;
        case ThriftKind::binary:
            return contents_in(text);
        default:
            return thrift_text(std::string(text));
    }
}

bool is_conversation_key(std::string_view text) {
    const auto bytes = read_base64(text);
    return bytes && bytes->size() == ConversationKey::size;
}

// How many components a part takes, and the value that it then has; unset without one.
struct Choice {
    std::size_t taken = 0;
    std::optional<ThriftValue> value = {};
};

struct ReadPart {
    Component component;
    const ThriftFieldSchema* field = nullptr;      // of the action, or of the struct within
    const ThriftFieldSchema* structure = nullptr;  // within the action

    bool is_list() const { return field && field->kind == ThriftKind::list; }
    std::size_t width() const { return field->element == ThriftKind::structure ? field->of->fields.size() : 1; }

    // Of a part that is no list; `text` is the next component where there is one.
    std::vector<Choice> choices(const std::string_view* text) const {
        std::vector<Choice> all;
        if (component.part == Part::conversation_id || component.unset == Unset::left_out) all.push_back({});
        if (!text) return all;
        if (component.part == Part::conversation_key) {
            if (is_conversation_key(*text)) all.push_back({1});
            return all;
        }
        if ((component.unset == Unset::null && *text == "null") || (component.unset == Unset::empty && text->empty()))
            all.push_back({1});
        if (auto value = value_in(*text, field ? field->kind : ThriftKind::text)) all.push_back({1, std::move(value)});
        return all;
    }
};

// Where the same text stood last before each component; 0 for nowhere.
std::vector<std::size_t> places_before(const Texts& components) {
    std::map<std::string_view, std::size_t> last;
    std::vector<std::size_t> before(components.size());
    for (std::size_t at = 0; at < components.size(); ++at) before[at] = std::exchange(last[components[at]], at);
    return before;
}

// Which ids can stand in which list of a member add, so that the lists agree with each other.
class PossibleLists {
  public:
    PossibleLists(const Texts& components, const std::vector<std::size_t>& before)
        : components_(components), before_(before) {}

    // Where the lists begin that were chosen so far.
    void begin(std::string_view list, std::size_t at) {
        if (list == payload_layout::added.field) added_at_ = at;
        if (list == payload_layout::current.field) members_at_ = at;
    }

    bool may_be_empty(std::string_view list) const { return list != payload_layout::added.field; }

    // Whether the component may follow those from `begin` on.
    bool may_stand_in(std::string_view list, std::size_t list_at, std::size_t at) const {
        const std::size_t before = before_[at];
        if (!is_user_id(components_[at])) return false;
        if (list == payload_layout::added.field) return before < list_at && components_[at] != components_[sender_at];
        if (list == payload_layout::current.field) return before < added_at_;
        if (list == payload_layout::admins.field) return before >= members_at_ && before < list_at;
        return before < members_at_;
    }

  private:
    static constexpr std::size_t sender_at = 2;

    const Texts& components_;
    const std::vector<std::size_t>& before_;
    std::size_t added_at_ = 0, members_at_ = 0;
};

// Reads the components behind action, message and sender by one layout, with the structs whose unset fields would stand
// as `null`, or without them.
class LayoutReader {
    static constexpr std::size_t most_steps = 2'000'000;  // with possible lists: some 100 ms

  public:
    LayoutReader(const Layout& layout, bool with_structs, const Texts& components)
        : layout_(layout), place_(place_of(layout.action)), components_(components) {
        for (const Component& component : layout.components)
            if (component.part != Part::none && (with_structs || !is_of_a_null_struct(component)))
                parts_.push_back(part_of(component));
        count();
    }

    static bool is_of_a_null_struct(const Component& component) {
        return !component.within.empty() && component.unset == Unset::null;
    }

    std::uint64_t total() const { return ways(0, components_in_front); }

    // With `lists` only those that they find possible.
    void append(std::vector<PayloadReading>& readings, std::size_t most, PossibleLists* lists) {
        readings_ = &readings;
        most_ = most;
        lists_ = lists;
        read_from(0, components_in_front);
    }

  private:
    struct Chosen {
        std::size_t at;
        Choice choice;
    };

    ReadPart part_of(const Component& component) const {
        if (component.part != Part::field) return {component};
        if (component.within.empty()) return {component, place_.schema->find(component.field)};
        const ThriftFieldSchema* structure = place_.schema->find(component.within);
        return {component, structure->of->find(component.field), structure};
    }

    // In how many ways the parts from one on can stand for the components from one on. Four lists of `most_components`
    // are cut in some 10^13 ways: 64 bits hold the sum.
    std::uint64_t& ways(std::size_t part, std::size_t at) { return ways_[part * (components_.size() + 1) + at]; }
    std::uint64_t ways(std::size_t part, std::size_t at) const {
        return at > components_.size() ? 0 : ways_[part * (components_.size() + 1) + at];
    }

    void count() {
        ways_.assign((parts_.size() + 1) * (components_.size() + 1), 0);
        ways(parts_.size(), components_.size()) = 1;
        for (std::size_t part = parts_.size(); part-- > 0;)
            for (std::size_t at = components_.size() + 1; at-- > components_in_front;)
                ways(part, at) = ways_by_choice(part, at);
    }

    std::uint64_t ways_by_choice(std::size_t part, std::size_t at) const {
        if (parts_[part].is_list()) return ways(part + 1, at) + ways(part, at + parts_[part].width());
        std::uint64_t sum = 0;
        for (const Choice& choice : parts_[part].choices(text_at(at))) sum += ways(part + 1, at + choice.taken);
        return sum;
    }

    const std::string_view* text_at(std::size_t at) const {
        return at < components_.size() ? &components_[at] : nullptr;
    }

    bool is_done() const { return readings_->size() >= most_ || steps_ > most_steps; }

    void read_from(std::size_t part, std::size_t at) {
        if (is_done() || ways(part, at) == 0) return;
        if (part == parts_.size()) return readings_->push_back(reading());
        if (parts_[part].is_list()) return read_list_from(part, at);
        for (Choice& choice : parts_[part].choices(text_at(at))) {
            const std::size_t next = at + choice.taken;
            choose(part, {at, std::move(choice)}, next);
        }
    }

    void read_list_from(std::size_t part, std::size_t at) {
        const std::string_view name = parts_[part].component.field;
        for (std::size_t end = at; end <= components_.size() && !is_done(); end += parts_[part].width()) {
            ++steps_;
            if (lists_ && end > at && !lists_->may_stand_in(name, at, end - 1)) return;
            if (lists_ && end == at && !lists_->may_be_empty(name)) continue;
            if (lists_) lists_->begin(name, at);
            choose(part, {at, {end - at}}, end);
        }
    }

    void choose(std::size_t part, Chosen chosen, std::size_t next) {
        if (ways(part + 1, next) == 0) return;
        chosen_.push_back(std::move(chosen));
        read_from(part + 1, next);
        chosen_.pop_back();
    }

    ThriftValue list_of(const ReadPart& part, const Chosen& chosen) const {
        std::vector<ThriftValue> elements;
        for (std::size_t at = chosen.at; at < chosen.at + chosen.choice.taken; at += part.width())
            elements.push_back(part.field->element == ThriftKind::structure ? structure_at(at, *part.field->of)
                                                                            : text_value(at));
        return thrift_list(std::move(elements));
    }

    ThriftValue structure_at(std::size_t at, const ThriftStructSchema& schema) const {
        ThriftValue structure;
        for (const ThriftFieldSchema& field : schema.fields) structure.set(field.id, text_value(at++));
        return structure;
    }

    ThriftValue text_value(std::size_t at) const { return thrift_text(std::string(components_[at])); }

    void set_in(ThriftValue& action, const ReadPart& part, const Chosen& chosen) const {
        std::optional<ThriftValue> value = part.is_list() ? list_of(part, chosen) : chosen.choice.value;
        const bool stands_without_it = part.structure && part.component.unset == Unset::null;
        if (!part.field || (!value && !stands_without_it)) return;
        if (part.structure && !action.find(part.structure->id)) action.set(part.structure->id, thrift_struct());
        ThriftValue& holder = part.structure ? *action.find(part.structure->id) : action;
        if (value) holder.set(part.field->id, std::move(*value));
    }

    PayloadReading reading() const {
        PayloadReading reading{.message_id = std::string(components_[1]),
                               .sender_id = std::string(components_[2]),
                               .conversation_id = {},
                               .detail = {},
                               .oldest_version = layout_.versions.oldest,
                               .newest_version = layout_.versions.newest};
        ThriftValue action;
        for (std::size_t i = 0; i < parts_.size(); ++i) {
            if (parts_[i].component.part == Part::conversation_id && chosen_[i].choice.value)
                reading.conversation_id = chosen_[i].choice.value->text;
            set_in(action, parts_[i], chosen_[i]);
        }
        reading.detail = as_written(place_.detail_with(std::move(action)));
        return reading;
    }

    const Layout& layout_;
    const ActionPlace& place_;
    const Texts& components_;
    std::vector<ReadPart> parts_;
    std::vector<std::uint64_t> ways_;
    std::vector<Chosen> chosen_;
    std::vector<PayloadReading>* readings_ = nullptr;
    PossibleLists* lists_ = nullptr;
    std::size_t most_ = 0, steps_ = 0;
};

void read_by(const Layout& layout, const Texts& components, std::size_t most_read, PossibleLists* lists,
             PayloadReadings& readings) {
    const bool has_structs = std::ranges::any_of(layout.components, LayoutReader::is_of_a_null_struct);
    for (int with_structs = 0; with_structs <= int(has_structs); ++with_structs) {
        LayoutReader reader(layout, with_structs != 0, components);
        readings.total += reader.total();
        reader.append(readings.first, most_read, lists);
    }
}

}  // namespace

PayloadReadings payload_readings(std::string_view payload, std::size_t most_read, WhichReadings which) {
    PayloadReadings readings;
    if (std::ranges::count(payload, ',') >= static_cast<std::ptrdiff_t>(PayloadReadings::most_components))
        return readings;
    const Texts components = split(payload);
    if (components.size() < components_in_front) return readings;
    const std::vector<std::size_t> before = places_before(components);
    PossibleLists lists(components, before);
    const bool is_restricted = which == WhichReadings::possible && components.front() == payload_layout::member_add;
    for (const Layout& layout : payload_layout::layouts)
        if (layout.action == components.front())
            read_by(layout, components, most_read, is_restricted ? &lists : nullptr, readings);
    return readings;
}

}  // namespace keyturn
