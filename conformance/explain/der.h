// The little of DER (X.690) that keys and signatures on P-256 are written in.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "protocol/bytes.h"

namespace keyturn {

namespace der {
inline constexpr std::uint8_t integer = 0x02, octet_string = 0x04, sequence = 0x30;
}

// The content of the element of that tag at the front of `rest`, which it is taken from; nothing, and nothing taken,
// where none stands. Lengths up to 65535 in their shortest form.
std::optional<ByteView> take_der(ByteView& rest, std::uint8_t tag);

// The content of the sequence that the bytes are; nothing when they are something else, or more.
std::optional<ByteView> der_sequence(ByteView bytes);

// r || s of SEQUENCE { INTEGER r, INTEGER s } with numbers of at most 32 bytes; nothing for anything else.
std::optional<std::array<std::uint8_t, 64>> read_der_signature(ByteView bytes);

// The 32 bytes of a private key in a SEC1 ECPrivateKey, or in a PKCS#8 PrivateKeyInfo around one. Which curve it says
// to be of is not looked at.
std::optional<ByteView> read_sec1_private_key(ByteView bytes);
std::optional<ByteView> read_pkcs8_private_key(ByteView bytes);

}  // namespace keyturn
