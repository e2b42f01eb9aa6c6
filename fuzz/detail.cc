// The bytes of a MessageEventDetail. What is read is written canonically and reads back, through JSON too; its payload
// is made at every version or refused with a reason.
#include "fuzz/target.h"
#include "protocol/event_detail.h"
#include "protocol/signature_payload.h"

using namespace keyturn;

namespace {

void payloads_are_made_or_refused(const ThriftValue& detail) {
    const ConversationKey key;
    for (int version = 1; version <= 8; ++version) {
        const auto without_key = signature_payload({detail, "m", "1", std::nullopt, nullptr}, version);
        fuzz::expect(without_key || !without_key.error().reason.empty(), "a refused payload has a reason");
        fuzz::expect(signature_version(std::to_string(version)).has_value() == (version >= 2 && version <= 7),
                     "only versions 2 to 7 are versions");
        const auto payload = signature_payload({detail, "m", "1", "g1", &key}, version);
        if (!payload) {
            fuzz::expect(!payload.error().reason.empty(), "a refused payload has a reason");
            continue;
        }
        fuzz::expect(version >= 2 && version <= 7, "only versions 2 to 7 have payloads");
        fuzz::expect(payload->starts_with(action_name(detail)), "a payload begins with its action");
    }
}

}  // namespace

FUZZ_TARGET {
    const auto detail = read_thrift(input, message_event_detail_schema);
    if (!detail) {
        fuzz::expect(detail.error().offset <= input.size(), "a refusal has a place");
        return fuzz::Taken::refused;
    }
    const Bytes written = write_thrift(*detail, message_event_detail_schema);
    const auto again = read_thrift(written, message_event_detail_schema);
    fuzz::expect(again && *again == *detail, "a written detail reads back");
    fuzz::expect(is_canonical(written, message_event_detail_schema), "what is written is canonical");
    fuzz::expect(is_canonical(input, message_event_detail_schema) == (written == copy(input)),
                 "canonical means written alike");
    const auto from_json =
        thrift_from_json(thrift_to_json(*detail, message_event_detail_schema), message_event_detail_schema);
    fuzz::expect(from_json && *from_json == *detail, "the JSON form reads back");
    if (const auto add = MemberAdd::from_detail(*detail))
        fuzz::expect(MemberAdd::from_detail(add->to_detail()) == add, "a member add reads back");
    if (const auto change = KeyChange::from_detail(*detail))
        fuzz::expect(KeyChange::from_detail(change->to_detail()) == change, "a key change reads back");
    payloads_are_made_or_refused(*detail);
    return fuzz::Taken::accepted;
}
