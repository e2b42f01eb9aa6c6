#include "protocol/given.h"

#include <algorithm>
#include <set>

#include "protocol/base64.h"
#include "protocol/identifiers.h"
#include "protocol/object_reader.h"

namespace keyturn {
namespace {

// Whether `id` is a text that `seen` holds already; it does afterwards.
template <class Texts>
bool repeats(const JsonValue* id, Texts& seen) {
    return id && id->is(JsonKind::string) && !seen.insert(id->text).second;
}

std::optional<PublicKey> read_public_key(ObjectReader& object, std::string_view name, Problems& problems) {
    const auto text = object.optional_text(name);
    if (!text) return std::nullopt;
    const auto bytes = read_base64(*text);
    const auto key = bytes ? PublicKey::read(*bytes) : std::unexpected(bytes.error());
    if (key) return *key;
    problems.push_back({"", object.pointer(name), "a public key of P-256 in base64", key.error().reason});
    return std::nullopt;
}

void read_registered_key(const JsonValue& value, const std::string& pointer, User& user, Problems& problems) {
    ObjectReader object(value, pointer, problems, Values::hidden);
    const std::string version = object.text("version");
    object.required_value("identity_public_key");
    const auto identity = read_public_key(object, "identity_public_key", problems);
    const auto signing = read_public_key(object, "signing_public_key", problems);
    const std::string binding = object.optional_text("identity_public_key_signature").value_or("");
    object.finish();
    if (identity) user.keys.push_back({version, *identity, signing, binding});
}

struct LowerVersion {
    bool operator()(std::string_view a, std::string_view b) const { return compare_versions(a, b) < 0; }
};

void read_registered_keys(ObjectReader& object, User& user, Problems& problems) {
    std::set<std::string, LowerVersion> versions;
    std::size_t index = 0;
    for (const JsonValue& key : object.elements("keys")) {
        const std::string pointer = pointer_to(object.pointer("keys"), index++);
        read_registered_key(key, pointer, user, problems);
        if (repeats(key.find("version"), versions))
            problems.push_back({"", pointer_to(pointer, "version"), "each version once", shown(key.find("version"))});
    }
}

void read_private_keys(ObjectReader& object, User& user, Problems& problems) {
    const JsonValue* value = object.value("private_keys");
    if (!value) return;
    const auto bytes = value->is(JsonKind::string) ? read_base64(value->text) : refuse("no text");
    const auto keys = bytes ? PrivateKeys::read(*bytes) : std::unexpected(bytes.error());
    if (keys)
        user.private_keys = *keys;
    else
        problems.push_back(
            {"", object.pointer("private_keys"), "64 bytes in base64: identity, then signing", keys.error().reason});
}

User read_user(const JsonValue& value, const std::string& pointer, Problems& problems) {
    User user;
    ObjectReader object(value, pointer, problems, Values::hidden);
    read_registered_keys(object, user, problems);
    read_private_keys(object, user, problems);
    user.token = object.optional_text("token");
    object.finish();
    return user;
}

Group read_group(const JsonValue& value, const std::string& pointer, Problems& problems) {
    ObjectReader object(value, pointer, problems);
    Group group;
    group.id = object.text("id");
    group.members = object.texts("members");
    group.admins = object.texts("admins");
    group.pending = object.texts("pending");
    group.title = object.optional_text("title");
    group.avatar_url = object.optional_text("avatar_url");
    group.ttl_msec = object.optional_integer("ttl_msec");
    group.screen_capture_blocking = object.optional_boolean("screen_capture_blocking");
    group.conversation_key_version = object.optional_text("conversation_key_version");
    object.finish();
    return group;
}

void read_groups(ObjectReader& object, Given& given, Problems& problems) {
    std::set<std::string> ids;
    const auto add = [&](const JsonValue& group, const std::string& pointer) {
        given.groups.push_back(read_group(group, pointer, problems));
        if (repeats(group.find("id"), ids))
            problems.push_back({"", pointer_to(pointer, "id"), "each group once", shown(group.find("id"))});
    };
    if (const JsonValue* single = object.value("group")) add(*single, object.pointer("group"));
    std::size_t index = 0;
    for (const JsonValue& group : object.elements("groups")) add(group, pointer_to(object.pointer("groups"), index++));
}

void read_users(const JsonValue& users, const std::string& pointer, Given& given, Problems& problems) {
    ObjectReader(users, pointer, problems, Values::hidden);  // complains when it is no object
    for (const JsonMember& member : users.members) {
        const std::string place = pointer_to(pointer, member.key);
        const auto [entry, is_new] = given.users.try_emplace(member.key);
        if (!is_new) problems.push_back({"", place, "each user once", shown(&member.value, 0)});
        entry->second = read_user(member.value, place, problems);
    }
}

JsonValue texts_to_json(const std::vector<std::string>& texts) {
    JsonValue array = json_array();
    for (const std::string& text : texts) array.elements.push_back(json_string(text));
    return array;
}

JsonValue group_to_json(const Group& group) {
    JsonValue object = json_object();
    object.set("id", json_string(group.id));
    object.set("members", texts_to_json(group.members));
    object.set("admins", texts_to_json(group.admins));
    object.set("pending", texts_to_json(group.pending));
    object.set("title", group.title ? json_string(*group.title) : json_null());
    object.set("avatar_url", group.avatar_url ? json_string(*group.avatar_url) : json_null());
    object.set("ttl_msec", group.ttl_msec ? json_number(std::to_string(*group.ttl_msec)) : json_null());
    object.set("screen_capture_blocking",
               group.screen_capture_blocking ? json_bool(*group.screen_capture_blocking) : json_null());
    if (group.conversation_key_version)
        object.set("conversation_key_version", json_string(*group.conversation_key_version));
    return object;
}

JsonValue registered_key_to_json(const RegisteredKey& key) {
    JsonValue object = json_object();
    object.set("version", json_string(key.version));
    object.set("identity_public_key", json_string(base64(key.identity.spki())));
    if (key.signing) object.set("signing_public_key", json_string(base64(key.signing->spki())));
    if (!key.identity_public_key_signature.empty())
        object.set("identity_public_key_signature", json_string(key.identity_public_key_signature));
    return object;
}

std::string private_keys_text(const PrivateKeys& keys) {
    Secret<64, struct PrivateKeysTag> both;
    std::ranges::copy(keys.identity.reveal(), both.writable().begin());
    std::ranges::copy(keys.signing.reveal(), both.writable().begin() + 32);
    return base64(both.reveal());
}

JsonValue user_to_json(const User& user, PrivateParts parts) {
    JsonValue object = json_object();
    JsonValue keys = json_array();
    for (const RegisteredKey& key : user.keys) keys.elements.push_back(registered_key_to_json(key));
    object.set("keys", std::move(keys));
    if (user.private_keys && parts == PrivateParts::kept)
        object.set("private_keys", json_string(private_keys_text(*user.private_keys)));
    if (user.token) object.set("token", json_string(*user.token));
    return object;
}

}  // namespace

const Group* Given::find_group(std::string_view id) const {
    const auto found = std::ranges::find(groups, id, &Group::id);
    return found == groups.end() ? nullptr : &*found;
}

std::expected<Given, Problems> read_given(const JsonValue& value, const std::string& pointer) {
    Given given;
    Problems problems;
    ObjectReader object(value, pointer, problems, Values::hidden);
    read_groups(object, given, problems);
    if (const JsonValue* users = object.value("users")) read_users(*users, object.pointer("users"), given, problems);
    object.finish();
    if (!problems.empty()) return std::unexpected(std::move(problems));
    return given;
}

JsonValue given_to_json(const Given& given, PrivateParts parts) {
    JsonValue groups = json_array(), users = json_object();
    for (const Group& group : given.groups) groups.elements.push_back(group_to_json(group));
    for (const auto& [id, user] : given.users) users.members.push_back({id, user_to_json(user, parts)});
    JsonValue object = json_object();
    object.set("groups", std::move(groups));
    object.set("users", std::move(users));
    return object;
}

}  // namespace keyturn
