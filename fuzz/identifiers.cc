// Two lines: an id or version each. Orders are total, the canonical form of a conversation id is stable, a version
// reads as the number that its text names.
#include "protocol/identifiers.h"
#include "fuzz/target.h"

using namespace keyturn;

FUZZ_TARGET {
    const std::string_view text = text_of(input);
    const std::size_t line = std::min(text.find('\n'), text.size());
    const std::string_view a = text.substr(0, line), b = text.substr(std::min(line + 1, text.size()));
    fuzz::expect((compare_versions(a, b) < 0) == (compare_versions(b, a) > 0), "versions are ordered one way");
    fuzz::expect(compare_versions(a, a) == 0, "a version equals itself");
    const auto number_a = read_key_version(a), number_b = read_key_version(b);
    if (number_a) fuzz::expect(std::to_string(*number_a) == a, "a key version has one text");
    if (number_a && number_b)
        fuzz::expect((compare_versions(a, b) < 0) == (*number_a < *number_b), "versions are ordered as numbers");
    const std::string canonical = canonical_conversation_id(a, b);
    fuzz::expect(canonical_conversation_id(canonical, b) == canonical, "a canonical id is its own canonical form");
    fuzz::expect(is_user_id(a) <= is_path_conversation_id(a), "a user id may stand in a path");
    fuzz::expect(is_group_id(a) <= is_path_conversation_id(a), "a group id may stand in a path");
    return fuzz::accepted_if(is_path_conversation_id(a) || number_a.has_value());
}
