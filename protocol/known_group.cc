#include "protocol/known_group.h"

#include <fmt/format.h>

#include <algorithm>

#include "protocol/identifiers.h"

namespace keyturn {
namespace {

// Field ids (fact sheet, section 5).
constexpr std::int16_t change_inside = 1;  // of a group and of a metadata event
constexpr std::int16_t only_field = 1;     // the list, text or number of the smaller changes
namespace create_field {
constexpr std::int16_t members = 1, admins = 2, title = 3, avatar_url = 4, key_version = 5, ttl_msec = 7;
}
namespace invite_field {
constexpr std::int16_t affiliate_id = 3;
}
namespace metadata_arm {
constexpr std::int16_t duration_change = 1, duration_remove = 2, enable_blocking = 7, disable_blocking = 8;
}

std::optional<std::string> unless_empty(std::optional<std::string> text) {
    return text && text->empty() ? std::nullopt : std::move(text);
}

std::optional<std::int64_t> unless_negative(std::optional<std::int64_t> number) {
    return number && *number < 0 ? std::nullopt : number;
}

UserIds set_of(const std::vector<std::string>& ids) { return {ids.begin(), ids.end()}; }

bool share_a_user(const UserIds& a, const UserIds& b) {
    return std::ranges::any_of(a, [&](const std::string& id) { return b.contains(id); });
}

bool reads_as_unset(const std::optional<std::string>& text) { return text == "null"; }
bool reads_as_unset(const auto&) { return false; }

// Compares what a change states with what is known, and learns what it signs.
class Comparison {
  public:
    explicit Comparison(KnownGroup known) : known_(std::move(known)) {}

    template <class Part>
    void states(std::string_view name, std::optional<Part> KnownGroup::* part, const Part& stated,
                bool is_signed = true) {
        std::optional<Part>& known = known_.*part;
        if (known && *known != stated) contradiction_ = fmt::format("what it states as {} is not the group's", name);
        if (known || !is_signed) return;
        if (reads_as_unset(stated))
            contradiction_ = fmt::format("the text null as {} is signed like an unset one", name);
        known = stated;
    }

    Result<KnownGroup> outcome() && {
        if (!contradiction_.empty()) return refuse(std::move(contradiction_));
        return std::move(known_);
    }

