// What a server holds an add-members request to, as one table of rules (fact sheet, section 7): the reference server
// refuses by it, `keyturn verify` reports by it, and leaving one row out makes a defective server.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/add_members_request.h"
#include "protocol/event_detail.h"
#include "protocol/group.h"
#include "protocol/problem.h"

namespace keyturn {

// One action signature of a request with its detail read, as far as it can be.
struct ReadAction {
    std::size_t index = 0;  // in /action_signatures
    const ActionSignature* source = nullptr;
    std::optional<Bytes> detail_bytes;  // nothing when it is absent or its base64 can't be read
    std::optional<ThriftValue> detail;  // nothing when it is no detail
    std::string obstacle;               // why not; empty when it was read without a mistake
};

// A request before it is judged, and all that is known when it is. Absent knowledge leaves rules undecided.
// Points into itself, hence not to be copied.
struct Attempt {
    Attempt() = default;
    Attempt(Attempt&&) = default;

    std::string conversation_id;  // of the path
    std::string sender;
    const Group* group = nullptr;  // as it stands now
    const Users* users = nullptr;
    const ReadRequest* read = nullptr;
    std::optional<std::uint64_t> now_msec;
    const std::set<std::string, std::less<>>* seen_message_ids = nullptr;

    std::vector<ReadAction> actions;
    // Each only when exactly one of the actions is one.
    std::optional<KeyChange> key_change;
    std::optional<MemberAdd> member_add;
    std::size_t key_changes = 0, member_adds = 0;
    const ReadAction* member_add_action = nullptr;

    const AddMembersRequest& request() const { return read->request; }
};

// `forgiving` is for a server that leaves the rule details_decode out: it takes what can be read before the mistake.
enum class DetailReading { strict, forgiving };

// Reads the details of a request. The arguments must outlive the attempt. Linear in the request.
Attempt make_attempt(std::string conversation_id, std::string sender, const Group& group, const Users& users,
                     const ReadRequest& read, DetailReading reading = DetailReading::strict);

enum class RefusalKind { malformed, forbidden, conflict };  // 400, 403, 409

// What came of one rule: held, broken (problems), or not decidable (a reason and no problems).
struct RuleFinding {
    Problems problems;
    std::string undecided;

    bool broken() const { return !problems.empty(); }
};

struct MembershipRule {
    std::string_view name;         // what the rule says, as a name: "key_version_moves_forward"
    std::string_view requirement;  // its id
    RefusalKind refusal;
    RuleFinding (*check)(const Attempt&, std::string_view requirement);
    std::string_view message = "";  // what a refusal by it says, where the guides fix that
};

// In the order in which a refusal is chosen: shape, then rights, then contradictions, then the stored state.
std::span<const MembershipRule> membership_rules();
// The first of them, which ask for the request's shape alone, whatever is known of the group and the sender.
std::span<const MembershipRule> rules_of_shape();

struct RuleResult {
    const MembershipRule* rule;
    RuleFinding finding;
};

// Every rule of the table, in its order.
std::vector<RuleResult> check(const Attempt& attempt);

}  // namespace keyturn
