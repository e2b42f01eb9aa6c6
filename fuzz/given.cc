// A state as JSON text. What is read and written again reads as the same JSON; private keys are stripped when asked.
#include "protocol/given.h"
#include "fuzz/target.h"

using namespace keyturn;

FUZZ_TARGET {
    const auto document = parse_json(text_of(input));
    if (!document) return fuzz::Taken::refused;
    const auto given = read_given(*document);
    if (!given) {
        fuzz::expect(!given.error().empty(), "a refusal has problems");
        return fuzz::Taken::refused;
    }
    const JsonValue written = given_to_json(*given, PrivateParts::kept);
    const auto again = read_given(written);
    fuzz::expect(again && given_to_json(*again, PrivateParts::kept) == written, "a written state reads back");
    fuzz::expect(!to_json(given_to_json(*given, PrivateParts::stripped)).contains("\"private_keys\":"),
                 "private keys are stripped");
    for (const Group& group : given->groups) {
        const Group* found = given->find_group(group.id);
        fuzz::expect(found && found->id == group.id, "a group is found by its id");
    }
    fuzz::expect(!given->find_group("the id of no group"), "others are not");
    return fuzz::Taken::accepted;
}
