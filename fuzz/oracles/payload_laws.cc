#include "fuzz/oracles/payload_laws.h"

#include <fmt/format.h>

#include <span>

#include "protocol/signature_payload.h"

namespace keyturn::fuzz {
namespace {

constexpr int oldest_signature_version = 2;

struct LayoutBorders {
    std::string_view action;
    std::initializer_list<int> begins;  // versions at which the layout is another one than just below
};

constexpr LayoutBorders borders[] = {
    {"GroupChangeEvent.GroupMemberAddChange", {3, 5, 7}},
    {"ConversationKeyChangeEvent", {6}},
    {"GroupChangeEvent.GroupCreate", {4}},
};

bool has_a_new_layout(std::string_view action, int version) {
    for (const LayoutBorders& row : borders)
        if (row.action == action) return std::ranges::find(row.begins, version) != row.begins.end();
    return false;
}

struct Part {
    std::string_view name;
    bool (*is_covered)(int version);
    void (*change)(MemberAdd&);
};

bool always(int) { return true; }
bool from_three_to_six(int version) { return version >= 3 && version <= 6; }
bool from_five(int version) { return version >= 5; }
bool from_seven(int version) { return version >= 7; }

void change_ttl(MemberAdd& add) { add.ttl_msec = add.ttl_msec == 0 ? 1 : 0; }
void change_invite(MemberAdd& add) {
    if (add.invite)
        add.invite.reset();
    else
        add.invite.emplace();
}

constexpr Part parts[] = {
    {"the new members", always, [](MemberAdd& add) { add.new_members.push_back("42"); }},
    {"the current members", always, [](MemberAdd& add) { add.current_members.push_back("42"); }},
    {"the admins", always, [](MemberAdd& add) { add.current_admins.push_back("42"); }},
    {"the pending users", from_three_to_six, [](MemberAdd& add) { add.pending_members.push_back("42"); }},
    {"the title", always, [](MemberAdd& add) { add.title = add.title.value_or("") + "x"; }},
    {"the avatar URL", always, [](MemberAdd& add) { add.avatar_url = add.avatar_url.value_or("") + "x"; }},
    {"the key version", always, [](MemberAdd& add) { add.conversation_key_version += "0"; }},
    {"the ttl", always, change_ttl},
    {"the flag", from_five,
     [](MemberAdd& add) { add.screen_capture_blocking = !add.screen_capture_blocking.value_or(false); }},
    {"the invite", from_seven, change_invite},
};

}  // namespace

Finding versions_of_one_layout_agree(const ThriftValue& detail, const PayloadAt& payload_at) {
    const std::string_view action = action_name(detail);
    for (int version = oldest_signature_version + 1; version <= newest_signature_version; ++version)
        if (!has_a_new_layout(action, version) && payload_at(version) != payload_at(version - 1))
            return fmt::format("{}: versions {} and {} have one layout and two payloads", action, version - 1, version);
    return std::nullopt;
}

Finding every_signed_part_counts(const MemberAdd& add, const PayloadOf& payload_of) {
    for (const Part& part : parts) {
        MemberAdd changed = add;
        part.change(changed);
        for (int version = oldest_signature_version; version <= newest_signature_version; ++version) {
            const std::string before = payload_of(add, version), after = payload_of(changed, version);
            if (before.empty() || after.empty()) continue;
            if ((before != after) != part.is_covered(version))
                return fmt::format("{} {} in the payload of version {}", part.name,
                                   before != after ? "should not count" : "should count", version);
        }
    }
    return std::nullopt;
}

}  // namespace keyturn::fuzz
