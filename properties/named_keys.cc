#include "properties/named_keys.h"

#include "protocol/action_signature.h"

namespace keyturn {
namespace {

Entropy entropy_of_registration(std::string_view user, std::string_view version) {
    std::string label = "registration ";
    label.append(user).append(" at ").append(version);
    return {label, 0};
}

}  // namespace

PrivateKey numbered_private_key(KeyNumber number) {
    Entropy entropy("private key", number);
    return PrivateKey::generate(entropy);
}

ConversationKey numbered_conversation_key(KeyNumber number) {
    ConversationKey key;
    Entropy("conversation key", number).fill(key.writable());
    return key;
}

PrivateKeys registered_keys(std::string_view user, std::string_view version) {
    Entropy entropy = entropy_of_registration(user, version);
    const PrivateKey identity = PrivateKey::generate(entropy);
    return {identity, PrivateKey::generate(entropy)};
}

Bytes private_bytes(const PrivateKeys& keys) {
    Bytes bytes = bytes_of_key(keys.identity);
    const auto signing = keys.signing.reveal();
    bytes.insert(bytes.end(), signing.begin(), signing.end());
    return bytes;
}

RegisteredKey registration(std::string_view user, const std::string& version) {
    const PrivateKeys keys = registered_keys(user, version);
    const PublicKey identity = keys.identity.public_key();
    return {version, identity, keys.signing.public_key(), sign_binding(keys.signing, identity.spki())};
}

Surroundings surroundings(std::uint64_t seed) {
    Surroundings made{.now_msec = property_now_msec, .entropy = {}};
    Entropy("surroundings", seed).fill(made.entropy.writable());
    return made;
}

}  // namespace keyturn
