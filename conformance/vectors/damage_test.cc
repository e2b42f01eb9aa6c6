// Whatever is damaged in the sample is noticed, at the place where a person would look for it.
#include <gtest/gtest.h>

#include <algorithm>

#include "conformance/vectors/sample_test_support.h"

namespace keyturn {
namespace {

// A value inside a section of the sample, by its pointer into the file.
struct Place {
    std::string section, pointer;
};

void collect(const JsonValue& value, const std::string& pointer, const std::string& section,
             std::vector<Place>& places) {
    for (std::size_t i = 0; i < value.elements.size(); ++i)
        collect(value.elements[i], pointer_to(pointer, i), section, places);
    for (const JsonMember& member : value.members)
        collect(member.value, pointer_to(pointer, member.key), section, places);
    if (!value.is(JsonKind::array) && !value.is(JsonKind::object)) places.push_back({section, pointer});
}

std::string last_name(const std::string& pointer) { return pointer.substr(pointer.rfind('/') + 1); }

// What is there for people, and what stays right when it is damaged: an event that is refused.
bool is_remark(const Place& place) {
    static const std::set<std::string> remarks = {"note", "name", "message"};
    return remarks.contains(last_name(place.pointer)) || place.pointer.contains("/sdk_event/") ||
           (place.section == "negative_events" && last_name(place.pointer) == "event_b64");
}

std::vector<Place> checked_places() {
    std::vector<Place> places;
    for (const JsonMember& section : sample().members)
        if (section.key != "about") collect(section.value, "/" + section.key, section.key, places);
    std::erase_if(places, is_remark);
    return places;
}

// The place's own entry, and what it leans on or what leans on it: checking the whole sample for each place would take
// minutes. `pointer` becomes the place in that file.
JsonValue smallest_file(const Place& place, std::string& pointer) {
    const std::string in_sample = "/" + place.section;
    JsonValue section = sample_at(in_sample);
    if (section.is(JsonKind::array)) {
        const std::size_t start = in_sample.size() + 1, end = std::min(pointer.find('/', start), pointer.size());
        section = json_array({sample_at(pointer.substr(0, end))});
        pointer = in_sample + "/0" + pointer.substr(end);
    }
    JsonValue file = file_with(place.section, std::move(section));
    if (place.section == "signing_keys" || place.section == "key_change_plain")
        file.set("key_change", sample_at("/key_change"));
    return file;
}

template <class Damage>
std::set<std::string> cited_when(Place place, Damage&& damage) {
    JsonValue file = smallest_file(place, place.pointer);
    damage(*resolve(file, place.pointer));
    return cited(report_on(file));
}

void damage_text(JsonValue& value, std::size_t character) { value.text = with_other_character(value.text, character); }

std::string section_of(std::string_view pointer) { return std::string(pointer.substr(1, pointer.find('/', 1) - 1)); }

std::string joined(const std::set<std::string>& fields, const std::string& section) {
    std::string text;
    for (const std::string& field : fields) {
        const bool is_own = field.starts_with(section + "/");
        text += (text.empty() ? "" : " ") + (is_own ? field.substr(section.size() + 1) : "/" + field);
    }
    return text;
}

TEST(Damage, both_ends_of_every_checked_text_count) {
    std::size_t texts = 0;
    for (const Place& place : checked_places()) {
        const JsonValue& value = sample_at(place.pointer);
        if (!value.is(JsonKind::string)) continue;
        ++texts;
        for (const std::size_t character : {std::size_t{0}, value.text.size() - 1})
            EXPECT_FALSE(cited_when(place, [&](JsonValue& damaged) { damage_text(damaged, character); }).empty())
                << place.pointer << " character " << character;
    }
    EXPECT_GT(texts, 200u);
}

TEST(Damage, every_checked_value_must_be_there_and_of_its_kind) {
    for (const Place& place : checked_places()) {
        const std::size_t end = place.pointer.rfind('/');
        const std::string parent = place.pointer.substr(0, end), name = place.pointer.substr(end + 1);
        const auto wrong_kind = [](JsonValue& value) { value = json_array(); };
        EXPECT_FALSE(cited_when(place, wrong_kind).empty()) << place.pointer;
        if (!sample_at(parent).is(JsonKind::object)) continue;
        const auto missing = [&](JsonValue& object) { object.erase(name); };
        EXPECT_FALSE(cited_when({place.section, parent}, missing).empty()) << place.pointer;
    }
}

TEST(Damage, hexadecimal_is_lower_case) {
    for (const Place& place : checked_places()) {
        if (!last_name(place.pointer).ends_with("_hex")) continue;
        const auto shout = [](JsonValue& value) {
            std::ranges::transform(value.text, value.text.begin(),
                                   [](char c) { return c >= 'a' && c <= 'f' ? static_cast<char>(c - 'a' + 'A') : c; });
        };
        JsonValue shouted = sample_at(place.pointer);
        shout(shouted);
        if (shouted.text != sample_at(place.pointer).text) {
            EXPECT_FALSE(cited_when(place, shout).empty()) << place.pointer;
        }
    }
}

TEST(Damage, base64_keeps_its_padding) {
    for (const Place& place : checked_places()) {
        const JsonValue& value = sample_at(place.pointer);
        if (!value.text.ends_with('=')) continue;
        const auto strip = [](JsonValue& text) { text.text.pop_back(); };
        EXPECT_FALSE(cited_when(place, strip).empty()) << place.pointer;
    }
}

TEST(Damage, numbers_and_booleans_count) {
    for (const char* pointer : {"/ecdsa/0/key_scalar", "/ecies/0/ephemeral_scalar", "/ecies/0/recipient_scalar"})
        for (const char* number :
             {"4", "2.0", "-2", "0", "115792089210356248762697446949407573529996955224135760342422259061068512044369"})
            EXPECT_FALSE(
                cited_when({section_of(pointer), pointer}, [&](JsonValue& value) { value.text = number; }).empty())
                << pointer << " " << number;
    for (const char* pointer : {"/ecdsa/0/high_s", "/ecdsa/1/high_s", "/ecdsa/0/twin_accepted_by_sdk"})
        EXPECT_EQ(cited_when({section_of(pointer), pointer}, [](JsonValue& value) { value.boolean = !value.boolean; }),
                  std::set<std::string>{"ecdsa/" + last_name(pointer)});
}

// What a damaged character in the middle of a text is told as; fields of another section begin with a slash.
struct Told {
    const char *pointer, *fields;
};

constexpr Told told_rows[] = {
    {"/keys/1/scalar_hex", "scalar_hex"},
    {"/keys/1/sec1_uncompressed_hex", "sec1_uncompressed_hex"},
    {"/keys/1/sec1_b64", "sec1_b64"},
    {"/keys/1/spki_hex", "spki_hex"},
    {"/keys/1/spki_b64", "spki_b64"},
    {"/keys/1/fingerprint_sha256_spki_b64url_nopad", "fingerprint_sha256_spki_b64url_nopad"},
    {"/ecdsa/0/message_utf8", "b64_nopad rfc6979_raw_rs_hex twin_raw_rs_hex"},
    {"/ecdsa/0/rfc6979_raw_rs_hex", "rfc6979_raw_rs_hex"},
    {"/ecdsa/0/b64_nopad", "b64_nopad"},
    {"/ecdsa/0/twin_raw_rs_hex", "twin_raw_rs_hex"},
    {"/ecdsa/1/message_utf8", "b64_nopad high_s rfc6979_raw_rs_hex twin_raw_rs_hex"},
    {"/binding/0/form", "form identity_public_key_signature_b64"},
    {"/binding/0/signed_bytes_hex", "signed_bytes_hex"},
    {"/binding/0/identity_public_key_b64", "identity_public_key_b64"},
    {"/binding/0/signing_public_key_b64", "signing_public_key_b64"},
    {"/binding/0/identity_public_key_signature_b64", "identity_public_key_signature_b64"},
    {"/ecies/0/plaintext_hex", "blob_b64 blob_hex"},
    {"/ecies/0/shared_x_hex", "shared_x_hex"},
    {"/ecies/0/kdf_out_hex", "kdf_out_hex"},
    {"/ecies/0/aes_key_hex", "aes_key_hex"},
    {"/ecies/0/iv_hex", "iv_hex"},
    {"/ecies/0/blob_hex", "blob_hex"},
    {"/ecies/0/blob_b64", "blob_b64"},
    {"/member_add/0/signature_version", "event_b64 event_hex message_event_signature_thrift_hex signature_version"},
    {"/member_add/0/message_id", "event_b64 event_hex signature_payload"},
    {"/member_add/0/sender_id", "event_b64 event_hex signature_b64_nopad signature_payload"},
    {"/member_add/0/conversation_id", "event_b64 event_hex signature_payload"},
    {"/member_add/0/signature_payload", "payload_sha256 signature_b64_nopad signature_payload"},
    {"/member_add/0/payload_sha256", "payload_sha256"},
    {"/member_add/0/signature_b64_nopad", "event_b64 event_hex message_event_signature_thrift_hex signature_b64_nopad"},
    {"/member_add/0/detail_hex", "detail_hex"},
    {"/member_add/0/encoded_message_event_detail", "encoded_message_event_detail"},
    {"/member_add/0/message_event_signature_thrift_hex", "message_event_signature_thrift_hex"},
    {"/member_add/0/event_hex", "event_hex"},
    {"/member_add/0/event_b64", "event_b64"},
    {"/key_change/0/signature_version", "event_b64 event_hex message_event_signature_thrift_hex signature_version"},
    {"/key_change/0/message_id", "event_b64 event_hex signature_payload"},
    {"/key_change/0/sender_id", "event_b64 event_hex signature_b64_nopad signature_payload"},
    {"/key_change/0/conversation_id", "event_b64 event_hex signature_payload"},
    {"/key_change/0/signature_payload", "payload_sha256 signature_b64_nopad signature_payload"},
    {"/key_change/0/payload_sha256", "payload_sha256"},
    {"/key_change/0/signature_b64_nopad", "event_b64 event_hex message_event_signature_thrift_hex signature_b64_nopad"},
    {"/key_change/0/detail_hex", "detail_hex encoded_message_event_detail event_b64 event_hex"},
    {"/key_change/0/encoded_message_event_detail", "encoded_message_event_detail"},
    {"/key_change/0/message_event_signature_thrift_hex", "message_event_signature_thrift_hex"},
    {"/key_change/0/event_hex", "event_hex"},
    {"/key_change/0/event_b64", "event_b64"},
    {"/key_change_plain/conversation_key_hex", "/key_change/detail_hex conversation_key_b64_nopad"},
    {"/key_change_plain/conversation_key_b64_nopad", "conversation_key_b64_nopad"},
    {"/key_change_plain/participants/0/userId", "/key_change/detail_hex participants/0/userId"},
    {"/key_change_plain/participants/0/encryptedKey", "/key_change/detail_hex participants/0/encryptedKey"},
    {"/key_change_plain/participants/0/publicKeyVersion", "/key_change/detail_hex participants/0/publicKeyVersion"},
    {"/other/0/signature_version", "event_b64 event_hex message_event_signature_thrift_hex signature_version"},
    {"/other/0/message_id", "event_b64 event_hex signature_payload"},
    {"/other/0/sender_id", "event_b64 event_hex signature_b64_nopad signature_payload"},
    {"/other/0/conversation_id", "event_b64 event_hex"},
    {"/other/0/signature_payload", "payload_sha256 signature_b64_nopad signature_payload"},
    {"/other/0/payload_sha256", "payload_sha256"},
    {"/other/0/signature_b64_nopad", "event_b64 event_hex message_event_signature_thrift_hex signature_b64_nopad"},
    {"/other/0/detail_hex", "encoded_message_event_detail event_b64 event_hex"},
    {"/other/0/encoded_message_event_detail", "encoded_message_event_detail"},
    {"/other/0/message_event_signature_thrift_hex", "message_event_signature_thrift_hex"},
    {"/other/0/event_hex", "event_hex"},
    {"/other/0/event_b64", "event_b64"},
    {"/message_create/conversation_id_input", "conversation_id_signed"},
    {"/message_create/conversation_id_signed", "conversation_id_signed event_b64 signature_payload"},
    {"/message_create/message_id", "event_b64 signature_payload"},
    {"/message_create/signature_payload", "signature_b64_nopad signature_payload"},
    {"/message_create/signature_b64_nopad", "encoded_event_signature_hex event_b64 signature_b64_nopad"},
    {"/message_create/message_create_event_hex",
     "conversation_key_hex event_b64 secretbox_nonce_tag_ct_hex signature_payload"},
    {"/message_create/encoded_event_signature_hex", "encoded_event_signature_hex"},
    {"/message_create/conversation_key_hex", "conversation_key_hex secretbox_nonce_tag_ct_hex"},
    {"/message_create/event_b64", "event_b64"},
    {"/message_create/secretbox_nonce_tag_ct_hex", "secretbox_nonce_tag_ct_hex"},
    {"/secretbox/0/key_hex", "ciphertext_hex output_b64 tag_hex"},
    {"/secretbox/0/plaintext_utf8", "ciphertext_hex output_b64 tag_hex"},
    {"/secretbox/0/nonce_hex", "ciphertext_hex output_b64 tag_hex"},
    {"/secretbox/0/tag_hex", "tag_hex"},
    {"/secretbox/0/ciphertext_hex", "ciphertext_hex"},
    {"/secretbox/0/output_b64", "output_b64"},
    {"/request_capture/method", "method"},
    {"/request_capture/path",
     "body/action_signatures/0/message_event_signature/signature "
     "body/action_signatures/1/message_event_signature/signature body/action_signatures/1/signature_payload"},
    {"/request_capture/body/user_ids/0", "body/user_ids"},
    {"/request_capture/body/conversation_key_version", "body/conversation_key_version"},
    {"/request_capture/body/conversation_participant_keys/0/user_id", "body/conversation_participant_keys"},
    {"/request_capture/body/conversation_participant_keys/0/encrypted_conversation_key",
     "body/conversation_participant_keys"},
    {"/request_capture/body/conversation_participant_keys/0/public_key_version", "body/conversation_participant_keys"},
    {"/request_capture/body/conversation_participant_keys/1/user_id", "body/conversation_participant_keys"},
    {"/request_capture/body/conversation_participant_keys/1/encrypted_conversation_key",
     "body/conversation_participant_keys"},
    {"/request_capture/body/conversation_participant_keys/1/public_key_version", "body/conversation_participant_keys"},
    {"/request_capture/body/conversation_participant_keys/2/user_id", "body/conversation_participant_keys"},
    {"/request_capture/body/conversation_participant_keys/2/encrypted_conversation_key",
     "body/conversation_participant_keys"},
    {"/request_capture/body/conversation_participant_keys/2/public_key_version", "body/conversation_participant_keys"},
    {"/request_capture/body/action_signatures/0/message_id",
     "body/action_signatures/0/message_event_signature/signature"},
    {"/request_capture/body/action_signatures/0/encoded_message_event_detail", "body/conversation_participant_keys"},
    {"/request_capture/body/action_signatures/0/message_event_signature/signature",
     "body/action_signatures/0/message_event_signature/signature"},
    {"/request_capture/body/action_signatures/0/message_event_signature/public_key_version",
     "body/action_signatures/0/message_event_signature/public_key_version"},
    {"/request_capture/body/action_signatures/0/message_event_signature/signature_version",
     "body/action_signatures/0/message_event_signature/signature_version"},
    {"/request_capture/body/action_signatures/1/message_id",
     "body/action_signatures/1/message_event_signature/signature body/action_signatures/1/signature_payload"},
    {"/request_capture/body/action_signatures/1/encoded_message_event_detail",
     "body/action_signatures/1/encoded_message_event_detail"},
    {"/request_capture/body/action_signatures/1/signature_payload", "body/action_signatures/1/signature_payload"},
    {"/request_capture/body/action_signatures/1/message_event_signature/signature",
     "body/action_signatures/1/message_event_signature/signature"},
    {"/request_capture/body/action_signatures/1/message_event_signature/public_key_version",
     "body/action_signatures/1/message_event_signature/public_key_version"},
    {"/request_capture/body/action_signatures/1/message_event_signature/signature_version",
     "body/action_signatures/1/message_event_signature/signature_version"},
    {"/request_capture/body/encrypted_title", "body/encrypted_title"},
    {"/request_capture/conversation_key_hex",
     "body/action_signatures/0/message_event_signature/signature body/conversation_participant_keys "
     "body/encrypted_title"},
    {"/negative_events/0/expect", "expect"},
    {"/signing_keys/0/userId", "/key_change/signature_b64_nopad userId"},
    {"/signing_keys/0/publicKeyVersion", "/key_change/signature_b64_nopad publicKeyVersion"},
    {"/signing_keys/0/publicKey", "/key_change/signature_b64_nopad publicKey"},
    {"/signing_keys/0/identityPublicKey", "identityPublicKey"},
    {"/signing_keys/0/identityPublicKeySignature", "identityPublicKeySignature"},
};

TEST(Damage, is_told_where_it_shows) {
    for (const Told& row : told_rows) {
        const std::string section = section_of(row.pointer);
        const std::size_t middle = sample_at(row.pointer).text.size() / 2;
        const auto fields = cited_when({section, row.pointer}, [&](JsonValue& value) { damage_text(value, middle); });
        EXPECT_EQ(joined(fields, section), row.fields) << row.pointer;
    }
}

}  // namespace
}  // namespace keyturn
