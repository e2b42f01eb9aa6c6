// The bytes of a MessageEvent, read by our strict walk and by the code that Apache Thrift generates from our IDL: they
// agree but where opinions/thrift_opinion.h says why not.
#include "fuzz/second_opinion/opinions/thrift_opinion.h"
#include "fuzz/target.h"

using namespace keyturn;

FUZZ_TARGET {
    const auto ours = read_thrift(input, message_event_schema);
    fuzz::expect(fuzz::event_disagreement_with_apache(input, ours));
    return fuzz::accepted_if(ours.has_value());
}
