#include <algorithm>

#include "properties/event_draft.h"
#include "properties/generated/generators.h"
#include "protocol/base64.h"
#include "protocol/event_detail.h"
#include "protocol/signature_payload.h"

namespace keyturn::generate {
namespace {

using namespace rc;

Gen<std::int64_t> number() {
    return gen::weightedOneOf<std::int64_t>({{4, gen::inRange<std::int64_t>(-2, 100)},
                                             {2, gen::arbitrary<std::int64_t>()},
                                             {1, gen::element<std::int64_t>(INT64_MIN, INT64_MAX, 86'400'000)}});
}

Gen<std::string> few_bytes() {
    return gen::scale(0.3, gen::container<std::string>(gen::cast<char>(gen::inRange(0, 256))));
}

ThriftValue drawn_struct(const ThriftStructSchema& schema, const Gen<std::string>& texts);

ThriftValue drawn_value(ThriftKind kind, const ThriftFieldSchema& field, const Gen<std::string>& texts) {
    switch (kind) {
        case ThriftKind::boolean:
            return thrift_boolean(*gen::arbitrary<bool>());
        case ThriftKind::i32:
            return thrift_i32(static_cast<std::int32_t>(*number()));
        case ThriftKind::i64:
            return thrift_i64(*number());
        case ThriftKind::text:
            return thrift_text(*texts);
        case ThriftKind::binary:
            return thrift_binary(*few_bytes());
        case ThriftKind::structure:
            return drawn_struct(*field.of, texts);
        case ThriftKind::list:
            break;
    }
    std::vector<ThriftValue> elements;
    const int count = *gen::inRange(0, 4);
    for (int i = 0; i < count; ++i) elements.push_back(drawn_value(field.element, field, texts));
    return thrift_list(std::move(elements));
}

ThriftValue drawn_field(const ThriftFieldSchema& field, const Gen<std::string>& texts) {
    return drawn_value(field.kind, field, texts);
}

// Within gen::exec: a union with one arm, any other struct with some of its fields, or with all.
ThriftValue drawn_struct(const ThriftStructSchema& schema, const Gen<std::string>& texts) {
    ThriftValue value = thrift_struct();
    if (schema.is_union) {
        const auto chosen = static_cast<std::size_t>(*gen::inRange<int>(0, static_cast<int>(schema.fields.size())));
        value.set(schema.fields[chosen].id, drawn_field(schema.fields[chosen], texts));
        return value;
    }
    const bool is_full = *gen::inRange(0, 3) == 0;
    for (const ThriftFieldSchema& field : schema.fields)
        if (is_full || *gen::arbitrary<bool>()) value.set(field.id, drawn_field(field, texts));
    return value;
}

Gen<std::vector<std::string>> ids() { return gen::scale(0.05, gen::container<std::vector<std::string>>(user_id())); }

Gen<KeyChange> key_change() {
    return gen::exec([] {
        KeyChange change = {*version(), {}};
        const int count = *gen::inRange(0, 4);
        for (int i = 0; i < count; ++i)
            change.participant_keys.push_back({*user_id(), base64(bytes_of(*few_bytes())), *version()});
        return change;
    });
}

Gen<MemberAdd> member_add(Gen<std::string> texts) {
    return gen::exec([texts] {
        return MemberAdd{
            .new_members = *ids(),
            .current_members = *ids(),
            .current_admins = *ids(),
            .title = *gen::arbitrary<bool>() ? std::optional(*texts) : std::nullopt,
            .avatar_url = *gen::arbitrary<bool>() ? std::optional(*texts) : std::nullopt,
            .conversation_key_version = *version(),
            .ttl_msec = *gen::arbitrary<bool>() ? std::optional(*number()) : std::nullopt,
            .pending_members = *ids(),
            .screen_capture_blocking = *gen::arbitrary<bool>() ? std::optional(*gen::arbitrary<bool>()) : std::nullopt,
            .invite = {}};
    });
}

Gen<GroupCreate> group_create(Gen<std::string> texts) {
    return gen::exec([texts] {
        return GroupCreate{
            .members = *ids(),
            .admins = *ids(),
            .title = *gen::arbitrary<bool>() ? std::optional(*texts) : std::nullopt,
            .avatar_url = *gen::arbitrary<bool>() ? std::optional(*texts) : std::nullopt,
            .conversation_key_version = *version(),
            .is_legacy_upgrade = *gen::arbitrary<bool>() ? std::optional(*gen::arbitrary<bool>()) : std::nullopt,
            .ttl_msec = *gen::arbitrary<bool>() ? std::optional(*number()) : std::nullopt};
    });
}

// With an invite, which a signer never writes and version 7 signs.
Gen<ThriftValue> member_add_with_invite(Gen<std::string> texts) {
    return gen::exec([texts] {
        ThriftValue detail = (*member_add(texts)).to_detail();
        const ThriftFieldSchema& event = *message_event_detail_schema.find(arm::group_change);
        const ThriftFieldSchema& change = *event.of->find("group_change");
        const ThriftFieldSchema& add = *change.of->find(arm::member_add);
        const ThriftFieldSchema& invite = *add.of->find("group_invite_enable");
        detail.find(event.id)->find(change.id)->find(add.id)->set(invite.id, drawn_struct(*invite.of, texts));
        return detail;
    });
}

// A deletion mostly names its conversation, or another one.
Gen<ThriftValue> conversation_deletion(Gen<std::string> texts) {
    return gen::exec([texts] {
        const ThriftFieldSchema& deletion = *message_event_detail_schema.find(arm::conversation_delete);
        return thrift_struct({{deletion.id, drawn_struct(*deletion.of, texts)}});
    });
}

Gen<ThriftValue> by_schema(Gen<std::string> texts) {
    return gen::exec([texts] { return drawn_struct(message_event_detail_schema, texts); });
}

template <class Change>
Gen<ThriftValue> as_detail(Gen<Change> change) {
    return gen::map(std::move(change), [](const Change& made) { return made.to_detail(); });
}

ThriftValue group_event(std::int16_t kind, ThriftValue change) {
    return thrift_struct({{arm::group_change, thrift_struct({{1, thrift_struct({{kind, std::move(change)}})}})}});
}

ThriftValue with_text(std::int16_t event, std::string text) {
    return thrift_struct({{event, thrift_struct({{1, thrift_text(std::move(text))}})}});
}

Action action_with(ThriftValue detail, std::string conversation) {
    return {.detail = std::move(detail),
            .message_id = *gen::map(gen::inRange(1, 100), [](int n) { return "m" + std::to_string(n); }),
            .sender = *user_id(),
            .conversation_id = std::move(conversation),
            .signature_version = std::to_string(*gen::inRange(2, newest_signature_version + 1)),
            .key = *gen::inRange<KeyNumber>(0, 100)};
}

// Whatever fits the schema, and now and then an envelope that nothing can be signed in.
Gen<Action> action_of_the_schema() {
    return gen::exec([] {
        Action action = action_with(*detail(any_text()), *conversation_id());
        if (*gen::inRange(0, 6) == 0) action.conversation_id.reset();
        if (*gen::inRange(0, 6) == 0) action.key.reset();
        if (*gen::inRange(0, 10) == 0) action.message_id = *any_text();
        if (*gen::inRange(0, 10) == 0)
            action.signature_version = *gen::element<std::string>("", "0", "1", "8", "07", "+7", "seven", "70");
        return action;
    });
}

// Version 7 alone signs an invite within a member add.
Gen<Action> signed_invite() {
    return gen::exec([] {
        Action action = action_with(*member_add_with_invite(clean_text()), std::string(property_group));
        action.signature_version = "7";
        return action;
    });
}

}  // namespace

Gen<ThriftValue> detail(Gen<std::string> texts) {
    return gen::weightedOneOf<ThriftValue>({{2, as_detail(key_change())},
                                            {3, as_detail(member_add(texts))},
                                            {4, member_add_with_invite(texts)},
                                            {3, as_detail(group_create(texts))},
                                            {1, conversation_deletion(texts)},
                                            {4, by_schema(texts)}});
}

Gen<ThriftValue> signable_detail() {
    return gen::weightedOneOf<ThriftValue>({{3, as_detail(key_change())},
                                            {4, as_detail(member_add(clean_text()))},
                                            {2, as_detail(group_create(clean_text()))},
                                            {1, conversation_deletion(clean_text())},
                                            {3, by_schema(clean_text())}});
}

Gen<ThriftValue> unsigned_detail() {
    const auto named = [](std::int16_t event) {
        return gen::map(clean_text(), [event](std::string text) { return with_text(event, std::move(text)); });
    };
    return gen::weightedOneOf<ThriftValue>({
        {2, named(arm::typing)},
        {2, named(arm::account_delete)},
        {1, named(arm::grok_search_response)},
        {2, gen::map(gen::inRange(0, 30),
                     [](int kind) {
                         return thrift_struct({{arm::message_failure, thrift_struct({{1, thrift_i32(kind)}})}});
                     })},
        {2, gen::just(group_event(arm::admin_settings_change, thrift_struct({{1, thrift_boolean(true)}})))},
        {1, gen::just(group_event(arm::invite_enable, thrift_struct({{1, thrift_i64(1)}})))},
        {1, gen::map(clean_text(),
                     [](std::string text) {
                         return group_event(arm::title_change, thrift_struct({{1, thrift_text(std::move(text))}}));
                     })},
        {1, gen::map(clean_text(),
                     [](std::string text) {
                         return group_event(arm::avatar_change, thrift_struct({{1, thrift_text(std::move(text))}}));
                     })},
    });
}

Gen<std::vector<Damage>> damages() {
    const auto damage = gen::build<Damage>(
        gen::set(&Damage::how, gen::map(gen::elementOf(std::vector<std::string_view>(std::begin(ways_to_damage),
                                                                                     std::end(ways_to_damage))),
                                        [](std::string_view way) { return std::string(way); })),
        gen::set(&Damage::at, gen::inRange<std::uint64_t>(0, 4096)),
        gen::set(&Damage::with, gen::weightedOneOf<std::uint64_t>(
                                    {{3, gen::element<std::uint64_t>(0, 1, 2, 8, 10, 11, 12, 15, 127, 128, 255)},
                                     {1, gen::inRange<std::uint64_t>(0, 256)}})));
    return gen::mapcat(gen::inRange<std::size_t>(1, 4),
                       [damage](std::size_t count) { return gen::container<std::vector<Damage>>(count, damage); });
}

Gen<DetailInput> detail_input() {
    return gen::map(detail(any_text()), [](ThriftValue value) { return DetailInput{std::move(value)}; });
}

Gen<DamagedDetail> damaged_detail() {
    return gen::apply([](ThriftValue value,
                         std::vector<Damage> damages) { return DamagedDetail{std::move(value), std::move(damages)}; },
                      detail(clean_text()), damages());
}

Gen<MalformedDetail> malformed_detail() {
    std::vector<std::string> names;
    for (const Malformation& malformation : malformations()) names.emplace_back(malformation.name);
    return gen::apply([](std::string name,
                         std::string key_version) { return MalformedDetail{std::move(name), std::move(key_version)}; },
                      gen::elementOf(names), version());
}

Gen<ListSizes> list_sizes() {
    const auto size = gen::weightedOneOf<std::uint64_t>(
        {{1, gen::element<std::uint64_t>(9'999, 10'000, 10'001)}, {2, gen::inRange<std::uint64_t>(0, 2'000)}});
    return gen::apply([](std::uint64_t a, std::uint64_t b) { return ListSizes{a, b}; }, size, size);
}

Gen<FailureKind> failure_kind() {
    const auto number = gen::weightedOneOf<std::int64_t>(
        {{3, gen::inRange<std::int64_t>(-2, 22)}, {1, gen::element<std::int64_t>(INT32_MIN, INT32_MAX, 256 + 14)}});
    return gen::map(number, [](std::int64_t drawn) { return FailureKind{drawn}; });
}

// As many as make the difference plain, and few enough for a reader whose cost is the square.
Gen<ReadingCost> reading_cost() {
    return gen::map(gen::inRange<std::uint64_t>(100, 150), [](std::uint64_t ids) { return ReadingCost{ids}; });
}

Gen<Action> any_action() { return gen::weightedOneOf<Action>({{9, action_of_the_schema()}, {1, signed_invite()}}); }

Gen<Action> signable_action() {
    const auto conversation = gen::element<std::string>(std::string(property_group), "2222-1111", "1111:2222");
    return gen::exec([conversation] { return action_with(*signable_detail(), *conversation); });
}

Gen<Action> unsigned_action() {
    return gen::exec([] { return action_with(*unsigned_detail(), std::string(property_group)); });
}

// The variant is drawn first, then an action that can be varied so: else a rare variant would hardly ever be seen.
Gen<VariedEvent> varied_event() {
    constexpr int most_tries = 20;
    std::vector<std::string> names;
    for (const EventVariant& variant : event_variants()) names.emplace_back(variant.name);
    return gen::exec([names] {
        VariedEvent event = {{}, *gen::elementOf(names), *gen::inRange<std::uint64_t>(0, 512)};
        for (int tries = 0; tries < most_tries && !varied(event); ++tries) event.action = *signable_action();
        return event;
    });
}

}  // namespace keyturn::generate
