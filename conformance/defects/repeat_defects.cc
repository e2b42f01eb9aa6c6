#include <algorithm>

#include "conformance/defects/bendings.h"
#include "conformance/defects/defect_groups.h"
#include "conformance/defects/occasions.h"

namespace keyturn {
namespace {

constexpr std::string_view idempotent = "AM-SIG-012";

// Whether a refused request has a message id that was used before.
bool reuses_ids(const Turn& turn) {
    const Conversation* before = turn.before.find(group_of(turn.request));
    if (!refuses(turn) || !before) return false;
    const JsonValue body = body_of(turn.request);
    const JsonValue* actions = body.find("action_signatures");
    return actions && std::ranges::any_of(actions->elements, [&](const JsonValue& action) {
               const JsonValue* id = action.find("message_id");
               return id && before->seen_message_ids.contains(id->text);
           });
}

bool conflicts(const Turn& turn) { return refuses(turn) && turn.handled.response.status == 409; }

LeftOut all_of_the_snapshot() {
    return {"key_version_moves_forward", "signed_members_are_current", "signed_admins_are_current",
            "signed_pending_are_current", "wrapped_for_whole_roster"};
}

// Its events once more, and the answer of before.
void do_again(Turn& turn) {
    ServerState next = turn.before;
    Conversation after = *next.find(group_of(turn.request));
    const auto events = after.events;
    for (const auto& event : events) {
        StoredEvent again = *event;
        again.sequence_id = next.next_sequence_id++;
        after.events.push_back(std::make_shared<const StoredEvent>(std::move(again)));
    }
    const std::string id = after.group.id;
    next.conversations[id] = std::make_shared<const Conversation>(std::move(after));
    turn.handled.next = std::move(next);
}

void answer_like_the_last_accepted(Turn& turn) {
    const Conversation* before = turn.before.find(group_of(turn.request));
    if (before && !before->accepted.empty()) turn.handled.response = before->accepted.back()->response;
}

}  // namespace

ServerDefects repeat_defects() {
    return {
        {"does_a_repeat_again", idempotent, "does what is repeated a second time", repeats, do_again},
        {"answers_a_repeat_otherwise", idempotent, "gives a repeat another sequence id", repeats,
         member("/data/sequence_id", R"("1")")},
        {"answers_a_repeat_with_nothing", idempotent, "answers a repeat with an empty object", repeats, body("{}")},
        {"answers_a_repeat_as_done", idempotent, "refuses a repeat, for the users are members", repeats,
         problem(409, "the users are members already")},
        {"fails_on_a_repeat", idempotent, "fails on a repeat", repeats, problem(500, "duplicate key")},
        {"takes_message_ids_for_a_repeat", "AM-SIG-013", "takes whatever has known message ids for a repeat",
         reuses_ids, answer_like_the_last_accepted},
        {"lets_both_racing_adds_win", "AM-ROT-016", "accepts both of two adds that race", conflicts,
         without(all_of_the_snapshot())},
    };
}

}  // namespace keyturn
