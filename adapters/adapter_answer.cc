#include "adapters/adapter_answer.h"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>

#include "protocol/base64.h"

namespace keyturn {
namespace {

std::unexpected<NoValue> malformed(std::string reason) {
    return std::unexpected(NoValue{NoValueKind::malformed, "the answer " + std::move(reason)});
}

// Exactly these members, each once, in any order.
Answer<void> has_exactly(const JsonValue& object, std::initializer_list<std::string_view> names) {
    if (!object.is(JsonKind::object)) return malformed(fmt::format("should hold an object, found {}", shown(&object)));
    for (const std::string_view name : names)
        if (!object.find(name)) return malformed(fmt::format("lacks {}", name));
    if (object.members.size() != names.size()) return malformed("has members that don't belong there, or one twice");
    return {};
}

Answer<std::string> text_in(const JsonValue& object, std::string_view name) {
    const JsonValue& value = *object.find(name);
    if (!value.is(JsonKind::string)) return malformed(fmt::format("has no text as {}: {}", name, shown(&value)));
    return value.text;
}

Answer<Bytes> read_bytes(const JsonValue& value, std::string_view name) {
    const auto bytes = value.is(JsonKind::string) ? read_base64(value.text) : refuse("found " + shown(&value));
    if (!bytes) return malformed(fmt::format("has no base64 as {}: {}", name, bytes.error().reason));
    return *bytes;
}

Answer<Bytes> bytes_in(const JsonValue& object, std::string_view name) { return read_bytes(*object.find(name), name); }

Answer<std::vector<std::string>> texts_in(const JsonValue& object, std::string_view name) {
    const JsonValue& value = *object.find(name);
    const auto is_text = [](const JsonValue& element) { return element.is(JsonKind::string); };
    if (!value.is(JsonKind::array) || !std::ranges::all_of(value.elements, is_text))
        return malformed(fmt::format("has no list of texts as {}: {}", name, shown(&value)));
    std::vector<std::string> texts;
    for (const JsonValue& element : value.elements) texts.push_back(element.text);
    return texts;
}

Answer<std::map<std::string, Bytes>> keys_in(const JsonValue& object, std::string_view name) {
    const JsonValue& value = *object.find(name);
    if (!value.is(JsonKind::object)) return malformed(fmt::format("has no object as {}: {}", name, shown(&value)));
    std::map<std::string, Bytes> keys;
    for (const JsonMember& member : value.members) {
        auto key = read_bytes(member.value, member.key);
        if (!key) return std::unexpected(key.error());
        if (!keys.emplace(member.key, std::move(*key)).second) return malformed("has two keys of one version");
    }
    return keys;
}

Answer<std::optional<std::string>> text_or_null_in(const JsonValue& object, std::string_view name) {
    if (object.find(name)->is(JsonKind::null)) return std::nullopt;
    auto text = text_in(object, name);
    if (!text) return std::unexpected(text.error());
    return std::move(*text);
}

// A refusal or a trap, in the adapter's own words.
Answer<JsonValue> said_no(const JsonValue& answer, std::string_view name, NoValueKind kind) {
    auto reason = text_in(answer, name);
    if (!reason) return std::unexpected(reason.error());
    return std::unexpected(NoValue{kind, std::move(*reason)});
}

// The answer without its id has one member, which says what came out.
Answer<JsonValue> outcome_in(JsonValue& answer) {
    if (JsonValue* ok = answer.find("ok")) return std::move(*ok);
    if (answer.find("refused")) return said_no(answer, "refused", NoValueKind::refused);
    if (answer.find("trapped")) return said_no(answer, "trapped", NoValueKind::trapped);
    const JsonValue* unimplemented = answer.find("unimplemented");
    if (!unimplemented) return malformed("has none of ok, refused, unimplemented and trapped");
    if (*unimplemented != json_bool(true)) return malformed("has something else than true as unimplemented");
    return std::unexpected(NoValue{NoValueKind::unimplemented, "the adapter has no such operation"});
}

}  // namespace

Answer<JsonValue> read_adapter_answer(std::string_view line, std::uint64_t id) {
    JsonLimits limits;
    limits.bytes = line.size();
    auto answer = parse_json(line, limits);
    if (!answer)
        return malformed(fmt::format("is no JSON: {} (byte {})", answer.error().reason, answer.error().offset));
    if (!answer->is(JsonKind::object)) return malformed("is no JSON object: " + shown(&*answer));
    const JsonValue* answered = answer->find("id");
    if (!answered || *answered != json_number(std::to_string(id)))
        return malformed(fmt::format("has the id {} and should have {}", shown(answered), id));
    if (answer->members.size() != 2) return malformed("should have two members, its id and what came out");
    return outcome_in(*answer);
}

Answer<LibraryDescription> read_description(const JsonValue& ok) {
    if (auto fits = has_exactly(ok, {"name", "version", "ops"}); !fits) return std::unexpected(fits.error());
    auto name = text_in(ok, "name"), version = text_in(ok, "version");
    if (!name) return std::unexpected(name.error());
    if (!version) return std::unexpected(version.error());
    auto operations = texts_in(ok, "ops");
    if (!operations) return std::unexpected(operations.error());
    return LibraryDescription{std::move(*name), std::move(*version), std::move(*operations)};
}

Answer<PreparedChange> read_prepared_change(const JsonValue& ok, std::string_view line) {
    if (auto fits = has_exactly(ok, {"body", "conversation_key"}); !fits) return std::unexpected(fits.error());
    auto key = bytes_in(ok, "conversation_key");
    if (!key) return std::unexpected(key.error());
    const JsonValue& body = *ok.find("body");
    return PreparedChange{std::string(line.substr(body.offset, body.end - body.offset)), std::move(*key)};
}

Answer<OpenedKeys> read_opened_keys(const JsonValue& ok) {
    if (auto fits = has_exactly(ok, {"latest_version", "keys", "errors"}); !fits) return std::unexpected(fits.error());
    auto latest = text_or_null_in(ok, "latest_version");
    if (!latest) return std::unexpected(latest.error());
    auto keys = keys_in(ok, "keys");
    if (!keys) return std::unexpected(keys.error());
    auto errors = texts_in(ok, "errors");
    if (!errors) return std::unexpected(errors.error());
    return OpenedKeys{std::move(*latest), std::move(*keys), std::move(*errors)};
}

Answer<JsonValue> read_detail(const JsonValue& ok) {
    if (auto fits = has_exactly(ok, {"detail"}); !fits) return std::unexpected(fits.error());
    return *ok.find("detail");
}

Answer<Bytes> read_only_bytes(const JsonValue& ok, std::string_view name) {
    if (auto fits = has_exactly(ok, {name}); !fits) return std::unexpected(fits.error());
    return bytes_in(ok, name);
}

Answer<std::string> read_only_text(const JsonValue& ok, std::string_view name) {
    if (auto fits = has_exactly(ok, {name}); !fits) return std::unexpected(fits.error());
    return text_in(ok, name);
}

Answer<bool> read_only_boolean(const JsonValue& ok, std::string_view name) {
    if (auto fits = has_exactly(ok, {name}); !fits) return std::unexpected(fits.error());
    const JsonValue& value = *ok.find(name);
    if (!value.is(JsonKind::boolean)) return malformed(fmt::format("has no boolean as {}: {}", name, shown(&value)));
    return value.boolean;
}

}  // namespace keyturn
