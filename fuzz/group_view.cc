// What a server answers when a group is read, as a JSON array of bodies: the conversation, then its pages of events. No
// more is asked than a reading may; the same answers are the same view, and what is told of it can be shown anywhere.
#include "conformance/group_view.h"

#include <algorithm>

#include "conformance/read_back.h"
#include "fuzz/cast/cast.h"
#include "fuzz/oracles/harmless.h"
#include "fuzz/target.h"

using namespace keyturn;

namespace {

constexpr std::size_t most_requests = 1 + 32;  // the conversation and its pages of events

// Answers with one body after the other, then that there is nothing.
class ScriptedServer final : public Transport {
  public:
    explicit ScriptedServer(const std::vector<JsonValue>& bodies) : bodies_(bodies) {}

    Received exchange(const HttpRequest&) override {
        if (asked_ == bodies_.size()) return Reply(HttpResponse{404, "Not Found", {}, "{}"});
        return Reply(HttpResponse{200, "OK", {}, to_json(bodies_[asked_++])});
    }

    std::size_t asked() const { return asked_; }

  private:
    const std::vector<JsonValue>& bodies_;
    std::size_t asked_ = 0;
};

GroupView view_of(const std::vector<JsonValue>& bodies) {
    ScriptedServer server(bodies);
    GroupReader reader(server, fuzz::cast(), {});
    std::vector<GroupView> views = reader.read();
    fuzz::expect(server.asked() <= most_requests, "a reading is bounded");
    fuzz::expect(views.size() == 1, "the cast has one group");
    return std::move(views.front());
}

bool can_be_shown(const Difference& difference) { return fuzz::is_harmless(difference); }

}  // namespace

FUZZ_TARGET {
    const auto document = parse_json(text_of(input));
    if (!document || !document->is(JsonKind::array)) return fuzz::Taken::refused;
    const GroupView view = view_of(document->elements), nothing = view_of({});
    fuzz::expect(changes_between(view, view_of(document->elements), {}).empty(), "the same answers are the same view");
    fuzz::expect(std::ranges::all_of(changes_between(view, nothing, {}), can_be_shown), "a change can be shown");
    fuzz::expect(changes_between(nothing, view, {}).empty(), "of a group that was not shown nothing is said");
    return fuzz::accepted_if(view.is_shown() && view.shows_events);
}