  private:
    KnownGroup known_;
    std::string contradiction_;
};

Result<UserIds> distinct_user_ids(const std::vector<std::string>& ids) {
    if (!std::ranges::all_of(ids, is_user_id)) return refuse("it lists what is no user id");
    UserIds set = set_of(ids);
    if (set.size() != ids.size()) return refuse("it lists a user twice");
    return set;
}

struct StatedRoster {
    UserIds added, members, admins, pending;
};

Result<StatedRoster> roster_of(const MemberAdd& add) {
    StatedRoster roster;
    for (const auto& [ids, set] : {std::pair{&add.new_members, &roster.added},
                                   {&add.current_members, &roster.members},
                                   {&add.current_admins, &roster.admins},
                                   {&add.pending_members, &roster.pending}}) {
        auto distinct = distinct_user_ids(*ids);
        if (!distinct) return std::unexpected(distinct.error());
        *set = std::move(*distinct);
    }
    return roster;
}

Result<void> is_possible(const StatedRoster& roster, std::string_view sender) {
    if (roster.added.empty()) return refuse("it adds nobody");
    if (!roster.members.contains(sender)) return refuse("its sender is not among the members");
    if (!std::ranges::includes(roster.members, roster.admins)) return refuse("an admin is not among the members");
    if (share_a_user(roster.added, roster.members)) return refuse("a new member is a member already");
    if (share_a_user(roster.pending, roster.members)) return refuse("a pending user is a member already");
    return {};
}

// What no payload covers could be changed by anybody on the way: it must be as every writer leaves it.
Result<void> is_covered(const MemberAdd& add, const ThriftValue& detail, int signature_version) {
    if (detail != add.to_detail()) return refuse("it has parts beside those that are signed, or lacks some of them");
    if (add.invite && signature_version < 7) return refuse("it has an invite, which is signed from version 7 only");
    if (!read_key_version(add.conversation_key_version)) return refuse("its key version is no number of 64 bits");
    return {};
}

// Nothing is known of invites that could tell the text from an unset one.
Result<void> is_unambiguous(const std::optional<std::string>& text_of_invite) {
    if (reads_as_unset(text_of_invite)) return refuse("the text null in an invite is signed like an unset one");
    return {};
}

Result<void> is_unambiguous(const GroupInvite& invite) {
    if (auto url = is_unambiguous(invite.invite_url); !url) return url;
    return is_unambiguous(invite.affiliate_id);
}

bool signs_pending(int version) { return version >= 3 && version <= 6; }
bool signs_screen_capture_blocking(int version) { return version >= 5; }

KnownGroup with_added(KnownGroup group, const UserIds& added) {
    group.members->insert(added.begin(), added.end());
    if (group.pending) std::erase_if(*group.pending, [&](const std::string& id) { return added.contains(id); });
    return group;
}

Result<KnownGroup> after_member_add(KnownGroup known, const MemberAdd& add, int version, std::string_view sender) {
    if (add.invite)
        if (auto invite = is_unambiguous(*add.invite); !invite) return std::unexpected(invite.error());
    const auto roster = roster_of(add);
    if (!roster) return std::unexpected(roster.error());
    if (auto possible = is_possible(*roster, sender); !possible) return std::unexpected(possible.error());
    Comparison comparison(std::move(known));
    comparison.states("members", &KnownGroup::members, roster->members);
    comparison.states("admins", &KnownGroup::admins, roster->admins);
    comparison.states("pending users", &KnownGroup::pending, roster->pending, signs_pending(version));
    comparison.states("title", &KnownGroup::title, add.title);
    comparison.states("avatar", &KnownGroup::avatar_url, add.avatar_url);
    comparison.states("ttl", &KnownGroup::ttl_msec, add.ttl_msec);
    comparison.states("screen capture flag", &KnownGroup::screen_capture_blocking, add.screen_capture_blocking,
                      signs_screen_capture_blocking(version));
    auto current = std::move(comparison).outcome();
    if (!current) return current;
    return with_added(std::move(*current), roster->added);
}

Result<KnownGroup> after_create(KnownGroup known, const ThriftValue& create, int version, std::string_view sender) {
    const auto members = distinct_user_ids(create.texts_at(create_field::members));
    if (!members) return std::unexpected(members.error());
    if (!members->contains(sender)) return refuse("its sender is not among the members");
    if (!read_key_version(create.text_at(create_field::key_version).value_or("")))
        return refuse("its key version is no number of 64 bits");
    const bool signs_texts = version >= 4;
    Comparison comparison(std::move(known));
    comparison.states("members", &KnownGroup::members, *members);
    comparison.states("admins", &KnownGroup::admins, set_of(create.texts_at(create_field::admins)), false);
    comparison.states("title", &KnownGroup::title, create.text_at(create_field::title), signs_texts);
    comparison.states("avatar", &KnownGroup::avatar_url, create.text_at(create_field::avatar_url), signs_texts);
    comparison.states("ttl", &KnownGroup::ttl_msec, create.number_at(create_field::ttl_msec), false);
    return std::move(comparison).outcome();
}

void remove_from(std::optional<UserIds>& known, const std::vector<std::string>& ids) {
    if (!known) return;
    for (const std::string& id : ids) known->erase(id);
}

Result<KnownGroup> with_admins_added(KnownGroup group, const std::vector<std::string>& ids) {
    const auto is_outside = [&](const std::string& id) { return group.members && !group.members->contains(id); };
    if (std::ranges::any_of(ids, is_outside)) return refuse("a new admin is not among the members");
    if (group.admins) group.admins->insert(ids.begin(), ids.end());
    return group;
}

Result<KnownGroup> after_group_change(KnownGroup group, std::int16_t kind, const ThriftValue& change) {
    switch (kind) {
        case arm::title_change:
            group.title = unless_empty(change.text_at(only_field));
            break;
        case arm::avatar_change:
            group.avatar_url = unless_empty(change.text_at(only_field));
            break;
        case arm::admin_add:
            return with_admins_added(std::move(group), change.texts_at(only_field));
        case arm::admin_remove:
            remove_from(group.admins, change.texts_at(only_field));
            break;
        case arm::invite_enable:
            if (auto invite = is_unambiguous(change.text_at(invite_field::affiliate_id)); !invite)
                return std::unexpected(invite.error());
            break;
        case arm::member_remove:
            remove_from(group.members, change.texts_at(only_field));
            remove_from(group.admins, change.texts_at(only_field));
            break;
    }
    return group;
}

KnownGroup after_metadata_change(KnownGroup group, std::int16_t kind, const ThriftValue& change) {
    switch (kind) {
        case metadata_arm::duration_change:
            group.ttl_msec = unless_negative(change.number_at(only_field));
            break;
        case metadata_arm::duration_remove:
            group.ttl_msec.emplace(std::nullopt);
            break;
        case metadata_arm::enable_blocking:
            group.screen_capture_blocking = true;
            break;
        case metadata_arm::disable_blocking:
            group.screen_capture_blocking = false;
            break;
    }
    return group;
}

}  // namespace

KnownGroup known_group(const Group& group) {
    return {.members = set_of(group.members),
            .admins = set_of(group.admins),
            .pending = set_of(group.pending),
            .title = unless_empty(group.title),
            .avatar_url = unless_empty(group.avatar_url),
            .ttl_msec = unless_negative(group.ttl_msec),
            .screen_capture_blocking = group.screen_capture_blocking};
}

Result<KnownGroup> group_after(KnownGroup known, const ThriftValue& detail, int signature_version,
                               std::string_view sender) {
    if (const auto add = MemberAdd::from_detail(detail)) {
        if (auto covered = is_covered(*add, detail, signature_version); !covered)
            return std::unexpected(covered.error());
        return after_member_add(std::move(known), *add, signature_version, sender);
    }
    const auto& [event_arm, event] = detail.fields.front();
    const auto& [kind, change] = event.find(change_inside)->fields.front();
    if (event_arm == arm::metadata_change) return after_metadata_change(std::move(known), kind, change);
    if (kind == arm::group_create) return after_create(std::move(known), change, signature_version, sender);
    return after_group_change(std::move(known), kind, change);
}

}  // namespace keyturn
