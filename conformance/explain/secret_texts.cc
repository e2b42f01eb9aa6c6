#include "conformance/explain/secret_texts.h"

#include <sodium.h>

#include <algorithm>

#include "protocol/base64.h"

namespace keyturn {
namespace {

constexpr std::size_t shortest_secret = 6, longest_part = 16;
constexpr std::string_view remark = "(a secret, not shown)";

void wipe(const std::string& text) { sodium_memzero(const_cast<char*>(text.data()), text.size()); }

std::string in_capitals(std::string text) {
    std::ranges::transform(text, text.begin(), [](char c) { return c >= 'a' && c <= 'f' ? char(c - 'a' + 'A') : c; });
    return text;
}

void hide(const SecretTexts& secrets, std::string& text) { text = secrets.without_secrets(text); }

void hide(const SecretTexts& secrets, JsonValue& value) {
    hide(secrets, value.text);
    for (JsonValue& element : value.elements) hide(secrets, element);
    for (JsonMember& member : value.members) {
        hide(secrets, member.key);
        hide(secrets, member.value);
    }
}

}  // namespace

SecretTexts::~SecretTexts() {
    for (const auto& [length, parts] : parts_)
        for (const std::string& part : parts) wipe(part);
}

void SecretTexts::add_all_of(const Given& given) {
    for (const auto& [id, user] : given.users) {
        if (user.token) add_text(*user.token);
        if (!user.private_keys) continue;
        Bytes both = copy(user.private_keys->identity.reveal());
        add_key(both);
        const auto signing = user.private_keys->signing.reveal();
        add_key(signing);
        both.insert(both.end(), signing.begin(), signing.end());
        add_key(both);
        sodium_memzero(both.data(), both.size());
    }
}

void SecretTexts::add_key(ByteView key) {
    const std::string digits = hex(key);
    for (const std::string& writing : {digits, in_capitals(digits), base64_unpadded(key), base64_url_unpadded(key)}) {
        add_text(writing);
        wipe(writing);
    }
}

void SecretTexts::add_text(std::string_view text) {
    if (text.size() < shortest_secret) return;
    const bool is_ascii = std::ranges::all_of(text, [](char c) { return (c & 0x80) == 0; });
    const std::size_t length = is_ascii ? std::min(text.size(), longest_part) : text.size();  // cuts no character
    auto& parts = parts_[length];
    for (std::size_t at = 0; at + length <= text.size(); ++at) parts.emplace(text.substr(at, length));
}

std::string SecretTexts::without_secrets(std::string_view text) const {
    std::string shown;
    std::size_t kept = 0, hidden_to = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        for (const auto& [length, parts] : parts_) {
            if (at + length > text.size() || !parts.contains(text.substr(at, length))) continue;
            if (at >= hidden_to) {
                shown += text.substr(kept, at - kept);
                shown += remark;
            }
            hidden_to = std::max(hidden_to, at + length);
            kept = hidden_to;
        }
    }
    return shown += text.substr(kept);
}

void hide(const SecretTexts& secrets, Explanation& explanation) {
    for (auto* texts : {&explanation.lines, &explanation.oddities})
        for (std::string& text : *texts) hide(secrets, text);
    for (ExplainedCheck& check : explanation.checks) {
        hide(secrets, check.what);
        hide(secrets, check.why);
    }
    hide(secrets, explanation.sender);
    hide(secrets, explanation.decoded);
}

}  // namespace keyturn
