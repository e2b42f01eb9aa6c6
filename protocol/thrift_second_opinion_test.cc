// Apache Thrift, by the IDL, reads what we write and writes what we read.
#include <event_types.h>
#include <gtest/gtest.h>
#include <thrift/protocol/TBinaryProtocol.h>
#include <thrift/transport/TBufferTransports.h>

#include "protocol/thrift_samples.h"

namespace keyturn {
namespace {

using apache::thrift::protocol::TBinaryProtocol;
using apache::thrift::transport::TMemoryBuffer;

// Throws when bytes are left over: Apache's reader stops at the end of the struct.
idl::MessageEvent apache_read(Bytes bytes) {
    const auto buffer = std::make_shared<TMemoryBuffer>(bytes.data(), static_cast<std::uint32_t>(bytes.size()));
    TBinaryProtocol protocol(buffer);
    idl::MessageEvent event;
    event.read(&protocol);
    if (buffer->available_read() > 0) throw std::runtime_error("bytes after the end");
    return event;
}

Bytes apache_write(const idl::MessageEvent& event) {
    const auto buffer = std::make_shared<TMemoryBuffer>();
    TBinaryProtocol protocol(buffer);
    event.write(&protocol);
    return copy(bytes_of(buffer->getBufferAsString()));
}

// Every struct of the schema is reachable from an event, so its samples hold samples of all.
TEST(ThriftSecondOpinion, apache_reads_what_we_write_and_writes_what_we_read) {
    const auto samples = samples_of(message_event_schema);
    EXPECT_GT(samples.size(), 150u);
    for (const ThriftValue& value : samples) {
        const Bytes ours = write_thrift(value, message_event_schema);
        const Bytes theirs = apache_write(apache_read(ours));
        EXPECT_EQ(hex(theirs), hex(ours));
        EXPECT_EQ(read_thrift(theirs, message_event_schema), value);
    }
}

TEST(ThriftSecondOpinion, a_member_add_that_apache_builds_is_ours) {
    idl::GroupMemberAddChange add;
    add.__set_member_ids({"3333"});
    add.__set_current_member_ids({"1111", "2222"});
    add.__set_current_admin_ids({"1111"});
    add.__set_current_title("Grüße");
    add.__set_conversation_key_version("1700000000123");
    add.__set_current_ttl_msec(-86'400'000);
    add.__set_current_pending_member_ids({});
    add.__set_screen_capture_blocking_enabled(true);
    idl::GroupChange change;
    change.__set_member_add(add);
    idl::GroupChangeEvent group;
    group.__set_group_change(change);
    group.__set_for_key_rotation(false);
    idl::MessageEventDetail detail;
    detail.__set_group_change_event(group);
    idl::MessageEvent event;
    event.__set_message_id("m");
    event.__set_detail(detail);

    const ThriftValue ours = thrift_struct({{2, thrift_text("m")}, {7, detail_of(R"({"group_change_event": {
        "group_change": {"member_add": {"member_ids": ["3333"], "current_member_ids": ["1111", "2222"],
            "current_admin_ids": ["1111"], "current_title": "Grüße", "conversation_key_version": "1700000000123",
            "current_ttl_msec": -86400000, "current_pending_member_ids": [], "screen_capture_blocking_enabled": true}},
        "for_key_rotation": false}})")}});
    EXPECT_EQ(read_thrift(apache_write(event), message_event_schema), ours);
    EXPECT_EQ(apache_read(write_thrift(ours, message_event_schema)), event);
}

}  // namespace
}  // namespace keyturn
