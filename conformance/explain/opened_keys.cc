#include "conformance/explain/opened_keys.h"

#include <fmt/format.h>

#include "protocol/base64.h"
#include "protocol/key_wrap.h"
#include "protocol/sealed_text.h"

namespace keyturn {
namespace {

Result<ConversationKey> open(const WrappedFor& wrap, const PrivateKey& identity) {
    const auto bytes = read_base64(wrap.blob);
    if (!bytes) return std::unexpected(bytes.error());
    return unwrap_key(*bytes, identity);
}

}  // namespace

std::optional<ConversationKey> open_wrapped_keys(const std::vector<WrappedFor>& wraps, Words& words) {
    std::optional<ConversationKey> found;
    bool is_one_key = true;
    for (const WrappedFor& wrap : wraps) {
        const User* user = words.state() ? find_user(words.state()->users, wrap.user_id) : nullptr;
        if (!user || !user->private_keys || !words.may_check()) continue;
        const auto key = open(wrap, user->private_keys->identity);
        words.check(fmt::format("the key wrapped for {} opens", quoted(wrap.user_id)), key.has_value(),
                    key ? "" : key.error().reason);
        if (!key) continue;
        is_one_key = is_one_key && (!found || *found == *key);
        if (!found) found = *key;
    }
    if (!is_one_key) words.check("all wrapped keys open to one key", false, "some open to another one");
    return found;
}

void open_sealed(std::string_view what, std::string_view sealed, const ConversationKey& key, Words& words) {
    const auto text = open_text(key, sealed);
    words.check(fmt::format("{} opens", what), text.has_value(), text ? "" : text.error().reason);
    if (text) words.say(fmt::format("{}: {}", what, quoted(*text)));
}

}  // namespace keyturn
