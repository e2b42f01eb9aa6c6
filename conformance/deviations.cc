#include "conformance/deviation_steps.h"

namespace keyturn {
namespace {

using enum Stage;

constexpr Deviation rows[] = {
    // Still right: what a server must accept.
    {"signed-at-version", "", "signed with the layout of an older signature version", plan, deviate::signs_at_version, "2 to 7"},
    {"swapped-order", "", "the member add stands before the key change", request, deviate::swapped_order},
    {"shuffled-wraps", "", "the wrapped keys of the body stand in another order than in the detail", request, deviate::shuffled_wraps},
    {"twin-signature", "", "the member add is signed with (r, n-s), which verifies as well", request, deviate::twin_signature},
    {"unknown-field", "", "the body has a field that no source names", body, deviate::unknown_field},
    {"other-payload-text", "", "signature_payload, which is display data, says something else", request, deviate::other_payload_text},
    {"no-payload-text", "", "signature_payload is left out", request, deviate::no_payload_text},
    {"white-space", "", "the body has white space between its tokens", http, deviate::white_space},
    {"media-type-with-charset", "", "Content-Type has a charset parameter", http, deviate::media_type_with_charset},

    // The request's shape.
    {"cut-body", "AM-REQ-001", "the body ends in the middle", http, deviate::cut_body},
    {"empty-body", "AM-REQ-001", "there is no body", http, deviate::empty_body},
    {"body-and-more", "AM-REQ-001", "text follows the document", http, deviate::body_and_more},
    {"two-documents", "AM-REQ-001", "the body holds two JSON documents", http, deviate::two_documents},
    {"byte-order-mark", "AM-REQ-001", "a byte order mark stands before the document", http, deviate::byte_order_mark},
    {"bad-utf8", "AM-REQ-001", "the title holds a byte that is not UTF-8", http, deviate::bad_utf8},
    {"deep-body", "AM-REQ-001", "the body is ten thousand arrays within each other", http, deviate::deep_body},
    {"no-user-ids", "AM-REQ-002", "user_ids is absent, and nobody is added", plan, deviate::lacks_user_ids},
    {"drop", "AM-REQ-009", "the field is absent", body, deviate::drops, "JSON Pointer"},
    {"null", "AM-REQ-003", "the field is null", body, deviate::makes_null, "JSON Pointer"},
    {"number", "AM-REQ-008", "the field is a JSON number", body, deviate::makes_number, "JSON Pointer"},
    {"text", "AM-REQ-003", "the field is a text", body, deviate::makes_text, "JSON Pointer"},
    {"array", "AM-REQ-003", "the field is an array", body, deviate::makes_array, "JSON Pointer"},
    {"object", "AM-REQ-003", "the field is an object", body, deviate::makes_object, "JSON Pointer"},
    {"empty", "AM-REQ-011", "the field is an empty text", body, deviate::empties, "JSON Pointer"},
    {"double-key", "AM-REQ-004", "the key stands twice in its object", body, deviate::doubles_key, "JSON Pointer"},
    {"break-pattern", "AM-REQ-011", "the text holds a character that its pattern shuts out", body, deviate::breaks_pattern, "JSON Pointer"},
    {"adds-nobody", "AM-REQ-005", "user_ids is empty", plan, deviate::adds_nobody},
    {"user-id-twice", "AM-REQ-006", "user_ids names one user twice", plan, deviate::user_id_twice},
    {"for-conversation", "AM-REQ-012", "the request is made and signed for this conversation id", plan, deviate::for_conversation, "id"},
    {"other-path-id", "AM-HTTP-004", "the path has another conversation id than was signed", http, deviate::other_path_id, "id"},

    // The two signed actions.
    {"no-key-change", "AM-SIG-001", "there is no key change", request, deviate::no_key_change},
    {"no-member-add", "AM-SIG-001", "there is no member add", request, deviate::no_member_add},
    {"doubled-key-change", "AM-SIG-001", "the key change stands in place of the member add", request, deviate::doubled_key_change},
    {"doubled-member-add", "AM-SIG-001", "the member add stands in place of the key change", request, deviate::doubled_member_add},
    {"third-action", "AM-SIG-001", "a third action, a title change, is signed as well", request, deviate::third_action},
    {"swapped-signatures", "AM-SIG-001", "the two signatures stand under each other's details", request, deviate::swapped_signatures},
    {"message-id-differs", "AM-SIG-002", "the member add has another message id than was signed", request, deviate::message_id_differs},
    {"damaged-signature", "AM-SIG-003", "one bit of the member add's signature is flipped", request, deviate::damaged_signature},
    {"foreign-signature", "AM-SIG-003", "another member signed the member add", request, deviate::foreign_signature},
    {"foreign-detail", "AM-SIG-003", "the member add's detail lists the members in another order than was signed", request, deviate::foreign_detail},
    {"unregistered-signing-key", "AM-SIG-004", "the signing key's version was never registered", request, deviate::unregistered_signing_key},
    {"signature-version", "AM-SIG-006", "the signature version is this text", request, deviate::signature_version_text, "text"},
    {"reordered-detail", "AM-SIG-007", "the fields of the detail stand in another order", request, deviate::reordered_detail},
    {"trailing-byte-in-detail", "AM-SIG-008", "a byte follows the detail", request, deviate::trailing_byte_in_detail},
    {"cut-detail", "AM-SIG-008", "the detail lacks its last byte", request, deviate::cut_detail},
    {"unknown-field-in-detail", "AM-SIG-008", "the detail has a field that no source names", request, deviate::unknown_field_in_detail},
    {"repeated-field-in-detail", "AM-SIG-008", "the detail has a field twice", request, deviate::repeated_field_in_detail},
    {"one-message-id-for-both", "AM-SIG-009", "both actions have the same message id", details, deviate::one_message_id_for_both},
    {"message-ids-of-before", "AM-SIG-010", "the message ids are those of the request before", details, deviate::message_ids_of_before},
    {"short-signature", "AM-SIG-011", "the key change's signature has 63 bytes", request, deviate::short_signature},
    {"zero-r-signature", "AM-SIG-011", "r of the key change's signature is 0", request, deviate::zero_r_signature},
    {"s-of-n-signature", "AM-SIG-011", "s of the key change's signature is the order of the curve", request, deviate::s_of_n_signature},
    {"der-signature", "AM-SIG-011", "the key change's signature is in DER", request, deviate::der_signature},
    {"same-again", "AM-SIG-012", "the request before is sent again, byte for byte", http, deviate::same_again},
    {"same-ids-other-body", "AM-SIG-013", "the request before is sent again with another title under the same message ids", http, deviate::same_ids_other_body},

    // Rotation, roster and snapshot.
    {"no-key-version", "AM-ROT-001", "conversation_key_version is absent", request, deviate::no_key_version},
    {"key-version-of-body-differs", "AM-ROT-001", "conversation_key_version is one more than what was signed", request, deviate::key_version_of_body_differs},
    {"key-change-version-differs", "AM-ROT-001", "the key change signs another key version", details, deviate::key_change_version_differs},
    {"member-add-version-differs", "AM-ROT-001", "the member add signs another key version", plan, deviate::member_add_version_differs},
    {"key-version-as-before", "AM-ROT-002", "the key version is the current one", plan, deviate::key_version_as_before},
    {"key-version-below", "AM-ROT-002", "the key version is below the current one", plan, deviate::key_version_below},
    {"key-version-no-number", "AM-ROT-003", "the key version is no decimal number", plan, deviate::key_version_no_number},
    {"key-version-leading-zero", "AM-ROT-003", "the key version has a leading zero", plan, deviate::key_version_leading_zero},
    {"key-version-past-64-bits", "AM-ROT-003", "the key version does not fit 64 bits", plan, deviate::key_version_past_64_bits},
    {"key-version-far-ahead", "AM-ROT-004", "the key version is 48 hours ahead", plan, deviate::key_version_far_ahead},
    {"signs-other-user", "AM-ROT-005", "the member add signs another new member than user_ids", plan, deviate::signs_other_user},
    {"signs-stale-members", "AM-ROT-009", "the signed members lack the last one", plan, deviate::signs_stale_members},
    {"signs-extra-member", "AM-ROT-009", "the signed members hold one who is none", plan, deviate::signs_extra_member},
    {"signs-doubled-member", "AM-ROT-009", "the signed members hold one twice", plan, deviate::signs_doubled_member},
    {"signs-other-admins", "AM-ROT-010", "the signed admins are all the members", plan, deviate::signs_other_admins},
    {"signs-other-pending", "AM-ROT-011", "the signed pending users hold one more", plan, deviate::signs_other_pending},
    {"signs-other-title", "AM-ROT-012", "the signed title is another one", plan, deviate::signs_other_title},
    {"signs-unset-title", "AM-ROT-012", "the title is signed as unset", plan, deviate::signs_unset_title},
    {"signs-other-avatar", "AM-ROT-013", "the signed avatar URL is another one", plan, deviate::signs_other_avatar},
    {"signs-other-ttl", "AM-ROT-014", "the signed ttl is one more", plan, deviate::signs_other_ttl},
    {"signs-unset-ttl", "AM-ROT-014", "the ttl is signed as unset", plan, deviate::signs_unset_ttl},
    {"signs-other-screen-capture", "AM-ROT-015", "the signed screen-capture flag is the other one", plan, deviate::signs_other_screen_capture},

    // Wrapped keys.
    {"leaves-out-a-wrap", "AM-KEY-001", "there is no wrapped key for the last current member", plan, deviate::leaves_out_a_wrap},
    {"leaves-out-current-members", "AM-KEY-001", "only the new members get a wrapped key", plan, deviate::leaves_out_current_members},
    {"wraps-for-an-outsider", "AM-KEY-001", "an outsider gets a wrapped key", plan, deviate::wraps_for_an_outsider},
    {"wraps-twice-for-one", "AM-KEY-001", "one member gets two wrapped keys", plan, deviate::wraps_twice_for_one},
    {"wraps-for-pending", "AM-KEY-003", "a pending user gets a wrapped key", plan, deviate::wraps_for_pending},
    {"damaged-wrap", "AM-KEY-004", "one wrapped key of the body differs from the detail in one bit", request, deviate::damaged_wrap},
    {"body-lacks-a-wrap", "AM-KEY-004", "the detail names a wrapped key that the body lacks", request, deviate::body_lacks_a_wrap},
    {"body-has-other-wrap-version", "AM-KEY-004", "one public_key_version of the body is written otherwise than in the detail", request, deviate::body_has_other_wrap_version},
    {"wraps-for-older-key", "AM-KEY-005", "one key is wrapped for an older registered key", plan, deviate::wraps_for_older_key},
    {"wrap-with-stray-bits", "AM-KEY-006", "the base64 of one wrapped key has stray bits at its end", details, deviate::wrap_with_stray_bits},
    {"wrap-in-url-alphabet", "AM-KEY-006", "one wrapped key is in url-safe base64", details, deviate::wrap_in_url_alphabet},
    {"wrap-padded-in-excess", "AM-KEY-006", "the base64 of one wrapped key has a padding character too many", details, deviate::wrap_padded_in_excess},
    {"title-in-url-alphabet", "AM-KEY-006", "the sealed title is in url-safe base64", request, deviate::title_in_url_alphabet},
    {"detail-padded-in-excess", "AM-KEY-006", "the base64 of a detail has a padding character too many", request, deviate::detail_padded_in_excess},
    {"padded-signature", "", "the signatures are padded base64", request, deviate::padded_signature},
    {"adds-unknown-user", "AM-KEY-005", "one added user has no registered key", plan, deviate::adds_unknown_user},

    // Transport.
    {"no-token", "AM-SEC-003", "there is no Authorization", http, deviate::no_token},
    {"other-authorization", "AM-SEC-003", "Authorization is this text", http, deviate::other_authorization, "text"},
    {"other-method", "AM-HTTP-001", "the method is this one", http, deviate::other_method, "method"},
    {"other-media-type", "AM-HTTP-002", "Content-Type is this one", http, deviate::other_media_type, "media type"},
    {"no-media-type", "AM-HTTP-002", "there is no Content-Type", http, deviate::no_media_type},
};

}  // namespace

std::span<const Deviation> deviations() { return rows; }

}  // namespace keyturn
