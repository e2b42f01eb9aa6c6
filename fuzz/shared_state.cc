// The text of a file of a shared state, written out or made. A state that is made is the same every time, has what was
// asked for, and reads back.
#include "conformance/exchange.h"
#include "fuzz/target.h"

using namespace keyturn;

namespace {

constexpr std::size_t most_users = 20;  // each costs two keys

JsonValue as_json(const Given& given) { return given_to_json(given, PrivateParts::kept); }

void is_made_as_asked(const MadeState& made) {
    const InventedShape& shape = made.shape;
    if (shape.members + shape.outsiders + shape.pending > most_users) return;
    const Given given = make_state(made);
    const Group& group = given.groups.at(0);
    fuzz::expect(group.members.size() == shape.members && group.admins.size() == shape.admins &&
                     group.pending.size() == shape.pending && group.title == shape.title,
                 "a group is made as asked");
    fuzz::expect(given.users.size() == shape.members + shape.outsiders + shape.pending, "everybody is there");
    fuzz::expect(as_json(make_state(made)) == as_json(given), "the same text makes the same state");
    const auto again = read_given(as_json(given));
    fuzz::expect(again && as_json(*again) == as_json(given), "a made state reads back");
}

}  // namespace

FUZZ_TARGET {
    const auto document = parse_json(text_of(input));
    if (!document) return fuzz::Taken::refused;
    const auto state = read_shared_state(*document);
    if (!state) {
        fuzz::expect(!state.error().empty(), "a refusal has problems");
        return fuzz::Taken::refused;
    }
    if (const MadeState* made = std::get_if<MadeState>(&*state)) is_made_as_asked(*made);
    return fuzz::Taken::accepted;
}
