#include "protocol/group_changes.h"

namespace keyturn {
namespace {

Result<AddMembersPlan> without_adding(Result<AddMembersPlan> plan) {
    if (!plan) return plan;
    plan->user_ids.reset();
    plan->member_add = {};
    return plan;
}

JsonValue json_texts(const std::vector<std::string>& texts) {
    JsonValue array = json_array();
    for (const std::string& text : texts) array.elements.push_back(json_string(text));
    return array;
}

}  // namespace

Result<AddMembersPlan> plan_rotation(const Group& group, const Users& users, std::string_view sender,
                                     std::uint64_t now_msec) {
    return without_adding(plan_add_members(group, users, sender, {}, now_msec));
}

Result<AddMembersPlan> plan_creation(const Group& wanted, const Users& users, std::string_view creator,
                                     std::uint64_t now_msec) {
    Group fresh = wanted;
    fresh.conversation_key_version.reset();
    return without_adding(plan_add_members(fresh, users, creator, {}, now_msec));
}

GroupCreate signed_creation(const Group& wanted, const std::string& key_version) {
    const auto unless_empty = [](const std::optional<std::string>& text) {
        return text && text->empty() ? std::nullopt : text;
    };
    return {.members = wanted.members,
            .admins = wanted.admins,
            .title = unless_empty(wanted.title),
            .avatar_url = unless_empty(wanted.avatar_url),
            .conversation_key_version = key_version,
            .is_legacy_upgrade = std::nullopt,
            .ttl_msec = wanted.ttl_msec.value_or(0) < 0 ? std::nullopt : wanted.ttl_msec};
}

JsonValue creation_to_json(const AddMembersRequest& request, const std::string& group_id, const GroupCreate& create) {
    JsonValue body = request.to_json();
    body.set("conversation_id", json_string(group_id));
    body.set("group_members", json_texts(create.members));
    body.set("group_admins", json_texts(create.admins));
    if (create.title) body.set("group_name", json_string(*create.title));
    if (create.avatar_url) body.set("group_avatar_url", json_string(*create.avatar_url));
    if (create.ttl_msec) body.set("ttl_msec", json_string(std::to_string(*create.ttl_msec)));
    return body;
}

}  // namespace keyturn
