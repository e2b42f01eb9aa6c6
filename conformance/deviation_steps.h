// How each deviation bends a draft, by stage. The table that names them is in deviations.cc.
#pragma once

#include "conformance/composer.h"

namespace keyturn::deviate {

using Step = Result<void>(Draft& draft, std::string_view argument);

// Stage plan: before anything is wrapped or signed.
Step key_version_as_before, key_version_below, key_version_just_above, key_version_within_a_day, key_version_past_a_day,
    key_version_far_ahead, key_version_text, key_version_no_number, key_version_leading_zero, key_version_past_64_bits,
    adds_nobody, lacks_user_ids, adds_unknown_user, for_conversation, signs_other_user, user_id_twice,
    signs_stale_members, signs_extra_member, signs_doubled_member, signs_other_admins, signs_other_pending,
    signs_other_title, signs_unset_title, signs_other_avatar, signs_other_ttl, signs_unset_ttl,
    signs_other_screen_capture, signs_unset_avatar, signs_unset_screen_capture, signs_nobody_pending, signs_nobody,
    signs_another_user_too, member_add_version_differs, leaves_out_a_wrap, leaves_out_current_members,
    wraps_for_an_outsider, wraps_twice_for_one, wraps_for_pending, wraps_for_older_key, signs_at_version;

// Stage details: wrapped, not yet signed.
Step key_change_version_differs, one_message_id_for_both, message_ids_of_before, unpadded_wraps, wrap_with_stray_bits,
    wrap_in_url_alphabet, wrap_padded_in_excess;

// Stage request: signed.
Step no_key_change, no_second_action, doubled_key_change, doubled_member_add, third_action, swapped_signatures,
    swapped_order, damaged_signature, foreign_signature, twin_signature, padded_signature, short_signature,
    zero_r_signature, s_of_n_signature, der_signature, message_id_differs, signature_version_text,
    unregistered_signing_key, foreign_detail, reordered_detail, trailing_byte_in_detail, cut_detail,
    unknown_field_in_detail, repeated_field_in_detail, detail_padded_in_excess, damaged_wrap, body_lacks_a_wrap,
    body_has_other_wrap_version, shuffled_wraps, no_key_version, key_version_of_body_differs, title_in_url_alphabet,
    other_payload_text, no_payload_text, unpadded_details, unpadded_title, tells_signing_keys, carries_its_own_key,
    signs_payload_text, long_signature, zero_s_signature, r_of_n_signature, signing_key_version;

// Stage body: as JSON. The argument is a JSON Pointer.
Step drops, makes_null, makes_number, makes_text, makes_array, makes_object, empties, doubles_key, unknown_field,
    breaks_pattern, namesake_deeper, writes_key_in_capitals, other_group_name, other_group_avatar;

// Stage http: ready to send.
Step cut_body, empty_body, body_and_more, two_documents, byte_order_mark, bad_utf8, white_space, other_method,
    other_media_type, media_type_with_charset, no_media_type, other_path_id, same_again, first_again,
    same_ids_other_body, deep_body, no_token, other_authorization, headers_in_lower_case, media_type_in_capitals,
    scheme_in_lower_case, token_in_query, large_body, huge_body;

}  // namespace keyturn::deviate
