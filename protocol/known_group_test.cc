#include "protocol/known_group.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <functional>

#include "protocol/recipient_test_support.h"

namespace keyturn {
namespace {

const KnownGroup nothing_known;

Result<KnownGroup> after(const KnownGroup& known, const MemberAdd& add, int version = 7,
                         std::string_view sender = "1111") {
    return group_after(known, add.to_detail(), version, sender);
}

Result<KnownGroup> after(const KnownGroup& known, const char* json, int version = 7) {
    return group_after(known, detail_of(json), version, "1111");
}

using Change = std::function<void(MemberAdd&)>;

MemberAdd add_with(const Change& change) {
    MemberAdd add = member_add();
    change(add);
    return add;
}

TEST(KnownGroup, is_all_of_a_group_with_empty_texts_and_a_negative_ttl_unset) {
    const KnownGroup known = known_group(group_before());
    EXPECT_EQ(known.members, (UserIds{"1111", "2222"}));
    EXPECT_EQ(known.admins, UserIds{"1111"});
    EXPECT_EQ(known.pending, UserIds{"4444"});
    EXPECT_EQ(known.title.value(), "Team");
    EXPECT_EQ(known.avatar_url.value(), std::nullopt);
    EXPECT_EQ(known.ttl_msec.value(), 86'400'000);
    EXPECT_EQ(known.screen_capture_blocking.value(), false);

    Group bare;
    bare.title = bare.avatar_url = "";
    bare.ttl_msec = -1;
    EXPECT_EQ(known_group(bare).title.value(), std::nullopt);
    EXPECT_EQ(known_group(bare).avatar_url.value(), std::nullopt);
    EXPECT_EQ(known_group(bare).ttl_msec.value(), std::nullopt);
    EXPECT_EQ(known_group(bare).screen_capture_blocking.value(), std::nullopt);
    bare.ttl_msec = 0;
    EXPECT_EQ(known_group(bare).ttl_msec.value(), 0);
}

TEST(MemberAddToKnownGroup, that_agrees_adds_to_the_members_and_changes_nothing_else) {
    KnownGroup expected = known_group(group_before());
    expected.members = UserIds{"1111", "2222", "3333"};
    for (int version = 2; version <= 7; ++version)
        EXPECT_EQ(after(known_group(group_before()), member_add(), version), expected) << version;
}

TEST(MemberAddToKnownGroup, may_list_its_users_in_any_order) {
    const MemberAdd add = add_with([](MemberAdd& a) { a.current_members = {"2222", "1111"}; });
    EXPECT_TRUE(after(known_group(group_before()), add));
}

TEST(MemberAddToKnownGroup, takes_a_pending_user_off_the_list) {
    const MemberAdd add = add_with([](MemberAdd& a) { a.new_members = {"4444"}; });
    const auto group = after(known_group(group_before()), add);
    EXPECT_EQ(group->members, (UserIds{"1111", "2222", "4444"}));
    EXPECT_EQ(group->pending, UserIds{});
}

TEST(MemberAddToKnownGroup, that_contradicts_a_known_part_is_refused_at_every_version) {
    const struct {
        const char* part;
        Change change;
    } contradictions[] = {
        {"members", [](MemberAdd& a) { a.current_members = {"1111"}; }},
        {"members", [](MemberAdd& a) { a.current_members.push_back("5555"); }},
        {"admins", [](MemberAdd& a) { a.current_admins = {}; }},
        {"admins", [](MemberAdd& a) { a.current_admins = {"1111", "2222"}; }},
        {"pending users", [](MemberAdd& a) { a.pending_members = {}; }},
        {"pending users", [](MemberAdd& a) { a.pending_members = {"4444", "5555"}; }},
        {"title", [](MemberAdd& a) { a.title = "team"; }},
        {"title", [](MemberAdd& a) { a.title.reset(); }},
        {"title", [](MemberAdd& a) { a.title = ""; }},
        {"title", [](MemberAdd& a) { a.title = "null"; }},
        {"avatar", [](MemberAdd& a) { a.avatar_url = ""; }},
        {"avatar", [](MemberAdd& a) { a.avatar_url = "null"; }},
        {"ttl", [](MemberAdd& a) { a.ttl_msec = 0; }},
        {"ttl", [](MemberAdd& a) { a.ttl_msec.reset(); }},
        {"screen capture flag", [](MemberAdd& a) { a.screen_capture_blocking = true; }},
        {"screen capture flag", [](MemberAdd& a) { a.screen_capture_blocking.reset(); }},
    };
    for (const auto& [part, change] : contradictions)
        for (int version = 2; version <= 7; ++version)
            EXPECT_EQ(reason(after(known_group(group_before()), add_with(change), version)),
                      std::string("what it states as ") + part + " is not the group's");
}

TEST(MemberAddToKnownGroup, the_three_kinds_of_nothing_each_fit_only_themselves) {
    const std::optional<std::string> kinds[] = {std::nullopt, "null", ""};
    for (const auto& known_title : kinds)
        for (const auto& stated : kinds) {
            KnownGroup known = known_group(group_before());
            known.title = known_title;
            const auto group = after(known, add_with([&](MemberAdd& a) { a.title = stated; }));
            EXPECT_EQ(group.has_value(), known_title == stated);
        }
}

TEST(MemberAddToKnownGroup, teaches_a_newcomer_what_its_version_signs) {
    for (int version = 2; version <= 7; ++version) {
        KnownGroup expected = known_group(group_before());
        expected.members = UserIds{"1111", "2222", "3333"};
        if (version == 2 || version == 7) expected.pending.reset();
        if (version < 5) expected.screen_capture_blocking.reset();
        EXPECT_EQ(after(nothing_known, member_add(), version), expected) << version;
    }
}

TEST(MemberAddToKnownGroup, does_not_teach_the_text_null) {
    EXPECT_EQ(reason(after(nothing_known, add_with([](MemberAdd& a) { a.title = "null"; }))),
              "the text null as title is signed like an unset one");
    EXPECT_EQ(reason(after(nothing_known, add_with([](MemberAdd& a) { a.avatar_url = "null"; }))),
              "the text null as avatar is signed like an unset one");
    EXPECT_TRUE(after(nothing_known, add_with([](MemberAdd& a) { a.title = ""; })));
}

TEST(MemberAddToKnownGroup, must_state_a_roster_that_can_be) {
    const struct {
        const char* reason;
        Change change;
    } impossible[] = {
        {"it adds nobody", [](MemberAdd& a) { a.new_members = {}; }},
        {"it lists a user twice", [](MemberAdd& a) { a.new_members = {"3333", "3333"}; }},
        {"it lists a user twice", [](MemberAdd& a) { a.current_members.push_back("1111"); }},
        {"it lists a user twice", [](MemberAdd& a) { a.current_admins.push_back("1111"); }},
        {"it lists a user twice", [](MemberAdd& a) { a.pending_members.push_back("4444"); }},
        {"it lists what is no user id", [](MemberAdd& a) { a.new_members = {"null"}; }},
        {"it lists what is no user id", [](MemberAdd& a) { a.current_members.push_back("0"); }},
        {"it lists what is no user id", [](MemberAdd& a) { a.pending_members = {""}; }},
        {"its sender is not among the members", [](MemberAdd& a) { a.current_members = {"2222"}; }},
        {"an admin is not among the members", [](MemberAdd& a) { a.current_admins = {"1111", "5555"}; }},
        {"a new member is a member already", [](MemberAdd& a) { a.new_members = {"3333", "2222"}; }},
        {"a pending user is a member already", [](MemberAdd& a) { a.pending_members = {"2222", "4444"}; }},
        {"its key version is no number of 64 bits", [](MemberAdd& a) { a.conversation_key_version = "null"; }},
        {"its key version is no number of 64 bits", [](MemberAdd& a) { a.conversation_key_version = "01"; }},
    };
    for (const auto& [why, change] : impossible) EXPECT_EQ(reason(after(nothing_known, add_with(change))), why);
}

TEST(MemberAddToKnownGroup, has_an_invite_only_where_it_is_signed) {
    const MemberAdd add = add_with([](MemberAdd& a) { a.invite = GroupInvite{5, "https://x", "1"}; });
    EXPECT_TRUE(after(nothing_known, add, 7));
    for (int version = 2; version <= 6; ++version)
        EXPECT_EQ(reason(after(nothing_known, add, version)), "it has an invite, which is signed from version 7 only");
}

TEST(MemberAddToKnownGroup, has_no_invite_with_the_text_null) {
    const auto refusal = [](GroupInvite invite) {
        return reason(after(nothing_known, add_with([&](MemberAdd& a) { a.invite = std::move(invite); })));
    };
    EXPECT_EQ(refusal({{}, "null", "1"}), "the text null in an invite is signed like an unset one");
    EXPECT_EQ(refusal({{}, "https://x", "null"}), "the text null in an invite is signed like an unset one");
    EXPECT_EQ(refusal({{}, {}, {}}), "");
}

TEST(MemberAddToKnownGroup, has_no_part_that_nobody_signed_and_lacks_none_that_is_always_there) {
    const auto damaged = [](auto damage) {
        ThriftValue detail = member_add().to_detail();
        damage(*detail.find(arm::group_change));
        return reason(group_after(known_group(group_before()), detail, 7, "1111"));
    };
    const std::string refusal = "it has parts beside those that are signed, or lacks some of them";
    EXPECT_EQ(damaged([](ThriftValue&) {}), "");
    EXPECT_EQ(damaged([](ThriftValue& event) { event.set(2, thrift_boolean(true)); }), refusal);
    EXPECT_EQ(damaged([](ThriftValue& event) { event.erase(2); }), refusal);
    EXPECT_EQ(damaged([](ThriftValue& event) { event.find(1)->find(5)->set(12, thrift_struct()); }), refusal);
    EXPECT_EQ(damaged([](ThriftValue& event) { event.find(1)->find(5)->erase(8); }), refusal);
}

// The lists have no counts in the payload: whoever delivers the event may put their borders anywhere.
TEST(MemberAddToKnownGroup, of_the_readings_of_one_payload_at_most_one_is_accepted) {
    const MemberAdd honest = member_add();
    const std::vector<std::string> ids = {"3333", "1111", "2222", "1111", "4444"};
    const KnownGroup known = known_group(group_before());
    std::size_t accepted = 0;
    for (std::size_t a = 0; a <= ids.size(); ++a)
        for (std::size_t b = a; b <= ids.size(); ++b)
            for (std::size_t c = b; c <= ids.size(); ++c) {
                MemberAdd reading = honest;
                const auto slice = [&](std::size_t from, std::size_t to) {
                    return std::vector(ids.begin() + static_cast<std::ptrdiff_t>(from),
                                       ids.begin() + static_cast<std::ptrdiff_t>(to));
                };
                reading.new_members = slice(0, a);
                reading.current_members = slice(a, b);
                reading.current_admins = slice(b, c);
                reading.pending_members = slice(c, ids.size());
                if (!after(known, reading, 5)) continue;
                EXPECT_EQ(reading, honest);
                ++accepted;
            }
    EXPECT_EQ(accepted, 1u);
}

constexpr const char* create =
    R"({"group_change_event": {"group_change": {"create": {"member_ids": ["1111", "2222"], "admin_ids": ["1111"],
        "title": "Team", "conversation_key_version": "17", "ttl_msec": 86400000}}}})";

