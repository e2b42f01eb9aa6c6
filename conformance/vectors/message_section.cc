#include "conformance/vectors/section_checks.h"
#include "conformance/vectors/signed_action.h"
#include "protocol/identifiers.h"
#include "protocol/sealed_text.h"

namespace keyturn::section_checks {
namespace {

// What the official library seals as a message: {1: {1: {1: text}}}.
constexpr ThriftFieldSchema text_field[] = {{1, "text", ThriftKind::text}};
constexpr ThriftStructSchema text_schema = {"text", false, text_field};
constexpr ThriftFieldSchema content_field[] = {{1, "content", ThriftKind::structure, {}, &text_schema}};
constexpr ThriftStructSchema content_schema = {"content", false, content_field};
constexpr ThriftFieldSchema message_field[] = {{1, "message", ThriftKind::structure, {}, &content_schema}};
constexpr ThriftStructSchema message_schema = {"message", false, message_field};

void check_contents(VectorEntry& entry, ByteView contents) {
    const auto key = entry.sized<ConversationKey>("conversation_key_hex");
    const auto plaintext = open_sealed(key, contents);
    entry.expect_hex("secretbox_nonce_tag_ct_hex", contents);
    entry.expect(plaintext.has_value(), "conversation_key_hex", "the key that opens the contents", "another key");
    entry.expect(plaintext && is_canonical(*plaintext, message_schema), "secretbox_nonce_tag_ct_hex",
                 "a sealed message {1: {1: {1: text}}}", "something else");
}

const ThriftStructSchema& message_create_schema() { return *message_event_detail_schema.find(arm::message_create)->of; }

SignedAction read_message(VectorEntry& entry) {
    return {.message_id = entry.text("message_id"),
            .sender_id = std::string(cast_signer),
            .conversation_id = entry.text("conversation_id_signed"),
            .signature_version = {},
            .payload = entry.text("signature_payload"),
            .signature = entry.text("signature_b64_nopad")};
}

}  // namespace

void message_create(VectorEntry& entry, const VectorFacts& facts) {
    SignedAction action = read_message(entry);
    const std::string as_given = entry.text("conversation_id_input");
    const auto message = read_struct(entry, "message_create_event_hex", message_create_schema());
    const auto signed_by = read_struct(entry, "encoded_event_signature_hex", message_event_signature_schema);
    if (!message || !signed_by || entry.failed()) return;
    const auto [text, key_version, version] = EventSignature::from_thrift(*signed_by);
    action.signature_version = version.value_or("");
    const EventSignature signature = {action.signature, key_version, version};
    const ThriftValue detail = thrift_struct({{arm::message_create, *message}});

    entry.expect_text("conversation_id_signed", canonical_conversation_id(as_given, action.sender_id));
    check_signature(entry, action, facts.signing_key(action.sender_id, key_version.value_or("")));
    entry.expect_hex("encoded_event_signature_hex", written(signature));
    entry.expect_base64("event_b64", event_of(action, detail, signature).write());
    check_payload(entry, action, detail);
    constexpr std::int16_t contents = 100;
    check_contents(entry, bytes_of(message->text_at(contents).value_or("")));
}

}  // namespace keyturn::section_checks
