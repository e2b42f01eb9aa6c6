// What the requests of a case put to the test, by what was really sent: which constraints of the request's fields and
// which membership rules they kept and broke. What a case claims of itself plays no part in it.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "conformance/http_message.h"
#include "protocol/given.h"

namespace keyturn {

// Names of field constraints ("/user_ids content"), of membership rules ("user_ids_distinct") and, for a whole case,
// ids of requirements. A name can stand on both sides: another request of the case broke it.
struct Exercised {
    std::set<std::string> valid, broken;

    void note(std::string name, bool is_valid) { (is_valid ? valid : broken).insert(std::move(name)); }
    void merge(Exercised other);
    bool empty() const { return valid.empty() && broken.empty(); }

    friend bool operator==(const Exercised&, const Exercised&) = default;
};

// The body's own constraint, which is a rule too: one JSON object. A body that is none counts for nothing else.
inline constexpr std::string_view body_type = "body type";

// Follows the requests of one case.
class ExerciseLog {
  public:
    // What a request exercises when `sender` ("" for nobody) sends it to a server in that state. Nothing when it adds
    // no members. The rules about group and sender count only where both are known, and where the request is not an
    // exact repeat of an accepted one, which a server answers as before.
    Exercised exercised_by(const HttpRequest& request, const std::string& sender, const Given& now,
                           std::uint64_t now_msec) const;

    // The server accepted this request: its message ids are used up.
    void accepted(const HttpRequest& request);

  private:
    std::set<std::pair<std::string, std::string>> accepted_;  // target and body
    std::set<std::string, std::less<>> seen_message_ids_;
};

}  // namespace keyturn