TEST(GroupCreateToKnownGroup, teaches_what_its_version_signs) {
    for (int version = 2; version <= 7; ++version) {
        KnownGroup expected;
        expected.members = UserIds{"1111", "2222"};
        if (version >= 4) {
            expected.title = "Team";
            expected.avatar_url.emplace(std::nullopt);
        }
        EXPECT_EQ(after(nothing_known, create, version), expected) << version;
    }
}

TEST(GroupCreateToKnownGroup, that_contradicts_a_known_part_is_refused_whether_signed_or_not) {
    const KnownGroup known = known_group(group_before());
    EXPECT_EQ(after(known, create), known);
    const struct {
        const char* part;
        std::function<void(KnownGroup&)> change;
    } contradictions[] = {
        {"members", [](KnownGroup& k) { k.members->insert("5555"); }},
        {"admins", [](KnownGroup& k) { k.admins->insert("2222"); }},
        {"title", [](KnownGroup& k) { k.title = "team"; }},
        {"avatar", [](KnownGroup& k) { k.avatar_url = ""; }},
        {"ttl", [](KnownGroup& k) { k.ttl_msec = 5; }},
    };
    for (const auto& [part, change] : contradictions) {
        KnownGroup other = known;
        change(other);
        for (int version = 2; version <= 7; ++version)
            EXPECT_EQ(reason(after(other, create, version)),
                      std::string("what it states as ") + part + " is not the group's");
    }
}

