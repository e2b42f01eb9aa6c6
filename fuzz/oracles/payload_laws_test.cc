#include "fuzz/oracles/payload_laws.h"

#include <gtest/gtest.h>

#include "protocol/signature_payload.h"

namespace keyturn::fuzz {
namespace {

const ConversationKey key;

std::string payload_of(const ThriftValue& detail, int version) {
    return signature_payload({detail, "m", "1111", "g1", &key}, version).value_or("");
}

MemberAdd member_add() {
    MemberAdd add;
    add.new_members = {"3333"};
    add.current_members = {"1111"};
    add.conversation_key_version = "5";
    return add;
}

ThriftValue title_change() {
    return thrift_struct(
        {{arm::group_change,
          thrift_struct({{1, thrift_struct({{arm::title_change,
                                             thrift_struct({{1, thrift_text("T")}, {2, thrift_text("5")}})}})}})}});
}

Finding agreement(const ThriftValue& detail) {
    return versions_of_one_layout_agree(detail, [&](int version) { return payload_of(detail, version); });
}

TEST(VersionsOfOneLayout, agree_in_the_reference) {
    MemberAdd pending = member_add();
    pending.pending_members = {"4444"};
    EXPECT_EQ(agreement(pending.to_detail()), std::nullopt);
    EXPECT_EQ(agreement((KeyChange{"5", {{"1111", "AAAA", "1"}}}.to_detail())), std::nullopt);
    EXPECT_EQ(agreement((GroupCreate{{"1111"}, {"1111"}, {}, {}, "5", {}, {}}.to_detail())), std::nullopt);
    EXPECT_EQ(agreement(title_change()), std::nullopt);
}

// The payload changes at one version, and at no other.
Finding with_a_border_at(const ThriftValue& detail, int border) {
    return versions_of_one_layout_agree(detail, [=](int version) { return version < border ? "a" : "b"; });
}

TEST(VersionsOfOneLayout, a_border_where_none_is_is_found) {
    const auto is_free = [](const ThriftValue& detail) {
        std::string free;
        for (int border = 3; border <= 7; ++border)
            if (!with_a_border_at(detail, border)) free += std::to_string(border);
        return free;
    };
    EXPECT_EQ(is_free(member_add().to_detail()), "357");
    EXPECT_EQ(is_free(KeyChange{}.to_detail()), "6");
    EXPECT_EQ(is_free(GroupCreate{}.to_detail()), "4");
    EXPECT_EQ(is_free(title_change()), "");
    EXPECT_EQ(with_a_border_at(member_add().to_detail(), 4),
              "GroupChangeEvent.GroupMemberAddChange: versions 3 and 4 have one layout and two payloads");
}

std::string right_payload(const MemberAdd& add, int version) { return payload_of(add.to_detail(), version); }

MemberAdd with_everything() {
    MemberAdd add = member_add();
    add.current_admins = {"1111"};
    add.title = "T";
    add.avatar_url = "A";
    add.ttl_msec = 0;
    add.pending_members = {"4444"};
    add.screen_capture_blocking = true;
    add.invite.emplace();
    return add;
}

TEST(EverySignedPart, counts_in_the_reference) {
    EXPECT_EQ(every_signed_part_counts(member_add(), right_payload), std::nullopt);
    EXPECT_EQ(every_signed_part_counts(with_everything(), right_payload), std::nullopt);
    MemberAdd unsignable = member_add();
    unsignable.title = "a,b";
    EXPECT_EQ(every_signed_part_counts(unsignable, right_payload), std::nullopt);
}

// A payload that forgets one part, and one that holds a part too much.
template <class Forget>
Finding forgetting(Forget forget) {
    return every_signed_part_counts(with_everything(), [&](MemberAdd add, int version) {
        forget(add);
        return right_payload(add, version);
    });
}

template <class Text>
Finding holding(Text text) {
    return every_signed_part_counts(
        with_everything(), [&](const MemberAdd& add, int version) { return right_payload(add, version) + text(add); });
}

TEST(EverySignedPart, one_that_is_forgotten_is_found) {
    EXPECT_EQ(forgetting([](MemberAdd& add) { add.new_members.clear(); }),
              "the new members should count in the payload of version 2");
    EXPECT_EQ(forgetting([](MemberAdd& add) { add.current_members.clear(); }),
              "the current members should count in the payload of version 2");
    EXPECT_EQ(forgetting([](MemberAdd& add) { add.current_admins.clear(); }),
              "the admins should count in the payload of version 2");
    EXPECT_EQ(forgetting([](MemberAdd& add) { add.pending_members.clear(); }),
              "the pending users should count in the payload of version 3");
    EXPECT_EQ(forgetting([](MemberAdd& add) { add.title.reset(); }),
              "the title should count in the payload of version 2");
    EXPECT_EQ(forgetting([](MemberAdd& add) { add.avatar_url.reset(); }),
              "the avatar URL should count in the payload of version 2");
    EXPECT_EQ(forgetting([](MemberAdd& add) { add.conversation_key_version.clear(); }),
              "the key version should count in the payload of version 2");
    EXPECT_EQ(forgetting([](MemberAdd& add) { add.ttl_msec.reset(); }),
              "the ttl should count in the payload of version 2");
    EXPECT_EQ(forgetting([](MemberAdd& add) { add.screen_capture_blocking.reset(); }),
              "the flag should count in the payload of version 5");
    EXPECT_EQ(forgetting([](MemberAdd& add) { add.invite.reset(); }),
              "the invite should count in the payload of version 7");
}

TEST(EverySignedPart, one_that_the_version_does_not_cover_is_found) {
    EXPECT_EQ(holding([](const MemberAdd& add) { return std::to_string(add.pending_members.size()); }),
              "the pending users should not count in the payload of version 2");
    EXPECT_EQ(holding([](const MemberAdd& add) { return *add.screen_capture_blocking ? "t" : "f"; }),
              "the flag should not count in the payload of version 2");
    EXPECT_EQ(holding([](const MemberAdd& add) { return add.invite ? "i" : ""; }),
              "the invite should not count in the payload of version 2");
}

TEST(EverySignedPart, is_judged_up_to_the_bounds_of_what_a_version_covers) {
    const auto covering = [](int first, int last, auto part) {
        return every_signed_part_counts(with_everything(), [=](MemberAdd add, int version) {
            const std::string covered = version >= first && version <= last ? part(add) : "";
            add.pending_members.clear();
            add.screen_capture_blocking.reset();
            add.invite.reset();
            return right_payload(add, version) + covered;
        });
    };
    const auto pending = [](const MemberAdd& add) { return std::to_string(add.pending_members.size()); };
    EXPECT_EQ(covering(3, 5, pending), "the pending users should count in the payload of version 6");
    EXPECT_EQ(covering(3, 7, pending), "the pending users should not count in the payload of version 7");
    EXPECT_EQ(covering(4, 6, pending), "the pending users should count in the payload of version 3");
}

TEST(EverySignedPart, a_ttl_of_any_value_counts) {
    for (const std::optional<std::int64_t> ttl : {std::optional<std::int64_t>{}, {0}, {1}}) {
        MemberAdd add = member_add();
        add.ttl_msec = ttl;
        EXPECT_EQ(every_signed_part_counts(add, right_payload), std::nullopt);
    }
}

}  // namespace
}  // namespace keyturn::fuzz
