// What a server answers when a group is read twice, as JSON: {"before": […], "after": […]}, each a list of answers,
// {"status", "body"}, or without a status or with one below 100 for no answer: the conversation, then its pages of
// events. No more is asked than a reading may; the same answers are the same view; what is told of two can be shown
// anywhere, and holds nothing confidential.
#include "conformance/group_view.h"

#include <algorithm>
#include <charconv>

#include "conformance/read_back.h"
#include "fuzz/cast/cast.h"
#include "fuzz/oracles/harmless.h"
#include "fuzz/target.h"

using namespace keyturn;

namespace {

constexpr std::size_t most_requests = 1 + 32;  // the conversation and its pages of events

int status_of(const JsonValue& answer) {
    int status = 0;
    if (const JsonValue* stated = answer.find("status"))
        std::from_chars(stated->text.data(), stated->text.data() + stated->text.size(), status);
    return status;
}

// Answers with one answer after the other, then that there is nothing.
class ScriptedServer final : public Transport {
  public:
    explicit ScriptedServer(const std::vector<JsonValue>& answers) : answers_(answers) {}

    Received exchange(const HttpRequest&) override {
        if (asked_ == answers_.size()) return Reply(HttpResponse{404, "Not Found", {}, "{}"});
        const JsonValue& answer = answers_[asked_++];
        const JsonValue* body = answer.find("body");
        const int status = status_of(answer);
        if (status == 0) return std::unexpected(Silence{SilenceKind::overloaded, "busy"});
        if (status == 1) return std::unexpected(Silence{SilenceKind::out_of_time, "late"});
        if (status == 2) return Reply(std::unexpected("broken framing"));
        if (status < 100) return std::unexpected(Silence{SilenceKind::reset, "reset"});
        return Reply(HttpResponse{status, "", {}, body ? to_json(*body) : ""});
    }

    std::size_t asked() const { return asked_; }

  private:
    const std::vector<JsonValue>& answers_;
    std::size_t asked_ = 0;
};

GroupView view_of(const std::vector<JsonValue>& answers) {
    ScriptedServer server(answers);
    GroupReader reader(server, fuzz::cast(), {});
    std::vector<GroupView> views = reader.read();
    fuzz::expect(server.asked() <= most_requests, "a reading is bounded");
    fuzz::expect(views.size() == 1, "the cast has one group");
    return std::move(views.front());
}

bool can_be_shown(const Difference& difference) { return fuzz::is_harmless(difference); }

void nothing_confidential_is_told(const GroupView& before, const GroupView& after) {
    const std::vector<Confidential> secrets = {{"a-secret-of-somebody", "AM-SEC-001", "the token"}};
    for (const Difference& difference : changes_between(before, after, secrets))
        fuzz::expect(!difference.expected.contains(secrets[0].bytes) && !difference.actual.contains(secrets[0].bytes),
                     "nothing confidential is told");
}

}  // namespace

FUZZ_TARGET {
    const auto document = parse_json(text_of(input));
    const JsonValue* before = document ? document->find("before") : nullptr;
    const JsonValue* after = document ? document->find("after") : nullptr;
    if (!before || !after) return fuzz::Taken::refused;
    const GroupView then = view_of(before->elements), now = view_of(after->elements), nothing = view_of({});
    fuzz::expect(changes_between(then, view_of(before->elements), {}).empty(), "the same answers are the same view");
    fuzz::expect(std::ranges::all_of(changes_between(then, now, {}), can_be_shown), "a change can be shown");
    fuzz::expect(changes_between(nothing, now, {}).empty(), "of a group that was not shown nothing is said");
    nothing_confidential_is_told(then, now);
    return fuzz::accepted_if(then.is_shown() && then.shows_events);
}
