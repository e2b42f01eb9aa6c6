#include <fmt/format.h>

#include <algorithm>

#include "conformance/vectors/bit_flips.h"
#include "conformance/vectors/section_checks.h"
#include "protocol/base64.h"
#include "protocol/key_wrap.h"
#include "protocol/sealed_stream.h"
#include "protocol/sealed_text.h"
#include "protocol/sha256.h"

namespace keyturn::section_checks {
namespace {

constexpr std::size_t longest_stream = 64u << 20;        // of plaintext
constexpr std::uint8_t ephemeral_scalars[] = {7, 8, 9};  // of the key changes of a file

void expect_flips_refused(VectorEntry& entry, std::string_view field, std::optional<std::size_t> accepted) {
    if (accepted)
        entry.expect(false, field, "nothing that opens with a bit flipped", fmt::format("bit {} opens", *accepted));
}

template <class Opened>
void expect_opens(VectorEntry& entry, std::string_view field, const Opened& opened, const auto& plaintext) {
    entry.expect(opened && *opened == plaintext, field, "what opens to the plaintext",
                 opened ? "another plaintext" : opened.error().reason);
}

bool is_wrapped_by_cast(ByteView blob, const ConversationKey& key, const PublicKey& member) {
    return std::ranges::any_of(ephemeral_scalars, [&](std::uint8_t scalar) {
        return std::ranges::equal(wrap_key(key, member, small_scalar(scalar)), blob);
    });
}

void check_participant(VectorEntry& participant, const ConversationKey& key) {
    const auto identity = cast_identity_key(participant.text("userId"));
    const Bytes blob = participant.base64_bytes("encryptedKey");
    participant.expect(identity.has_value(), "userId", "1111, 2222 or 3333", "another user");
    participant.expect_text("publicKeyVersion", cast_key_version);
    if (!identity || participant.failed()) return;
    expect_opens(participant, "encryptedKey", unwrap_key(blob, *identity), key);
    participant.expect(is_wrapped_by_cast(blob, key, identity->public_key()), "encryptedKey",
                       "the key wrapped with the ephemeral scalar 7, 8 or 9", "another wrap");
}

// Byte i of a stream's plaintext is i & 255.
Bytes stream_plaintext(std::size_t size) {
    Bytes bytes(size);
    for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::uint8_t>(i);
    return bytes;
}

}  // namespace

void ecies(VectorEntry& entry, const VectorFacts&) {
    const PrivateKey ephemeral = entry.scalar("ephemeral_scalar"), recipient = entry.scalar("recipient_scalar");
    const auto key = entry.sized<ConversationKey>("plaintext_hex");
    if (entry.failed()) return;
    const WrapSteps steps = wrap_steps(ephemeral, recipient.public_key());
    const ByteView derived = steps.derived.reveal();
    entry.expect_hex("shared_x_hex", steps.shared_x.reveal());
    entry.expect_hex("kdf_out_hex", derived);
    entry.expect_hex("aes_key_hex", derived.first(16));
    entry.expect_hex("iv_hex", derived.last(16));
    const WrappedKey blob = wrap_key(key, recipient.public_key(), ephemeral);
    entry.expect_hex("blob_hex", blob);
    entry.expect_base64("blob_b64", blob);
    expect_opens(entry, "blob_hex", unwrap_key(blob, recipient), key);
    expect_flips_refused(entry, "blob_hex", accepted_flip(blob, [&](ByteView flipped) {
                             return unwrap_key(flipped, recipient).has_value();
                         }));
}

void key_change_plain(VectorEntry& entry, const VectorFacts&) {
    const auto key = entry.sized<ConversationKey>("conversation_key_hex");
    auto participants = entry.objects("participants");
    if (entry.failed()) return;
    entry.expect_text("conversation_key_b64_nopad", base64_unpadded(key.reveal()));
    for (VectorEntry& participant : participants) check_participant(participant, key);
}

void secretbox(VectorEntry& entry, const VectorFacts&) {
    const auto key = entry.sized<ConversationKey>("key_hex");
    const std::string plaintext = entry.text("plaintext_utf8");
    const auto nonce = entry.sized<SealNonce>("nonce_hex");
    if (entry.failed()) return;
    constexpr std::size_t tag_size = 16;
    const Bytes sealed = seal(key, bytes_of(plaintext), nonce);
    const ByteView tag_and_text = ByteView(sealed).subspan(nonce.size());
    entry.expect_hex("tag_hex", tag_and_text.first(tag_size));
    entry.expect_hex("ciphertext_hex", tag_and_text.subspan(tag_size));
    entry.expect_base64("output_b64", sealed);
    expect_opens(entry, "output_b64", open_text(key, base64(sealed)), plaintext);
    expect_flips_refused(entry, "output_b64", accepted_flip(sealed, [&](ByteView flipped) {
                             return open_sealed(key, flipped).has_value();
                         }));
}

// The rule in `plaintext` is words for people: what it says is proved by the hash.
void secretstream(VectorEntry& entry, const VectorFacts&) {
    const auto key = entry.sized<ConversationKey>("key_hex");
    entry.text("plaintext");
    const Bytes plaintext = stream_plaintext(entry.count("plaintext_len", longest_stream));
    const auto header = entry.sized<std::array<std::uint8_t, 24>>("header_hex");
    if (entry.failed()) return;
    const Bytes sealed = seal_stream(key, plaintext, header);
    entry.expect_count("ciphertext_len", sealed.size());
    entry.expect_hex("ciphertext_sha256", sha256(sealed));
    if (entry.optional_text("ciphertext_hex")) entry.expect_hex("ciphertext_hex", sealed);
    expect_opens(entry, "ciphertext_sha256", open_stream(key, sealed, plaintext.size()), plaintext);
}

}  // namespace keyturn::section_checks
