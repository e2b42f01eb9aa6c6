#include "conformance/case_groups.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <string>

#include "conformance/case_names.h"

namespace keyturn {
namespace {

// Sets of cases that grow together.
class Joined {
  public:
    explicit Joined(std::size_t count) : parents_(count) { std::iota(parents_.begin(), parents_.end(), 0u); }

    // The first case of a case's set.
    std::size_t first_of(std::size_t index) {
        while (parents_[index] != index) index = parents_[index] = parents_[parents_[index]];
        return index;
    }

    void join(std::size_t a, std::size_t b) {
        const std::size_t first = first_of(a), second = first_of(b);
        parents_[std::max(first, second)] = std::min(first, second);
    }

  private:
    std::vector<std::size_t> parents_;
};

// All cases that name one user.
struct NamedUser {
    std::vector<std::size_t> cases;
    std::string as_given;
    bool is_always_the_same = true;
};

using NamedUsers = std::map<std::string, NamedUser, std::less<>>;

void add_users(NamedUsers& all, std::size_t index, const CaseNames& names) {
    for (const auto& [id, as_given] : names.users) {
        const auto [found, is_first] = all.try_emplace(id, NamedUser{{}, as_given});
        NamedUser& user = found->second;
        user.cases.push_back(index);
        if (user.as_given != as_given || names.changed_users.contains(id)) user.is_always_the_same = false;
    }
}

}  // namespace

std::vector<CaseGroup> groups_apart(const std::vector<Case>& cases) {
    Joined joined(cases.size());
    std::map<std::string, std::size_t, std::less<>> first_with_conversation;
    NamedUsers users;
    std::vector<Given> states;
    for (const Case& test : cases) states.push_back(test.starting_state());
    const KnownIds known = known_ids(states);
    for (std::size_t i = 0; i < cases.size(); ++i) {
        const CaseNames names = names_in(cases[i], states[i], known);
        for (const std::string& id : names.conversations)
            joined.join(first_with_conversation.try_emplace(id, i).first->second, i);
        add_users(users, i, names);
    }
    for (const auto& [id, user] : users)
        for (const std::size_t index : user.cases)
            if (!user.is_always_the_same) joined.join(user.cases.front(), index);

    std::vector<CaseGroup> groups;
    std::map<std::size_t, std::size_t> places;  // of the groups, by their first cases
    for (std::size_t i = 0; i < cases.size(); ++i) {
        const auto [place, is_new] = places.try_emplace(joined.first_of(i), groups.size());
        if (is_new) groups.emplace_back();
        groups[place->second].push_back(i);
    }
    return groups;
}

}  // namespace keyturn
