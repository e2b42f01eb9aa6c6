#include "fuzz/oracles/add_readings.h"

#include <fmt/format.h>

#include <charconv>

namespace keyturn::fuzz {
namespace {

// Versions 4 and 6 are read as 3 and 5.
struct Layout {
    int version;
    bool has_pending, has_flag, has_invite;

    std::size_t lists() const { return has_pending ? 4 : 3; }
    std::size_t components_behind_lists() const { return 4u + has_flag + (has_invite ? 3 : 0); }
};

constexpr Layout layouts[] = {
    {2, false, false, false}, {3, true, false, false}, {5, true, true, false},
    {7, false, true, false},  {7, false, true, true},
};

using Sizes = std::vector<std::size_t>;

// Every way to cut `ids` ids into so many lists.
void append_cuts(std::size_t ids, std::size_t lists, Sizes& begun, std::vector<Sizes>& all) {
    if (lists == 1) {
        all.push_back(begun);
        all.back().push_back(ids);
        return;
    }
    for (std::size_t first = 0; first <= ids; ++first) {
        begun.push_back(first);
        append_cuts(ids - first, lists - 1, begun, all);
        begun.pop_back();
    }
}

// What one component can stand for; nothing when it is no value of that kind.
using Texts = std::vector<std::optional<std::string>>;

Texts texts_in(const std::string& component) {
    if (component == "null") return {std::nullopt, component};
    return {component};
}

using Number = std::optional<std::int64_t>;
using Flag = std::optional<bool>;

std::optional<Number> number_in(const std::string& component) {
    if (component == "null") return Number();
    std::int64_t number = 0;
    const char* const end = component.data() + component.size();
    if (const auto read = std::from_chars(component.data(), end, number); read.ec != std::errc() || read.ptr != end)
        return std::nullopt;
    if (std::to_string(number) != component) return std::nullopt;
    return Number(number);
}

std::optional<Flag> flag_in(const std::string& component) {
    if (component == "null") return Flag();
    if (component != "true" && component != "false") return std::nullopt;
    return Flag(component == "true");
}

// Gives every add each of the texts.
template <class Put>
std::vector<MemberAdd> with_each(const std::vector<MemberAdd>& adds, const Texts& texts, Put put) {
    std::vector<MemberAdd> all;
    for (const MemberAdd& add : adds)
        for (const auto& text : texts) put(all.emplace_back(add), text);
    return all;
}

// The adds without their lists; none where a component does not fit the layout.
std::vector<MemberAdd> tails_of(std::span<const std::string> behind_lists, const Layout& layout,
                                const MemberAdd& otherwise) {
    const auto ttl = number_in(behind_lists[2]);
    const std::optional<Flag> flag = layout.has_flag ? flag_in(behind_lists[4]) : otherwise.screen_capture_blocking;
    const std::optional<Number> expires = layout.has_invite ? number_in(behind_lists[7]) : Number();
    if (!ttl || !flag || !expires) return {};
    MemberAdd add;
    add.conversation_key_version = behind_lists[3];
    add.ttl_msec = *ttl;
    add.screen_capture_blocking = *flag;
    add.pending_members = otherwise.pending_members;
    if (layout.has_invite) add.invite = GroupInvite{*expires, {}, {}};
    auto adds = with_each({add}, texts_in(behind_lists[0]), [](MemberAdd& to, const auto& text) { to.title = text; });
    adds = with_each(adds, texts_in(behind_lists[1]), [](MemberAdd& to, const auto& text) { to.avatar_url = text; });
    if (!layout.has_invite) return adds;
    adds = with_each(adds, texts_in(behind_lists[5]),
                     [](MemberAdd& to, const auto& text) { to.invite->invite_url = text; });
    return with_each(adds, texts_in(behind_lists[6]),
                     [](MemberAdd& to, const auto& text) { to.invite->affiliate_id = text; });
}

MemberAdd with_lists(MemberAdd add, std::span<const std::string> ids, const Sizes& sizes) {
    std::vector<std::string>* const lists[] = {&add.new_members, &add.current_members, &add.current_admins,
                                               &add.pending_members};
    for (std::size_t i = 0, at = 0; i < sizes.size(); at += sizes[i++]) {
        const auto part = ids.subspan(at, sizes[i]);
        lists[i]->assign(part.begin(), part.end());
    }
    return add;
}

void append_readings(std::span<const std::string> components, const Layout& layout, const MemberAdd& otherwise,
                     std::vector<AddReading>& readings) {
    if (components.size() < layout.components_behind_lists()) return;
    const auto ids = components.first(components.size() - layout.components_behind_lists());
    if (ids.size() > most_listed_ids) return;
    std::vector<Sizes> cuts;
    Sizes begun;
    append_cuts(ids.size(), layout.lists(), begun, cuts);
    for (const MemberAdd& tail : tails_of(components.subspan(ids.size()), layout, otherwise))
        for (const Sizes& sizes : cuts) readings.push_back({with_lists(tail, ids, sizes), layout.version});
}

}  // namespace

std::vector<AddReading> add_readings(std::span<const std::string> components, const MemberAdd& otherwise) {
    std::vector<AddReading> readings;
    for (const Layout& layout : layouts) append_readings(components, layout, otherwise, readings);
    return readings;
}

std::vector<std::string> components_of(std::string_view payload) {
    std::vector<std::string> components;
    for (std::size_t begin = 0; begin <= payload.size();) {
        const std::size_t end = std::min(payload.find(',', begin), payload.size());
        components.emplace_back(payload.substr(begin, end - begin));
        begin = end + 1;
    }
    return components;
}

Finding one_reading_is_accepted(std::span<const AddReading> readings, const Accepts& accepts) {
    const AddReading* accepted = nullptr;
    for (const AddReading& reading : readings) {
        if (!accepts(reading)) continue;
        if (accepted && accepted->add != reading.add)
            return fmt::format("AM-SIG-037: one payload is accepted as two events, at versions {} and {}",
                               accepted->signature_version, reading.signature_version);
        accepted = &reading;
    }
    return std::nullopt;
}

}  // namespace keyturn::fuzz
