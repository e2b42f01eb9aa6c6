#include <algorithm>

#include "properties/generated/generators.h"

namespace keyturn::generate {
namespace {

using namespace rc;

template <class T>
std::optional<T> perhaps(const Gen<T>& generator) {
    return *gen::arbitrary<bool>() ? std::optional(*generator) : std::nullopt;
}

std::vector<std::string> distinct_versions() {
    std::vector<std::string> versions;
    const int count = *gen::weightedElement<int>({{3, 1}, {3, 2}, {1, 3}});
    for (int i = 0; i < count; ++i) {
        const std::string drawn = *version();
        if (std::ranges::find(versions, drawn) == versions.end()) versions.push_back(drawn);
    }
    return versions;
}

// 1111, 2222, …, 9999, 10101010, …
std::string nth_user(int n) {
    const std::string digits = std::to_string(n + 1);
    return digits + digits + digits + digits;
}

std::vector<std::string> some_users(int from, int to) {
    std::vector<std::string> users;
    for (int n = from; n < to; ++n) users.push_back(nth_user(n));
    return users;
}

RosterChange drawn_change() {
    const int members = *gen::weightedOneOf<int>({{6, gen::inRange(1, 5)}, {1, gen::inRange(5, 12)}});
    const int admins = *gen::inRange(1, members + 1), added = *gen::inRange(1, 4), pending = *gen::inRange(0, 3);
    const int everybody = members + added + pending;
    RosterChange change = {
        .users = {},
        .members = some_users(0, members),
        .admins = some_users(0, admins),
        .pending = some_users(members + added, everybody),
        .add = some_users(members, members + added),
        .sender = nth_user(*gen::inRange(0, admins)),
        .title = perhaps(clean_text()),
        .avatar_url = perhaps(clean_text()),
        .ttl_msec = perhaps(gen::weightedOneOf<std::int64_t>(
            {{3, gen::inRange<std::int64_t>(0, 100'000'000)}, {1, gen::inRange<std::int64_t>(-3, 0)}})),
        .screen_capture_blocking = perhaps(gen::arbitrary<bool>()),
        .conversation_key_version =
            perhaps(gen::element<std::string>("1", "999", "1700000000123", "1700000100000", "1700000100001")),
        .seed = *gen::inRange<std::uint64_t>(0, 1'000'000)};
    for (const std::string& id : some_users(0, everybody)) change.users.push_back({id, distinct_versions()});
    return change;
}

void lose_a_registration(RosterChange& change) {
    const std::string lost = *gen::elementOf(std::vector{change.sender, change.members.back(), change.add.back()});
    std::erase_if(change.users, [&](const RegisteredUser& user) { return user.id == lost; });
}

void spoil(RosterChange& change) {
    const std::string bad_text =
        *gen::element<std::string>(",", "null", "a,b", "\x01", "a\rb", "\x7f", "Team\x1f", "tail,");
    const std::string bad_id = *gen::element<std::string>("1,1", "1\x01", "\r");
    const std::string bad_version =
        *gen::element<std::string>("18446744073709551615", "18446744073709551616", "x", "", "-1", "01");
    switch (*gen::inRange(0, 6)) {
        case 0:
            change.title = bad_text;
            return;
        case 1:
            change.avatar_url = bad_text;
            return;
        case 2:
            lose_a_registration(change);
            return;
        case 3:
            change.conversation_key_version = bad_version;
            return;
        case 4:
            change.pending.push_back(bad_id);
            return;
        default:
            break;
    }
    change.add.push_back(bad_id);
    change.users.push_back({bad_id, {"1"}});
}

}  // namespace

Gen<RosterChange> group_change() { return gen::exec(drawn_change); }

Gen<RosterChange> impossible_change() {
    return gen::exec([] {
        RosterChange change = drawn_change();
        if (*gen::inRange(0, 3) != 0) spoil(change);
        return change;
    });
}

}  // namespace keyturn::generate
