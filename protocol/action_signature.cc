#include "protocol/action_signature.h"

#include "protocol/base64.h"

namespace keyturn {

std::string signature_text(const Signature& signature) { return base64_unpadded(signature); }

Result<Signature> read_signature(std::string_view text) {
    const auto bytes = read_base64(text);
    if (!bytes) return std::unexpected(bytes.error());
    const auto signature = signature_of(*bytes);
    if (!signature) return refuse(signature.error().reason);  // its offset is a place in the bytes, not in the text
    return *signature;
}

std::string sign_payload(const PrivateKey& key, std::string_view payload) {
    return signature_text(sign(key, bytes_of(payload)));
}

bool payload_verifies(const PublicKey& key, std::string_view payload, std::string_view signature) {
    const auto read = read_signature(signature);
    return read && verify(key, bytes_of(payload), *read);
}

bool binding_verifies(std::string_view identity_public_key, const PublicKey& signing_key, std::string_view signature) {
    const auto presented = read_base64(identity_public_key);
    if (!presented || !PublicKey::read(*presented)) return false;
    const auto read = read_signature(signature);
    return read && verify(signing_key, *presented, *read);
}

std::string sign_binding(const PrivateKey& signing_key, ByteView identity_public_key) {
    return base64(sign(signing_key, identity_public_key));
}

}  // namespace keyturn
