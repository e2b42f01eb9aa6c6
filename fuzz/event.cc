// The bytes of a MessageEvent. What is read and written again reads as the same event.
#include "fuzz/target.h"
#include "protocol/event_detail.h"

using namespace keyturn;

FUZZ_TARGET {
    const auto value = read_thrift(input, message_event_schema);
    const auto event = Event::read(input);
    fuzz::expect(event.has_value() <= value.has_value(), "an event is a well-formed struct");
    if (value) {
        const auto again = read_thrift(write_thrift(*value, message_event_schema), message_event_schema);
        fuzz::expect(again && *again == *value, "a written struct reads back");
    }
    if (!event) return fuzz::Taken::refused;
    const auto again = Event::read(event->write());
    fuzz::expect(again && *again == *event, "a written event reads back");
    return fuzz::Taken::accepted;
}
