// What the public operations show of the groups of a case (fact sheet, section 1.6): read before and after a request,
// it tells what the request did.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "conformance/leaks.h"
#include "conformance/transport.h"
#include "protocol/given.h"
#include "protocol/json_document.h"

namespace keyturn {

// One group as one of its members sees it.
struct GroupView {
    std::string group;                            // its id
    int status = 0;                               // of the conversation's answer; 0 when there was none to go by
    std::map<std::string, JsonValue> facts = {};  // of the conversation, by pointer; lists of ids are sorted
    bool shows_events = false;
    int events_status = 0;                   // of the last page that was asked for; 0 when there was none to go by
    std::vector<JsonValue> events = {};      // those of `data`, all pages together, as they came
    std::vector<JsonValue> key_events = {};  // those of meta.conversation_key_events, each page's new ones
    std::vector<HttpResponse> answers = {};  // that all this is from

    bool is_shown() const { return status == 200; }
    // Its member is told that there is nothing to see, other than by a server that is busy.
    bool is_hidden() const;
    bool hides_events() const;
};

std::string conversation_path(std::string_view group);

// Whether an answer behind the view gives something confidential away.
bool gives_away(const GroupView& view, const std::vector<Confidential>& confidential);

// Reads with the token of a group's first member that has one; groups without such a member are not read.
class GroupReader {
  public:
    // `headers` go into every request.
    GroupReader(Transport& server, const Given& given, std::vector<HeaderLine> headers);

    // Every group that can be read: one GET of the conversation, and where it is shown one for each hundred events, at
    // most 32.
    std::vector<GroupView> read();

    // Why an answer was not waited for: the server's load, or the end of our time; "" when all were.
    const std::string& cut_off() const { return cut_off_; }

  private:
    struct Watched {
        std::string group;
        std::string token;
    };

    GroupView view(const Watched& watched);
    void read_events(GroupView& view, const std::string& token);
    HttpResponse get(const std::string& target, const std::string& token);

    Transport& server_;
    std::vector<HeaderLine> headers_;
    std::vector<Watched> groups_;
    std::string cut_off_;
};

}  // namespace keyturn
