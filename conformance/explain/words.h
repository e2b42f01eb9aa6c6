// Phrases that explanations are made of, and the explanation as it grows.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/explain/explain.h"
#include "protocol/add_members_request.h"
#include "protocol/thrift_binary.h"

namespace keyturn {

// "2023-11-14 22:13:20.123 UTC"; nothing from the year 10000 on.
std::optional<std::string> utc_text(std::uint64_t msec);

std::string quoted(std::string_view text);                             // cut, with control characters escaped
std::string or_not_set(const std::optional<std::string>& text);        // quoted
std::string users_in_words(const std::vector<std::string>& user_ids);  // "1111, 2222 (2 users)", "nobody"
std::string version_in_words(std::string_view key_version);            // with the time that it names

// Writes into an explanation, one level deeper than where it was made.
class Words {
  public:
    explicit Words(Explanation& explanation, std::string indent = "", std::string place = "")
        : explanation_(explanation), indent_(std::move(indent)), place_(std::move(place)) {}

    // Lines and oddities of a part: the lines are indented, the oddities begin with the part's name.
    Words within(std::string_view part) const;

    void say(std::string_view line);
    void find_odd(std::string_view oddity);
    void find_odd_if(bool odd, std::string_view oddity);
    // An id that stands in a list more than once.
    void find_doubled(std::string_view list, const std::vector<std::string>& ids);

  private:
    Explanation& explanation_;
    std::string indent_, place_;
};

// What an action does, field by field.
void explain_detail(const ThriftValue& detail, Words& words);
// A wrapped key is base64 of a point, a ciphertext and a tag.
void find_odd_wrapped_key(std::string_view user_id, std::string_view blob, Words& words);

Explanation explain_detail_bytes(const ThriftValue& detail, ByteView bytes);
Explanation explain_event(const ThriftValue& event, ByteView bytes);
Explanation explain_signature(const ThriftValue& signature, ByteView bytes);
Explanation explain_request(const JsonValue& body);

// Whether a text begins like a payload: with the name of an action and a comma.
bool is_like_payload(std::string_view text);
Explanation explain_payload(std::string_view payload);
// The components behind the action's name, with a conversation key replaced.
std::vector<std::string> payload_components(std::string_view payload);

}  // namespace keyturn
