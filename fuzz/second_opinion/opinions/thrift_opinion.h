// What the code that Apache Thrift generates from our IDL says of bytes.
#pragma once

#include "fuzz/oracles/finding.h"
#include "protocol/thrift_binary.h"

namespace keyturn::fuzz {

// Where our reading and Apache's go apart, of a MessageEventDetail or a MessageEvent. What we accept Apache reads to
// the end and writes as we do. What Apache writes just as it read it we accept, but for what it does not look at: the
// arms of a union, UTF-8, our limits on lists.
Finding detail_disagreement_with_apache(ByteView bytes, const Result<ThriftValue>& ours);
Finding event_disagreement_with_apache(ByteView bytes, const Result<ThriftValue>& ours);

}  // namespace keyturn::fuzz
