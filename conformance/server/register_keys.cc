#include <algorithm>

#include "conformance/json_comparison.h"
#include "conformance/server/answer.h"
#include "conformance/server/operations.h"
#include "protocol/action_signature.h"
#include "protocol/base64.h"
#include "protocol/identifiers.h"
#include "protocol/object_reader.h"

namespace keyturn {
namespace {

constexpr std::size_t spki_bytes = 91;

// The body, every text of the right type and every key read.
struct Registration {
    std::string version;
    bool generate_version = false;
    std::optional<PublicKey> identity;
    std::optional<PublicKey> signing;
    std::string identity_text;
    std::optional<std::string> binding;
    std::optional<std::string> fingerprint;
};

struct RegistrationRule {
    std::string_view pointer;
    std::string_view expected;
    bool (*holds)(const Registration&);
};

constexpr RegistrationRule rules[] = {
    {"/version", "a decimal number of 64 bits without leading zero",
     [](const Registration& r) { return r.generate_version || read_key_version(r.version).has_value(); }},
    {"/public_key/public_key_fingerprint", "the fingerprint of the public key",
     [](const Registration& r) { return !r.fingerprint || *r.fingerprint == r.identity->fingerprint(); }},
    {"/public_key/identity_public_key_signature", "a signature exactly when there is a signing key",
     [](const Registration& r) { return r.binding.has_value() == r.signing.has_value(); }},
    {"/public_key/identity_public_key_signature", "the signing key's signature over the bytes of the public key",
     [](const Registration& r) { return !r.binding || binding_verifies(r.identity_text, *r.signing, *r.binding); }},
};

std::optional<PublicKey> read_spki(ObjectReader& object, std::string_view name, const std::string& text,
                                   Problems& problems) {
    const auto bytes = read_base64(text);
    const auto key = bytes && bytes->size() == spki_bytes ? PublicKey::read(*bytes) : refuse("no SPKI in base64");
    if (key) return *key;
    problems.push_back({"", object.pointer(name), "a public key of P-256: base64 of SPKI", key.error().reason});
    return std::nullopt;
}

void read_public_key(const JsonValue& value, Registration& registration, Problems& problems) {
    ObjectReader object(value, "/public_key", problems);
    registration.identity_text = object.text("public_key");
    registration.identity = read_spki(object, "public_key", registration.identity_text, problems);
    if (const auto signing = object.optional_text("signing_public_key"))
        registration.signing = read_spki(object, "signing_public_key", *signing, problems);
    registration.binding = object.optional_text("identity_public_key_signature");
    registration.fingerprint = object.optional_text("public_key_fingerprint");
    object.optional_text("signing_public_key_signature");
    object.optional_text("registration_method");
}

Registration read_registration(const JsonValue& body, Problems& problems) {
    Registration registration;
    for (const std::string& pointer : doubled_keys(body))
        problems.push_back({"AM-REQ-004", pointer, "the key once", "the key again"});
    ObjectReader object(body, "", problems);
    if (const JsonValue* key = object.required_value("public_key")) read_public_key(*key, registration, problems);
    registration.version = object.text("version");
    registration.generate_version = object.optional_boolean("generate_version").value_or(false);
    return registration;
}

// The first broken rule: those behind it may count on it.
void apply_rules(const Registration& registration, Problems& problems) {
    const auto broken =
        std::ranges::find_if(rules, [&](const RegistrationRule& rule) { return !rule.holds(registration); });
    if (broken != std::end(rules))
        problems.push_back({"", std::string(broken->pointer), std::string(broken->expected), "something else"});
}

// The server's clock, or one more than the latest version when that is not below it.
std::string generated_version(const User& user, std::uint64_t now_msec) {
    const RegisteredKey* latest = user.latest_key();
    const auto version = latest ? read_key_version(latest->version) : std::nullopt;
    return std::to_string(version ? std::max(now_msec, *version + 1) : now_msec);
}

const RegisteredKey* key_of_version(const User& user, std::string_view version) {
    const auto same = [&](const RegisteredKey& key) { return compare_versions(key.version, version) == 0; };
    const auto found = std::ranges::find_if(user.keys, same);
    return found == user.keys.end() ? nullptr : &*found;
}

HttpResponse registered_answer(const std::string& version) {
    const JsonValue data = json_object({{"public_key_version", json_string(version)}});
    return json_answer(200, json_object({{"data", data}}));
}

Handled add_key(const Call& call, const User& user, RegisteredKey key) {
    if (const RegisteredKey* before = key_of_version(user, key.version)) {
        if (before->identity == key.identity && before->signing == key.signing)
            return {registered_answer(before->version), std::nullopt};
        return refused(problem_answer(409, "other keys are registered at this version", "/version"));
    }
    auto users = std::make_shared<Users>(*call.state.users);
    const HttpResponse answer = registered_answer(key.version);
    users->at(call.caller).keys.push_back(std::move(key));
    ServerState next = call.state;
    next.users = std::move(users);
    return {answer, std::move(next)};
}

}  // namespace

Handled register_keys(const Call& call) {
    const User* user = find_user(*call.state.users, call.caller);
    if (!user || call.id != call.caller)
        return refused(problem_answer(403, "keys are registered by the user whose keys they are", "", "user"));
    const auto body = parse_json(call.request.body);
    if (!body) return refused(problem_answer(400, "the body must be one JSON object"));
    Problems problems;
    const Registration registration = read_registration(*body, problems);
    if (problems.empty()) apply_rules(registration, problems);
    if (!problems.empty()) return refused(body_refused(problems));
    const std::string version =
        registration.generate_version ? generated_version(*user, call.now_msec) : registration.version;
    return add_key(call, *user,
                   {version, *registration.identity, registration.signing, registration.binding.value_or("")});
}

}  // namespace keyturn
