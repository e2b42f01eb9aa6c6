// Conversations as scripts: users join groups, rotate keys, leave; a network delivers late, twice or never, and a relay
// tampers. The model knows who may read what, and every recipient must agree with it (invariants 20 to 26).
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "properties/violation.h"

namespace keyturn {

class Library;

// One line of a script. What it names is taken modulo what there is where the number is of an event.
struct Step {
    std::string act;  // one of script_acts
    std::uint64_t group = 0;
    std::string by;           // who acts; of a delivery, who receives
    std::string user = {};    // who is added, removed or promoted
    std::uint64_t event = 0;  // of a delivery
    static void visit(auto& self, auto& field) {
        field("act", self.act);
        field("group", self.group);
        field("by", self.by);
        field("user", self.user);
        field("event", self.event);
    }
};

struct Script {
    std::vector<Step> steps;
    static void visit(auto& self, auto& field) { field("steps", self.steps); }
};

// create a group with `user` · add, remove, promote `user` · rotate the group's key · register a new identity key ·
// deliver an event · tamper with an event and deliver it · misroute an event of the other group
inline constexpr std::string_view script_acts[] = {"create",   "add",     "remove", "promote", "rotate",
                                                   "register", "deliver", "tamper", "misroute"};
inline constexpr std::string_view script_users[] = {"1111", "2222", "3333", "4444"};
inline constexpr std::size_t script_groups = 2;

// What every event says, without its bytes.
struct ScriptedEvent {
    enum class Kind { create, key_change, add, remove, promote } kind;
    std::string sender;
    std::vector<std::string> members, admins;  // before it; of a create, those it states
    std::string user = {};                     // whom it is about
    std::string key_version = {};
    std::map<std::string, std::string> readers = {};  // of a key change: user → version of the registered key
};

struct GroupModel {
    std::vector<std::string> members, admins;
    std::vector<ScriptedEvent> events;
};

// An event that reached somebody, in the group that it was delivered in.
struct Arrival {
    std::size_t group, event;  // where it comes from
    bool is_tampered;
};

// Everything a script has made so far: a value.
class ConversationModel {
  public:
    bool allows(const Step& step) const;
    void apply(const Step& step);  // one that is allowed

    const GroupModel& group(std::size_t index) const { return groups_[index]; }
    const std::vector<Arrival>& arrivals(const std::string& user, std::size_t group) const;
    std::size_t registrations(const std::string& user) const;

  private:
    void rotate(std::size_t group, const std::string& by);
    void say(std::size_t group, ScriptedEvent event);
    std::string registration_of(const std::string& user) const;
    bool knows_of_group(const std::string& user, std::size_t group) const;

    GroupModel groups_[script_groups];
    std::map<std::string, std::size_t> registrations_;  // besides the first
    std::map<std::pair<std::string, std::size_t>, std::vector<Arrival>> arrivals_;
    std::uint64_t last_version_ = 0;
};

// "1111 adds 3333 to group 0", …
std::string in_words(const Step& step);

// Plays the script and asks for every user, group and registered key what the user can read then. AM-ROT-024 to
// AM-ROT-030: only what was wrapped for this user and key, sent by its sender and delivered in this group; the latest
// is the highest; and all of it when the group's events came in their order.
std::optional<Violation> everyone_reads_what_they_may(Library& library, const Script& script);

}  // namespace keyturn
