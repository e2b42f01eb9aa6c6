// A whole change and what it is made of, for groups of 10 to 10 000 members, each beside the operation underneath that
// it can't do without: nlohmann's parser for JSON, the wraps for a change.
#include <benchmark/benchmark.h>

#include <nlohmann/json.hpp>

#include "protocol/add_members_change.h"
#include "protocol/base64.h"
#include "protocol/key_wrap.h"
#include "protocol/membership_rules.h"
#include "protocol/signature_payload.h"

namespace keyturn {
namespace {

constexpr std::uint64_t now_msec = 1'790'000'000'000;

struct Scene {
    Group group;
    Users users;
    PrivateKeys sender;
    AddMembersPlan plan;
    AddMembersChange change;
    std::string body;
};

// A group of `members` after one was added. All users share the sender's keys: the cost is the same.
Scene scene_of(std::int64_t members) {
    Entropy entropy("bench/change", 1);
    PrivateKeys keys{PrivateKey::generate(entropy), PrivateKey::generate(entropy)};
    Scene scene{{}, {}, keys, {}, {}, {}};
    scene.group.id = "g1";
    scene.group.admins = {"1"};
    for (std::int64_t i = 1; i <= members; ++i) {
        const std::string id = std::to_string(i);
        scene.users[id].keys.push_back({"1", keys.identity.public_key(), keys.signing.public_key(), ""});
        if (i < members) scene.group.members.push_back(id);
    }
    scene.plan = *plan_add_members(scene.group, scene.users, "1", {std::to_string(members)}, now_msec);
    scene.change = *make_change(scene.plan, keys.signing, entropy);
    scene.body = to_json(scene.change.request.to_json());
    return scene;
}

void sizes(benchmark::internal::Benchmark* benchmark) { benchmark->Arg(10)->Arg(100)->Arg(1000)->Arg(10'000); }

void per_member(benchmark::State& state) { state.SetItemsProcessed(state.iterations() * state.range(0)); }

void prepare_a_change(benchmark::State& state) {
    const Scene scene = scene_of(state.range(0));
    Entropy entropy("bench/prepare", 1);
    for (auto _ : state) {
        const auto plan = plan_add_members(scene.group, scene.users, "1", scene.plan.member_add.new_members, now_msec);
        benchmark::DoNotOptimize(make_change(*plan, scene.sender.signing, entropy));
    }
    per_member(state);
}
BENCHMARK(prepare_a_change)->Apply(sizes);

void only_the_wraps(benchmark::State& state) {
    const Scene scene = scene_of(state.range(0));
    Entropy entropy("bench/wraps", 1);
    for (auto _ : state)
        for (const Recipient& recipient : scene.plan.recipients)
            benchmark::DoNotOptimize(wrap_key(scene.change.conversation_key, recipient.identity, entropy));
    per_member(state);
}
BENCHMARK(only_the_wraps)->Apply(sizes);

void parse_a_body(benchmark::State& state) {
    const Scene scene = scene_of(state.range(0));
    for (auto _ : state) benchmark::DoNotOptimize(parse_json(scene.body));
    per_member(state);
}
BENCHMARK(parse_a_body)->Apply(sizes);

void nlohmann_parse(benchmark::State& state) {
    const Scene scene = scene_of(state.range(0));
    for (auto _ : state) benchmark::DoNotOptimize(nlohmann::json::parse(scene.body));
    per_member(state);
}
BENCHMARK(nlohmann_parse)->Apply(sizes);

void read_a_request(benchmark::State& state) {
    const JsonValue body = *parse_json(scene_of(state.range(0)).body);
    for (auto _ : state) benchmark::DoNotOptimize(AddMembersRequest::read(body));
    per_member(state);
}
BENCHMARK(read_a_request)->Apply(sizes);

ThriftValue key_change_detail(const Scene& scene) {
    const Bytes bytes = *read_base64(*scene.change.request.action_signatures->front().encoded_message_event_detail);
    return *read_thrift(bytes, message_event_detail_schema);
}

void read_a_detail(benchmark::State& state) {
    const Bytes bytes = write_thrift(key_change_detail(scene_of(state.range(0))), message_event_detail_schema);
    for (auto _ : state) benchmark::DoNotOptimize(read_thrift(bytes, message_event_detail_schema));
    per_member(state);
}
BENCHMARK(read_a_detail)->Apply(sizes);

void write_a_detail(benchmark::State& state) {
    const ThriftValue detail = key_change_detail(scene_of(state.range(0)));
    for (auto _ : state) benchmark::DoNotOptimize(write_thrift(detail, message_event_detail_schema));
    per_member(state);
}
BENCHMARK(write_a_detail)->Apply(sizes);

void payload_of_a_member_add(benchmark::State& state) {
    const ThriftValue detail = scene_of(state.range(0)).plan.member_add.to_detail();
    for (auto _ : state)
        benchmark::DoNotOptimize(signature_payload({detail, "m", "1", "g1"}, newest_signature_version));
    per_member(state);
}
BENCHMARK(payload_of_a_member_add)->Apply(sizes);

void check_a_request(benchmark::State& state) {
    const Scene scene = scene_of(state.range(0));
    const ReadRequest read{scene.change.request, {}};
    for (auto _ : state) benchmark::DoNotOptimize(check(make_attempt("g1", "1", scene.group, scene.users, read)));
    per_member(state);
}
BENCHMARK(check_a_request)->Apply(sizes);

// A recipient's part: its own wrap among all of them.
void open_a_change(benchmark::State& state) {
    const Scene scene = scene_of(state.range(0));
    const std::string& mine = *scene.change.request.conversation_participant_keys->back().encrypted_conversation_key;
    for (auto _ : state) {
        benchmark::DoNotOptimize(key_change_detail(scene));
        benchmark::DoNotOptimize(unwrap_key(*read_base64(mine), scene.sender.identity));
    }
    per_member(state);
}
BENCHMARK(open_a_change)->Apply(sizes);

}  // namespace
}  // namespace keyturn