std::string create_with(std::string_view members, std::string_view version, std::string_view title = "Team") {
    return fmt::format(
        R"({{"group_change_event": {{"group_change": {{"create": {{"member_ids": [{}],
            "conversation_key_version": "{}", "title": "{}"}}}}}}}})",
        members, version, title);
}

TEST(GroupCreateToKnownGroup, must_state_a_group_that_can_be) {
    const auto why = [](const std::string& json) { return reason(after(nothing_known, json.c_str())); };
    EXPECT_EQ(why(create_with(R"("1111")", "17")), "");
    EXPECT_EQ(why(create_with(R"("2222")", "17")), "its sender is not among the members");
    EXPECT_EQ(why(create_with(R"("1111", "null")", "17")), "it lists what is no user id");
    EXPECT_EQ(why(create_with(R"("1111", "1111")", "17")), "it lists a user twice");
    EXPECT_EQ(why(create_with(R"("1111")", "Team")), "its key version is no number of 64 bits");
    EXPECT_EQ(why(create_with(R"("1111")", "17", "null")), "the text null as title is signed like an unset one");
    EXPECT_EQ(reason(after(nothing_known, R"({"group_change_event": {"group_change": {"create":
                                              {"member_ids": ["1111"]}}}})")),
              "its key version is no number of 64 bits");
}

KnownGroup after_change(KnownGroup known, const std::string& change) {
    return after(known, (R"({"group_change_event": {"group_change": {)" + change + "}}}").c_str()).value();
}

