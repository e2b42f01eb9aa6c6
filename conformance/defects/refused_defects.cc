#include "conformance/defects/bendings.h"
#include "conformance/defects/defect_groups.h"
#include "conformance/defects/occasions.h"

namespace keyturn {

namespace {

constexpr std::string_view nothing_changes = "AM-ROT-020";

}  // namespace

ServerDefects refused_defects() {
    using Kept = Conversation&;
    using Forced = const Conversation&;
    return {
        {"does_what_it_refuses", nothing_changes, "does the whole of what it refuses", refuses,
         keeps_of_refused([](Kept kept, Forced forced) { kept = forced; })},
        {"adds_whom_it_refuses", nothing_changes, "adds users before it looks at the signatures", refuses,
         keeps_of_refused([](Kept kept, Forced forced) { kept.group.members = forced.group.members; })},
        {"stores_what_it_refuses", nothing_changes, "stores the events of a refused request", refuses,
         keeps_of_refused([](Kept kept, Forced forced) { kept.events = forced.events; })},
        {"stores_one_event_of_what_it_refuses", nothing_changes, "stores the first event of a refused request", refuses,
         keeps_of_refused([](Kept kept, Forced forced) {
             if (forced.events.size() > kept.events.size()) kept.events.push_back(forced.events[kept.events.size()]);
         })},
        {"moves_the_version_it_refuses", nothing_changes, "moves the key version on before it refuses", refuses,
         keeps_of_refused([](Kept kept, Forced forced) {
             kept.group.conversation_key_version = forced.group.conversation_key_version;
         })},
        {"uses_up_message_ids_it_refuses", nothing_changes, "uses up the message ids of a refused request", refuses,
         keeps_of_refused([](Kept kept, Forced forced) { kept.seen_message_ids = forced.seen_message_ids; })},
        {"forgets_pending_of_what_it_refuses", nothing_changes, "forgets who is pending when it refuses", refuses,
         keeps_of_refused([](Kept kept, Forced) { kept.group.pending.clear(); })},
        {"loses_the_title_when_it_refuses", nothing_changes, "loses the title when it refuses", refuses,
         keeps_of_refused([](Kept kept, Forced) { kept.group.title.reset(); })},
    };
}

}  // namespace keyturn
