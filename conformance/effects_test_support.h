// Accepted adds to the team, and what a right server shows of them afterwards, for the tests of what reads it.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "conformance/accepted_adds.h"
#include "conformance/group_view.h"
#include "conformance/journal.h"
#include "conformance/state_test_support.h"
#include "conformance/test_support.h"
#include "protocol/base64.h"
#include "protocol/event_detail.h"

namespace keyturn {

inline Exchange adding(std::vector<std::string> ids, std::optional<std::string> deviation = {}) {
    Exchange exchange;
    exchange.as = "1111";
    exchange.request = ComposedRequest{std::string(team_group), std::move(ids), std::move(deviation), {}};
    return exchange;
}

inline Exchange rotating() {
    Exchange exchange = adding({});
    std::get<ComposedRequest>(exchange.request).operation = ChangeOperation::rotate;
    return exchange;
}

// One exchange after the other, all of them accepted.
inline AcceptedAdds accepted(std::vector<Exchange> exchanges) {
    Case test;
    test.exchanges = std::move(exchanges);
    RequestBuilder builder(test, shipped_state("team"), 1);
    AcceptedAdds adds;
    for (std::size_t i = 0; i < test.exchanges.size(); ++i) {
        const auto request = builder.build(i, test_now_msec);
        EXPECT_TRUE(request.has_value()) << request.error().reason;
        builder.accepted(*request);
        adds.add(i, i, test.exchanges[i].as.value_or(""), *request);
    }
    return adds;
}

inline std::vector<AcceptedAdd> team_adds(std::vector<Exchange> exchanges) {
    return accepted(std::move(exchanges)).to(std::string(team_group));
}

// An action of an add as a right server hands it on.
inline Event handed_on_event(const AcceptedAdd& add, std::size_t action, const std::string& sequence_id) {
    const ActionSignature& sent = add.request.action_signatures->at(action);
    const RequestSignature& signature = *sent.message_event_signature;
    return {.sequence_id = sequence_id,
            .message_id = sent.message_id,
            .sender_id = add.sender,
            .conversation_id = add.update.group,
            .created_at_msec = "5",
            .detail = *read_thrift(*read_base64(*sent.encoded_message_event_detail), message_event_detail_schema),
            .signature = {signature.signature, signature.public_key_version, signature.signature_version}};
}

inline JsonValue listed(const Event& event, ByteView bytes) {
    return json_object({{"id", json_string(*event.sequence_id)},
                        {"encoded_event", json_string(base64(bytes))},
                        {"sender_id", json_string(*event.sender_id)},
                        {"conversation_id", json_string(*event.conversation_id)}});
}
inline JsonValue listed(const Event& event) { return listed(event, event.write()); }
inline JsonValue as_key_event(const Event& event) { return json_string(base64(event.write())); }

// The team with no events but those of the adds: sequence ids from 1 on.
inline GroupView view_with(const std::vector<AcceptedAdd>& adds) {
    GroupView view{.group = std::string(team_group), .status = 200, .shows_events = true, .events_status = 200};
    view.facts = {{"/data/admin_ids", json(R"(["1111"])")},
                  {"/data/group_avatar_url", json(R"("https://example.com/team.png")")},
                  {"/data/group_name", json(R"("Team")")},
                  {"/data/member_ids", json(R"(["1111","2222","3333"])")},
                  {"/data/message_ttl_ms", json("86400000")},
                  {"/data/participant_ids", json(R"(["1111","2222","3333","4444"])")},
                  {"/data/screen_capture_blocking_enabled", json("null")}};
    int sequence_id = 0;
    for (const AcceptedAdd& add : adds) {
        for (const std::string& id : add.update.added)
            for (const char* list : {"/data/member_ids", "/data/participant_ids"})
                view.facts.at(list).elements.push_back(json_string(id));
        for (std::size_t action = 0; action < add.request.action_signatures->size(); ++action)
            view.events.push_back(listed(handed_on_event(add, action, std::to_string(++sequence_id))));
        const auto key_change = sequence_id - static_cast<int>(add.request.action_signatures->size()) + 1;
        view.key_events.push_back(as_key_event(handed_on_event(add, 0, std::to_string(key_change))));
    }
    return view;
}

// "requirement #exchange place: expected …, found …", without the path of the group's events.
inline Lines told(const std::vector<Breach>& breaches) {
    const std::string path = "GET " + conversation_path(team_group);
    Lines all;
    for (const Breach& breach : breaches) {
        std::string place = breach.difference.place;
        EXPECT_TRUE(place.starts_with(path)) << place;
        all.push_back(breach.requirement + " #" + std::to_string(breach.exchange) + " " + place.substr(path.size()) +
                      ": expected " + breach.difference.expected + ", found " + breach.difference.actual);
    }
    return all;
}

}  // namespace keyturn