KnownGroup after_metadata(KnownGroup known, const std::string& change) {
    const std::string json =
        R"({"conversation_metadata_change_event": {"conversation_metadata_change": {)" + change + "}}}";
    return after(known, json.c_str()).value();
}

KnownGroup with(const std::function<void(KnownGroup&)>& change) {
    KnownGroup group = known_group(group_before());
    change(group);
    return group;
}

TEST(OtherChangesToKnownGroup, replace_a_text) {
    const KnownGroup known = known_group(group_before());
    EXPECT_EQ(after_change(known, R"("title": {"title": "New"})"), with([](auto& k) { k.title = "New"; }));
    EXPECT_EQ(after_change(known, R"("title": {"title": ""})"), with([](auto& k) { k.title.emplace(std::nullopt); }));
    EXPECT_EQ(after_change(known, R"("title": {})"), with([](auto& k) { k.title.emplace(std::nullopt); }));
    EXPECT_EQ(after_change(known, R"("avatar": {"avatar_url": "u"})"), with([](auto& k) { k.avatar_url = "u"; }));
    EXPECT_EQ(after_change(known, R"("avatar": {"avatar_url": ""})"), known);
    EXPECT_EQ(after_change(nothing_known, R"("title": {"title": "New"})").title.value(), "New");
}

TEST(OtherChangesToKnownGroup, change_a_known_list_and_leave_an_unknown_one_unknown) {
    const KnownGroup known = known_group(group_before());
    const char *admin_add = R"("admin_add": {"admin_ids": ["2222"]})",
               *admin_remove = R"("admin_remove": {"admin_ids": ["1111"]})",
               *member_remove = R"("member_remove": {"member_ids": ["1111", "7777"]})";
    EXPECT_EQ(after_change(known, admin_add), with([](auto& k) { k.admins = UserIds{"1111", "2222"}; }));
    EXPECT_EQ(after_change(known, admin_remove), with([](auto& k) { k.admins = UserIds{}; }));
    EXPECT_EQ(after_change(known, member_remove), with([](auto& k) {
                  k.members = UserIds{"2222"};
                  k.admins = UserIds{};
              }));
    for (const char* change : {admin_add, admin_remove, member_remove})
        EXPECT_EQ(after_change(nothing_known, change), nothing_known);
}

TEST(OtherChangesToKnownGroup, make_no_outsider_an_admin) {
    const char* const change =
        R"({"group_change_event": {"group_change": {"admin_add": {"admin_ids": ["2222", "5555"]}}}})";
    EXPECT_EQ(reason(after(known_group(group_before()), change)), "a new admin is not among the members");
}

TEST(OtherChangesToKnownGroup, set_ttl_and_flag) {
    const KnownGroup known = known_group(group_before());
    const auto unset_ttl = with([](auto& k) { k.ttl_msec.emplace(std::nullopt); });
    EXPECT_EQ(after_metadata(known, R"("message_duration_change": {"ttl_msec": 5})"),
              with([](auto& k) { k.ttl_msec = 5; }));
    EXPECT_EQ(after_metadata(known, R"("message_duration_change": {"ttl_msec": 0})"),
              with([](auto& k) { k.ttl_msec = 0; }));
    EXPECT_EQ(after_metadata(known, R"("message_duration_change": {"ttl_msec": -1})"), unset_ttl);
    EXPECT_EQ(after_metadata(known, R"("message_duration_remove": {"ttl_msec": 5})"), unset_ttl);
    EXPECT_EQ(after_metadata(known, R"("enable_screen_capture_blocking": {})"),
              with([](auto& k) { k.screen_capture_blocking = true; }));
    EXPECT_EQ(after_metadata(nothing_known, R"("disable_screen_capture_blocking": {})").screen_capture_blocking.value(),
              false);
    EXPECT_EQ(after_metadata(known, R"("enable_screen_capture_detection": {})"), known);
}

TEST(OtherChangesToKnownGroup, of_no_part_leave_the_group_as_it_was) {
    const KnownGroup known = known_group(group_before());
    EXPECT_EQ(after_change(known, R"("invite_disable": {"disabled_by_member_id": "1111"})"), known);
    EXPECT_EQ(after_change(known, R"("join_request": {"user_id": "5555"})"), known);
    EXPECT_EQ(after_change(known, R"("invite_enable": {"invite_url": "https://x", "affiliate_id": "1"})"), known);
}

TEST(OtherChangesToKnownGroup, an_invite_has_no_affiliate_null) {
    const char* const event =
        R"({"group_change_event": {"group_change": {"invite_enable": {"affiliate_id": "null"}}}})";
    EXPECT_EQ(reason(after(nothing_known, event)), "the text null in an invite is signed like an unset one");
}

}  // namespace
}  // namespace keyturn
