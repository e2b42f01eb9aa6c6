// What the public operations show of the groups of a case: read before and after a refusal, it tells whether the
// refused request changed anything after all (AM-ROT-020; fact sheet, section 1.6).
#pragma once

#include <map>
#include <string>
#include <vector>

#include "conformance/leaks.h"
#include "conformance/matcher.h"
#include "conformance/transport.h"
#include "protocol/given.h"
#include "protocol/json_document.h"

namespace keyturn {

// One group as one of its members sees it.
struct GroupView {
    std::string path;                        // of the conversation
    int status = 0;                          // of its answer; 0 when there was none to go by
    std::map<std::string, JsonValue> facts;  // by the pointer they came from; lists of ids are sorted
    std::vector<HttpResponse> answers;       // that the facts are from
};

// Reads with the token of a group's first member that has one; groups without such a member are not read.
class GroupReader {
  public:
    // `headers` go into every request. Of answers that give something confidential away no value is told.
    GroupReader(Transport& server, const Given& given, std::vector<HeaderLine> headers,
                std::vector<Confidential> confidential);

    // The groups that the server shows: for each one GET of the conversation and one of its events.
    std::vector<GroupView> read();

    // What reads otherwise now. Of a server that does not answer now, or is busy, nothing is said.
    std::vector<Difference> changes_since(const std::vector<GroupView>& before);

  private:
    struct Watched {
        std::string path;
        std::string token;
    };

    GroupView view(const Watched& group);
    std::vector<Difference> changes(const GroupView& before, const GroupView& after) const;
    HttpResponse get(const std::string& target, const std::string& token);

    Transport& server_;
    std::vector<HeaderLine> headers_;
    std::vector<Confidential> confidential_;
    std::vector<Watched> groups_;
};

}  // namespace keyturn
