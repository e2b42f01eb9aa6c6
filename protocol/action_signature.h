// Signatures of actions in the text form of requests and events: unpadded base64 of r || s, 86 characters
// (fact sheet, section 2), and the binding of an identity key to a signing key (section 3).
#pragma once

#include <string>
#include <string_view>

#include "protocol/p256.h"

namespace keyturn {

std::string signature_text(const Signature& signature);

// Reads the text, padded or not. Refused: what `read_base64` or `signature_of` refuses. The offset is a place in the
// text.
Result<Signature> read_signature(std::string_view text);

// Signs the UTF-8 bytes of a payload.
std::string sign_payload(const PrivateKey& key, std::string_view payload);
bool payload_verifies(const PublicKey& key, std::string_view payload, std::string_view signature);

// A binding covers the identity key's bytes as they are presented (91 bytes SPKI at registration):
// `identity_public_key` and `signature` are base64. False also when one of them can't be read, or the bytes are no
// public key.
bool binding_verifies(std::string_view identity_public_key, const PublicKey& signing_key, std::string_view signature);

// The padded base64 of a registration's `identity_public_key_signature`.
std::string sign_binding(const PrivateKey& signing_key, ByteView identity_public_key);

}  // namespace keyturn
