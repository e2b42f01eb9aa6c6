// Changes that the official client library made: every rule holds, and our own code opens them for every member.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "protocol/action_signature.h"
#include "protocol/base64.h"
#include "protocol/given.h"
#include "protocol/identifiers.h"
#include "protocol/key_wrap.h"
#include "protocol/membership_rules.h"
#include "protocol/sealed_text.h"
#include "protocol/signature_payload.h"
#include "protocol/test_support.h"

namespace keyturn {
namespace {

struct Recording {
    std::string name;
    std::string sender;
    std::string conversation_id;
    Given given;
    ReadRequest read;

    const Group& group() const { return given.groups.front(); }
    const User& user(const std::string& id) const { return given.users.at(id); }
};

std::string text_of_file(const std::filesystem::path& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::string conversation_id_of(std::string_view path) {
    const std::string_view before = "/2/chat/conversations/", after = "/members";
    EXPECT_TRUE(path.starts_with(before) && path.ends_with(after)) << path;
    return std::string(path.substr(before.size(), path.size() - before.size() - after.size()));
}

Recording recording(const std::filesystem::path& path) {
    const JsonValue recorded = parse_json(text_of_file(path)).value();
    const auto at = [&](const char* pointer) -> const JsonValue& {
        const JsonValue* found = resolve(recorded, pointer);
        if (!found) throw std::invalid_argument(path.string() + " lacks " + pointer);
        return *found;
    };
    return {path.stem(), at("/exchanges/0/as").text, conversation_id_of(at("/exchanges/0/request/path").text),
            read_given(at("/given")).value(), AddMembersRequest::read(at("/exchanges/0/request/body/json"))};
}

std::vector<Recording> recordings() {
    std::vector<Recording> all;
    for (const auto& file : std::filesystem::directory_iterator(KEYTURN_SOURCE_DIR "/conformance/cases/recorded"))
        if (file.path().extension() == ".json") all.push_back(recording(file.path()));
    return all;
}

// The attempt as a server sees it that receives it when the key version was made.
Attempt attempt_of(const Recording& recorded) {
    static const std::set<std::string, std::less<>> nothing_seen;
    Attempt attempt =
        make_attempt(recorded.conversation_id, recorded.sender, recorded.group(), recorded.given.users, recorded.read);
    attempt.now_msec = read_key_version(*recorded.read.request.conversation_key_version);
    attempt.seen_message_ids = &nothing_seen;
    return attempt;
}

// The key that this member finds in the request with its private identity key.
Result<ConversationKey> opened_by(const std::string& member, const Recording& recorded) {
    for (const ParticipantKey& wrap : *recorded.read.request.conversation_participant_keys) {
        if (wrap.user_id != member) continue;
        return unwrap_key(read_base64(*wrap.encrypted_conversation_key).value(),
                          recorded.user(member).private_keys->identity);
    }
    return refuse("no wrapped key");
}

std::vector<std::string> roster_after(const Recording& recorded) {
    std::vector<std::string> roster = recorded.group().members;
    const auto& added = *recorded.read.request.user_ids;
    roster.insert(roster.end(), added.begin(), added.end());
    return roster;
}

bool verifies(const ReadAction& action, const Recording& recorded, const ConversationKey& key) {
    const RequestSignature& carried = *action.source->message_event_signature;
    const auto payload =
        signature_payload({*action.detail, *action.source->message_id, recorded.sender, recorded.conversation_id, &key},
                          signature_version(*carried.signature_version).value());
    const RegisteredKey* registered = recorded.user(recorded.sender).key_at(*carried.public_key_version);
    return payload && registered && payload_verifies(*registered->signing, *payload, *carried.signature);
}

TEST(RecordedChanges, there_are_some_and_one_is_large) {
    const auto all = recordings();
    EXPECT_GE(all.size(), 16u);
    EXPECT_TRUE(
        std::ranges::any_of(all, [](const Recording& recorded) { return roster_after(recorded).size() == 100; }));
}

TEST(RecordedChanges, every_rule_holds) {
    for (const Recording& recorded : recordings())
        for (const RuleResult& result : check(attempt_of(recorded))) {
            EXPECT_FALSE(result.finding.broken())
                << recorded.name << ": " << result.rule->name << ": " << result.finding.problems.front().actual;
            EXPECT_EQ(result.finding.undecided, "") << recorded.name << ": " << result.rule->name;
        }
}

TEST(RecordedChanges, every_member_opens_the_same_key) {
    for (const Recording& recorded : recordings()) {
        const auto senders = opened_by(recorded.sender, recorded);
        ASSERT_TRUE(senders) << recorded.name;
        for (const std::string& member : roster_after(recorded)) {
            const auto key = opened_by(member, recorded);
            ASSERT_TRUE(key) << recorded.name << ": " << member << ": " << key.error().reason;
            EXPECT_EQ(*key, *senders) << recorded.name << ": " << member;
        }
    }
}

TEST(RecordedChanges, title_and_avatar_open_to_the_groups) {
    for (const Recording& recorded : recordings()) {
        const ConversationKey key = opened_by(recorded.sender, recorded).value();
        const auto opened = [&](const std::optional<std::string>& sealed) -> std::optional<std::string> {
            if (!sealed) return std::nullopt;
            return open_text(key, *sealed).value();
        };
        EXPECT_EQ(opened(recorded.read.request.encrypted_title), recorded.group().title) << recorded.name;
        EXPECT_EQ(opened(recorded.read.request.encrypted_avatar_url), recorded.group().avatar_url) << recorded.name;
    }
}

TEST(RecordedChanges, both_signatures_verify_and_the_key_change_only_with_the_opened_key) {
    for (const Recording& recorded : recordings()) {
        const ConversationKey key = opened_by(recorded.sender, recorded).value();
        const Attempt attempt = attempt_of(recorded);
        ASSERT_EQ(attempt.actions.size(), 2u) << recorded.name;
        for (const ReadAction& action : attempt.actions) {
            EXPECT_TRUE(verifies(action, recorded, key)) << recorded.name;
            EXPECT_EQ(verifies(action, recorded, conversation_key(1)), &action == attempt.member_add_action)
                << recorded.name;
        }
    }
}

TEST(RecordedChanges, the_shown_payload_is_the_one_that_was_signed) {
    for (const Recording& recorded : recordings()) {
        const Attempt attempt = attempt_of(recorded);
        for (const ReadAction& action : attempt.actions) {
            if (&action != attempt.member_add_action) {
                EXPECT_FALSE(action.source->signature_payload) << recorded.name;
                continue;
            }
            EXPECT_EQ(action.source->signature_payload.value(),
                      signature_payload(
                          {*action.detail, *action.source->message_id, recorded.sender, recorded.conversation_id},
                          newest_signature_version)
                          .value())
                << recorded.name;
        }
    }
}

TEST(RecordedChanges, the_key_stands_nowhere_in_the_body) {
    for (const Recording& recorded : recordings()) {
        const ConversationKey key = opened_by(recorded.sender, recorded).value();
        const std::string body = to_json(recorded.read.request.to_json());
        EXPECT_EQ(body.find(base64_unpadded(key.reveal())), std::string::npos) << recorded.name;
        for (const ReadAction& action : attempt_of(recorded).actions)
            EXPECT_EQ(text_of(*action.detail_bytes).find(text_of(key.reveal())), std::string_view::npos)
                << recorded.name;
    }
}

}  // namespace
}  // namespace keyturn
