#include <algorithm>

#include "conformance/defects/bendings.h"
#include "conformance/defects/defect_groups.h"
#include "conformance/defects/occasions.h"

namespace keyturn {
namespace {

constexpr std::string_view valid_token = "AM-SEC-003";

using Likeness = bool (*)(std::string_view known, std::string_view given);

template <Likeness alike>
std::string token_like(const Turn& turn) {
    const std::string_view given = token_of(turn.request);
    for (const auto& [id, user] : *turn.before.users)
        if (user.token && !given.empty() && alike(*user.token, given)) return *user.token;
    return {};
}

bool begins_the_same(std::string_view known, std::string_view given) { return known.starts_with(given); }
bool goes_on_behind(std::string_view known, std::string_view given) { return given.starts_with(known); }
bool is_equal(std::string_view known, std::string_view given) { return known == given; }

std::string last_token(const Turn& turn) { return turn.past.last_token; }

std::string token_of_an_admin(const Turn& turn) {
    const Conversation* conversation = turn.before.find(group_of(turn.request));
    if (!conversation || conversation->group.admins.empty()) return {};
    const User* admin = find_user(*turn.before.users, conversation->group.admins.front());
    return admin ? admin->token.value_or("") : std::string();
}

bool is_anonymous(const Turn& turn) { return lacks_user(turn) && !find_header(turn.request.headers, "Authorization"); }

}  // namespace

ServerDefects caller_defects() {
    return {
        {"takes_a_cut_token", valid_token, "compares a token as far as it goes", lacks_user,
         as_token(token_like<begins_the_same>)},
        {"takes_a_longer_token", valid_token, "compares no more of a token than it knows", lacks_user,
         as_token(token_like<goes_on_behind>)},
        {"takes_any_scheme", valid_token, "does not look at the scheme before a token", lacks_user,
         as_token(token_like<is_equal>)},
        {"takes_anonymous_for_the_last", valid_token, "takes a request without a token for the user before",
         is_anonymous, as_token(last_token)},
        {"takes_anonymous_for_an_admin", valid_token, "lets a request without a token act as an admin", is_anonymous,
         as_token(token_of_an_admin)},
    };
}

}  // namespace keyturn
