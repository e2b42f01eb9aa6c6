// Builds a fresh, fully signed request at send time, and bends exactly one thing of it when asked to
// (design, sections 3 and 4, "composed").
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/http_message.h"
#include "protocol/add_members_change.h"
#include "protocol/entropy.h"
#include "protocol/given.h"
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
    const Given& given;
    const Group& group;
    const PrivateKeys& keys;  // the sender's
    std::uint64_t now_msec;
    Entropy& entropy;
    const SentBefore& before;

    AddMembersPlan plan;                        // stage 1: before anything is wrapped
    std::vector<std::string> message_ids = {};  // stage 2: of the key change and of the member add, before signing
    ConversationKey key = {};
    KeyChange key_change = {};       // stage 2: wrapped, before signing
    AddMembersRequest request = {};  // stage 3: signed
    JsonValue body = {};             // stage 4: as JSON
    HttpRequest http = {};           // stage 5: ready to send
    bool anonymous = false;
};

enum class Stage { plan, details, request, body, http };

// Breaks exactly one thing. `argument`: what follows a colon in the kind ("drop:/user_ids"), "" where it takes none.
// Refused: a group or request that has nothing to break that way.
struct Deviation {
    std::string_view kind;
    std::string_view requirement;  // the one it breaks; "" when the request stays right and a server must accept it
    std::string_view summary;
    Stage stage;
    Result<void> (*bend)(Draft& draft, std::string_view argument);
    std::string_view argument = "";  // what the kind takes after the colon, for people; "" for nothing
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

// A request by `sender` to add `add` to the group. Refused: an unknown group, deviation or sender, a sender without
// private keys, a user without a registered key. The same arguments give the same bytes.
Result<Composed> compose(const Given& given, std::string_view group, std::string_view sender,
                         const std::vector<std::string>& add, std::string_view deviation, std::uint64_t now_msec,
                         Entropy& entropy, const SentBefore& before = {});

}  // namespace keyturn
