#include "properties/generated/input_source.h"

#include <algorithm>
#include <map>
#include <set>

#include "properties/event_draft.h"
#include "properties/generated/generators.h"
#include "protocol/base64.h"
#include "protocol/event_detail.h"
#include "protocol/identifiers.h"
#include "protocol/signature_payload.h"

namespace keyturn {
namespace {

template <class Input>
struct Share {
    std::string_view name;
    double percent;
    bool (*belongs)(const Input&);
};

template <class Input>
InputSource source(rc::Gen<Input> inputs, const std::vector<Share<Input>>& shares = {}) {
    InputSource made = {rc::gen::map(std::move(inputs), [](const Input& input) { return json_form(input); }), {}};
    for (const Share<Input>& share : shares)
        made.shares.push_back({share.name, share.percent, [belongs = share.belongs](const JsonValue& json) {
                                   const auto input = input_from_json<Input>(json);
                                   return input && belongs(*input);
                               }});
    return made;
}

bool is_named(const ThriftValue& detail, std::string_view name) { return action_name(detail) == name; }
bool is_member_add(const ThriftValue& detail) { return is_named(detail, "GroupChangeEvent.GroupMemberAddChange"); }
bool is_key_change(const ThriftValue& detail) { return is_named(detail, "ConversationKeyChangeEvent"); }

InputSource details() {
    return source<DetailInput>(
        generate::detail_input(),
        {{"member add", 15, [](const DetailInput& input) { return is_member_add(input.detail); }},
         {"key change", 10, [](const DetailInput& input) { return is_key_change(input.detail); }},
         {"another action", 15,
          [](const DetailInput& input) { return !is_member_add(input.detail) && !is_key_change(input.detail); }}});
}

bool reads_strictly(const DamagedDetail& input) {
    const Bytes bytes = damaged(write_thrift(input.detail, message_event_detail_schema), input.damages);
    return read_thrift(bytes, message_event_detail_schema).has_value();
}

InputSource damaged_details() {
    return source<DamagedDetail>(
        generate::damaged_detail(),
        {{"still readable", 3, reads_strictly},
         {"unreadable", 40, [](const DamagedDetail& input) { return !reads_strictly(input); }}});
}

InputSource list_sizes() {
    return source<ListSizes>(generate::list_sizes(), {{"past the limit", 5, [](const ListSizes& sizes) {
                                                           return std::max(sizes.new_members, sizes.current_members) >
                                                                  10'000;
                                                       }}});
}

InputSource failures() {
    return source<FailureKind>(
        generate::failure_kind(),
        {{"a kind that has a name", 30,
          [](const FailureKind& failure) { return failure.number >= 1 && failure.number <= 18; }},
         {"a kind that has none", 15,
          [](const FailureKind& failure) { return failure.number < 1 || failure.number > 18; }}});
}

InputSource base64_texts() {
    return source<Base64Text>(
        generate::base64_text(),
        {{"readable", 25, [](const Base64Text& input) { return read_base64(input.text).has_value(); }},
         {"refused", 25, [](const Base64Text& input) { return !read_base64(input.text); }},
         {"padded", 10, [](const Base64Text& input) { return input.text.ends_with('='); }}});
}

InputSource version_lists() {
    return source<VersionList>(generate::version_list(),
                               {{"the highest number is not the highest text", 10, [](const VersionList& input) {
                                     const auto& all = input.versions;
                                     return !all.empty() && std::ranges::max(all) !=
                                                                std::ranges::max(all, [](const auto& a, const auto& b) {
                                                                    return compare_versions(a, b) < 0;
                                                                });
                                 }}});
}

InputSource three_versions() {
    return source<VersionList>(generate::three_versions(),
                               {{"three numbers", 60, [](const VersionList& input) {
                                     return std::set(input.versions.begin(), input.versions.end()).size() == 3;
                                 }}});
}

bool has_signed_invite(const Action& action) {
    const JsonValue detail = json_form(action.detail);
    return resolve(detail, "/group_change_event/group_change/member_add/group_invite_enable") != nullptr &&
           action.signature_version == "7" && draft_of(action).has_value();
}

InputSource actions() {
    return source<Action>(
        generate::any_action(),
        {{"has a payload", 25, [](const Action& action) { return draft_of(action).has_value(); }},
         {"has none", 15, [](const Action& action) { return !draft_of(action); }},
         {"member add", 15, [](const Action& action) { return is_member_add(action.detail); }},
         {"key change", 10, [](const Action& action) { return is_key_change(action.detail); }},
         {"an invite that is signed", 5, has_signed_invite},
         {"without conversation id", 5, [](const Action& action) { return !action.conversation_id; }}});
}

InputSource signable_actions() {
    return source<Action>(generate::signable_action(),
                          {{"has a payload", 70, [](const Action& action) { return draft_of(action).has_value(); }}});
}

bool is_sent_varied(const VariedEvent& input, bool verifies) {
    const auto variant = std::ranges::find(event_variants(), input.variant, &EventVariant::name);
    return variant->verifies == verifies && varied(input).has_value();
}

InputSource varied_events() {
    return source<VariedEvent>(
        generate::varied_event(),
        {{"must not verify", 55, [](const VariedEvent& input) { return is_sent_varied(input, false); }},
         {"must verify", 12, [](const VariedEvent& input) { return is_sent_varied(input, true); }}});
}

bool has_two_versions(const RosterChange& change) {
    return std::ranges::any_of(change.users, [](const RegisteredUser& user) { return user.key_versions.size() > 1; });
}

InputSource group_changes() {
    return source<RosterChange>(
        generate::group_change(),
        {{"somebody is pending", 30, [](const RosterChange& change) { return !change.pending.empty(); }},
         {"somebody has registered twice", 50, has_two_versions},
         {"has a title", 25, [](const RosterChange& change) { return change.title.has_value(); }},
         {"has no title", 25, [](const RosterChange& change) { return !change.title; }}});
}

InputSource impossible_changes() {
    return source<RosterChange>(generate::impossible_change(),
                                {{"nothing is missing", 50, [](const RosterChange& change) {
                                      return change.users.size() >= change.members.size() + change.add.size();
                                  }}});
}

InputSource key_histories() {
    return source<KeyHistory>(
        generate::key_history(),
        {{"nothing is wrong", 3,
          [](const KeyHistory& history) {
              return std::ranges::all_of(history.deliveries,
                                         [](const KeyDelivery& delivery) { return delivery.twist == "none"; });
          }},
         {"an older version after a newer one", 30, [](const KeyHistory& history) {
              return std::ranges::adjacent_find(history.deliveries, [](const KeyDelivery& a, const KeyDelivery& b) {
                         return compare_versions(a.version, b.version) > 0;
                     }) != history.deliveries.end();
          }}});
}

bool has(const Script& script, std::string_view act) {
    return std::ranges::find(script.steps, act, &Step::act) != script.steps.end();
}

InputSource scripts() {
    return source<Script>(
        generate::script(),
        {{"somebody is added", 30, [](const Script& script) { return has(script, "add"); }},
         {"something is delivered", 60, [](const Script& script) { return has(script, "deliver"); }},
         {"something is tampered with", 30, [](const Script& script) { return has(script, "tamper"); }},
         {"somebody registers again", 30, [](const Script& script) { return has(script, "register"); }}});
}

InputSource two_readings() {
    return source<TwoReadings>(generate::two_readings(),
                               {{"has a title", 15, [](const TwoReadings& input) { return input.title.has_value(); }}});
}

std::map<std::string_view, InputSource> all_sources() {
    return {
        {"reading_costs_what_it_reads", source(generate::reading_cost())},
        {"written_detail_reads_back", details()},
        {"canonical_detail_is_read", details()},
        {"detail_is_written_canonically", details()},
        {"lists_of_every_size_read_back", list_sizes()},
        {"lists_are_read_up_to_the_limit", list_sizes()},
        {"failure_keeps_its_number", failures()},
        {"damaged_detail_is_read_strictly", damaged_details()},
        {"malformed_detail_is_refused", source(generate::malformed_detail())},
        {"base64_is_read_as_it_must", base64_texts()},
        {"public_key_is_read_as_it_must", source(generate::public_key_form())},
        {"private_key_is_read_as_it_must", source(generate::private_key_form())},
        {"conversation_id_has_its_canonical_form", source(generate::conversation_name())},
        {"latest_version_is_the_highest_number", version_lists()},
        {"versions_are_in_one_order", three_versions()},
        {"payload_has_its_layout", actions()},
        {"signature_is_deterministic", source(generate::sign_input())},
        {"signature_verifies", source(generate::sign_input())},
        {"honest_event_verifies", signable_actions()},
        {"varied_event_is_judged", varied_events()},
        {"unsigned_event_never_verifies", source(generate::unsigned_action())},
        {"wrapped_key_opens_elsewhere", source(generate::wrap())},
        {"foreign_wrapped_key_opens", source(generate::wrap())},
        {"own_wrapped_key_opens", source(generate::wrap())},
        {"stranger_opens_nothing", source(generate::wrap_for_stranger())},
        {"wrapped_key_with_flipped_bit_is_refused", source(generate::damaged_wrap())},
        {"wrapped_key_of_another_size_is_refused", source(generate::resized_wrap())},
        {"ephemeral_key_is_fresh", source(generate::wrap())},
        {"only_verified_keys_count", key_histories()},
        {"everyone_reads_what_they_may", scripts()},
        {"signature_stands_for_one_event", two_readings()},
        {"recipient_accepts_one_reading", two_readings()},
        {"known_title_must_agree", two_readings()},
        {"twin_is_a_repetition", two_readings()},
        {"sealed_text_survives", source(generate::sealed_input())},
        {"sealed_text_opens_elsewhere", source(generate::sealed_input())},
        {"foreign_sealed_text_opens", source(generate::sealed_input())},
        {"another_key_opens_no_text", source(generate::sealed_input())},
        {"sealed_text_with_flipped_bit_is_refused", source(generate::damaged_seal())},
        {"cut_sealed_text_is_refused", source(generate::cut_seal())},
        {"nonce_is_fresh", source(generate::sealed_input())},
        {"prepared_change_keeps_the_rules", group_changes()},
        {"every_recipient_gets_the_key", group_changes()},
        {"key_change_is_signed", group_changes()},
        {"details_say_what_was_given", group_changes()},
        {"texts_are_sealed_under_the_new_key", group_changes()},
        {"key_stays_out_of_the_body", group_changes()},
        {"body_is_encoded_as_produced", group_changes()},
        {"message_ids_are_uuids", group_changes()},
        {"next_change_is_fresh", group_changes()},
        {"retry_is_the_same", group_changes()},
        {"impossible_change_is_refused", impossible_changes()},
        {"body_grows_with_the_roster", group_changes()},
    };
}

}  // namespace

const InputSource& input_source(std::string_view property) {
    static const std::map<std::string_view, InputSource> sources = all_sources();
    return sources.at(property);
}

}  // namespace keyturn
