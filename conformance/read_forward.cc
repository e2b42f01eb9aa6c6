#include "conformance/read_forward.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "conformance/handed_on.h"
#include "conformance/response_contract.h"

namespace keyturn {
namespace {

// What the conversation itself shows.
class Conversation {
  public:
    Conversation(const GroupView& before, const GroupView& after, std::span<const AcceptedAdd> adds)
        : before_(before), after_(after), adds_(adds) {}

    std::vector<Breach> faults() && {
        for (const auto& [pointer, then] : before_.facts) {
            const JsonValue& now = after_.facts.at(pointer);
            if (pointer == "/data/member_ids" || pointer == "/data/participant_ids")
                judge_roster(pointer, then, now);
            else
                judge_fact(pointer, then, now);
        }
        return std::move(breaches_);
    }

  private:
    using Ids = std::vector<JsonValue>;

    static Ids in_one_order(Ids ids) {
        std::ranges::sort(ids, {}, [](const JsonValue& id) { return to_json(id); });
        return ids;
    }

    static JsonValue without(const Ids& ids, const Ids& others) {
        JsonValue left = json_array();
        std::ranges::set_difference(
            ids, others, std::back_inserter(left.elements), {}, [](const JsonValue& id) { return to_json(id); },
            [](const JsonValue& id) { return to_json(id); });
        return left;
    }

    void judge_roster(const std::string& pointer, const JsonValue& then, const JsonValue& now) {
        if (!then.is(JsonKind::array)) return;
        JsonValue added = json_array();
        for (const AcceptedAdd& add : adds_)
            for (const std::string& id : add.update.added) added.elements.push_back(json_string(id));
        Ids wanted = then.elements;
        wanted.insert(wanted.end(), added.elements.begin(), added.elements.end());
        wanted = in_one_order(std::move(wanted));
        const JsonValue lost = without(wanted, now.elements), more = without(now.elements, wanted);
        const std::string expected = "those of before and " + shown(&added);
        if (!lost.elements.empty()) tell(pointer, expected, "all but " + shown(&lost));
        if (!more.elements.empty()) tell(pointer, expected, "besides them " + shown(&more));
    }

    // As it was sent last: where a server shows it sealed.
    std::optional<std::string> as_sent(const std::string& pointer) const {
        if (pointer == "/data/group_name") return last_sent(&AddMembersRequest::encrypted_title);
        if (pointer == "/data/group_avatar_url") return last_sent(&AddMembersRequest::encrypted_avatar_url);
        return std::nullopt;
    }

    // A rotation sends none.
    std::optional<std::string> last_sent(std::optional<std::string> AddMembersRequest::* sealed) const {
        std::optional<std::string> last;
        for (const AcceptedAdd& add : adds_)
            if (add.request.*sealed) last = add.request.*sealed;
        return last;
    }

    void judge_fact(const std::string& pointer, const JsonValue& then, const JsonValue& now) {
        const auto sent = as_sent(pointer);
        if (then == now || (sent && now == json_string(*sent))) return;
        tell(pointer, (sent ? "as it was sent, or as before: " : "as before: ") + shown(&then), shown(&now));
    }

    void tell(const std::string& pointer, std::string expected, std::string found) {
        breaches_.push_back({std::string(always::takes_effect),
                             adds_.back().exchange,
                             {fmt::format("GET {}, {}", conversation_path(before_.group), pointer), std::move(expected),
                              std::move(found)}});
    }

    const GroupView& before_;
    const GroupView& after_;
    std::span<const AcceptedAdd> adds_;
    std::vector<Breach> breaches_;
};

std::vector<Breach> effects_that_lack(const GroupView& before, const GroupView& after,
                                      std::span<const AcceptedAdd> adds, const Users& users) {
    const auto hidden = [&](const std::string& path, int status) {
        return Breach{std::string(always::takes_effect),
                      adds.back().exchange,
                      {"GET " + path, "the group with what was accepted", fmt::format("status {}", status)}};
    };
    const std::string path = conversation_path(before.group);
    if (after.is_hidden()) return {hidden(path, after.status)};
    if (!after.is_shown()) return {};
    std::vector<Breach> breaches = Conversation(before, after, adds).faults();
    if (after.shows_events) {
        std::ranges::move(faults_of_handing_on(after, adds, users), std::back_inserter(breaches));
    } else if (before.shows_events && after.hides_events()) {
        breaches.push_back(hidden(path + "/events", after.events_status));
    }
    return breaches;
}

}  // namespace

std::vector<Breach> unmet_effects(const GroupView& before, const GroupView& after, std::span<const AcceptedAdd> adds,
                                  const Users& users, const std::vector<Confidential>& confidential) {
    if (adds.empty() || !before.is_shown()) return {};
    std::vector<Breach> breaches = effects_that_lack(before, after, adds, users);
    if (breaches.empty() || !(gives_away(before, confidential) || gives_away(after, confidential))) return breaches;
    for (Breach& breach : breaches)
        breach.difference = {"GET " + conversation_path(before.group), "what was accepted, and nothing else",
                             "otherwise; not shown, for an answer holds a secret"};
    return breaches;
}

}  // namespace keyturn
