// Builds a fresh, fully signed request at send time, and bends exactly one thing of it when asked to
// (design, sections 3 and 4, "composed").
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/change_operation.h"
#include "conformance/http_message.h"
#include "protocol/entropy.h"
#include "protocol/given.h"
#include "protocol/group_changes.h"
#include "protocol/json_document.h"
#include "protocol/problem.h"

namespace keyturn {

// What was sent before in the same case: some deviations repeat it.
struct SentBefore {
    std::vector<HttpRequest> requests;
    std::vector<std::vector<std::string>> message_ids;
};

// A request in the making. A deviation bends it at one of these stages; what comes after is made from what was bent.
struct Draft {
    ChangeOperation operation;
    const Given& given;
    const Group& group;       // of a creation: as it is wanted
    const PrivateKeys& keys;  // the sender's
    std::uint64_t now_msec;
    Entropy& entropy;
    const SentBefore& before;

    AddMembersPlan plan;                        // stage 1: before anything is wrapped
    std::vector<std::string> message_ids = {};  // stage 2: of the key change and what follows it, before signing
    ConversationKey key = {};
    KeyChange key_change = {};       // stage 2: wrapped, before signing
    GroupCreate group_create = {};   // of a creation: stage 2
    AddMembersRequest request = {};  // stage 3: signed
    JsonValue body = {};             // stage 4: as JSON
    HttpRequest http = {};           // stage 5: ready to send
    bool anonymous = false;
};

enum class Stage { plan, details, request, body, http };

// Of which operations a request can be bent in some way.
struct Fitting {
    bool add = true, rotate = false, create = false;

    bool includes(ChangeOperation operation) const;
};

// Breaks exactly one thing. `argument`: what follows a colon in the kind ("drop:/user_ids"), "" where it takes none.
// Refused: a group or request that has nothing to break that way.
struct Deviation {
    std::string_view kind;
    std::string_view requirement;  // the one it breaks; "" when the request stays right and a server must accept it
    std::string_view summary;
    Stage stage;
    Result<void> (*bend)(Draft& draft, std::string_view argument);
    std::string_view argument = "";  // what the kind takes after the colon, for people; "" for nothing
    Fitting fits = {};
    bool follows_another = false;  // repeats parts of a request that was sent before in the same case
};

std::span<const Deviation> deviations();

// The row of a kind, which may carry an argument; nullptr when there is none.
const Deviation* find_deviation(std::string_view kind);

struct Composed {
    HttpRequest request;  // with Content-Type, without Authorization
    std::vector<std::string> message_ids;
    std::string conversation_key_version;
    ConversationKey key;
    bool anonymous = false;  // the deviation is that no token is sent
};

// Whether there is a deviation of that kind that fits the operation.
bool is_deviation(std::string_view kind, ChangeOperation operation);

// What a composed request asks for.
struct WantedChange {
    ChangeOperation operation = ChangeOperation::add;
    std::string group;  // of a creation: the id that was minted for it
    std::string sender;
    std::vector<std::string> add;                  // of a creation: the members besides the sender, who is its admin
    std::optional<std::string> title, avatar_url;  // of a creation
    std::string deviation;                         // "" for none
};

// The group that a creation asks for.
Group wanted_group(const WantedChange& wanted);

// Refused: an unknown group, deviation or sender, a deviation that doesn't fit the operation, a sender without private
// keys, a user without a registered key. The same arguments give the same bytes.
Result<Composed> compose(const Given& given, const WantedChange& wanted, std::uint64_t now_msec, Entropy& entropy,
                         const SentBefore& before = {});

// The same for a request by `sender` to add `add` to the group.
Result<Composed> compose(const Given& given, std::string_view group, std::string_view sender,
                         const std::vector<std::string>& add, std::string_view deviation, std::uint64_t now_msec,
                         Entropy& entropy, const SentBefore& before = {});

}  // namespace keyturn
