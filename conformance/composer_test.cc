#include "conformance/composer.h"

#include <set>

#include "conformance/state_test_support.h"
#include "conformance/test_support.h"
#include "protocol/action_signature.h"
#include "protocol/base64.h"
#include "protocol/event_detail.h"
#include "protocol/key_wrap.h"
#include "protocol/membership_rules.h"
#include "protocol/signature_payload.h"

namespace keyturn {
namespace {

const Given& team() { return shipped_state("team"); }

std::string path_id(const HttpRequest& request) {
    constexpr std::string_view before = "/2/chat/conversations/", after = "/members";
    EXPECT_TRUE(request.target.starts_with(before) && request.target.ends_with(after)) << request.target;
    return request.target.substr(before.size(), request.target.size() - before.size() - after.size());
}

// The requirements that a composed request breaks, in a group where the message ids of `before` were seen.
Ids broken_by(const Composed& composed, const SentBefore& before = {}) {
    const ReadRequest read = AddMembersRequest::read(json(composed.request.body));
    Attempt attempt =
        make_attempt(path_id(composed.request), "1111", *team().find_group(team_group), team().users, read);
    std::set<std::string, std::less<>> seen;
    for (const auto& ids : before.message_ids) seen.insert(ids.begin(), ids.end());
    attempt.now_msec = test_now_msec;
    attempt.seen_message_ids = &seen;
    Ids broken;
    for (const RuleResult& result : check(attempt))
        if (result.finding.broken()) broken.emplace(result.rule->requirement);
    return broken;
}

SentBefore sent(const Composed& composed) { return {{composed.request}, {composed.message_ids}}; }

std::string reason_of(const Result<Composed>& composed) { return composed ? "composed" : composed.error().reason; }

TEST(Composer, SameArgumentsGiveTheSameBytes) {
    const auto one = compose_in(team(), ""), same = compose_in(team(), ""),
               other = compose_in(team(), "", {}, {"5555"}, 2);
    EXPECT_EQ(one->request.body, same->request.body);
    EXPECT_EQ(one->message_ids, same->message_ids);
    EXPECT_NE(one->request.body, other->request.body);
}

TEST(Composer, RequestIsReadyToSendWithoutAuthorization) {
    const auto composed = compose_in(team(), "");
    ASSERT_TRUE(composed) << reason_of(composed);
    EXPECT_EQ(composed->request.method, "POST");
    EXPECT_EQ(composed->request.target, "/2/chat/conversations/g1700000000000000001/members");
    EXPECT_EQ(composed->request.headers, (std::vector<HeaderLine>{{"Content-Type", "application/json"}}));
    EXPECT_FALSE(composed->anonymous);
    EXPECT_EQ(composed->conversation_key_version, std::to_string(test_now_msec));
    const ReadRequest read = AddMembersRequest::read(json(composed->request.body));
    ASSERT_TRUE(read.problems.empty());
    EXPECT_EQ(read.request.user_ids, (std::vector<std::string>{"5555"}));
    EXPECT_EQ(read.request.conversation_key_version, composed->conversation_key_version);
    ASSERT_EQ(composed->message_ids.size(), 2u);
    EXPECT_EQ(read.request.action_signatures->at(0).message_id, composed->message_ids[0]);
    EXPECT_EQ(read.request.action_signatures->at(1).message_id, composed->message_ids[1]);
}

TEST(Composer, KeyOfTheResultIsTheOneThatWasWrapped) {
    const auto composed = compose_in(team(), "");
    const ReadRequest read = AddMembersRequest::read(json(composed->request.body));
    for (const ParticipantKey& key : *read.request.conversation_participant_keys) {
        const auto& keys = find_user(team().users, *key.user_id)->private_keys;
        const auto opened = unwrap_key(*read_base64(*key.encrypted_conversation_key), keys->identity);
        ASSERT_TRUE(opened) << *key.user_id;
        EXPECT_TRUE(*opened == composed->key) << *key.user_id;
    }
}

TEST(Composer, RequestWithoutDeviationBreaksNothing) {
    for (const std::string name : {"team", "team-of-two", "version-with-seven-digits"}) {
        const auto composed = compose_in(shipped_state(name), "");
        ASSERT_TRUE(composed) << name << ": " << reason_of(composed);
    }
    EXPECT_EQ(broken_by(*compose_in(team(), "")), Ids{});
    EXPECT_EQ(broken_by(*compose_in(team(), "", {}, {"5555", "6666"})), Ids{});
}

TEST(Composer, EachDeviationUpToTheBodyBreaksTheRequirementItNamesAndNoOther) {
    const SentBefore before = sent(*compose_in(team(), "", {}, {"6666"}, 2));
    for (const Deviation& deviation : deviations()) {
        if (deviation.stage == Stage::http || !deviation.fits.add) continue;
        const std::string kind = with_argument(deviation);
        const auto composed = compose_in(team(), kind, before);
        ASSERT_TRUE(composed) << kind << ": " << reason_of(composed);
        EXPECT_EQ(broken_by(*composed, before), must_break(deviation)) << kind;
    }
}

TEST(Composer, EachDeviationGivesAnotherRequest) {
    const auto plain = compose_in(team(), "", {}, {"5555"});
    const SentBefore before = sent(*compose_in(team(), "", {}, {"6666"}, 2));
    for (const Deviation& deviation : deviations()) {
        if (!deviation.fits.add) continue;
        const auto bent = compose_in(team(), with_argument(deviation), before);
        ASSERT_TRUE(bent) << deviation.kind << ": " << reason_of(bent);
        const auto all_of = [](const Composed& composed) {
            return std::tuple(composed.request.method, composed.request.target, composed.request.headers,
                              composed.request.body, composed.anonymous);
        };
        EXPECT_NE(all_of(*bent), all_of(*plain)) << deviation.kind;
    }
}

TEST(Composer, EachKindStandsOnceAndIsFoundWithItsArgument) {
    std::set<std::string_view> kinds;
    for (const Deviation& deviation : deviations()) {
        EXPECT_TRUE(kinds.insert(deviation.kind).second) << deviation.kind;
        EXPECT_FALSE(deviation.summary.empty()) << deviation.kind;
        EXPECT_EQ(find_deviation(with_argument(deviation)), &deviation) << deviation.kind;
    }
    EXPECT_EQ(find_deviation("no-such-kind"), nullptr);
    EXPECT_EQ(find_deviation(""), nullptr);
}

// ---- rotations and creations

WantedChange wanted(ChangeOperation operation, const std::string& deviation = "") {
    const bool creates = operation == ChangeOperation::create;
    return {.operation = operation,
            .group = creates ? "g9" : std::string(team_group),
            .sender = "1111",
            .add = creates ? std::vector<std::string>{"2222", "3333"} : std::vector<std::string>{},
            .title = creates ? std::optional("Title") : std::nullopt,
            .avatar_url = {},
            .deviation = deviation};
}

Result<Composed> composed(const WantedChange& change) {
    Entropy entropy("composer test", 1);
    return compose(team(), change, test_now_msec, entropy);
}

// What its actions are signed as, in their order.
Lines actions_of(const Composed& composed) {
    Lines names;
    const JsonValue body = json(composed.request.body);
    for (const JsonValue& action : body.find("action_signatures")->elements) {
        const auto detail =
            read_thrift(*read_base64(action.find("encoded_message_event_detail")->text), message_event_detail_schema);
        names.emplace_back(action_name(*detail));
    }
    return names;
}

TEST(Composer, RotationHasOneSignedActionAndAddsNobody) {
    const auto rotation = composed(wanted(ChangeOperation::rotate));
    ASSERT_TRUE(rotation) << reason_of(rotation);
    EXPECT_EQ(rotation->request.target, "/2/chat/conversations/g1700000000000000001/keys");
    EXPECT_EQ(actions_of(*rotation), Lines{"ConversationKeyChangeEvent"});
    EXPECT_EQ(rotation->message_ids.size(), 1u);
    EXPECT_EQ(json(rotation->request.body).find("user_ids"), nullptr);
    EXPECT_EQ(json(rotation->request.body).find("encrypted_title"), nullptr);
}

TEST(Composer, CreationHasTwoSignedActionsAndTheGroup) {
    const auto creation = composed(wanted(ChangeOperation::create));
    ASSERT_TRUE(creation) << reason_of(creation);
    EXPECT_EQ(creation->request.target, "/2/chat/conversations/group");
    EXPECT_EQ(actions_of(*creation), (Lines{"ConversationKeyChangeEvent", "GroupChangeEvent.GroupCreate"}));
    EXPECT_EQ(creation->message_ids.size(), 2u);
    const JsonValue body = json(creation->request.body);
    EXPECT_EQ(to_json(*body.find("group_members")), R"(["1111","2222","3333"])");
    EXPECT_EQ(to_json(*body.find("group_admins")), R"(["1111"])");
    EXPECT_EQ(body.find("group_name")->text, "Title");
    EXPECT_EQ(body.find("conversation_id")->text, "g9");
    EXPECT_EQ(body.find("conversation_key_version")->text, std::to_string(test_now_msec));
}

TEST(Composer, DeviationThatDoesNotFitTheOperationIsRefused) {
    using enum ChangeOperation;
    EXPECT_EQ(reason_of(composed(wanted(rotate, "signs-other-title"))),
              "the deviation 'signs-other-title' does not fit the operation rotate");
    EXPECT_EQ(reason_of(composed(wanted(create, "key-version-as-before"))),
              "the deviation 'key-version-as-before' does not fit the operation create");
    EXPECT_EQ(reason_of(compose_in(team(), "no-group-create")),
              "the deviation 'no-group-create' does not fit the operation add");
    EXPECT_EQ(reason_of(composed(wanted(rotate, "bend-it"))), "there is no deviation 'bend-it'");
    EXPECT_TRUE(is_deviation("third-action", rotate));
    EXPECT_TRUE(is_deviation("swapped-order", create));
    EXPECT_FALSE(is_deviation("swapped-order", rotate));
    EXPECT_FALSE(is_deviation("drop", add));
}

TEST(Composer, RotationOfAnUnknownGroupIsRefused) {
    WantedChange change = wanted(ChangeOperation::rotate);
    change.group = "g404";
    EXPECT_EQ(reason_of(composed(change)), "there is no group g404 in the state");
}

TEST(Composer, ArgumentIsNeededOrForbiddenByTheKind) {
    EXPECT_EQ(find_deviation("drop"), nullptr);
    EXPECT_EQ(find_deviation("drop:"), nullptr);
    EXPECT_NE(find_deviation("drop:/a:b"), nullptr);
    EXPECT_EQ(find_deviation("cut-body:now"), nullptr);
    EXPECT_NE(find_deviation("cut-body:"), nullptr);
}

TEST(Composer, RefusesWhatItCanNotCompose) {
    const auto refusal = [](std::string_view group, std::string_view sender, std::string_view deviation) {
        Entropy entropy("composer test", 1);
        return reason_of(compose(team(), group, sender, {"5555"}, deviation, test_now_msec, entropy));
    };
    EXPECT_EQ(refusal("g1", "1111", ""), "there is no group g1 in the state");
    EXPECT_EQ(refusal(team_group, "9999", ""), "the state has no private keys of 9999");
    EXPECT_EQ(refusal(team_group, "1111", "bend-it"), "there is no deviation 'bend-it'");
    EXPECT_EQ(refusal(team_group, "1111", "drop"), "there is no deviation 'drop'");
    Given without = team();
    without.users.find("1111")->second.private_keys.reset();
    EXPECT_EQ(reason_of(compose_in(without, "")), "the state has no private keys of 1111");
    EXPECT_NE(reason_of(compose_in(team(), "", {}, {"12345"})), "composed") << "12345 has no registered key";
}

// A team in which a deviation finds nothing to bend.
Given team_with(void (*change)(Given& given, Group& group)) {
    Given given = team();
    change(given, given.groups.front());
    return given;
}

TEST(Composer, DeviationWithNothingToBendIsRefused) {
    const auto reason = [](void (*change)(Given&, Group&), std::string_view deviation) {
        return reason_of(compose_in(team_with(change), deviation));
    };
    const auto no_version = [](Given&, Group& group) { group.conversation_key_version.reset(); };
    EXPECT_EQ(reason(no_version, "key-version-as-before"), "the group has no key version to stay at");
    EXPECT_EQ(reason(no_version, "key-version-just-above"), "the group has no key version to stay at");
    EXPECT_EQ(reason(no_version, "key-version-below"), "the group has no key version to go below");
    EXPECT_EQ(reason([](Given&, Group& group) { group.conversation_key_version = "0"; }, "key-version-below"),
              "the group has no key version to go below");
    const auto alone = [](Given&, Group& group) { group.members = {"1111"}; };
    EXPECT_EQ(reason(alone, "leaves-out-a-wrap"), "the group has no other member than the sender");
    EXPECT_EQ(reason(alone, "signs-stale-members"), "the group has no other member than the sender");
    EXPECT_EQ(reason(alone, "foreign-detail"), "the group has no two members to change places");
    EXPECT_EQ(reason([](Given&, Group& group) { group.admins = group.members; }, "signs-other-admins"),
              "all members are admins");
    EXPECT_EQ(reason([](Given&, Group& group) { group.title.reset(); }, "signs-unset-title"), "the group has no title");
    for (const std::string kind : {"title-in-url-alphabet", "unpadded-title"})
        EXPECT_EQ(reason([](Given&, Group& group) { group.title.reset(); }, kind), "the group has no title");
    EXPECT_EQ(reason([](Given&, Group& group) { group.avatar_url.reset(); }, "signs-unset-avatar"),
              "the group has no avatar");
    EXPECT_EQ(reason([](Given&, Group& group) { group.screen_capture_blocking.reset(); }, "signs-unset-screen-capture"),
              "the group has no screen-capture flag");
    EXPECT_EQ(reason([](Given&, Group& group) { group.pending.clear(); }, "signs-nobody-pending"), "nobody is pending");
    for (const std::string kind : {"scheme-in-lower-case", "token-in-query"})
        EXPECT_EQ(reason([](Given& given, Group&) { given.users["1111"].token.reset(); }, kind),
                  "the state has no token of the sender");
    EXPECT_EQ(reason([](Given&, Group& group) { group.ttl_msec.reset(); }, "signs-unset-ttl"), "the group has no ttl");
    const std::string no_pending = "the group has no pending user with a registered key";
    EXPECT_EQ(reason([](Given&, Group& group) { group.pending.clear(); }, "wraps-for-pending"), no_pending);
    EXPECT_EQ(reason([](Given&, Group& group) { group.pending = {"9999"}; }, "wraps-for-pending"), no_pending);
    EXPECT_EQ(reason([](Given& given, Group&) { given.users["4444"].keys.clear(); }, "wraps-for-pending"), no_pending);
    EXPECT_EQ(reason([](Given&, Group& group) { group.members = {"1111", "3333"}; }, "wraps-for-older-key"),
              "no member has an older registered key");
    const auto one_signer = [](Given& given, Group&) {
        for (auto& [id, user] : given.users)
            if (id != "1111") user.private_keys.reset();
    };
    EXPECT_EQ(reason(one_signer, "foreign-signature"), "the state has no private keys of another user");
}

TEST(Composer, DeviationFromWhatWasSentBeforeNeedsARequestBefore) {
    for (const std::string kind : {"message-ids-of-before", "same-again", "first-again", "same-ids-other-body"})
        EXPECT_EQ(reason_of(compose_in(team(), kind)), "no request was composed before in this case") << kind;
}

TEST(Composer, SignatureVersionIsOneThatHasALayout) {
    for (const std::string version : {"2", "3", "4", "5", "6", "7"}) {
        const auto composed = compose_in(team(), "signed-at-version:" + version);
        ASSERT_TRUE(composed) << version;
        EXPECT_EQ(broken_by(*composed), Ids{}) << version;
        const std::string field = json(composed->request.body)
                                      .find("action_signatures")
                                      ->elements[0]
                                      .find("message_event_signature")
                                      ->find("signature_version")
                                      ->text;
        EXPECT_EQ(field, version);
    }
    for (const std::string version : {"1", "8", "x"})
        EXPECT_EQ(reason_of(compose_in(team(), "signed-at-version:" + version)),
                  "'" + version + "' is no signature version: 2 to 7");
}

TEST(Composer, NobodyAddedByARequestThatNamesOneUserTwice) {
    EXPECT_EQ(reason_of(compose_in(team(), "user-id-twice", {}, {})), "nobody is added who could be named twice");
}

std::string key_version_of(const std::string& deviation) {
    return compose_in(team(), deviation)->conversation_key_version;
}

TEST(Composer, KeyVersionStandsJustInsideAndOutsideItsBounds) {
    EXPECT_EQ(key_version_of("key-version-just-above"), "1700000000124");
    EXPECT_EQ(key_version_of("key-version-within-a-day"), std::to_string(test_now_msec + 86'100'000));
    EXPECT_EQ(key_version_of("key-version-past-a-day"), std::to_string(test_now_msec + 86'700'000));
    EXPECT_EQ(key_version_of("key-version-far-ahead"), std::to_string(test_now_msec + 172'800'000));
    EXPECT_EQ(key_version_of("key-version:+1"), "+1");
}

AddMembersRequest request_with(const std::string& deviation) {
    const auto composed = compose_in(team(), deviation);
    EXPECT_TRUE(composed) << deviation << ": " << reason_of(composed);
    return AddMembersRequest::read(json(composed->request.body)).request;
}

TEST(Composer, Base64CanGoWithoutPadding) {
    const AddMembersRequest wraps = request_with("unpadded-wraps");
    for (const ParticipantKey& key : *wraps.conversation_participant_keys)
        EXPECT_EQ(key.encrypted_conversation_key->size(), 151u);
    const AddMembersRequest plain = request_with("");
    EXPECT_TRUE(plain.encrypted_title->ends_with('=') ||
                plain.action_signatures->back().encoded_message_event_detail->ends_with('='));
    EXPECT_FALSE(request_with("unpadded-title").encrypted_title->contains('='));
    const AddMembersRequest details = request_with("unpadded-details");
    for (const ActionSignature& action : *details.action_signatures)
        EXPECT_FALSE(action.encoded_message_event_detail->contains('='));
}

Bytes signature_bytes(const std::string& deviation) {
    return *read_base64(*request_with(deviation).action_signatures->front().message_event_signature->signature);
}

TEST(Composer, SignatureOfTheKeyChangeLeavesItsRange) {
    const Bytes plain = signature_bytes(""), zero(32),
                order = *from_hex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");
    const auto joined = [](ByteView first, ByteView second) {
        Bytes both(first.begin(), first.end());
        both.insert(both.end(), second.begin(), second.end());
        return both;
    };
    const ByteView r = ByteView(plain).first(32), s = ByteView(plain).last(32);
    EXPECT_EQ(signature_bytes("zero-r-signature"), joined(zero, s));
    EXPECT_EQ(signature_bytes("r-of-n-signature"), joined(order, s));
    EXPECT_EQ(signature_bytes("zero-s-signature"), joined(r, zero));
    EXPECT_EQ(signature_bytes("s-of-n-signature"), joined(r, order));
    EXPECT_EQ(signature_bytes("long-signature"), joined(plain, Bytes{0}));
    EXPECT_EQ(signature_bytes("short-signature"), joined(r, s.first(31)));
}

TEST(Composer, SigningKeyIsTold) {
    const std::string registered = base64(team().users.at("1111").keys.front().signing->spki());
    const AddMembersRequest told = request_with("tells-signing-keys");
    for (const ActionSignature& action : *told.action_signatures) {
        const RequestSignature& signature = *action.message_event_signature;
        EXPECT_EQ(signature.signing_public_key, registered);
        EXPECT_EQ(signature.message_signing_key_info_list,
                  (std::vector<SigningKeyInfo>{{"1111", signature.public_key_version, registered}}));
    }
    const AddMembersRequest renamed = request_with("signing-key-version:42");
    for (const ActionSignature& action : *renamed.action_signatures)
        EXPECT_EQ(action.message_event_signature->public_key_version, "42");
}

TEST(Composer, CarriedKeyIsTheOneThatSigned) {
    const AddMembersRequest request = request_with("carries-its-own-key");
    const auto key_of = [&](std::size_t action) {
        return *request.action_signatures->at(action).message_event_signature->signing_public_key;
    };
    EXPECT_NE(key_of(1), base64(team().users.at("1111").keys.front().signing->spki()));
    EXPECT_EQ(key_of(0), key_of(1));
    Users users = team().users;
    users.at("1111").keys.front().signing = PublicKey::read(*read_base64(key_of(1))).value();
    const ReadRequest read{request, {}};
    const Attempt attempt = make_attempt(std::string(team_group), "1111", *team().find_group(team_group), users, read);
    for (const RuleResult& result : check(attempt)) EXPECT_FALSE(result.finding.broken()) << result.rule->name;
}

TEST(Composer, SignatureVerifiesOverTheTextThatIsNoPayload) {
    const ActionSignature action = request_with("signs-payload-text").action_signatures->back();
    EXPECT_EQ(action.signature_payload, "GroupChangeEvent.GroupMemberAddChange");
    EXPECT_TRUE(payload_verifies(*team().users.at("1111").keys.front().signing, *action.signature_payload,
                                 *action.message_event_signature->signature));
}

// ---- the deviations that take a JSON Pointer

JsonValue bent(const std::string& deviation) {
    const auto composed = compose_in(team(), deviation);
    EXPECT_TRUE(composed) << deviation << ": " << reason_of(composed);
    return composed ? json(composed->request.body) : JsonValue{};
}

TEST(Composer, FieldAtAPointerIsReplaced) {
    const std::string pointer = "/conversation_participant_keys/1/public_key_version";
    EXPECT_EQ(*resolve(bent("null:" + pointer), pointer), json_null());
    EXPECT_EQ(*resolve(bent("text:" + pointer), pointer), json_string("text"));
    EXPECT_EQ(*resolve(bent("array:" + pointer), pointer), json_array());
    EXPECT_EQ(*resolve(bent("object:" + pointer), pointer), json_object());
    EXPECT_EQ(*resolve(bent("empty:" + pointer), pointer), json_string(""));
    EXPECT_EQ(*resolve(bent("break-pattern:" + pointer), pointer), json_string("10!"));
}

TEST(Composer, NumberInPlaceOfATextKeepsItsDigitsWhereJsonHasThem) {
    const std::string version = "/conversation_participant_keys/1/public_key_version";
    EXPECT_EQ(*resolve(bent("number:" + version), version), json_number("10"));
    EXPECT_EQ(*resolve(bent("number:/conversation_key_version"), "/conversation_key_version"),
              json_number(std::to_string(test_now_msec)));
    EXPECT_EQ(*resolve(bent("number:/encrypted_title"), "/encrypted_title"), json_number("1"));
    EXPECT_EQ(*resolve(bent("number:/user_ids"), "/user_ids"), json_number("1"));
    EXPECT_EQ(*resolve(bent("number:/absent"), "/absent"), json_number("1"));
}

TEST(Composer, FieldThatIsUnsetIsGivenTheWrongValue) {
    EXPECT_EQ(*resolve(bent("text:/absent"), "/absent"), json_string("text"));
    for (const std::string pointer : {"/absent/deeper", "/user_ids/7", "absent"})
        for (const std::string kind : {"text:", "number:", "break-pattern:"})
            EXPECT_EQ(reason_of(compose_in(team(), kind + pointer)), "the body has no place for " + pointer);
}

TEST(Composer, FieldOfAnElementIsGivenTheWrongValueWhereTheListIsUnset) {
    const std::string list = "/action_signatures/1/message_event_signature/message_signing_key_info_list";
    EXPECT_EQ(*resolve(bent("number:" + list + "/0/member_id"), list), json(R"([{"member_id": 1}])"));
    EXPECT_EQ(*resolve(bent("null:" + list), list), json_null()) << "no element is asked for";
    for (const std::string& pointer : {list + "/1/member_id", std::string("/absent/0/member_id"),
                                       std::string("/encrypted_title/0/member_id"), std::string("/user_ids/0/id")})
        EXPECT_EQ(reason_of(compose_in(team(), "number:" + pointer)), "the body has no place for " + pointer);
    const std::string keys = "/conversation_participant_keys";
    EXPECT_GT(resolve(bent("number:" + keys + "/0/user_id"), keys)->elements.size(), 1u) << "those that are there stay";
}

TEST(Composer, FieldAtAPointerIsDroppedOrDoubled) {
    EXPECT_EQ(resolve(bent("drop:/user_ids"), "/user_ids"), nullptr);
    const JsonValue doubled = bent("double-key:/user_ids");
    EXPECT_EQ(doubled.members.back().key, "user_ids");
    EXPECT_EQ(doubled.members.back().value, *doubled.find("user_ids"));
    EXPECT_EQ(std::ranges::count(doubled.members, "user_ids", &JsonMember::key), 2);
    EXPECT_EQ(bent("key-in-capitals:/user_ids").members.front().key, "USER_IDS");
    const JsonValue deeper = bent("key-in-capitals:/conversation_participant_keys/1/user_id");
    EXPECT_EQ(resolve(deeper, "/conversation_participant_keys/1")->members.front().key, "USER_ID");
    for (const std::string kind : {"drop:", "double-key:", "key-in-capitals:"})
        for (const std::string pointer : {"/absent", "/absent/deeper", "/user_ids/0", "user_ids"})
            EXPECT_EQ(reason_of(compose_in(team(), kind + pointer)), "the body has no member at " + pointer);
}

// ---- what stands on the wire

HttpRequest wire(const std::string& deviation, const SentBefore& before = {}) {
    const auto composed = compose_in(team(), deviation, before);
    EXPECT_TRUE(composed) << deviation << ": " << reason_of(composed);
    return composed ? composed->request : HttpRequest{};
}

TEST(Composer, BodyIsBentOnTheWire) {
    const std::string body = wire("").body;
    EXPECT_EQ(wire("cut-body").body, body.substr(0, body.size() / 2));
    EXPECT_EQ(wire("empty-body").body, "");
    EXPECT_EQ(wire("body-and-more").body, body + " and more");
    EXPECT_EQ(wire("two-documents").body, body + body);
    EXPECT_EQ(wire("byte-order-mark").body, "\xef\xbb\xbf" + body);
    EXPECT_EQ(wire("bad-utf8").body, body.substr(0, body.size() - 1) + ",\"note\":\"\xff\"}");
    EXPECT_EQ(wire("deep-body").body, std::string(10'000, '[') + std::string(10'000, ']'));
    EXPECT_TRUE(wire("white-space").body.starts_with("\r\n\t {\n  \"user_ids\""));
    EXPECT_TRUE(wire("white-space").body.ends_with("\n} \n"));
    EXPECT_EQ(json(wire("white-space").body), json(body));
    EXPECT_TRUE(wire("unknown-field").body.ends_with(R"(,"keyturn_unknown_field":{"a":1}})"));
    EXPECT_TRUE(wire("namesake-deeper")
                    .body.ends_with(R"(,"keyturn_unknown_field":{"user_ids":[],"conversation_key_version":1}})"));
    EXPECT_EQ(wire("large-body").body.size(), 1'000'000u);
    EXPECT_EQ(wire("huge-body").body.size(), 16'000'000u);
    EXPECT_EQ(json(wire("large-body").body), json(body));
}

TEST(Composer, HeadIsBentOnTheWire) {
    using Headers = std::vector<HeaderLine>;
    EXPECT_EQ(wire("other-method:PUT").method, "PUT");
    EXPECT_EQ(wire("other-media-type:text/plain").headers, (Headers{{"Content-Type", "text/plain"}}));
    EXPECT_EQ(wire("media-type-with-charset").headers, (Headers{{"Content-Type", "application/json; charset=utf-8"}}));
    EXPECT_EQ(wire("no-media-type").headers, Headers{});
    EXPECT_EQ(wire("headers-in-lower-case").headers, (Headers{{"content-type", "application/json"}}));
    EXPECT_EQ(wire("media-type-in-capitals").headers, (Headers{{"Content-Type", "APPLICATION/JSON"}}));
    EXPECT_EQ(wire("scheme-in-lower-case").headers.back(), (HeaderLine{"Authorization", "bearer token-1111"}));
    EXPECT_TRUE(wire("token-in-query").target.ends_with("/members?access_token=token-1111"));
    EXPECT_TRUE(compose_in(team(), "token-in-query")->anonymous);
    EXPECT_EQ(wire("other-authorization:Basic x").headers,
              (Headers{{"Content-Type", "application/json"}, {"Authorization", "Basic x"}}));
    EXPECT_EQ(wire("other-path-id:g2").target, "/2/chat/conversations/g2/members");
    EXPECT_TRUE(compose_in(team(), "no-token")->anonymous);
}

TEST(Composer, RequestBeforeIsSentAgain) {
    const auto first = compose_in(team(), "", {}, {"6666"}, 2), last = compose_in(team(), "", {}, {"5555"}, 3);
    const SentBefore before{{first->request, last->request}, {first->message_ids, last->message_ids}};
    const auto again = compose_in(team(), "same-again", before);
    EXPECT_EQ(again->request.body, last->request.body);
    EXPECT_EQ(again->message_ids, last->message_ids);

    const auto earliest = compose_in(team(), "first-again", before);
    EXPECT_EQ(earliest->request.body, first->request.body);
    EXPECT_EQ(earliest->message_ids, first->message_ids);

    const auto other = compose_in(team(), "same-ids-other-body", before);
    EXPECT_EQ(other->message_ids, last->message_ids);
    JsonValue expected = json(last->request.body);
    const JsonValue mine = json(wire("").body);
    expected.set("encrypted_title", *resolve(mine, "/conversation_participant_keys/0/encrypted_conversation_key"));
    EXPECT_EQ(json(other->request.body), expected);
    EXPECT_EQ(compose_in(team(), "message-ids-of-before", before)->message_ids, last->message_ids);
}

}  // namespace
}  // namespace keyturn
